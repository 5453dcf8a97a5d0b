package store

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"time"

	"handrail/app"
)

// settingChecked is the setting with the time at which the whole file was found sound last, and checkEvery is how long
// that counts for a file that is large or that only commands use.
const (
	settingChecked = "file-checked"
	checkEvery     = 7 * 24 * time.Hour
)

// CheckDue reports whether the whole file is to be checked: a small one after each start of the window, any other a week
// after the last time. A start itself checks only what takes a millisecond.
func (s *Store) CheckDue(ctx context.Context, window bool) (bool, error) {
	st, err := os.Stat(s.path)
	if err != nil || s.readOnly || s.scratch != "" {
		return false, nil // there is nothing to put aside, or not by this program
	}
	if window && st.Size() <= smallFile {
		return true, nil
	}
	settings, err := s.Settings(ctx)
	at, bad := time.Parse(time.RFC3339, settings[settingChecked])
	age := s.now().Sub(at)
	return err == nil && (bad != nil || age < 0 || age >= checkEvery), err
}

// Check looks through the whole file, one table after the other; before is called before each, where it is not nil,
// and an error of it ends the check. Of a damaged file the error has the code app.Damaged, and the next start sets it aside.
func (s *Store) Check(ctx context.Context, before func() error) error {
	var tables []string
	err := s.look(ctx, func(tx *sql.Tx) (err error) {
		tables, err = rows(ctx, tx, func(r *sql.Rows) (name string, err error) { return name, r.Scan(&name) },
			"SELECT name FROM sqlite_schema WHERE type = 'table' UNION SELECT 'sqlite_schema'")
		return err
	})
	for _, name := range tables {
		if before != nil {
			if err := before(); err != nil {
				return err
			}
		}
		if err := s.checkTable(ctx, name); err != nil {
			return err
		}
	}
	if err != nil {
		return err
	}
	return s.changeInBackground(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO setting (name, value) VALUES (?, ?)
			ON CONFLICT (name) DO UPDATE SET value = excluded.value`, settingChecked, s.now().UTC().Format(time.RFC3339))
		return err
	})
}

// checkTable looks through one table and its indexes.
func (s *Store) checkTable(ctx context.Context, name string) error {
	health := ""
	err := s.read.QueryRowContext(ctx, "PRAGMA quick_check('"+name+"')").Scan(&health)
	if err == nil && health == "ok" {
		return nil
	}
	if ctx.Err() != nil {
		return s.translate(ctx, ctx.Err())
	}
	if err != nil && !badPages(err) {
		return s.translate(ctx, err)
	}
	s.mark("")
	return &app.Error{
		Code: app.Damaged, Message: "Handrail found damage in its data file.",
		Hint: "Export the reports that you need, then close Handrail and open it again. Handrail then sets the damaged " +
			"file aside.",
		Err: errors.Join(err, errors.New("store: "+name+": "+health)),
	}
}
