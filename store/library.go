package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"handrail/app"
	"handrail/app/report"
)

// SaveReport stores k with its Document and returns its id, a fresh one if k
// has none. It belongs to the organisation of its visit, else to the one shown. It
// gets the next place among all reports; an earlier form of it leaves its own.
func (s *Store) SaveReport(ctx context.Context, k report.SavedReport) (string, error) {
	if k.ID == "" {
		k.ID = app.NewID()
	}
	return k.ID, s.SaveReports(ctx, []report.SavedReport{k})
}

// saveTogether is how many bytes of documents are held until they are saved together.
const saveTogether = 4 << 20

// SaveReports stores reports in their order, in one transaction where they are not long. It stops at the first that
// cannot be stored.
func (s *Store) SaveReports(ctx context.Context, all []report.SavedReport) error {
	begin, size := 0, 0
	documents := make([]storedDocument, 0, len(all))
	all = slices.Clone(all)
	for i := range all {
		k := &all[i]
		if k.Document == nil {
			return app.Errorf(app.Internal, "Try again. If it happens again, copy the technical details.",
				"Handrail tried to save a report without content.")
		}
		if k.ID == "" {
			k.ID = app.NewID()
		}
		bare := *k.Document
		bare.Seal = nil // its place is another one now
		document, err := storeDocument(&bare)
		if err != nil {
			return fmt.Errorf("store: report %s: %w", k.ID, err)
		}
		documents, size = append(documents, document), size+document.size()
		if size < saveTogether && i < len(all)-1 {
			continue
		}
		if err := s.saveReports(ctx, all[begin:i+1], documents); err != nil {
			return err
		}
		begin, size, documents = i+1, 0, documents[:0]
	}
	return nil
}

// saveReports stores reports with their documents in one transaction.
func (s *Store) saveReports(ctx context.Context, all []report.SavedReport, documents []storedDocument) error {
	saved := s.now().UTC()
	return s.change(ctx, func(tx *sql.Tx) error {
		for i, k := range all {
			if err := saveReport(ctx, tx, k, documents[i], saved); err != nil {
				return err
			}
		}
		return nil
	})
}

func saveReport(ctx context.Context, tx *sql.Tx, k report.SavedReport, document storedDocument, saved time.Time) error {
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
	return s.forgetDomains(ctx, gone, time.Time{})
}

const keptColumns = "id, guide, step, visit, title, subject, at, worst"

func reports(ctx context.Context, tx *sql.Tx, p report.Page) (all []report.SavedReport, err error) {
	query, args, err := pageQuery(p)
	if err != nil {
		return nil, err
	}
	r, err := tx.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = r.Close() }()
	for skip := p.Skip; r.Next(); {
		var k report.SavedReport
		var at when
		if err := r.Scan(&k.ID, &k.Guide, &k.Step, &k.Visit, &k.Title, &k.Subject, &at, &k.Worst, &k.Number); err != nil {
			return nil, err
		}
		k.At = at.Time
		if p.Keep != nil {
			if !p.Keep(k) {
				continue
			}
			if skip--; skip >= 0 {
				continue
			}
		}
		if all = append(all, k); len(all) == p.Limit {
			break // the rest is not read
		}
	}
	if err := r.Err(); err != nil || p.Keep == nil {
		return all, err
	}
	for i := range all {
		if err := tx.QueryRowContext(ctx, "SELECT "+numberOf+" FROM report WHERE id = ?", all[i].ID).
			Scan(&all[i].Number); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// numberOf is the number of a report among all; 0 where it has none.
const numberOf = "coalesce((SELECT max(number) FROM place WHERE report = report.id AND removed = ''), 0)"

// pageQuery returns the query for a page, newest first. What Go code keeps is skipped and counted there.
func pageQuery(p report.Page) (query string, args []any, err error) {
	var where []string
	if !p.Since.IsZero() {
		where, args = append(where, "at >= ?"), append(args, put(p.Since))
	}
	if p.IDs != nil {
		ids, err := json.Marshal(p.IDs)
		if err != nil {
			return "", nil, err
		}
		where, args = append(where, "id IN (SELECT value FROM json_each(?))"), append(args, string(ids))
	}
	number := numberOf
	if p.Keep != nil {
		number = "0" // of those that are kept alone
	}
	query = "SELECT " + keptColumns + ", " + number + " FROM report"
	if len(where) > 0 {
		query += " WHERE " + strings.Join(where, " AND ")
	}
	query += " ORDER BY at DESC, rowid DESC"
	if p.Keep == nil && (p.Limit > 0 || p.Skip > 0) {
		limit := p.Limit
		if limit == 0 {
			limit = -1 // any number
		}
		query, args = query+" LIMIT ? OFFSET ?", append(args, limit, p.Skip)
	}
	return query, args, nil
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
