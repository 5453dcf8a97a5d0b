package sample

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"time"

	"handrail/app"
	"handrail/app/guide/change"
	"handrail/app/sample/graphsim"
	"handrail/app/tenant"
)

// Month is the month that the organisation lived before today. Cloud is the organisation as it was when the month
// begins; each event of the month is something that somebody does in it, and at the end it is as today.
type Month struct {
	Cloud *graphsim.Cloud

	now    time.Time // when the month ends
	today  time.Time // midnight UTC before it
	at     atomic.Int64
	before int // entries of the audit log that are not of the month
}

// NewMonth returns the month before now, with nothing done yet.
func NewMonth(now app.Clock) (*Month, error) {
	m := &Month{now: now()}
	m.today = m.now.UTC().Truncate(24 * time.Hour)
	m.at.Store(m.now.UnixNano())
	m.Cloud = graphsim.New(graphsim.Options{Now: m.Now}) // with the data of today
	m.set(monthBegins)
	for _, do := range before {
		if err := do(m.Cloud); err != nil {
			return nil, err
		}
	}
	m.before = m.Cloud.Logged()
	return m, nil
}

// Tell adds what was done in the month to the audit log of the organisation of today.
func (m *Month) Tell(today *graphsim.Cloud) { today.TakeLog(m.Cloud, m.before) }

// Now is the clock of the month.
func (m *Month) Now() time.Time { return time.Unix(0, m.at.Load()) }

// Begins returns when the month begins.
func (m *Month) Begins() time.Time { return m.today.Add(-monthBegins) }

func (m *Month) set(ago time.Duration) { m.at.Store(m.today.Add(-ago).UnixNano()) }

// Days are what the organisation is lived with.
type Days struct {
	// Refresh reads sections of the organisation.
	Refresh func(ctx context.Context, sections []string) error
	// Send makes a change with Handrail.
	Send func(ctx context.Context, w change.Write) error
}

// Live lets the month pass. All sections are read on its first day, and those that change on the evening before and on
// the evening of the day. The groups are read once more at its end.
func (m *Month) Live(ctx context.Context, d Days) error {
	refresh, groups := d.Refresh, []string{m.members("exclusions"), m.members("breakglass")}
	if err := refresh(ctx, append(lasting(), groups...)); err != nil {
		return err
	}
	seen := map[string]time.Duration{} // when a section was read, before today
	for i := 0; i < len(events); {
		evening, n := events[i].ago.Truncate(day)+time.Hour, i
		for n < len(events) && events[n].ago >= evening {
			n++
		}
		sections := m.changed(events[i:n])
		older := slices.DeleteFunc(slices.Clone(sections), func(s string) bool { return seen[s] == evening+day })
		if err := m.look(ctx, evening+day, older, refresh); err != nil {
			return err
		}
		for ; i < n; i++ {
			e := events[i]
			m.set(e.ago)
			if err := m.happen(ctx, e, d); err != nil {
				return errors.Join(errors.New("sample: "+e.by+" at "+e.ago.String()), err)
			}
		}
		if err := m.look(ctx, evening, sections, refresh); err != nil {
			return err
		}
		for _, s := range sections {
			seen[s] = evening
		}
	}
	m.at.Store(m.now.UnixNano())
	return refresh(ctx, groups) // a refresh of all sections reads no group
}

func (m *Month) happen(ctx context.Context, e event, d Days) error {
	if e.own != nil {
		return d.Send(ctx, e.own(m.Cloud))
	}
	m.Cloud.Acting(graphsim.Actor{Person: e.by, Agent: e.agent})
	return e.do(m.Cloud)
}

// look reads sections at a time before today.
func (m *Month) look(ctx context.Context, ago time.Duration, sections []string,
	refresh func(context.Context, []string) error) error {
	if len(sections) == 0 {
		return nil
	}
	m.set(ago)
	return refresh(ctx, sections)
}

// changed returns the sections that some events change.
func (m *Month) changed(some []event) (sections []string) {
	for _, e := range some {
		for _, s := range e.changes {
			if s == excludedMembers {
				s = m.members("exclusions")
			}
			if !slices.Contains(sections, s) {
				sections = append(sections, s)
			}
		}
	}
	return sections
}

// members is the section with the members of a group.
func (m *Month) members(key string) string { return tenant.MembersSection(m.Cloud.Named("group", key)) }

// lasting are the sections of which a history is kept.
func lasting() (ids []string) {
	for _, s := range tenant.Sections() {
		if !s.Log {
			ids = append(ids, s.ID)
		}
	}
	return ids
}
