package change

import (
	"context"
	"errors"
	"fmt"
	"time"

	"handrail/app"
	"handrail/app/guide"
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
		return "req-no", app.Errorf(app.Unreachable, "Try again later.",
			"Microsoft is too busy. Nothing was changed.")
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

func (m *microsoft) Delete(_ context.Context, object string) (string, error) {
	return m.do("-"+object, func() { delete(m.objects, object) })
}

// book is a guide.Journal that stops with the computer after some entries.
type book struct {
	entries []guide.JournalEntry
	left    int // entries until the computer stops; negative: it never does
	dead    bool
}

func (b *book) Record(ctx context.Context, e guide.JournalEntry) error {
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

func (b *book) Entries(context.Context, string) ([]guide.JournalEntry, error) { return b.entries, nil }

func (b *book) states() (all []string) {
	for _, e := range b.entries {
		all = append(all, e.State)
	}
	return all
}

func runner(m *microsoft, b *book) Runner {
	m.dead = &b.dead
	return Runner{Writer: m, Journal: b, Now: func() time.Time { return noon }, Guide: "g",
		Refused: "Sign in with another account."}
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
				writes = append(writes, Write{Verb: Change, Object: object, Title: object, Body: []byte(`{"v":2}`),
					Undo: []byte(m.objects[object])})
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
func took(m *microsoft) ReadBack {
	return func(ctx context.Context, w Write) (bool, bool, error) {
		now, err := m.Read(ctx, w.Object)
		if err != nil {
			return false, false, err
		}
		made, known := Matches(now, w.Body)
		return made, known, nil
	}
}
