package store

import (
	"context"
	"database/sql"
	"strings"
	"time"

	"handrail/app/mail/tlsreport"
)

// TLSDoubts returns what the reports that f chooses leave open, and what later ones do.
// Each of its three questions is answered from indexes.
func (s *Store) TLSDoubts(ctx context.Context, f tlsreport.Filter) (d tlsreport.Doubts, err error) {
	if d.Untold, err = s.tlsUntold(ctx, f); err != nil {
		return d, err
	}
	later := f
	later.From, later.To, later.OnlyFailed = f.To.AddDate(0, 0, 1), time.Time{}, true
	open := !f.To.IsZero() // else no report is later
	f.To, f.OnlyFailed = time.Time{}, false
	where, args := tlsWhere("", f)
	unread := "SELECT id FROM tls_report" + and(where, unreadTLS)
	d.Rows, err = looked(ctx, s, scanDoubt, `SELECT r.day, r.organisation, r.odd, p.type, count(*), sum(p.succeeded),
			sum(p.failed)
		FROM (`+unread+`) i CROSS JOIN tls_report r ON r.id = i.id CROSS JOIN tls_policy p ON p.report = r.id
		GROUP BY r.day, r.organisation, r.odd, p.type ORDER BY r.day, r.organisation`, args...)
	if err != nil || !open {
		return d, err
	}
	where, more := tlsWhere("r.", later)
	after, err := looked(ctx, s, scanDoubt, `SELECT min(r.day), r.organisation, '', p.type, count(*), sum(p.succeeded),
			sum(p.failed)
		FROM tls_report r CROSS JOIN tls_policy p ON p.report = r.id AND p.failed > 0`+
		and(where, "r.id NOT IN ("+unread+")")+` GROUP BY r.organisation, p.type ORDER BY r.organisation, p.type`,
		append(more, args...)...)
	d.Rows = append(d.Rows, after...)
	return d, err
}

// tlsUntold returns how many failed sessions the details leave without a reason.
func (s *Store) tlsUntold(ctx context.Context, f tlsreport.Filter) (n int64, err error) {
	f.OnlyFailed = true
	where, args := tlsWhere("r.", f)
	_, err = looked(ctx, s, func(r *sql.Rows) (struct{}, error) { return struct{}{}, r.Scan(&n) },
		`SELECT coalesce(sum(max(0, p.failed -
			(SELECT coalesce(sum(f.count), 0) FROM tls_failure f WHERE f.policy = p.id))), 0)
		FROM tls_report r CROSS JOIN tls_policy p ON p.report = r.id AND p.failed > 0`+where, args...)
	return n, err
}

// unreadTLS is true of the reports with a number of sessions that is not known, as
// tlsreport.Unread reports it. The index tls_report_unread has the same condition.
const unreadTLS = "(instr(odd, '" + tlsreport.OddCount + "') > 0 OR instr(odd, '" + tlsreport.NoCount + "') > 0)"

// scanDoubt reads a row of TLSDoubts.
func scanDoubt(r *sql.Rows) (row tlsreport.PolicyRow, err error) {
	var on day
	var odd string
	err = r.Scan(&on, &row.Organisation, &odd, &row.Type, &row.Reports, &row.Succeeded, &row.Failed)
	row.Day, row.Anomalies = on.Time, strings.Fields(odd)
	return row, err
}
