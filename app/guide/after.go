package guide

import (
	"slices"
	"time"
)

// Ahead is something that happens after a visit is completed.
type Ahead struct {
	On   time.Time // the day or moment; zero: none is known
	Text string    // one or two sentences
	Step string    // id of the step that deals with it; "" is none
}

// NothingAhead is what the page at the end says where nothing more happens.
const NothingAhead = "Nothing more happens automatically. Use this guide again when something changes."

// AheadOf returns what happens after a completed visit, and when: what still waits, the event it prepares, what Microsoft
// ends, and that Handrail checks again. It is never empty: NothingAhead says that there is nothing.
func AheadOf(g Guide, v *Visit, now time.Time) (all []Ahead) {
	checks := false
	for _, s := range g.Steps {
		o := v.Outcomes[s.ID]
		if o.State == Waiting && o.Until.After(now) {
			all = append(all, Ahead{o.Until, "“" + s.Title + "” waits until then. Handrail reminds you on Home.", s.ID})
		}
		checks = checks || s.Look != nil && len(o.Rests) > 0
	}
	if g.Occasion != nil {
		if o, ok := g.Occasion(v); ok && o.Start.After(now) {
			all = append(all, Ahead{o.Start, o.Title + " begins. Home shows it on that day.", o.Step})
		}
	}
	for _, e := range g.Ends {
		if e.On.After(now) {
			y, m, d := e.On.Date() // its time of day says nothing: the day is the same in every zone
			all = append(all, Ahead{time.Date(y, m, d, 12, 0, 0, 0, now.Location()), e.Title + ". " + e.Why, e.Step})
		}
	}
	slices.SortStableFunc(all, func(a, b Ahead) int { return a.On.Compare(b.On) })
	if g.Resume != nil {
		all = append(all, Ahead{Text: "Come back at any time. Handrail checks again and shows what has changed.",
			Step: g.Resume.Step})
	}
	if checks {
		all = append(all, Ahead{Text: "Handrail checks the result again when the data that it used changes. Home shows when it " +
			"gets worse."})
	}
	if len(all) == 0 {
		all = append(all, Ahead{Text: NothingAhead})
	}
	return all
}
