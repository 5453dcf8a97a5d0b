package store

import (
	"context"
	"database/sql"
	"slices"
	"strconv"
	"time"
)

// settingShared is the setting with the last row of which the text was looked at by ShareText.
const settingShared = "shared-text"

// wholeText is a row of report with its text; "" where it is not stored as one.
type wholeText struct {
	row  int64
	text string
}

// ShareText stores a part of the reports of an older version as their form and marks, and returns how many rows it
// looked at; 0 is the end. No report changes.
func (s *Store) ShareText(ctx context.Context) (n int, err error) {
	var all []wholeText
	err = s.look(ctx, func(tx *sql.Tx) (err error) {
		var at int64
		_ = tx.QueryRowContext(ctx, "SELECT CAST(value AS INTEGER) FROM setting WHERE name = ?", settingShared).Scan(
			&at) // none is the start
		all, err = rows(ctx, tx, func(r *sql.Rows) (w wholeText, err error) { return w, r.Scan(&w.row, &w.text) },
			`SELECT rowid, CASE WHEN packed IS NULL THEN document ELSE '' END
				FROM report WHERE rowid > ? ORDER BY rowid LIMIT ?`, at, sliceRows)
		return err
	})
	long := slices.ContainsFunc(all, func(w wholeText) bool { return len(w.text) >= shortDocument })
	if err != nil || !long && len(all) < sliceRows {
		return 0, err
	}
	err = s.changeInBackground(ctx, func(tx *sql.Tx) error {
		began, at := time.Now(), int64(0)
		for _, w := range all {
			if n > 0 && s.enough(began) {
				break
			}
			if err := shareRow(ctx, tx, w); err != nil {
				return err
			}
			at = w.row
			n++
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO setting (name, value) VALUES (?, ?)
			ON CONFLICT (name) DO UPDATE SET value = excluded.value`, settingShared, strconv.FormatInt(at, 10))
		return err
	})
	return n, err
}

func shareRow(ctx context.Context, tx *sql.Tx, w wholeText) error {
	var d storedDocument
	if err := d.share(w.text); err != nil || d.form == "" {
		return err
	}
	form, err := saveForm(ctx, tx, d.form)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "UPDATE report SET document = '', form = ?, marks = ? WHERE rowid = ? AND document = ?",
		form, d.marks, w.row, w.text)
	return err
}
