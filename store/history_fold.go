package store

import (
	"context"
	"database/sql"
	"time"

	"handrail/app/history"
)

// rest is how long folding rests after it found nothing more to do.
const rest = time.Hour

// slice is how long a part of folding may take, beside its last step.
const slice = 100 * time.Millisecond

// foldSome folds the history for a short time, unless nothing was to do a short time ago. The start and each reading do
// a part, so that neither waits for a fold that is long overdue.
func (c *Cache) foldSome(ctx context.Context) {
	now := c.now()
	if age := now.Unix() - c.folded.Load(); age >= 0 && age < int64(rest/time.Second) {
		return
	}
	if more, err := c.past.fold(ctx, now, c.keep(ctx), slice); err == nil && !more {
		c.folded.Store(now.Unix())
	}
}

// fold keeps the last moment of each period and removes the others, for a time, and reports whether there is more to
// do. Each kept moment has the rows that it had. Where a line begins is kept, unless it is older than what is kept.
func (h *History) fold(ctx context.Context, now time.Time, keep history.Keep, most time.Duration) (more bool,
	err error) {
	begun := time.Now()
	late := func() bool { return time.Since(begun) >= most }
	err = h.change(ctx, func(tx *sql.Tx) error {
		all, err := moments(ctx, tx, "TRUE ORDER BY section, number")
		if err != nil {
			return err
		}
		f := folder{tx: tx, now: now, keep: keep, limit: keep.Limit(now), first: map[string]int64{}}
		for i, m := range all {
			if more = late(); more {
				return nil
			}
			if i == 0 || all[i-1].Section != m.Section {
				f.before, f.kept = 0, history.Moment{}
			}
			if err := f.next(ctx, m); err != nil {
				return err
			}
		}
		more, err = f.sweep(ctx, late)
		return err
	})
	if err != nil || more {
		return more, err
	}
	return h.shrink(ctx, late)
}

// Trim folds until nothing is left to fold. Between its parts others can write.
func (h *History) Trim(ctx context.Context, now time.Time, k history.Keep) error {
	for {
		if more, err := h.fold(ctx, now, k, slice); err != nil || !more {
			return err
		}
	}
}

// folder goes through the moments of a section in their order.
type folder struct {
	tx     *sql.Tx
	now    time.Time
	keep   history.Keep
	limit  time.Time
	before int64            // the moment before kept; 0: there is none
	kept   history.Moment   // the last one that is still there; Number 0: there is none
	first  map[string]int64 // the first one that is still there, by section
}

// next folds the last moment into m where only one of them is kept.
func (f *folder) next(ctx context.Context, m history.Moment) error {
	switch {
	case f.kept.Number == 0:
		f.first[m.Section] = m.Number
	case m.At.Before(f.limit): // as it was at the limit is known from m alone
		if err := f.forget(ctx, m); err != nil {
			return err
		}
		m.Kind, f.first[m.Section] = history.MomentBegin, m.Number
	case f.same(m):
		var err error
		if m, err = f.merge(ctx, m); err != nil {
			return err
		}
	default:
		f.before = f.kept.Number
	}
	f.kept = m
	return nil
}

// same reports whether the last moment and m are of one period, and of one line.
func (f *folder) same(m history.Moment) bool {
	if f.kept.Kind == history.MomentBegin || m.Kind == history.MomentBegin {
		return false
	}
	was, old := f.keep.Period(f.now, f.kept.At)
	is, too := f.keep.Period(f.now, m.At)
	return old && too && was == is
}

// forgetBefore removes the moment ?3 before the moment ?2. Rows that ended before it are left to be swept.
var forgetBefore = []string{
	"DELETE FROM version WHERE section = ?1 AND since <= ?2 AND since > ?3 AND what = '-'",
	"DELETE FROM answer WHERE section = ?1 AND moment <= ?2",
	"DELETE FROM moment WHERE section = ?1 AND number = ?3",
	"UPDATE moment SET kind = 'begin', counts = '{}' WHERE section = ?1 AND number = ?2",
}

// forget removes everything before m, which then begins the line.
func (f *folder) forget(ctx context.Context, m history.Moment) error {
	for _, q := range forgetBefore {
		if _, err := f.tx.ExecContext(ctx, q, m.Section, m.Number, f.kept.Number); err != nil {
			return err
		}
	}
	return nil
}

// ended finds some rows of before the first moment: nothing shows them any more.
const ended = "DELETE FROM version WHERE number IN (SELECT number FROM version INDEXED BY version_until " +
	"WHERE section = ?1 AND until <= ?2 LIMIT 500)"

// sweep removes the rows of before the first moments, and reports whether there are more.
func (f *folder) sweep(ctx context.Context, late func() bool) (more bool, err error) {
	for section, first := range f.first {
		for {
			if late() {
				return true, nil
			}
			n, err := changedRows(f.tx.ExecContext(ctx, ended, section, first))
			if err != nil {
				return false, err
			}
			if n == 0 {
				break
			}
		}
	}
	return false, nil
}
