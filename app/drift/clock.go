package drift

import (
	"slices"
	"time"

	"handrail/app/history"
)

// forever is later than any moment: a clock that was wrong may have written one in the future.
var forever = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)

// after returns the time after which moments count: a day includes the midnight at which it begins.
func after(from time.Time) time.Time {
	y, m, d := from.Local().Date()
	if !from.IsZero() && from.Equal(time.Date(y, m, d, 0, 0, 0, 0, time.Local)) {
		return from.Add(-time.Nanosecond)
	}
	return from
}

// end returns until when moments count.
func (s Sources) end(to time.Time) time.Time {
	if s.Now {
		return forever
	}
	return to
}

// dated takes note of moments after the time that is asked for. Then what sentences name is as it is today. What is a
// little later was read while this was asked.
func (r *Result) dated(w *world, moments []history.Moment) {
	later := func(than time.Time) bool {
		return slices.ContainsFunc(moments, func(m history.Moment) bool { return m.At.After(than) })
	}
	if later(r.To) {
		w.to = time.Time{}
	}
	r.Ahead = r.Ahead || later(r.To.Add(time.Hour))
}

// ahead is the sentence about a clock that was wrong.
func (r Result) ahead() []string {
	if !r.Ahead {
		return nil
	}
	return []string{"Some changes have a day that has not come yet. The clock of this computer was wrong when Handrail " +
		"read them."}
}
