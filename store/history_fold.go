package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
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
		f := folder{tx: tx, now: now, keep: keep, limit: keep.Limit(now)}
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
		return nil
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
	before int64          // the moment before kept; 0: there is none
	kept   history.Moment // the last one that is still there; Number 0: there is none
}

// next folds the last moment into m where only one of them is kept.
func (f *folder) next(ctx context.Context, m history.Moment) error {
	switch {
	case f.kept.Number == 0:
	case m.At.Before(f.limit): // as it was at the limit is known from m alone
		if err := f.forget(ctx, m); err != nil {
			return err
		}
		m.Kind = history.MomentBegin
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

// forgetBefore removes what ended until the moment ?2, and the moment ?3 before it.
var forgetBefore = []string{
	"DELETE FROM version WHERE section = ?1 AND until <= ?2",
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

// changedTwice finds the rows that changed at both of two moments: after ?2 and not after ?3, and then not after ?4.
const changedTwice = `
	SELECT a.number, a.what, b.number, b.what, b.since, b.until, b.body
	FROM version b INDEXED BY version_since
	CROSS JOIN version a ON a.section = b.section AND a.id = b.id AND a.since > ?2 AND a.since <= ?3
	WHERE b.section = ?1 AND b.since > ?3 AND b.since <= ?4`

// versionBefore finds the version before one.
const versionBefore = `
	SELECT p.number, p.what, p.body FROM version a JOIN version p ON p.section = a.section AND p.id = a.id
	WHERE a.number = ? AND p.since < a.since ORDER BY p.since DESC LIMIT 1`

// merge removes the last moment, so that what happened at it happened at m, and returns m with that.
func (f *folder) merge(ctx context.Context, m history.Moment) (history.Moment, error) {
	twice, err := rows(ctx, f.tx, scanTwice, changedTwice, m.Section, f.before, f.kept.Number, m.Number)
	if err != nil {
		return m, err
	}
	for class, n := range f.kept.Counts {
		m.Counts.Add(class, n)
	}
	for _, t := range twice {
		if err := f.once(ctx, t, m.Counts); err != nil {
			return m, err
		}
	}
	_, skip, err := beforeOf(ctx, f.tx, history.Moment{Section: m.Section, Number: f.kept.Number})
	if err != nil {
		return m, err
	}
	m.Counts.Without(skip)
	counts, err := json.Marshal(m.Counts)
	if err != nil {
		return m, err
	}
	_, err = f.tx.ExecContext(ctx, `
		UPDATE moment SET counts = ?, before = (SELECT before FROM moment WHERE number = ?2),
			old = (SELECT old FROM moment WHERE number = ?2) WHERE number = ?3`, string(counts), f.kept.Number, m.Number)
	if err == nil {
		_, err = f.tx.ExecContext(ctx, "DELETE FROM moment WHERE number = ?", f.kept.Number)
	}
	m.Since = f.kept.Since
	return m, err
}

// twice is a row that changed at both of two moments: its versions after the first and after the second.
type twice struct {
	first, second         int64
	firstWhat, secondWhat history.Class
	since, until          sql.NullInt64 // of the second
	body                  []byte        // of the second
}

func scanTwice(r *sql.Rows) (t twice, err error) {
	return t, r.Scan(&t.first, &t.firstWhat, &t.second, &t.secondWhat, &t.since, &t.until, &t.body)
}

// once leaves of a row that changed twice what differs in the end, and counts that instead.
func (f *folder) once(ctx context.Context, t twice, counts history.Counts) error {
	var number int64
	var what history.Class
	var before, after []byte
	err := f.tx.QueryRowContext(ctx, versionBefore, t.first).Scan(&number, &what, &before)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	if number == 0 || what == history.ClassRemoved {
		before = nil
	}
	if t.secondWhat != history.ClassRemoved {
		after = t.body
	}
	counts.Add(t.firstWhat, -1)
	counts.Add(t.secondWhat, -1)
	gone, until := []int64{t.first}, t.since
	if before == nil && after == nil || before != nil && after != nil && string(before) == string(after) {
		gone, until = append(gone, t.second), t.until
	} else {
		var fields []history.Field
		if before != nil && after != nil {
			fields = history.Compare(before, after, nil)
		}
		class := classOf(before, after, fields)
		counts.Add(class, 1)
		_, err = f.tx.ExecContext(ctx, "UPDATE version SET what = ? WHERE number = ?", string(class), t.second)
		if err != nil {
			return err
		}
	}
	for _, n := range gone {
		if _, err := f.tx.ExecContext(ctx, "DELETE FROM version WHERE number = ?", n); err != nil {
			return err
		}
	}
	if number == 0 {
		return nil
	}
	_, err = f.tx.ExecContext(ctx, "UPDATE version SET until = ? WHERE number = ?", until, number)
	return err
}
