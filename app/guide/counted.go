package guide

import (
	"context"
	"time"

	"handrail/app"
	"handrail/app/report"
)

// Counted is a number that a guide finds in the organisation.
type Counted struct {
	Guide    string // id; set by CountAll
	Visit    string // id of the latest visit of the guide that has not ended; "" for none; set by CountAll
	Code     string // unique in the guide; stable
	Step     string // id of the step that says the number
	Severity report.Severity
	Count    int
	Title    string    // the fact with the number, without full stop
	Text     string    // what it means
	At       time.Time // when the data was read
}

// CountAll returns what the guides count, from saved data alone. Where no organisation is connected, or nothing was read
// of it, there are no figures. A guide that cannot count is left out; failed is the last such error.
func CountAll(ctx context.Context, guides []Guide, visits []Visit) (all []Counted, failed error) {
	for _, g := range guides {
		if g.Counts == nil {
			continue
		}
		var own []Visit
		open := ""
		for _, v := range visits {
			if v.Guide != g.ID {
				continue
			}
			own = append(own, v.Clone())
			if open == "" && v.Ended.IsZero() {
				open = v.ID
			}
		}
		found, err := g.Counts(ctx, own)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err != nil && app.CodeOf(err) != app.NotFound {
			failed = err
		}
		for _, f := range found {
			f.Guide, f.Visit = g.ID, open
			all = append(all, f)
		}
	}
	return all, failed
}
