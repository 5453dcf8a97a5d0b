// Package store keeps what must never be lost: visits with their answers, the
// journal, what was seen out there, reports and settings. It is one SQLite
// file, handrail.db, in a folder that only its owner may read.
//
// SQLite writes each change to a log beside the file first (handrail.db-wal)
// and carries it over later. A program that is killed leaves that log behind,
// and the next start reads it: what was confirmed is there. While the file is
// open nobody else in this process may open it, not even to copy it, because
// closing such a handle drops SQLite's locks; copies are made with VACUUM INTO.
//
// The code has two layers. An exported method opens the transaction, a private
// function holds the SQL. There is one handle that writes, with one connection,
// and a pool that only reads.
//
// A file that cannot be used never stops the program: it is put aside or left
// alone, and a Notice says which and why.
package store

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/report"

	"modernc.org/sqlite"
)

// fileName is the one file of the store in the data folder.
const fileName = "handrail.db"

// Store is the open file. Its methods may be called from any goroutine.
type Store struct {
	folder   string
	read     *sql.DB
	write    *sql.DB // nil where nothing may be written
	scratch  string  // folder to remove at the end, where nothing is kept
	readOnly bool
}

var (
	_ guide.Visits   = (*Store)(nil)
	_ guide.Journal  = (*Store)(nil)
	_ guide.Memory   = (*Store)(nil)
	_ guide.Settings = (*Store)(nil)
	_ report.Library = (*Store)(nil)
)

// Notice tells the person what Handrail did about a file it could not use as
// it is. Code is stable: damaged, empty, foreign, missing, newer, read-only,
// nothing-kept.
type Notice struct {
	Code    string
	Message string // what happened
	Hint    string // what to do next
}

// DefaultFolder gives the folder where a program of this system keeps data of
// its person: XDG_DATA_HOME/handrail (XDG Base Directory 0.8),
// %LocalAppData%\Handrail, ~/Library/Application Support/Handrail.
func DefaultFolder() (string, error) {
	home, err := os.UserHomeDir()
	switch runtime.GOOS {
	case "windows":
		if dir := os.Getenv("LocalAppData"); dir != "" {
			return filepath.Join(dir, "Handrail"), nil
		}
	case "darwin":
		if err == nil {
			return filepath.Join(home, "Library", "Application Support", "Handrail"), nil
		}
	default:
		// The specification says to pass over a path that is not absolute.
		if dir := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(dir) {
			return filepath.Join(dir, "handrail"), nil
		}
		if err == nil {
			return filepath.Join(home, ".local", "share", "handrail"), nil
		}
	}
	return "", &app.Error{
		Code: app.NotFound, Message: "Handrail could not find your own folder on this computer.",
		Hint: "Name a folder for Handrail with -data FOLDER.", Err: err,
	}
}

// Open opens the store in folder and makes both where they are missing. What
// had to be done about a file that cannot be used is told in the notices. An
// error means that not even a store until the end of the program could be made.
func Open(folder string, now app.Clock) (*Store, []Notice, error) {
	return openWith(folder, now, shipped())
}

func openWith(folder string, now app.Clock, steps []migration) (*Store, []Notice, error) {
	sqlite.StrictPragmas(true)
	if now == nil {
		now = time.Now
	}
	folder, err := filepath.Abs(folder)
	if err != nil {
		return nil, nil, &app.Error{
			Code: app.Invalid, Message: "Handrail cannot use this data folder.",
			Hint: "Name another folder with -data FOLDER.", Err: err,
		}
	}
	o := &opener{folder: folder, path: filepath.Join(folder, fileName), now: now, steps: steps}
	s, err := o.open(context.Background())
	if err != nil {
		s, err = o.openScratch(context.Background(), err)
	}
	return s, o.notices, err
}

// Folder gives the data folder, also where nothing is kept in it.
func (s *Store) Folder() string { return s.folder }

// ReadOnly tells whether the store may be read but not written.
func (s *Store) ReadOnly() bool { return s.readOnly }

// Close carries everything over into the one file and lets go of it.
func (s *Store) Close() error {
	var errs []error
	if s.write != nil {
		// Helps SQLite plan queries; a failure changes nothing kept.
		_, _ = s.write.Exec("PRAGMA optimize")
	}
	// The writer is closed last: only a connection that may write can carry
	// the log over and remove it.
	errs = append(errs, s.read.Close())
	if s.write != nil {
		errs = append(errs, s.write.Close())
	}
	if s.scratch != "" {
		errs = append(errs, os.RemoveAll(s.scratch))
	}
	return errors.Join(errs...)
}

// change runs f in a transaction that writes. Nothing of it stays when f fails.
func (s *Store) change(ctx context.Context, f func(*sql.Tx) error) error {
	if s.write == nil {
		return errReadOnly(nil)
	}
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return translate(ctx, err)
	}
	if err := f(tx); err != nil {
		// On a full disk SQLite has rolled back already and says so here.
		_ = tx.Rollback()
		return translate(ctx, err)
	}
	return translate(ctx, tx.Commit())
}

// look runs f in a transaction that reads: all its queries see one moment.
func (s *Store) look(ctx context.Context, f func(*sql.Tx) error) error {
	tx, err := s.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return translate(ctx, err)
	}
	defer func() { _ = tx.Rollback() }()
	return translate(ctx, f(tx))
}

// forget empties SQLite's log after something was deleted, so that the deleted
// text does not linger in it. Another process that reads may prevent it; then
// the next one does it.
func (s *Store) forget(ctx context.Context) {
	_, _ = s.write.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
}

// rows runs a query and gives one value of each row.
func rows[T any](ctx context.Context, tx *sql.Tx, scan func(*sql.Rows) (T, error), query string, args ...any) ([]T, error) {
	r, err := tx.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = r.Close() }()
	var all []T
	for r.Next() {
		v, err := scan(r)
		if err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, r.Err()
}
