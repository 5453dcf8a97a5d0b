package audit

import (
	"slices"
	"time"

	"handrail/app/history"
)

// decide fills in who did it, from the entries that are surely about the change and those that may be.
func (m *Matcher) decide(a *history.Answer, s subject, sure, maybe []*entry, from, to time.Time) {
	sure = withoutHelpers(sure)
	slices.SortStableFunc(sure, func(x, y *entry) int { return x.at.Compare(y.at) })
	a.Actors = actors(sure)
	a.Why = m.why(s, sure, maybe, from, to)
	switch a.Why {
	case history.WhyUnclear:
		a.Actors = actors(slices.Concat(sure, maybe))
	case history.WhyNone, history.WhyNotYet:
		if m.oddIn(from, to) {
			a.Why = history.WhyUnclear
		}
		if a.Why == history.WhyNone && !a.Final {
			a.Why = history.WhyNotYet
		}
		if a.Why == history.WhyNone && s.through {
			a.Detail = "It may have come through another group, or through the rule of a group."
		}
	case history.WhyOlder:
		a.Final = true // what is gone from the log does not come back
	}
}

// why returns why it is not known who did it; "" where one actor did.
func (m *Matcher) why(s subject, sure, maybe []*entry, from, to time.Time) history.Why {
	who := actors(sure)
	switch {
	case m.log.From.After(from) && m.log.Cut:
		return history.WhyCut
	case m.log.From.After(from):
		return history.WhyOlder
	case len(sure) == 0 && len(maybe) > 0:
		return history.WhyUnclear
	case len(sure) == 0:
		return history.WhyNone
	case s.contradicts(sure[len(sure)-1]):
		return history.WhyUnclear
	case slices.ContainsFunc(sure, func(e *entry) bool { return e.nobody }):
		if len(who) > 1 {
			return history.WhySeveral
		}
		return history.WhyNobody
	case len(who) > 1:
		return history.WhySeveral
	case sure[0].microsoft:
		return history.WhyMicrosoft
	}
	return ""
}

// oddIn reports whether the log has an entry in a time that cannot be read: it may be about anything.
func (m *Matcher) oddIn(from, to time.Time) bool {
	return slices.ContainsFunc(m.odd, func(at time.Time) bool {
		return at.IsZero() || !at.Before(from) && !at.After(to)
	})
}

// actors returns who made entries, each once.
func actors(all []*entry) []history.Actor {
	var one []history.Actor
	for _, e := range all {
		one = append(one, e.actor)
	}
	return history.Together(one)
}

// withoutHelpers leaves out what Privileged Identity Management itself wrote where there is an entry of the person for
// whom it acted: it makes the change in the directory a moment after the person asked for it (Microsoft Learn, “View
// audit history for Microsoft Entra roles in Privileged Identity Management”).
func withoutHelpers(all []*entry) []*entry {
	people := slices.ContainsFunc(all, func(e *entry) bool { return e.pim && !e.microsoft && !e.nobody })
	if !people {
		return all
	}
	return slices.DeleteFunc(slices.Clone(all), func(e *entry) bool { return e.microsoft && e.helper })
}
