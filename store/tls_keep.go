package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"
	"time"

	"handrail/app/mail/tlsreport"
)

var (
	_ tlsreport.Writer = (*Store)(nil)
	_ tlsreport.Store  = (*Store)(nil)
)

// KeepTLS stores a batch of TLS reports, all of it or nothing, and returns for each
// report whether it was new.
func (s *Store) KeepTLS(ctx context.Context, b tlsreport.Batch) ([]tlsreport.State, error) {
	var states []tlsreport.State
	err := s.change(ctx, func(tx *sql.Tx) error {
		k := &tlsKeeping{ctx: quick(ctx), tx: tx, at: put(b.At)}
		defer k.close()
		if err := k.prepare(); err != nil {
			return err
		}
		states = make([]tlsreport.State, 0, len(b.Reports))
		for _, t := range b.Reports {
			if err := ctx.Err(); err != nil {
				return err
			}
			state, err := k.report(t)
			if err != nil {
				return err
			}
			states = append(states, state)
		}
		if err := k.flush(); err != nil {
			return err
		}
		for _, raw := range k.dropped {
			if err := dropUnused(ctx, tx, raw); err != nil {
				return err
			}
		}
		for _, r := range b.Refused {
			if _, err := tx.ExecContext(ctx, `
				INSERT INTO tls_refused (path, part, code, reason, at) VALUES (?, ?, ?, ?, ?)
				ON CONFLICT (path, part) DO UPDATE SET code = excluded.code, reason = excluded.reason, at = excluded.at`,
				r.Path, r.Part, r.Code, r.Reason, k.at); err != nil {
				return err
			}
		}
		if b.Source == "" {
			return nil
		}
		_, err := tx.ExecContext(ctx, `
			INSERT INTO tls_cursor (source, next, at) VALUES (?, ?, ?)
			ON CONFLICT (source) DO UPDATE SET next = excluded.next, at = excluded.at`, b.Source, b.Next, k.at)
		return err
	})
	if err != nil {
		return nil, err
	}
	return states, nil
}

// TLSCursor returns how far a source was read.
func (s *Store) TLSCursor(ctx context.Context, source string) (string, error) {
	var next string
	err := s.look(ctx, func(tx *sql.Tx) error {
		err := tx.QueryRowContext(ctx, "SELECT next FROM tls_cursor WHERE source = ?", source).Scan(&next)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		return err
	})
	return next, err
}

// tlsKeeping is one batch under way, with its statements ready. A report is looked up and added by one statement; what
// hangs on it is added many rows at a time.
type tlsKeeping struct {
	ctx                             context.Context // quick
	tx                              *sql.Tx
	at                              string
	addReport                       *sql.Stmt
	raws, policies, failures        *manyRows
	cleared                         *sql.Stmt // nil where no file was refused yet
	dropped                         []int64   // the texts of copies that named no domain
	nextReport, nextPolicy, nextRaw int64
}

// prepare makes the statements ready. None returns rows: asking for rows makes
// database/sql start a goroutine every time. Reports come before their texts, so
// foreign keys are checked when the batch is committed.
func (k *tlsKeeping) prepare() error {
	if _, err := k.tx.ExecContext(k.ctx, "PRAGMA defer_foreign_keys = 1"); err != nil {
		return err
	}
	var refused bool
	err := k.tx.QueryRowContext(k.ctx, `SELECT (SELECT coalesce(max(id), 0) + 1 FROM tls_report),
		(SELECT coalesce(max(id), 0) + 1 FROM tls_policy), (SELECT coalesce(max(id), 0) + 1 FROM tls_raw),
		EXISTS (SELECT 1 FROM tls_refused)`).Scan(&k.nextReport, &k.nextPolicy, &k.nextRaw, &refused)
	if err != nil {
		return err
	}
	for _, s := range []struct {
		to    **sql.Stmt
		query string
	}{
		{&k.addReport, `INSERT INTO tls_report (id, domain, day, organisation, signed, succeeded, failed, report, starts,
			ends, contact, signed_by, signed_why, odd, source, taken, raw)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`},
		{&k.cleared, `DELETE FROM tls_refused WHERE path = ? AND part = ?`},
	} {
		if s.to == &k.cleared && !refused {
			continue
		}
		stmt, err := k.tx.PrepareContext(k.ctx, s.query)
		if err != nil {
			return err
		}
		*s.to = stmt
	}
	k.raws = &manyRows{into: "tls_raw (id, body)", columns: 2}
	k.policies = &manyRows{into: "tls_policy (id, report, type, text, mx, succeeded, failed)", columns: 7}
	k.failures = &manyRows{into: `tls_failure (policy, domain, day, organisation, signed, type, result, host, helo,
		sending_ip, receiving_ip, count, info, reason)`, columns: 14}
	return nil
}

// flush adds the rows that wait.
func (k *tlsKeeping) flush() error {
	for _, m := range []*manyRows{k.raws, k.policies, k.failures} {
		if err := m.flush(k.ctx, k.tx); err != nil {
			return err
		}
	}
	return nil
}

func (k *tlsKeeping) close() {
	stmts := []*sql.Stmt{k.addReport, k.cleared}
	for _, m := range []*manyRows{k.raws, k.policies, k.failures} {
		if m != nil {
			stmts = append(stmts, m.stmt)
		}
	}
	for _, s := range stmts {
		if s != nil {
			_ = s.Close()
		}
	}
}

// report stores one report: a row for each domain that it speaks of and that does
// not know it yet.
func (k *tlsKeeping) report(t tlsreport.Imported) (tlsreport.State, error) {
	r := t.Report
	state := tlsreport.Known
	for _, domain := range r.Domains() {
		done, err := k.unnamed(r, domain)
		if err != nil {
			return "", err
		}
		if done {
			continue
		}
		added, err := k.domain(t, domain)
		if err != nil {
			return "", err
		}
		if added && state == tlsreport.Known {
			state = tlsreport.New
			if err := k.raws.add(k.ctx, k.tx, k.nextRaw, t.Packed); err != nil {
				return "", err
			}
		}
	}
	if state == tlsreport.New {
		k.nextRaw++
	}
	if k.cleared == nil {
		return state, nil
	}
	_, err := k.cleared.ExecContext(k.ctx, t.Path, t.Part)
	return state, err
}

// unnamed handles a report that leaves out its domain: once its email or file name told
// the domain, the copy without one is dropped, and none is added. It reports whether
// there is nothing to add.
func (k *tlsKeeping) unnamed(r *tlsreport.Report, domain string) (bool, error) {
	if !slices.Contains(r.Anomalies, tlsreport.NoDomain) {
		return false, nil
	}
	if domain != "" {
		if err := k.flush(); err != nil { // the copy may be in this batch
			return false, err
		}
		dropped, err := rows(k.ctx, k.tx, func(r *sql.Rows) (raw int64, err error) { return raw, r.Scan(&raw) },
			`DELETE FROM tls_report WHERE domain = '' AND report = ? AND organisation = ? AND starts = ? AND ends = ?
				RETURNING raw`, r.ID, r.Organisation, put(r.Start), put(r.End))
		k.dropped = append(k.dropped, dropped...)
		return false, err
	}
	var known bool
	err := k.tx.QueryRowContext(k.ctx, `SELECT EXISTS (SELECT 1 FROM tls_report
		WHERE domain <> '' AND report = ? AND organisation = ? AND starts = ? AND ends = ?)`,
		r.ID, r.Organisation, put(r.Start), put(r.End)).Scan(&known)
	return known, err
}

// domain adds what a report contains about one domain, unless it is there, and reports whether it was added.
func (k *tlsKeeping) domain(t tlsreport.Imported, domain string) (bool, error) {
	r, policies := t.Report, t.Report.Of(domain)
	day := r.Day().Format(time.DateOnly)
	succeeded, failed := tlsreport.Sessions(policies)
	source := t.Path
	if t.Part != "" {
		source += ", " + t.Part
	}
	added, err := changedRows(k.addReport.ExecContext(k.ctx, k.nextReport, domain, day, r.Organisation,
		string(r.Signed.State), succeeded, failed, r.ID, put(r.Start), put(r.End), r.Contact, r.Signed.Domain, r.Signed.Why,
		strings.Join(r.Anomalies, " "), source, k.at, k.nextRaw))
	if err != nil || added == 0 {
		return false, err
	}
	for _, p := range policies {
		if err := k.policies.add(k.ctx, k.tx, k.nextPolicy, k.nextReport, p.Type, strings.Join(p.Text, "\n"),
			strings.Join(p.MX, " "), p.Succeeded, p.Failed); err != nil {
			return false, err
		}
		for _, f := range p.Failures {
			if err := k.failures.add(k.ctx, k.tx, k.nextPolicy, domain, day, r.Organisation, string(r.Signed.State), p.Type,
				f.Result, f.Host, f.Helo, f.SendingIP, f.ReceivingIP, f.Count, f.Info, f.Reason); err != nil {
				return false, err
			}
		}
		k.nextPolicy++
	}
	k.nextReport++
	return true, nil
}
