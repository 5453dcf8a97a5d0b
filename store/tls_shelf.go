package store

import (
	"bytes"
	"compress/flate"
	"context"
	"database/sql"
	"io"
	"strings"
	"time"

	"handrail/app"
	"handrail/app/mail/tlsreport"
)

// TLSSums adds up what f chooses.
func (s *Store) TLSSums(ctx context.Context, by tlsreport.GroupBy, f tlsreport.Filter) ([]tlsreport.Sum, error) {
	query, args := tlsSumQuery(by, f)
	return looked(ctx, s, func(r *sql.Rows) (tlsreport.Sum, error) {
		var sum tlsreport.Sum
		var first, last day
		err := r.Scan(&sum.Key, &sum.Succeeded, &sum.Failed, &sum.Reports, &sum.Organisations, &first, &last)
		sum.First, sum.Last = first.Time, last.Time
		return sum, err
	}, query, args...)
}

// tlsSumQuery returns the query of TLSSums. All names of columns are ours; what
// people choose stands in the arguments.
func tlsSumQuery(by tlsreport.GroupBy, f tlsreport.Filter) (string, []any) {
	column, failures := "", false
	switch by {
	case tlsreport.ByDay, tlsreport.ByOrganisation, tlsreport.ByDomain:
		column = string(by)
	case tlsreport.ByType:
		where, args := tlsWhere("r.", f)
		return `SELECT p.type, sum(p.succeeded), sum(p.failed), count(*), count(DISTINCT r.organisation), min(r.day),
			max(r.day) FROM tls_report r JOIN tls_policy p ON p.report = r.id` + where + `
			GROUP BY p.type ORDER BY 3 DESC, 1`, args
	case tlsreport.ByResult, tlsreport.ByHost:
		column, failures = string(by), true
	default:
		column, failures = "sending_ip", true
	}
	order := " ORDER BY 3 DESC, 2 DESC, 1"
	if by == tlsreport.ByDay {
		order = " ORDER BY 1"
	}
	where, args := tlsWhere("", f)
	if failures {
		where, args = tlsFailureWhere(f)
		return "SELECT " + column + ", 0, sum(count), count(*), count(DISTINCT organisation), min(day), max(day) " +
			"FROM tls_failure" +
			where + " GROUP BY " + column + order, args
	}
	return "SELECT " + column + ", sum(succeeded), sum(failed), count(*), count(DISTINCT organisation), min(day), " +
		"max(day) FROM tls_report" +
		where + " GROUP BY " + column + order, args
}

// tlsFrom returns the reports r that f chooses with their policies p. The index alone
// gives the numbers of the reports; in their order, both tables are read from one end to
// the other, and not from place to place, which takes half the time for many reports.
func tlsFrom(f tlsreport.Filter) (string, []any) {
	where, args := tlsWhere("", f)
	return ` FROM (SELECT id FROM tls_report` + where + ` ORDER BY id LIMIT -1) i
		CROSS JOIN tls_report r ON r.id = i.id CROSS JOIN tls_policy p ON p.report = r.id`, args
}

// tlsWhere returns the condition of f for reports; at is "" or the table's name
// with a dot.
func tlsWhere(at string, f tlsreport.Filter) (string, []any) {
	var all []string
	var args []any
	add := func(condition string, arg ...any) {
		all, args = append(all, at+condition), append(args, arg...)
	}
	if f.Domain != "" {
		add("domain = ?", f.Domain)
	}
	if f.Organisation != "" {
		add("organisation = ?", f.Organisation)
	}
	if !f.From.IsZero() {
		add("day >= ?", f.From.UTC().Format(time.DateOnly))
	}
	if !f.To.IsZero() {
		add("day <= ?", f.To.UTC().Format(time.DateOnly))
	}
	if !f.Forged {
		add("signed <> ?", string(tlsreport.SignatureInvalid))
	}
	if f.OnlyFailed {
		add("failed > 0")
	}
	if len(all) == 0 {
		return "", nil
	}
	return " WHERE " + strings.Join(all, " AND "), args
}

// tlsFailureWhere returns the condition of f for failures.
func tlsFailureWhere(f tlsreport.Filter) (string, []any) {
	f.OnlyFailed = false
	where, args := tlsWhere("", f)
	if len(f.Results) == 0 {
		return where, args
	}
	in := "result IN (?" + strings.Repeat(", ?", len(f.Results)-1) + ")"
	for _, r := range f.Results {
		args = append(args, r)
	}
	if where == "" {
		return " WHERE " + in, args
	}
	return where + " AND " + in, args
}

// and adds one more condition to a query's.
func and(where, condition string) string {
	if where == "" {
		return " WHERE " + condition
	}
	return where + " AND " + condition
}

// TLSFailures returns the failures that f chooses, the latest first.
func (s *Store) TLSFailures(ctx context.Context, f tlsreport.Filter) ([]tlsreport.FailureRow, error) {
	where, args := tlsFailureWhere(f)
	return looked(ctx, s, func(r *sql.Rows) (tlsreport.FailureRow, error) {
		var row tlsreport.FailureRow
		var first, last day
		err := r.Scan(&row.Result, &row.Type, &row.Host, &row.Reason, &row.Organisation, &row.Count, &first, &last)
		row.First, row.Last = first.Time, last.Time
		return row, err
	}, `SELECT result, type, host, reason, organisation, sum(count), min(day), max(day) FROM tls_failure`+where+`
		GROUP BY result, type, host, reason, organisation ORDER BY max(day) DESC, sum(count) DESC, result, host
		LIMIT 1000`, args...)
}

// TLSPolicies adds up what f chooses by policy, so that what a report proves of
// which policy can be told.
func (s *Store) TLSPolicies(ctx context.Context, f tlsreport.Filter) ([]tlsreport.PolicyRow, error) {
	from, args := tlsFrom(f)
	return looked(ctx, s, func(r *sql.Rows) (tlsreport.PolicyRow, error) {
		var row tlsreport.PolicyRow
		var on day
		var odd, text, mx string
		err := r.Scan(&on, &row.Organisation, &odd, &row.Type, &text, &mx, &row.Reports, &row.Succeeded, &row.Failed,
			&row.Untold)
		row.Day, row.Anomalies, row.MX = on.Time, strings.Fields(odd), strings.Fields(mx)
		if text != "" {
			row.Text = strings.Split(text, "\n")
		}
		return row, err
	}, `SELECT r.day, r.organisation, r.odd, p.type, p.text, p.mx, count(*), sum(p.succeeded), sum(p.failed),
			sum(CASE WHEN p.failed > 0 THEN max(0, p.failed -
				(SELECT coalesce(sum(f.count), 0) FROM tls_failure f WHERE f.policy = p.id)) ELSE 0 END)`+from+`
		GROUP BY r.day, r.organisation, r.odd, p.type, p.text, p.mx ORDER BY r.day, r.organisation`, args...)
}

// TLSReports lists reports, the latest first.
func (s *Store) TLSReports(ctx context.Context, f tlsreport.Filter, after int64, limit int) ([]tlsreport.Row, error) {
	where, args := tlsWhere("", f)
	if after > 0 {
		where = and(where, "(day, id) < (SELECT day, id FROM tls_report WHERE id = ?)")
		args = append(args, after)
	}
	return looked(ctx, s, func(r *sql.Rows) (tlsreport.Row, error) {
		var row tlsreport.Row
		var on day
		var start, end, taken when
		var odd string
		err := r.Scan(&row.ID, &row.Domain, &on, &row.Organisation, &row.Report, &start, &end, &row.Succeeded,
			&row.Failed,
			&row.Signed.State, &row.Signed.Domain, &row.Signed.Why, &odd, &row.Source, &taken)
		row.Day, row.Start, row.End, row.Taken, row.Anomalies = on.Time, start.Time, end.Time, taken.Time,
			strings.Fields(odd)
		return row, err
	}, `SELECT id, domain, day, organisation, report, starts, ends, succeeded, failed, signed, signed_by, signed_why, odd,
		source, taken FROM tls_report`+where+` ORDER BY day DESC, id DESC LIMIT ?`, append(args, limit)...)
}

// TLSRaw returns a report as it was received.
func (s *Store) TLSRaw(ctx context.Context, id int64) ([]byte, error) {
	found, err := looked(ctx, s, func(r *sql.Rows) ([]byte, error) {
		var packed []byte
		if err := r.Scan(&packed); err != nil {
			return nil, err
		}
		raw, err := io.ReadAll(flate.NewReader(bytes.NewReader(packed)))
		if err != nil {
			return nil, &app.Error{Code: app.Damaged, Message: "Handrail cannot read this report any more.",
				Hint: "Import its file again.", Err: err}
		}
		return raw, nil
	}, "SELECT body FROM tls_raw WHERE id = (SELECT raw FROM tls_report WHERE id = ?)", id)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, errNotFound("This report")
	}
	return found[0], nil
}

// TLSRefused lists what could not be read, the latest first.
func (s *Store) TLSRefused(ctx context.Context, limit int) ([]tlsreport.Rejected, error) {
	return looked(ctx, s, func(r *sql.Rows) (tlsreport.Rejected, error) {
		var row tlsreport.Rejected
		var at when
		err := r.Scan(&row.Path, &row.Part, &row.Code, &row.Reason, &at)
		row.At = at.Time
		return row, err
	}, "SELECT path, part, code, reason, at FROM tls_refused ORDER BY at DESC, path, part LIMIT ?", limit)
}

// looked runs one query that reads.
func looked[T any](ctx context.Context, s *Store, scan func(*sql.Rows) (T, error), query string, args ...any) ([]T,
	error) {
	var all []T
	err := s.look(ctx, func(tx *sql.Tx) (err error) {
		all, err = rows(ctx, tx, scan, query, args...)
		return err
	})
	return all, err
}

// day is a day in a column.
type day struct{ time.Time }

// Scan reads a column.
func (d *day) Scan(src any) error {
	text, _ := src.(string)
	t, err := time.Parse(time.DateOnly, text)
	d.Time = t
	return err
}
