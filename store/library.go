package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"

	"handrail/app"
	"handrail/app/report"
)

// SaveReport stores k with its Document and returns its id, a fresh one if k
// has none. It belongs to the organisation of its visit, else to the one shown. It
// gets the next place among all reports; an earlier form of it leaves its own.
func (s *Store) SaveReport(ctx context.Context, k report.SavedReport) (string, error) {
	if k.Document == nil {
		return "", app.Errorf(app.Internal, "Try again. If it happens again, copy the details.",
			"Handrail tried to save a report without content.")
	}
	if k.ID == "" {
		k.ID = app.NewID()
	}
	bare := *k.Document
	bare.Seal = nil // its place is another one now
	document, err := storeDocument(&bare)
	if err != nil {
		return "", fmt.Errorf("store: report %s: %w", k.ID, err)
	}
	saved := s.now().UTC()
	err = s.change(ctx, func(tx *sql.Tx) error {
		if err := markRemoved(ctx, tx, []string{k.ID}, saved); err != nil { // an earlier form of it
			return err
		}
		form, err := saveForm(ctx, tx, document.form)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `
			INSERT INTO report (id, guide, step, visit, title, subject, at, worst, document, packed, form, marks, organisation)
			VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, coalesce(
				(SELECT organisation FROM visit WHERE id = ?4 AND organisation <> ''),
				(SELECT id FROM organisation WHERE shown = 1), ''))
			ON CONFLICT (id) DO UPDATE SET guide = excluded.guide, step = excluded.step, visit = excluded.visit,
				title = excluded.title, subject = excluded.subject, at = excluded.at, worst = excluded.worst,
				document = excluded.document, packed = excluded.packed,
				form = excluded.form, marks = excluded.marks`,
			k.ID, k.Guide, k.Step, k.Visit, k.Title, k.Subject, put(k.At), string(k.Worst), document.text, document.packed,
			form, document.marks)
		if err != nil {
			return err
		}
		return addPlace(ctx, tx, k, document.hash, saved)
	})
	if err != nil {
		return "", err
	}
	return k.ID, nil
}

// Reports lists what is kept, newest first, without the documents.
func (s *Store) Reports(ctx context.Context) ([]report.SavedReport, error) {
	var all []report.SavedReport
	err := s.look(ctx, func(tx *sql.Tx) (err error) {
		all, err = reports(ctx, tx, report.Page{})
		return err
	})
	return all, err
}

// ReportPage lists a part of what is kept, newest first, without the documents.
func (s *Store) ReportPage(ctx context.Context, p report.Page) (all []report.SavedReport, err error) {
	err = s.look(ctx, func(tx *sql.Tx) error {
		all, err = reports(ctx, tx, p)
		return err
	})
	return all, err
}

// Report returns one with its document; app.NotFound where there is none.
func (s *Store) Report(ctx context.Context, id string) (report.SavedReport, error) {
	var k report.SavedReport
	err := s.look(ctx, func(tx *sql.Tx) (err error) {
		k, err = oneReport(ctx, tx, id)
		return err
	})
	return k, err
}

// DeleteReport removes one. Its place stays, with its number, time and hash. Removing what is not there is no error.
// With the last report and walk about a domain, what is remembered of the domain goes too.
func (s *Store) DeleteReport(ctx context.Context, id string) error {
	return s.deleteAbout(ctx, "DELETE FROM report WHERE id = ? RETURNING subject", id)
}

// deleteAbout removes one row with a query that returns its subject, and what is remembered of a domain that nothing is
// about any more. Of a report the place is marked.
func (s *Store) deleteAbout(ctx context.Context, query, id string) error {
	gone := []string{}
	err := s.change(ctx, func(tx *sql.Tx) (err error) {
		if strings.HasPrefix(query, "DELETE FROM report ") {
			if err := markRemoved(ctx, tx, []string{id}, s.now()); err != nil {
				return err
			}
		}
		gone, err = rows(ctx, tx, func(r *sql.Rows) (text string, err error) { return text, r.Scan(&text) }, query, id)
		return err
	})
	if err != nil || len(gone) == 0 {
		return err
	}
	s.forget(ctx)
	return s.forgetDomains(ctx, gone)
}

const keptColumns = "id, guide, step, visit, title, subject, at, worst"

func reports(ctx context.Context, tx *sql.Tx, p report.Page) ([]report.SavedReport, error) {
	where, args := "", []any{}
	if !p.Since.IsZero() {
		where, args = " WHERE at >= ?", append(args, put(p.Since))
	}
	limit := ""
	if p.Limit > 0 {
		limit, args = " LIMIT ?", append(args, p.Limit)
	}
	return rows(ctx, tx, func(r *sql.Rows) (report.SavedReport, error) {
		var k report.SavedReport
		var at when
		err := r.Scan(&k.ID, &k.Guide, &k.Step, &k.Visit, &k.Title, &k.Subject, &at, &k.Worst, &k.Number)
		k.At = at.Time
		return k, err
	}, "SELECT "+keptColumns+`, coalesce((SELECT max(number) FROM place WHERE report = report.id AND removed = ''), 0)
		FROM report`+where+" ORDER BY at DESC, rowid DESC"+limit, args...)
}

func oneReport(ctx context.Context, tx *sql.Tx, id string) (report.SavedReport, error) {
	found, err := rows(ctx, tx, func(r *sql.Rows) (report.SavedReport, error) {
		var k report.SavedReport
		var at when
		var d readDocument
		err := r.Scan(append([]any{&k.ID, &k.Guide, &k.Step, &k.Visit, &k.Title, &k.Subject, &at, &k.Worst}, d.into()...)...)
		if err != nil {
			return k, err
		}
		k.At, k.Document = at.Time, new(report.Document)
		if err := json.Unmarshal([]byte(d.whole()), k.Document); err != nil {
			return k, &app.Error{
				Code: app.Damaged, Message: "Handrail cannot read this report any more.",
				Hint: "Run the guide again to create a new one.", Err: err,
			}
		}
		return k, nil
	}, "SELECT "+keptColumns+", "+documentColumns+" FROM report WHERE id = ?", id)
	if err != nil {
		return report.SavedReport{}, err
	}
	if len(found) == 0 {
		return report.SavedReport{}, errNotFound("This report")
	}
	k := found[0]
	if k.Seal, err = sealOf(ctx, tx, id); k.Seal != nil {
		k.Number = k.Seal.Number
	}
	return k, err
}
