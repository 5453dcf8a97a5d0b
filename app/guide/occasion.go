package guide

import (
	"slices"
	"time"
)

// Occasion is the event that a visit prepares.
type Occasion struct {
	Title      string // as attendees read it
	Start, End time.Time
	Ready      string // how well it is prepared, one sentence
	Step       string // id of the step that runs it
	Screen     string // the screen of the day; "" while there is nothing to show on it
}

// Upcoming is an event on Home that is not over.
type Upcoming struct {
	Item
	Occasion
}

// Today reports whether the event is on the day of now, by now’s clock, or under way.
func (u Upcoming) Today(now time.Time) bool {
	start := u.Start.In(now.Location())
	return !u.Start.After(now) || start.Format(time.DateOnly) == now.Format(time.DateOnly)
}

// NewUpcoming returns the events that visits prepare and that are not over at now, the nearest first.
func NewUpcoming(guides []Guide, visits []Visit, now time.Time) (all []Upcoming) {
	for _, v := range visits {
		i := slices.IndexFunc(guides, func(g Guide) bool { return g.ID == v.Guide })
		if i < 0 || guides[i].Occasion == nil || !v.Ended.IsZero() {
			continue
		}
		o, dated := guides[i].Occasion(&v)
		if !dated || !o.End.After(now) {
			continue
		}
		s := Open(guides[i], v)
		all = append(all, Upcoming{s.item(s.visit.Step), o})
	}
	slices.SortStableFunc(all, func(a, b Upcoming) int { return a.Start.Compare(b.Start) })
	return all
}
