package store

import (
	"context"
	"database/sql"
	"time"

	"handrail/app/history"
)

// foldOld keeps the last moment of each period of a section and folds the others into it: everything is kept for recent,
// one moment a week for a year, and then one a month. What is older than most is removed. The rows at a kept moment
// are as they were; where a line begins is always kept.
func (h *History) foldOld(ctx context.Context, now time.Time, recent, most time.Duration) error {
	return h.change(ctx, func(tx *sql.Tx) error {
		all, err := moments(ctx, tx, "at <= ? ORDER BY section, number", put(now.Add(-recent)))
		if err != nil {
			return err
		}
		for i, m := range all[:max(len(all)-1, 0)] {
			next := all[i+1]
			if next.Section != m.Section || next.Kind == history.MomentBegin {
				continue
			}
			tooOld := most > 0 && next.At.Before(now.Add(-most))
			if tooOld || m.Kind != history.MomentBegin && period(now, m.At) == period(now, next.At) {
				if err := merge(ctx, tx, m, next); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// period names the time of which one moment is kept.
func period(now, at time.Time) [2]int {
	if at.Before(now.AddDate(-1, 0, 0)) {
		return [2]int{at.Year(), 100 + int(at.Month())}
	}
	year, week := at.ISOWeek()
	return [2]int{year, week}
}

// merge moves what happened at a moment to the next one of the section.
func merge(ctx context.Context, tx *sql.Tx, m, next history.Moment) error {
	for _, q := range []string{
		"DELETE FROM version WHERE since = ?1 AND until = ?2",
		"UPDATE version SET until = ?2 WHERE until = ?1",
		"UPDATE version SET since = ?2 WHERE since = ?1",
		"UPDATE moment SET kind = iif((SELECT kind FROM moment WHERE number = ?1) = 'begin', 'begin', kind), " +
			"before = (SELECT before FROM moment WHERE number = ?1) WHERE number = ?2",
		"DELETE FROM moment WHERE number = ?1",
	} {
		if _, err := tx.ExecContext(ctx, q, m.Number, next.Number); err != nil {
			return err
		}
	}
	return nil
}
