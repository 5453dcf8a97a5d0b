package diary

import (
	"slices"

	"handrail/app/guide/change"
)

// markUndone marks the changes that a later one of the same visit restored. all are in the order in which they were
// made.
func markUndone(all []Change) {
	for i := range all {
		later := &all[i]
		if !later.Happened() || later.State == ByHand {
			continue
		}
		for j := range all[:i] {
			if c := &all[j]; c.Visit == later.Visit && c.UndoneAt.IsZero() && c.Happened() && restores(later, c) {
				c.UndoneAt, later.Undoes = later.Ended, true
			}
		}
	}
}

// restores reports whether every setting that c changed is confirmed by later to be as it was before c.
func restores(later, c *Change) bool {
	n := 0
	for _, was := range c.Rows {
		if was.Before == was.After || was.State != change.Confirmed {
			continue
		}
		if !slices.ContainsFunc(later.Rows, func(r Row) bool {
			return r.Setting == was.Setting && r.Before == was.After && r.After == was.Before && r.State == change.Confirmed
		}) {
			return false
		}
		n++
	}
	return n > 0
}
