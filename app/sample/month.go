package sample

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"time"

	"handrail/app"
	"handrail/app/sample/graphsim"
	"handrail/app/tenant"
)

// Month is the month that the organisation lived before today. Cloud is the organisation as it was when the month
// begins; each event of the month is something that somebody does in it, and at the end it is as today.
type Month struct {
	Cloud *graphsim.Cloud

	today time.Time // midnight UTC
	at    atomic.Int64
}

// NewMonth returns the month before now, with nothing done yet.
func NewMonth(now app.Clock) (*Month, error) {
	m := &Month{today: now().UTC().Truncate(24 * time.Hour)}
	m.at.Store(now().UnixNano())
	m.Cloud = graphsim.New(graphsim.Options{Now: m.Now}) // with the data of today
	m.set(monthBegins)
	for _, do := range before {
		if err := do(m.Cloud); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// Now is the clock of the month.
func (m *Month) Now() time.Time { return time.Unix(0, m.at.Load()) }

func (m *Month) set(ago time.Duration) { m.at.Store(m.today.Add(-ago).UnixNano()) }

// Live lets the month pass. refresh reads sections of the organisation on its first day, and at the end of each day on
// which something happened.
func (m *Month) Live(ctx context.Context, refresh func(ctx context.Context, sections []string) error) error {
	if err := refresh(ctx, append(lasting(), m.members("exclusions"), m.members("breakglass"))); err != nil {
		return err
	}
	for i := 0; i < len(events); {
		evening := events[i].ago.Truncate(24*time.Hour) + time.Hour
		var sections []string
		for ; i < len(events) && events[i].ago >= evening; i++ {
			e := events[i]
			m.set(e.ago)
			if err := e.do(m.Cloud); err != nil {
				return errors.Join(errors.New("sample: "+e.by+" at "+e.ago.String()), err)
			}
			for _, s := range e.changes {
				if s == excludedMembers {
					s = m.members("exclusions")
				}
				if !slices.Contains(sections, s) {
					sections = append(sections, s)
				}
			}
		}
		m.set(evening)
		if err := refresh(ctx, sections); err != nil {
			return err
		}
	}
	return nil
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
