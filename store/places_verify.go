package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"handrail/app"
	"handrail/app/report"
	"handrail/app/task"
)

// placeRow is a place as it is stored.
type placeRow struct {
	report.Place
	content string
}

// Places compares every saved report with what was saved, in the order of their places. Reports without a place come
// last. The chain is read in pieces, so that a report can be saved meanwhile; such a one is not in the result.
func (s *Store) Places(ctx context.Context, progress task.Report) (all []report.Place, err error) {
	var places []placeRow
	var loose []string
	var end lastPlace
	err = s.look(ctx, func(tx *sql.Tx) (err error) {
		if end, err = readLast(ctx, tx); err != nil {
			return err
		}
		if places, err = placeRows(ctx, tx); err != nil {
			return err
		}
		loose, err = rows(ctx, tx, func(r *sql.Rows) (id string, err error) { return id, r.Scan(&id) },
			"SELECT id FROM report WHERE id NOT IN (SELECT report FROM place WHERE removed = '') ORDER BY at, rowid")
		return err
	})
	if err != nil {
		return nil, err
	}
	var row chain
	for i, p := range places {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		all = append(all, row.missing(row.numberOf(&p)-1)...)
		if p, err = s.checkPlace(ctx, p, &row); err != nil {
			return nil, err
		}
		all = append(all, p.Place)
		if progress != nil {
			progress(task.Progress{Done: i + 1, Total: len(places), Note: "Checking saved reports"})
		}
	}
	if n := len(all); n > 0 && end.number == all[n-1].Number && end.hash != all[n-1].Hash && all[n-1].State.Good() {
		all[n-1].State = report.Altered
	}
	all = append(all, row.missing(end.number)...)
	for _, id := range loose {
		p := placeRow{Place: report.Place{Report: id, State: report.Added}}
		if err := s.lookPlace(ctx, &p); err != nil {
			return nil, err
		}
		all = append(all, p.Place)
	}
	return all, nil
}

// PlaceOf compares one saved report with what was saved. It is report.Added where it has no place.
func (s *Store) PlaceOf(ctx context.Context, id string) (report.Place, error) {
	p, err := s.onePlace(ctx, "report", id)
	if app.CodeOf(err) == app.NotFound {
		return report.Place{Report: id, State: report.Added}, nil
	}
	return p, err
}

// PlaceBy is PlaceOf for the report with a check hash; app.NotFound where none has it.
func (s *Store) PlaceBy(ctx context.Context, hash string) (report.Place, error) {
	return s.onePlace(ctx, "hash", hash)
}

// onePlace compares the report of the latest place that has a value in a column.
func (s *Store) onePlace(ctx context.Context, column, value string) (report.Place, error) {
	var p placeRow
	var row chain
	err := s.look(ctx, func(tx *sql.Tx) error {
		found, err := rows(ctx, tx, scanPlace, "SELECT "+placeColumns+" FROM place WHERE "+column+
			" = ? ORDER BY number DESC LIMIT 1", value)
		if err != nil {
			return err
		}
		if len(found) == 0 {
			return errNotFound("This report")
		}
		p = found[0]
		before, err := rows(ctx, tx, scanPlace, "SELECT "+placeColumns+" FROM place WHERE number IN (?, ?) ORDER BY number",
			p.Number-2, p.Number-1)
		if err != nil {
			return err
		}
		row.number = max(p.Number-3, 0)
		for i := range before {
			row.check(&before[i])
		}
		return nil
	})
	if err != nil {
		return p.Place, err
	}
	p, err = s.checkPlace(ctx, p, &row)
	return p.Place, err
}

// checkPlace fills in the state of the next place of a row.
func (s *Store) checkPlace(ctx context.Context, p placeRow, row *chain) (placeRow, error) {
	link := row.check(&p)
	p.State = report.Unchanged
	if err := s.lookPlace(ctx, &p); err != nil {
		return p, err
	}
	switch {
	case p.State == report.Missing:
	case link == broken:
		p.State = report.Altered
	case link == unlinked && p.State == report.Unchanged:
		p.State = report.Unproven
	}
	return p, nil
}

// lookPlace reads the report of a place and compares it.
func (s *Store) lookPlace(ctx context.Context, p *placeRow) error {
	if !p.Removed.IsZero() {
		p.State = report.Removed
		return nil
	}
	return s.look(ctx, func(tx *sql.Tx) error {
		k, document, err := storedReport(ctx, tx, p.Report, documentColumns)
		switch {
		case errors.Is(err, sql.ErrNoRows):
			p.State = report.Missing
			return nil
		case err != nil:
			return fmt.Errorf("store: report %s: %w", p.Report, err)
		}
		p.Title = k.Title
		if p.State == report.Unchanged && report.ContentHash(k, report.DocumentHash(document)) != p.content {
			p.State = report.Altered
		}
		return nil
	})
}

const placeColumns = "number, report, saved, content, hash, removed, why = 'age'"

func placeRows(ctx context.Context, tx *sql.Tx) ([]placeRow, error) {
	return rows(ctx, tx, scanPlace, "SELECT "+placeColumns+" FROM place ORDER BY number")
}

func scanPlace(r *sql.Rows) (p placeRow, err error) {
	var saved, removed when
	err = r.Scan(&p.Number, &p.Report, &saved, &p.content, &p.Hash, &removed, &p.Aged)
	p.Saved, p.Removed = saved.Time, removed.Time
	return p, err
}
