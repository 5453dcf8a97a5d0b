package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"handrail/app/history"
)

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
