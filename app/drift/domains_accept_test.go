package drift

import (
	"context"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/history"
	"handrail/app/mail/domainpart"
)

// mailPast is a past of the mail servers of a domain, and of what is accepted of them.
type mailPast struct {
	*accepting
	row    string // the last look
	missed []history.Missed
}

func (p *mailPast) AsOf(_ context.Context, section string, _ time.Time,
	f func(string, []byte) error) (m history.Moment, err error) {
	if section != domainpart.Section("a.example", domainpart.MX, "") || p.row == "" {
		return m, nil
	}
	return history.Moment{Number: 1}, f(domainpart.MX, []byte(p.row))
}

func (p *mailPast) Missed(context.Context) ([]history.Missed, error) { return p.missed, nil }

// move makes others the mail servers of the domain on the next day.
func (p *mailPast) move(t *testing.T, day time.Time, name string) {
	t.Helper()
	c := change(domainpart.Section("a.example", domainpart.MX, ""), domainpart.MX, p.row, part(t, servers(name)))
	c.At, c.Since, p.row = day, day.AddDate(0, 0, -1), string(c.After)
	n := int64(len(p.moments) + 1)
	p.moments = append([]history.Moment{{Number: n, Section: c.Section, Kind: history.MomentChange, At: day,
		Since: c.Since}}, p.moments...)
	p.changes[n] = []history.Change{c}
}

func TestAChangeOfADomainIsAccepted(t *testing.T) {
	ctx := context.Background()
	p := &mailPast{accepting: &accepting{past: &past{changes: map[int64][]history.Change{}}},
		row: part(t, servers("mx1.a.example"))}
	since := func(from, to int) Result {
		t.Helper()
		r, err := Since(ctx, Sources{Domains: p}, first.AddDate(0, 0, from), first.AddDate(0, 0, to))
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	const moved = "The mail server of a.example changed."
	p.move(t, first.AddDate(0, 0, 1), "mx2.a.example")
	one := since(0, 1).Told[0]
	terms := Terms{By: "Anna", Why: "We moved.", At: first.AddDate(0, 0, 1), Until: "2026-11-05"}
	if err := Accept(ctx, Sources{Domains: p}, one, terms); err != nil {
		t.Fatal(err)
	}
	check := func(what string, r Result, want string) {
		t.Helper()
		if r.is() != want {
			t.Errorf("%s:\n%s\nnot\n%s", what, r.is(), want)
		}
	}
	const by = "Anna accepted this on 2 November 2026: “We moved”."
	check("accepted", since(0, 2), "ACCEPTED "+moved+
		" Accepted by Anna on 2 November 2026 until 5 November 2026: “We moved”.")
	check("nothing since", since(2, 3), "")
	check("ended", since(7, 9), "note "+moved+" BACK "+by+" The acceptance ended on 5 November 2026.")
	p.missed = []history.Missed{{Section: one.Section, Why: "No name server answers."}}
	check("no answer", since(2, 3), "unknown "+moved+" BACK "+by+
		" Whether it is still so is not known. No name server answers.")
	if err := Accept(ctx, Sources{Domains: p}, one, terms); app.CodeOf(err) != app.Invalid {
		t.Errorf("accepted without an answer: %v", err)
	}
	p.missed = nil
	p.move(t, first.AddDate(0, 0, 4), "mx3.a.example")
	const back = "note " + moved + " BACK Anna accepted how it was on 2 November 2026: “We moved”. It is no longer so."
	check("another server", since(3, 4), back)
	check("and nothing since", since(10, 11), back)
	if err := Withdraw(ctx, Sources{Domains: p}, since(10, 11).Told[0], terms.At); err != nil || since(10, 11).is() != "" {
		t.Errorf("withdrawn: %v, %s", err, since(10, 11).is())
	}
}
