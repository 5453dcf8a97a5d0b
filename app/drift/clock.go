package drift

import (
	"slices"
	"time"

	"handrail/app/history"
)

// forever is later than any moment: a clock that was wrong may have written one in the future.
var forever = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)

// end returns until when moments count.
func (s Sources) end(to time.Time) time.Time {
	if s.Now {
		return forever
	}
	return to
}

// dated takes note of moments after the time that is asked for. Then what sentences name is as it is today.
func (r *Result) dated(w *world, moments []history.Moment) {
	if slices.ContainsFunc(moments, func(m history.Moment) bool { return m.At.After(r.To) }) {
		r.Ahead, w.to = true, time.Time{}
	}
}

// ahead is the sentence about a clock that was wrong.
func (r Result) ahead() []string {
	if !r.Ahead {
		return nil
	}
	return []string{"Some changes have a day that has not come yet. The clock of this computer was wrong when Handrail " +
		"read them."}
}
