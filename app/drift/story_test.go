package drift

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app/history"
	"handrail/app/tenant"
	"handrail/app/tenant/tenanttest"
)

// accepting is a past that keeps what was accepted.
type accepting struct {
	*past
	all []history.Acceptance
}

func (p *accepting) Accept(ctx context.Context, all []history.Acceptance, instead []int64) error {
	for _, a := range all {
		a.Number = int64(len(p.all) + 1)
		p.all = append(p.all, a)
	}
	return p.Withdraw(ctx, all[0].At, instead)
}

func (p *accepting) Withdraw(_ context.Context, at time.Time, numbers []int64) error {
	for _, n := range numbers {
		p.all[n-1].Withdrawn = at
	}
	return nil
}

func (p *accepting) Acceptances(context.Context) (all []history.Acceptance, err error) {
	last := map[history.Place]int{}
	for i, a := range p.all {
		last[a.Key()] = i
	}
	for i, a := range p.all {
		if last[a.Key()] == i && a.Withdrawn.IsZero() {
			all = append(all, a)
		}
	}
	return all, nil
}

// story is an organisation that is edited day by day.
type story struct {
	t    *testing.T
	org  *tenanttest.Organisation
	past *accepting
	day  time.Time
}

type told struct {
	tenant.View
	past *accepting
}

func (v told) Past() history.Past { return v.past }

// first is the first day of every story, at noon.
var first = time.Date(2026, 11, 1, 12, 0, 0, 0, time.Local)

func newStory(t *testing.T) *story {
	s := &story{t: t, org: &tenanttest.Organisation{At: first}, day: first,
		past: &accepting{past: &past{changes: map[int64][]history.Change{}}}}
	s.org.Add(tenant.SectionDefaults, `{"id":"d","isEnabled":true}`)
	s.org.Add(tenant.SectionUsers, `{"id":"`+ada+`","displayName":"Ada","accountEnabled":true}`)
	s.org.Add(tenant.SectionRegistration)
	s.org.Add(tenant.MembersSection(vip))
	return s
}

// set makes rows of a section others on the next day: the one that begins with an ID; "" is no row.
func (s *story) set(section string, rows ...string) *story {
	s.day = s.day.AddDate(0, 0, 1)
	n := int64(len(s.past.moments) + 1)
	s.past.moments = slices.Insert(s.past.moments, 0, history.Moment{Number: n, Section: section,
		Kind: history.MomentChange, At: s.day, Since: s.day.AddDate(0, 0, -1)})
	for _, after := range rows {
		id, after, _ := strings.Cut(after, " ")
		before := ""
		s.org.Rows[section] = slices.DeleteFunc(s.org.Rows[section], func(r tenant.Row) bool {
			if r.ID == id {
				before = string(r.Body)
			}
			return r.ID == id
		})
		if after != "" {
			s.org.Add(section, after)
		}
		c := change(section, id, before, after)
		c.At, c.Since = s.day, s.day.AddDate(0, 0, -1)
		s.past.changes[n] = append(s.past.changes[n], c)
	}
	return s
}

func (s *story) defaults(on bool) *story {
	return s.set(tenant.SectionDefaults, fmt.Sprintf(`d {"id":"d","isEnabled":%v}`, on))
}

func (s *story) sources() Sources {
	v, err := s.org.View(context.Background())
	if err != nil {
		s.t.Fatal(err)
	}
	return Sources{View: told{read{v}, s.past}}
}

// since returns what changed in the last days.
func (s *story) since(days int) Result {
	s.t.Helper()
	r, err := Since(context.Background(), s.sources(), s.day.AddDate(0, 0, -days), s.day)
	if err != nil {
		s.t.Fatal(err)
	}
	return r
}

// again accepts the first sentence in the name of Ben.
func (s *story) again() {
	s.t.Helper()
	terms := Terms{By: "Ben", Why: "Still fine.", At: s.day}
	if err := Accept(context.Background(), s.sources(), s.since(1).Told[0], terms); err != nil {
		s.t.Fatal(err)
	}
}

// accept accepts the latest change until a day that is so many days away; 0: without end.
func (s *story) accept(days int) *story {
	s.t.Helper()
	terms := Terms{By: " Anna ", Why: "We test it.", At: s.day.Add(time.Hour)}
	if days > 0 {
		terms.Until = s.day.AddDate(0, 0, days).Format(time.DateOnly)
	}
	r := s.since(1)
	if err := Accept(context.Background(), s.sources(), append(r.Told, r.Accepted...)[0], terms); err != nil {
		s.t.Fatal(err)
	}
	return s
}

// later lets days pass.
func (s *story) later(days int) *story {
	s.day = s.day.AddDate(0, 0, days)
	return s
}

// is writes a result: what counts, with “back” and why, and then what is accepted.
func (r Result) is() string {
	var all []string
	for _, t := range r.Told {
		line := string(t.Severity) + " " + t.Text
		if t.Back != "" {
			line += " BACK " + t.Back
		}
		all = append(all, line)
	}
	for _, t := range r.Accepted {
		all = append(all, "ACCEPTED "+t.Text+" "+t.AcceptedBy())
	}
	return strings.Join(all, "\n")
}
