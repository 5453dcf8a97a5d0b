package change

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"handrail/app"
)

// Whatever happens to the two requests, and wherever the computer stops, the
// change comes to its end the next day, and can be undone exactly.
func TestAChangeSurvivesEverything(t *testing.T) {
	all := []fault{fine, lostMade, lostNot, stopped, denied, busy}
	for _, one := range all {
		for _, two := range all {
			for left := -1; left < 7; left++ {
				m := fresh()
				m.faults = []fault{one, two}
				b := &book{left: left}
				name := fmt.Sprintf("%s, %s, %d entries", one, two, left)
				r := runner(m, b)
				err := r.Apply(t.Context(), "v", order(m), nil)
				if ok := one == fine && two == fine && (left < 0 || left > 5); (err == nil) != ok {
					t.Fatalf("%s: %v", name, err)
				}
				// The next day.
				b.left, b.dead, m.faults = -1, false, nil
				before := len(m.sent)
				h, err := r.Settle(t.Context(), "v", took(m))
				if err != nil || len(h.Unsettled()) != 0 || len(m.sent) != before {
					t.Fatalf("%s: reading back: %v, %v", name, h, err)
				}
				if err := r.Apply(t.Context(), "v", order(m), nil); err != nil {
					t.Fatalf("%s: again: %v", name, err)
				}
				if m.objects["/a"] != `{"v":2}` || m.objects["/b"] != `{"v":2}` {
					t.Fatalf("%s: %v", name, m.objects)
				}
				undo(t, name, r, m)
			}
		}
	}
}

// undo takes the change back, with the first answer lost, and looks that nothing
// is left to undo.
func undo(t *testing.T, name string, r Runner, m *microsoft) {
	t.Helper()
	m.faults = []fault{lostMade}
	for range 3 {
		h, err := r.History(t.Context(), "v")
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range h.Undo() {
			if _, err := r.Send(t.Context(), "v", w); err != nil && app.CodeOf(err) != app.Unreachable {
				t.Fatalf("%s: undo: %v", name, err)
			}
		}
		if _, err := r.Settle(t.Context(), "v", took(m)); err != nil {
			t.Fatal(err)
		}
	}
	h, _ := r.History(t.Context(), "v")
	if m.objects["/a"] != `{"v":1}` || m.objects["/b"] != `{"v":1}` || len(h.Undo()) != 0 || len(h.Unsettled()) != 0 {
		t.Fatalf("%s: undone: %v, left %v", name, m.objects, h.Undo())
	}
}

// find looks for an event as it was sent.
func find(m *microsoft, late *int) func(context.Context, Write) (string, error) {
	return func(_ context.Context, sent Write) (string, error) {
		if *late > 0 {
			*late--
			return "", nil
		}
		for i, e := range m.events {
			if e == string(sent.Body) {
				return fmt.Sprintf("e%d", i+1), nil
			}
		}
		return "", nil
	}
}

// Whatever happens, and wherever the computer stops, one event is made.
func TestOneEventIsMade(t *testing.T) {
	w := Write{Verb: Create, Object: "/events", Title: "Sunday service", Body: []byte("sunday")}
	for _, f := range []fault{fine, lostMade, lostNot, stopped, denied, busy} {
		for left := -1; left < 4; left++ {
			m, b, late := fresh(), &book{left: left}, 0
			m.faults = []fault{f}
			r := runner(m, b)
			id, err := r.Make(t.Context(), "v", w, find(m, &late))
			if ok := f == fine && (left < 0 || left > 2); ok != (err == nil) || ok != (id != "") {
				t.Fatalf("%s, %d: %q, %v", f, left, id, err)
			}
			r.Now = func() time.Time { return noon.Add(Late) }
			for range 2 { // and once more
				b.left, b.dead, m.faults = -1, false, nil
				if id, err := r.Make(t.Context(), "v", w, find(m, &late)); err != nil || id != "e1" ||
					len(m.events) != 1 {
					t.Fatalf("%s, %d: again: %q, %v, %v", f, left, id, m.events, err)
				}
			}
			h, _ := r.History(t.Context(), "v")
			if len(h.Unsettled()) != 0 {
				t.Errorf("%s, %d: %v", f, left, h)
			}
		}
	}
}

// What Microsoft confirmed and does not list yet is not made again.
func TestAConfirmedEventIsNotMadeTwice(t *testing.T) {
	w := Write{Verb: Create, Object: "/events", Title: "Sunday service", Body: []byte("sunday")}
	m, b, late := fresh(), &book{left: -1}, 1
	r := runner(m, b)
	if _, err := r.Make(t.Context(), "v", w, find(m, &late)); err != nil || late != 1 {
		t.Fatal(late, err) // nothing was looked for: nothing was sent before
	}
	if id, err := r.Make(t.Context(), "v", w, find(m, &late)); app.CodeOf(err) != app.Unreachable || id != "" ||
		len(m.events) != 1 {
		t.Errorf("%q, %v, %v", id, m.events, err)
	}
	w.Body = []byte("monday") // the name was changed meanwhile: the event as it was sent counts
	if id, err := r.Make(t.Context(), "v", w, find(m, &late)); err != nil || id != "e1" || len(m.events) != 1 {
		t.Errorf("%q, %v, %v", id, m.events, err)
	}
	if _, err := r.Make(t.Context(), "v", w, func(context.Context, Write) (string, error) {
		return "",
			errKilled
	}); !errors.Is(err, errKilled) {
		t.Errorf("cannot be looked for: %v", err)
	}
}

// TestALateEventIsNotMadeTwice: its answer was lost, and Microsoft lists it a minute later.
func TestALateEventIsNotMadeTwice(t *testing.T) {
	w := Write{Verb: Create, Object: "/events", Title: "Sunday service", Body: []byte("sunday")}
	m, b, late := fresh(), &book{left: -1}, 1
	m.faults = []fault{lostMade}
	r := runner(m, b)
	if _, err := r.Make(t.Context(), "v", w, find(m, &late)); app.CodeOf(err) != app.Unreachable {
		t.Fatal(err)
	}
	r.Now = func() time.Time { return noon.Add(Late - 1) }
	if id, err := r.Make(t.Context(), "v", w, find(m, &late)); app.CodeOf(err) != app.Unreachable || id != "" ||
		len(m.events) != 1 || late != 0 {
		t.Fatalf("at once: %q, %v, %v", id, m.events, err)
	}
	if id, err := r.Make(t.Context(), "v", w, find(m, &late)); err != nil || id != "e1" || len(m.events) != 1 {
		t.Errorf("listed: %q, %v, %v", id, m.events, err)
	}
}
