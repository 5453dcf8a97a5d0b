package change

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/task"
)

func TestSendWritesDownWhatHappens(t *testing.T) {
	w := Write{Verb: Change, Object: "/a", Title: "Text messages", Body: []byte(`{"v":2}`), Undo: []byte(`{"v":1}`)}
	for _, c := range []struct {
		fault  fault
		verb   string
		states string
		code   app.Code
		hint   string
	}{
		{fine, Change, "planned sent confirmed", "", ""},
		{lostMade, Change, "planned sent unknown", app.Unreachable, "Check again to see whether it was made."},
		{lostNot, Create, "planned sent unknown", app.Unreachable,
			"Confirm again. Handrail first checks whether it was made."},
		{stopped, Undo, "planned sent unknown", app.Unreachable, "Check again to see whether it was made."},
		{denied, Change, "planned sent failed", app.Denied, "Sign in with another account."},
		{busy, Change, "planned sent failed", app.Unreachable, "Try again later."},
	} {
		m, b := fresh(), &book{left: -1}
		m.faults = []fault{c.fault}
		w.Verb = c.verb
		_, err := runner(m, b).Send(t.Context(), "v", w)
		if _, hint := app.UserMessage(err); strings.Join(b.states(), " ") != c.states || app.CodeOf(err) != c.code ||
			hint != c.hint {
			t.Errorf("%s: %v, %v", c.fault, b.states(), err)
		}
		e := b.entries[0]
		if e.What != c.verb+" /a" || e.Old != `{"v":1}` || e.New != `{"v":2}` || e.Step != "exact" ||
			e.Visit != "v" || e.Guide != "g" || !e.At.Equal(noon) {
			t.Errorf("%s: %+v", c.fault, e)
		}
		if len(m.sent) != 1 {
			t.Errorf("%s: sent %v", c.fault, m.sent)
		}
	}
}

func TestNothingIsSentThatIsNotWrittenDown(t *testing.T) {
	for left := range 2 {
		m, b := fresh(), &book{left: left}
		if err := runner(m, b).Apply(t.Context(), "v", order(m), nil); !errors.Is(err, errKilled) ||
			len(m.sent) != 0 {
			t.Errorf("%d entries: sent %v, %v", left, m.sent, err)
		}
	}
	m := fresh()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := runner(m, &book{left: -1}).Apply(ctx, "v", order(m), nil); !errors.Is(err, context.Canceled) ||
		len(m.sent) != 0 {
		t.Errorf("cancelled: %v, %v", m.sent, err)
	}
	for _, r := range []Runner{{}, {Writer: m}, {Journal: &book{}}} {
		if err := r.Apply(t.Context(), "v", order(m), nil); app.CodeOf(err) != app.Denied || r.Can() {
			t.Errorf("%+v: %v", r, err)
		}
		if _, err := r.Send(t.Context(), "v", Write{}); app.CodeOf(err) != app.Denied {
			t.Errorf("%+v: %v", r, err)
		}
	}
	if h, err := (Runner{}).History(t.Context(), "v"); h != nil || err != nil {
		t.Errorf("%v, %v", h, err)
	}
}

func TestApplyStops(t *testing.T) {
	m, b := fresh(), &book{left: -1}
	o := order(m)
	m.objects["/b"] = `{"v":7}` // somebody else was there
	if err := runner(m, b).Apply(t.Context(), "v", o, func(task.Progress) {}); app.CodeOf(err) != app.Invalid ||
		len(m.sent)+len(b.entries) != 0 {
		t.Errorf("drifted: %v, %v", m.sent, err)
	}
	o.Again = func(context.Context) ([]guide.Change, []Write, error) { return nil, nil, errKilled }
	if err := runner(m, b).Apply(t.Context(), "v", o, nil); !errors.Is(err, errKilled) {
		t.Errorf("cannot be read: %v", err)
	}
	m.faults = []fault{askDenied}
	if err := runner(m, b).Apply(t.Context(), "v", order(m), nil); app.CodeOf(err) != app.Denied ||
		len(b.entries) != 0 {
		t.Errorf("not granted: %v", err)
	}
	m = fresh()
	m.faults = []fault{fine, denied}
	if err := runner(m, b).Apply(t.Context(), "v", order(m), nil); app.CodeOf(err) != app.Denied ||
		!slices.Equal(m.sent, []string{`/a={"v":2}`, `/b={"v":2}`}) {
		t.Errorf("the second is refused: %v, %v", m.sent, err)
	}
}

func TestSettleLeavesOpenWhatItCannotTell(t *testing.T) {
	m, b := fresh(), &book{left: -1, entries: []guide.JournalEntry{entry(`change /a {"v":1}>{"v":2} sent req`)}}
	h, err := runner(m, b).Settle(t.Context(), "v", func(context.Context, Write) (bool, bool, error) {
		return false,
			false, nil
	})
	if err != nil || len(h.Unsettled()) != 1 || len(b.entries) != 1 {
		t.Errorf("%v, %v", h, err)
	}
	if _, err := runner(m, b).Settle(t.Context(), "v", func(context.Context, Write) (bool, bool,
		error) {
		return true, true, errKilled
	}); !errors.Is(err, errKilled) || len(b.entries) != 1 {
		t.Errorf("%v", err)
	}
	h, err = runner(m, b).Settle(t.Context(), "v", took(m))
	if last := b.entries[len(b.entries)-1]; err != nil || h[0].State != Failed || last.State != "failed" ||
		last.Report != "req" || len(h.Undo()) != 0 {
		t.Errorf("%v, %v, %v", h, b.entries, err)
	}
}

// What was made is proven by its ID, in any visit of the guide; what others made is not.
// A removal is sent once, with DELETE, and keeps what brings it back.
func TestWhatIsProvenAndRemoved(t *testing.T) {
	m, b := fresh(), &book{left: -1}
	r := runner(m, b)
	if _, err := r.Send(t.Context(), "v", Write{Verb: Create, Object: "/events", Title: "E",
		Body: []byte(`{}`)}); err != nil {
		t.Fatal(err)
	}
	m.faults = []fault{lostMade}
	if _, err := r.Send(t.Context(), "w", Write{Verb: Create, Object: "/events", Body: []byte(`{}`)}); err == nil {
		t.Fatal("the answer was not lost")
	}
	if all := Proven(b.entries, "g", "/events"); len(all) != 1 || all["e1"] != (Made{"v", "E"}) {
		t.Errorf("%v", all)
	}
	if len(Proven(b.entries, "other", "/events"))+len(Proven(b.entries, "g", "/other")) != 0 {
		t.Error("somebody else's is proven")
	}
	if err := r.Prove(t.Context(), "w", Write{Object: "/events"}, "e2"); err != nil ||
		Proven(b.entries, "g", "/events")["e2"].Visit != "w" {
		t.Errorf("read back: %v", err)
	}
	m.sent, b.entries = nil, nil
	if _, err := r.Send(t.Context(), "v", Write{Verb: Remove, Object: "/a", Undo: []byte(`{"v":1}`)}); err != nil ||
		!slices.Equal(m.sent, []string{"-/a"}) || m.objects["/a"] != "" || len(b.entries) != 3 ||
		b.entries[2].Old != `{"v":1}` || len(Replay(b.entries)) != 1 {
		t.Errorf("%v, %v, %+v", err, m.sent, b.entries)
	}
}
