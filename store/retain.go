package store

import (
	"context"
	"database/sql"
	"strconv"
	"time"

	"handrail/app/report"
)

// A part of a removal takes about sliceTime, so that no one who saves something waits longer; sliceRows is the most that
// it reads, and quietTime the time after the last change in which nothing is removed.
const (
	sliceTime = 25 * time.Millisecond
	sliceRows = 64
	quietTime = time.Second
)

// A report is a record where a change refers to it, or a person saved it: what a change rests on stays as long as the
// change. Of a guide under way everything stays, and of the latest one about a subject what its steps found last: later
// checks are compared with it.
const (
	ofChange = `(guide = '' OR step = 'change-report'
		OR visit <> '' AND (EXISTS (SELECT 1 FROM journal j WHERE j.visit = report.visit)
			OR EXISTS (SELECT 1 FROM confirmation c WHERE c.visit = report.visit))
		OR EXISTS (SELECT 1 FROM journal j WHERE j.report = report.id AND j.report <> ''))`
	ofVisit = `EXISTS (SELECT 1 FROM visit v WHERE v.id = report.visit AND (v.ended = ''
		OR EXISTS (SELECT 1 FROM outcome o WHERE o.visit = v.id AND o.report = report.id)
			AND NOT EXISTS (SELECT 1 FROM visit n WHERE n.guide = v.guide AND n.subject = v.subject AND n.changed > v.changed)))`
	ofRecentChange = `(visit <> '' AND (EXISTS (SELECT 1 FROM journal j WHERE j.visit = report.visit AND j.at >= ?1)
			OR EXISTS (SELECT 1 FROM confirmation c WHERE c.visit = report.visit AND c.at >= ?1)
			OR EXISTS (SELECT 1 FROM report k WHERE k.visit = report.visit AND k.visit <> '' AND k.at >= ?1))
		OR EXISTS (SELECT 1 FROM journal j WHERE j.report = report.id AND j.report <> '' AND j.at >= ?1))`
)

// agedReports returns the condition of the reports of a kind that are older than ?1, and not removed for another reason.
func agedReports(kind report.Retained) string {
	if kind == report.RetainedRecords {
		return "at < ?1 AND at <> '' AND " + ofChange + " AND NOT " + ofVisit + " AND NOT " + ofRecentChange
	}
	return "at < ?1 AND at <> '' AND NOT " + ofChange + " AND NOT " + ofVisit
}

// Older returns how many of a kind are older than limit, by year, and would be removed.
func (s *Store) Older(ctx context.Context, kind report.Retained, limit time.Time) (years []report.YearCount, err error) {
	if limit.IsZero() {
		return nil, nil
	}
	query, before := "SELECT substr(at, 1, 4), count(*) FROM report WHERE "+agedReports(kind)+" GROUP BY 1 ORDER BY 1",
		put(limit)
	if kind == report.RetainedTLS {
		query = "SELECT substr(day, 1, 4), count(*) FROM tls_report WHERE day < ?1 GROUP BY 1 ORDER BY 1"
		before = limit.UTC().Format(time.DateOnly)
	}
	err = s.look(ctx, func(tx *sql.Tx) (err error) {
		years, err = rows(ctx, tx, func(r *sql.Rows) (y report.YearCount, err error) {
			var year string
			err = r.Scan(&year, &y.Count)
			y.Year, _ = strconv.Atoi(year) // what is no year is found as damage elsewhere
			return y, err
		}, query, before)
		return err
	})
	return years, err
}

// AnyOlder reports whether one of a kind is older than limit.
func (s *Store) AnyOlder(ctx context.Context, kind report.Retained, limit time.Time) (is bool, err error) {
	if limit.IsZero() {
		return false, nil
	}
	query, before := "SELECT EXISTS (SELECT 1 FROM report WHERE "+agedReports(kind)+")", put(limit)
	if kind == report.RetainedTLS {
		query = "SELECT EXISTS (SELECT 1 FROM tls_report WHERE day < ?1)"
		before = limit.UTC().Format(time.DateOnly)
	}
	err = s.look(ctx, func(tx *sql.Tx) error { return tx.QueryRowContext(ctx, query, before).Scan(&is) })
	return is, err
}

// Quiet reports whether nothing is being changed, and nothing was within the last second.
func (s *Store) Quiet() bool {
	return s.busy.Load() == 0 && time.Since(time.Unix(0, s.changed.Load())) > quietTime
}

// RemoveOlder removes a part of what is older than limit, in one transaction of about 25 milliseconds, and returns how
// many; 0 is the end. It stops at once where someone else wants to change something. The place of a report stays, with
// its number, time and hash.
func (s *Store) RemoveOlder(ctx context.Context, kind report.Retained, limit time.Time) (n int, err error) {
	if limit.IsZero() {
		return 0, nil
	}
	if kind == report.RetainedTLS {
		err = s.changeInBackground(ctx, func(tx *sql.Tx) error {
			n, err = s.removeTLS(ctx, tx, limit)
			return err
		})
		s.settle(ctx, n)
		return n, err
	}
	var ids, gone []string
	err = s.look(ctx, func(tx *sql.Tx) error { // what stays is passed over while others can change something
		ids, err = rows(ctx, tx, func(r *sql.Rows) (id string, err error) { return id, r.Scan(&id) },
			"SELECT id FROM report WHERE "+agedReports(kind)+" ORDER BY at LIMIT ?2", put(limit), sliceRows)
		return err
	})
	if err != nil {
		return 0, err
	}
	if len(ids) == 0 {
		s.settle(ctx, 0)
		return 0, nil
	}
	err = s.changeInBackground(ctx, func(tx *sql.Tx) error {
		gone, err = s.removeReports(ctx, tx, kind, limit, ids)
		return err
	})
	if err != nil || len(gone) == 0 {
		return 0, err
	}
	s.settle(ctx, len(gone))
	return len(gone), s.forgetDomains(ctx, gone, limit)
}

// settle empties SQLite's log after the last part of a removal, as after any other one.
func (s *Store) settle(ctx context.Context, n int) {
	if n > 0 {
		s.lingers.Store(true)
	} else if s.lingers.Swap(false) {
		s.forget(ctx)
	}
}

// enough reports whether a part that began at a moment has taken its time, or someone waits.
func (s *Store) enough(began time.Time) bool {
	return time.Since(began) > sliceTime || s.busy.Load() > 0
}

// removeReports removes reports, as many as there is time for, and returns what they were about. One that must stay by
// now stays.
func (s *Store) removeReports(ctx context.Context, tx *sql.Tx, kind report.Retained, limit time.Time, ids []string) (
	subjects []string, err error) {
	began := time.Now()
	for i, id := range ids {
		if i > 0 && s.enough(began) {
			break
		}
		gone, err := rows(ctx, tx, func(r *sql.Rows) (text string, err error) { return text, r.Scan(&text) },
			"DELETE FROM report WHERE "+agedReports(kind)+" AND id = ?2 RETURNING subject", put(limit), id)
		if err != nil {
			return nil, err
		}
		if len(gone) == 0 {
			continue
		}
		_, err = tx.ExecContext(ctx, "UPDATE place SET removed = ?, why = 'age' WHERE report = ? AND removed = ''",
			put(s.now()), id)
		if err != nil {
			return nil, err
		}
		subjects = append(subjects, gone...)
	}
	return subjects, nil
}

// removeTLS removes a part of the TLS reports, with the texts that no other one came in.
func (s *Store) removeTLS(ctx context.Context, tx *sql.Tx, limit time.Time) (n int, err error) {
	began := time.Now()
	type aged struct{ id, raw int64 }
	all, err := rows(ctx, tx, func(r *sql.Rows) (a aged, err error) { return a, r.Scan(&a.id, &a.raw) },
		"SELECT id, raw FROM tls_report WHERE day < ? ORDER BY day, id LIMIT ?", limit.UTC().Format(time.DateOnly), sliceRows)
	if err != nil {
		return 0, err
	}
	for _, a := range all {
		if n > 0 && s.enough(began) {
			break
		}
		if _, err := tx.ExecContext(ctx, "DELETE FROM tls_report WHERE id = ?", a.id); err != nil {
			return n, err
		}
		if err := dropUnused(ctx, tx, a.raw); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// dropUnused removes the text of a TLS report that no report refers to any more.
func dropUnused(ctx context.Context, tx *sql.Tx, raw int64) error {
	_, err := tx.ExecContext(ctx,
		"DELETE FROM tls_raw WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM tls_report WHERE raw = ?1)", raw)
	return err
}
