package change

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/task"
	"handrail/app/tenant"
)

// fault is what goes wrong with one request.
type fault string

const (
	fine      fault = "fine"
	lostMade  fault = "lost after it was made"
	lostNot   fault = "lost before it was made"
	stopped   fault = "stopped on its way"
	denied    fault = "denied"
	busy      fault = "refused"
	askDenied fault = "permission not granted"
)

var errKilled = errors.New("the computer stopped")

// microsoft holds objects, and events that were made. It is a tenant.Writer.
type microsoft struct {
	objects map[string]string
	events  []string
	faults  []fault // of the requests, in order; fine once they are used up
	sent    []string
	dead    *bool
}

func (m *microsoft) next() fault {
	if len(m.faults) == 0 {
		return fine
	}
	f := m.faults[0]
	m.faults = m.faults[1:]
	return f
}

func (m *microsoft) Ask(ctx context.Context, scopes ...string) error {
	if len(m.faults) > 0 && m.faults[0] == askDenied {
		return app.Errorf(app.Denied, "Ask an administrator.", "The permission was not granted.")
	}
	return ctx.Err()
}

func (m *microsoft) Read(_ context.Context, object string) ([]byte, error) {
	return []byte(m.objects[object]), nil
}

func (m *microsoft) do(what string, make func()) (string, error) {
	if *m.dead {
		return "", errKilled
	}
	m.sent = append(m.sent, what)
	switch f := m.next(); f {
	case lostMade:
		make()
		return "", &tenant.UnknownOutcome{RequestID: "req-lost", Err: context.DeadlineExceeded}
	case lostNot:
		return "", &tenant.UnknownOutcome{RequestID: "req-lost", Err: context.DeadlineExceeded}
	case stopped:
		make()
		return "", context.Canceled
	case denied:
		return "req-no", app.Errorf(app.Denied, "Ask somebody.", "Microsoft does not let your account do this.")
	case busy:
		return "req-no", app.Errorf(app.Unreachable, "Try again later.", "Microsoft is too busy. Nothing was changed.")
	}
	make()
	return "req", nil
}

func (m *microsoft) Patch(_ context.Context, object string, body []byte) (string, error) {
	return m.do(object+"="+string(body), func() { m.objects[object] = string(body) })
}

func (m *microsoft) Post(_ context.Context, object string, body []byte) ([]byte, string, error) {
	id := fmt.Sprintf("e%d", len(m.events)+1)
	request, err := m.do(object+"="+string(body), func() { m.events = append(m.events, string(body)) })
	if err != nil {
		return nil, request, err
	}
	return []byte(`{"id":"` + id + `"}`), request, nil
}

// book is a guide.Journal that stops with the computer after some entries.
type book struct {
	entries []guide.Entry
	left    int // entries until the computer stops; negative: it never does
	dead    bool
}

func (b *book) Record(ctx context.Context, e guide.Entry) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if b.dead || b.left == 0 {
		b.dead = true
		return errKilled
	}
	b.left--
	b.entries = append(b.entries, e)
	return nil
}

func (b *book) Entries(context.Context, string) ([]guide.Entry, error) { return b.entries, nil }

func (b *book) states() (all []string) {
	for _, e := range b.entries {
		all = append(all, e.State)
	}
	return all
}

func runner(m *microsoft, b *book) Runner {
	m.dead = &b.dead
	return Runner{Writer: m, Journal: b, Now: func() time.Time { return noon }, Guide: "g", Refused: "Sign in with another account."}
}

func fresh() *microsoft {
	return &microsoft{objects: map[string]string{"/a": `{"v":1}`, "/b": `{"v":1}`}}
}

// order sets /a and /b to 2, whatever is left of it to do.
func order(m *microsoft) (o Order) {
	o.Scopes = []string{"Policy.ReadWrite"}
	work := func() (rows []guide.Change, writes []Write) {
		for _, object := range []string{"/a", "/b"} {
			rows = append(rows, guide.Change{Setting: object, Now: m.objects[object], After: `{"v":2}`})
			if m.objects[object] != `{"v":2}` {
				writes = append(writes, Write{Verb: Change, Object: object, Title: object, Body: []byte(`{"v":2}`), Undo: []byte(m.objects[object])})
			}
		}
		return rows, writes
	}
	o.Shown, _ = work()
	o.Again = func(context.Context) ([]guide.Change, []Write, error) {
		rows, writes := work()
		return rows, writes, nil
	}
	return o
}

// took reads an object back.
func took(m *microsoft) func(context.Context, Write) (bool, bool, error) {
	return func(ctx context.Context, w Write) (bool, bool, error) {
		now, err := m.Read(ctx, w.Object)
		if err != nil {
			return false, false, err
		}
		made, known := Matches(now, w.Body)
		return made, known, nil
	}
}

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
		{lostNot, Create, "planned sent unknown", app.Unreachable, "Confirm again. Handrail first checks whether it was made."},
		{stopped, Undo, "planned sent unknown", app.Unreachable, "Check again to see whether it was made."},
		{denied, Change, "planned sent failed", app.Denied, "Sign in with another account."},
		{busy, Change, "planned sent failed", app.Unreachable, "Try again later."},
	} {
		m, b := fresh(), &book{left: -1}
		m.faults = []fault{c.fault}
		w.Verb = c.verb
		_, err := runner(m, b).Send(t.Context(), "v", w)
		if _, hint := app.Say(err); strings.Join(b.states(), " ") != c.states || app.CodeOf(err) != c.code || hint != c.hint {
			t.Errorf("%s: %v, %v", c.fault, b.states(), err)
		}
		e := b.entries[0]
		if e.What != c.verb+" /a" || e.Old != `{"v":1}` || e.New != `{"v":2}` || e.Step != "exact" || e.Visit != "v" || e.Guide != "g" || !e.At.Equal(noon) {
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
		if err := runner(m, b).Apply(t.Context(), "v", order(m), nil); !errors.Is(err, errKilled) || len(m.sent) != 0 {
			t.Errorf("%d entries: sent %v, %v", left, m.sent, err)
		}
	}
	m := fresh()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := runner(m, &book{left: -1}).Apply(ctx, "v", order(m), nil); !errors.Is(err, context.Canceled) || len(m.sent) != 0 {
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
	if err := runner(m, b).Apply(t.Context(), "v", o, func(task.Progress) {}); app.CodeOf(err) != app.Invalid || len(m.sent)+len(b.entries) != 0 {
		t.Errorf("drifted: %v, %v", m.sent, err)
	}
	o.Again = func(context.Context) ([]guide.Change, []Write, error) { return nil, nil, errKilled }
	if err := runner(m, b).Apply(t.Context(), "v", o, nil); !errors.Is(err, errKilled) {
		t.Errorf("cannot be read: %v", err)
	}
	m.faults = []fault{askDenied}
	if err := runner(m, b).Apply(t.Context(), "v", order(m), nil); app.CodeOf(err) != app.Denied || len(b.entries) != 0 {
		t.Errorf("not granted: %v", err)
	}
	m = fresh()
	m.faults = []fault{fine, denied}
	if err := runner(m, b).Apply(t.Context(), "v", order(m), nil); app.CodeOf(err) != app.Denied || !slices.Equal(m.sent, []string{`/a={"v":2}`, `/b={"v":2}`}) {
		t.Errorf("the second is refused: %v, %v", m.sent, err)
	}
}

func TestSettleLeavesOpenWhatItCannotTell(t *testing.T) {
	m, b := fresh(), &book{left: -1, entries: []guide.Entry{entry(`change /a {"v":1}>{"v":2} sent req`)}}
	h, err := runner(m, b).Settle(t.Context(), "v", func(context.Context, Write) (bool, bool, error) { return false, false, nil })
	if err != nil || len(h.Unsettled()) != 1 || len(b.entries) != 1 {
		t.Errorf("%v, %v", h, err)
	}
	if _, err := runner(m, b).Settle(t.Context(), "v", func(context.Context, Write) (bool, bool, error) { return true, true, errKilled }); !errors.Is(err, errKilled) || len(b.entries) != 1 {
		t.Errorf("%v", err)
	}
	h, err = runner(m, b).Settle(t.Context(), "v", took(m))
	if last := b.entries[len(b.entries)-1]; err != nil || h[0].State != Failed || last.State != "failed" || last.Report != "req" || len(h.Undo()) != 0 {
		t.Errorf("%v, %v, %v", h, b.entries, err)
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
			for range 2 { // and once more
				b.left, b.dead, m.faults = -1, false, nil
				if id, err := r.Make(t.Context(), "v", w, find(m, &late)); err != nil || id != "e1" || len(m.events) != 1 {
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
	if id, err := r.Make(t.Context(), "v", w, find(m, &late)); app.CodeOf(err) != app.Unreachable || id != "" || len(m.events) != 1 {
		t.Errorf("%q, %v, %v", id, m.events, err)
	}
	w.Body = []byte("monday") // the name was changed meanwhile: the event as it was sent counts
	if id, err := r.Make(t.Context(), "v", w, find(m, &late)); err != nil || id != "e1" || len(m.events) != 1 {
		t.Errorf("%q, %v, %v", id, m.events, err)
	}
	if _, err := r.Make(t.Context(), "v", w, func(context.Context, Write) (string, error) { return "", errKilled }); !errors.Is(err, errKilled) {
		t.Errorf("cannot be looked for: %v", err)
	}
}
