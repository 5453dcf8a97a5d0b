package change

import "testing"

// A request whose answer was lost, and that was confirmed again before anyone read
// back, is settled once: the journal does not grow with every look.
func TestSentAgainIsSettledOnce(t *testing.T) {
	m, b := fresh(), &book{left: -1}
	m.faults = []fault{lostNot}
	r := runner(m, b)
	if err := r.Apply(t.Context(), "v", order(m), nil); err == nil {
		t.Fatal("the answer was not lost")
	}
	if err := r.Apply(t.Context(), "v", order(m), nil); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if h, err := r.Settle(t.Context(), "v", took(m)); err != nil || len(h.Unsettled()) != 0 {
			t.Fatalf("%v, %v", h, err)
		}
	}
	h, err := r.History(t.Context(), "v")
	if err != nil || len(h) != 3 || len(h.Unsettled()) != 0 || len(b.entries) != 10 {
		t.Errorf("%d attempts, %d entries: %v, %v", len(h), len(b.entries), h, err)
	}
	undo(t, "sent again", r, m)
}
