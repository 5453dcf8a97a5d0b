// Package audit finds in Microsoft’s audit log who made a change that Handrail saw.
//
// Handrail compares two readings of an organisation. So it knows what is different and between which two times it
// happened, but not who did it. Microsoft keeps an audit log (Graph directoryAudit): an entry has an activity, a time,
// an actor, the objects it is about and, for some, the properties that changed. Match looks for the entries about one
// property of one row in that time. It says who did it only where entries name exactly one actor for exactly this
// property; else it says why that is not known. A failed attempt is no change, and an entry about the object that does
// not name the property proves nothing.
//
// The package is pure. What Microsoft calls things is in data files with their sources: activities.csv, times.csv,
// microsoft.csv.
package audit

import (
	"time"

	"handrail/app/history"
	"handrail/app/tenant"
)

// Log is what was read of the audit log.
type Log struct {
	Entries []tenant.AuditEntry
	From    time.Time // the log has every entry since then
	To      time.Time // when it was read; zero: never
	Now     time.Time
	Cut     bool // it begins at From because not more was read
	// Unread is why the last reading did not succeed, a sentence; "" where it did. What was read before is there.
	Unread string
	// Name returns what a person is called, by ID; "" where that is not known. nil knows no one.
	Name func(id string) string
}

// Matcher finds entries about changes in a log.
type Matcher struct {
	log    Log
	target map[string][]*entry // by the ID or name of each target, and by the actor's ID
	single map[string][]*entry // by activity
	odd    []time.Time         // of entries that cannot be read; zero: their time neither
}

// New returns a matcher for a log.
func New(log Log) *Matcher {
	m := &Matcher{log: log, target: map[string][]*entry{}, single: map[string][]*entry{}}
	for i := range log.Entries {
		e, ok := m.read(&log.Entries[i])
		if !ok {
			m.odd = append(m.odd, log.Entries[i].At.Time)
			continue
		}
		if e == nil {
			continue // it failed
		}
		for _, key := range e.keys() {
			m.target[key] = append(m.target[key], e)
		}
		m.single[e.activity] = append(m.single[e.activity], e)
	}
	return m
}

// Match returns who made a change, for each property that differs, or why that is not known.
func (m *Matcher) Match(c history.Change) []history.Answer {
	if c.Kind != history.Changed {
		return []history.Answer{m.answer(c, history.Field{})}
	}
	var all []history.Answer
	for _, f := range c.Fields {
		all = append(all, m.answer(c, f))
	}
	return all
}

// span is the time in which a change may stand in the log.
func span(c history.Change) (from, to time.Time) {
	skew := limit("skew")
	from, to = c.Since.Add(-skew), c.At.Add(skew)
	if c.Section == tenant.SectionRegistration {
		from = from.Add(-limit("registration"))
	}
	return from, to
}

// longest is for how long Microsoft keeps an entry at most.
func longest() time.Duration { return tenant.AuditKept(tenant.Plans{tenant.PlanP1: true}) }

func (m *Matcher) answer(c history.Change, f history.Field) history.Answer {
	a := history.Answer{ID: c.ID, Field: f.Path}
	rules := rulesFor(c, f)
	if len(rules) == 0 {
		a.Why, a.Final = history.WhyNoLog, true
		return a
	}
	if m.log.To.Before(c.At) {
		a.Why, a.Detail = history.WhyUnread, m.log.Unread
		a.Final = m.log.Now.After(c.At.Add(longest()))
		return a
	}
	from, to := span(c)
	s := newSubject(c, f)
	var sure, maybe []*entry
	for _, r := range rules {
		for _, e := range m.candidates(r, s) {
			if e.at.Before(from) || e.at.After(to) {
				continue
			}
			switch r.says(e, s) {
			case yes:
				sure = append(sure, e)
			case unclear:
				maybe = append(maybe, e)
			}
		}
	}
	a.Final = m.log.To.After(c.At.Add(limit("late")))
	m.decide(&a, s, sure, maybe, from, to)
	return a
}

// candidates returns the entries that a rule may be about.
func (m *Matcher) candidates(r rule, s subject) (all []*entry) {
	if r.about == "all" {
		for activity, some := range m.single {
			if r.fits(activity) {
				all = append(all, some...)
			}
		}
		return all
	}
	for _, e := range m.target[s.key(r)] {
		if r.fits(e.activity) {
			all = append(all, e)
		}
	}
	return all
}
