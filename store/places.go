package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"handrail/app/report"
)

// addPlace adds the next place for a report that is stored. document is the hash of its document.
func addPlace(ctx context.Context, tx *sql.Tx, k report.SavedReport, document string, saved time.Time) error {
	number, before := 0, ""
	err := tx.QueryRowContext(ctx, "SELECT number, hash FROM place ORDER BY number DESC LIMIT 1").Scan(&number, &before)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	end, err := readLast(ctx, tx)
	if err != nil {
		return err
	}
	if end.number > number { // the last one is gone: its number is not given again
		number, before = end.number, end.hash
	}
	number++
	content := report.ContentHash(k, document)
	hash := report.PlaceHash(number, k.ID, saved, content, before)
	_, err = tx.ExecContext(ctx, "INSERT INTO place (number, report, saved, content, hash) VALUES (?, ?, ?, ?, ?)",
		number, k.ID, put(saved), content, hash)
	if err != nil {
		return err
	}
	return writeLast(ctx, tx, lastPlace{number, hash})
}

// markRemoved writes down that reports were removed.
func markRemoved(ctx context.Context, tx *sql.Tx, ids []string, at time.Time) error {
	for _, id := range ids {
		if _, err := tx.ExecContext(ctx, "UPDATE place SET removed = ? WHERE report = ? AND removed = ''", put(at),
			id); err != nil {
			return err
		}
	}
	return nil
}

// fillPlaces adds the places of the reports of an older file, in the order in which they were made, and leaves them as
// they are.
func fillPlaces(ctx context.Context, tx *sql.Tx) error {
	ids, err := rows(ctx, tx, func(r *sql.Rows) (id string, err error) { return id, r.Scan(&id) },
		"SELECT id FROM report ORDER BY at, rowid")
	if err != nil {
		return err
	}
	for _, id := range ids { // one at a time: a document may be large
		k, document, err := storedReport(ctx, tx, id, plainDocument)
		if err != nil {
			return err
		}
		if err := addPlace(ctx, tx, k, report.DocumentHash(document), k.At); err != nil {
			return err
		}
	}
	return nil
}

// storedReport returns a report with the text of its document as it is stored; sql.ErrNoRows where there is none. columns
// are those of the document.
func storedReport(ctx context.Context, tx *sql.Tx, id, columns string) (k report.SavedReport, document string,
	err error) {
	var at string
	var d readDocument
	err = tx.QueryRowContext(ctx, "SELECT "+keptColumns+", "+columns+" FROM report WHERE id = ?", id).Scan(
		append([]any{&k.ID, &k.Guide, &k.Step, &k.Visit, &k.Title, &k.Subject, &at, &k.Worst}, d.into()...)...)
	if err != nil {
		return k, "", err
	}
	var t when
	_ = t.Scan(at) // what cannot be read counts as no time, and is found as damage elsewhere
	k.At = t.Time
	return k, d.whole(), nil
}

// sealOf returns the seal of a report that is stored; nil where it has no place.
func sealOf(ctx context.Context, tx *sql.Tx, id string) (*report.Seal, error) {
	var s report.Seal
	var saved, beforeSaved when
	err := tx.QueryRowContext(ctx, `
		SELECT p.number, p.saved, p.hash, coalesce(b.number, 0), coalesce(b.saved, ''),
			coalesce((SELECT o.name FROM organisation o JOIN report r ON r.organisation = o.id WHERE r.id = p.report), '')
		FROM place p LEFT JOIN place b ON b.number = p.number - 1
		WHERE p.report = ? AND p.removed = '' ORDER BY p.number DESC LIMIT 1`, id).Scan(&s.Number, &saved, &s.Hash,
		&s.Before, &beforeSaved, &s.Organisation)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	s.Saved, s.BeforeSaved = saved.Time, beforeSaved.Time
	return &s, err
}
