package store

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"handrail/app"

	"modernc.org/sqlite"
)

// file is an open database: one handle that writes, a pool that only reads.
type file struct {
	folder   string
	path     string // of the database; elsewhere than in folder where nothing is kept
	read     *sql.DB
	write    *sql.DB // nil where nothing may be written
	scratch  string  // folder to remove at the end, where nothing is kept
	held     *lock   // of the scratch folder, so that no other start sweeps it
	why      error   // why nothing stays that is saved now; nil where it stays
	readOnly bool
	kind     kind
	now      app.Clock
	busy     atomic.Int32 // how many want to change something now
	changed  atomic.Int64 // when something was changed last, in nanoseconds of Unix time
	lingers  atomic.Bool  // what was removed by its age may still be in SQLite's log
}

// kind is what one kind of file is like, and what is said about it.
type kind struct {
	name    string // of the file
	id      int    // application_id
	steps   []migration
	fetched bool     // what is in it can be fetched again
	pragmas []string // beside those of every file
	writer  []string // of the handle that writes, beside pragmas
	first   []string // pragmas that must be known before a file has pages
	readers int      // connections that read at once; 0 is any number
	prompt  int64    // size in bytes up to which the whole file is checked at every start; 0 is smallFile
	faults  map[string]string
	began   string // what Handrail did about a fault
	hurt    string // what happened where damage shows only in use
	lost    string // what it means that nothing is kept
	only    string // what it means that the file may only be read
}

// openKind opens the file of this kind in folder, or one until the end of the
// program where the folder cannot be used.
func openKind(folder string, now app.Clock, k kind) (*file, []Notice, error) {
	sqlite.StrictPragmas(true)
	if now == nil {
		now = time.Now
	}
	folder, err := filepath.Abs(folder)
	if err != nil {
		return nil, nil, &app.Error{
			Code: app.Invalid, Message: "Handrail cannot use this data folder.",
			Hint: "Choose another folder with -data FOLDER.", Err: err,
		}
	}
	o := &fileOpener{kind: k, folder: folder, path: filepath.Join(folder, k.name), now: now}
	f, err := o.open(context.Background())
	if err != nil {
		ctx, why := context.Background(), err
		if f, err = o.openToRead(ctx, why); err != nil {
			f, err = o.openScratch(ctx, why)
		}
	}
	if f != nil {
		f.kind, f.now = k, now
	}
	return f, o.notices, err
}

// Folder returns the data folder, also where nothing is kept in it.
func (f *file) Folder() string { return f.folder }

// Unsaved returns why nothing stays that is saved now; nil where it stays.
func (f *file) Unsaved() error { return f.why }

// Scratch reports whether this is a file until the end of the program: what was
// saved before is not in it.
func (f *file) Scratch() bool { return f.scratch != "" }

// Seal makes a file that would be thrown away refuse every change, with the
// reason: nothing may be called saved that is lost at the end.
func (f *file) Seal() error {
	if f.scratch == "" || f.write == nil {
		return nil
	}
	err := f.write.Close()
	f.write, f.readOnly = nil, true
	return err
}

// ReadOnly reports whether the file may be read but not written.
func (f *file) ReadOnly() bool { return f.readOnly }

// Close carries everything over into the one file and lets go of it.
func (f *file) Close() error {
	var errs []error
	if f.write != nil {
		// Helps SQLite plan queries; a failure changes nothing kept.
		_, _ = f.write.Exec("PRAGMA optimize")
	}
	// The writer is closed last: only a connection that may write can carry
	// the log over and remove it.
	errs = append(errs, f.read.Close())
	if f.write != nil {
		errs = append(errs, f.write.Close())
	}
	if f.held != nil {
		errs = append(errs, f.held.release())
	}
	if f.scratch != "" {
		errs = append(errs, os.RemoveAll(f.scratch))
	}
	return errors.Join(errs...)
}

// change runs do in a transaction that writes. Nothing of it stays when do fails.
func (f *file) change(ctx context.Context, do func(*sql.Tx) error) error {
	f.busy.Add(1)
	defer func() {
		f.changed.Store(time.Now().UnixNano())
		f.busy.Add(-1)
	}()
	return f.changeInBackground(ctx, do)
}

// changeInBackground is change for what no one waits for.
func (f *file) changeInBackground(ctx context.Context, do func(*sql.Tx) error) error {
	if f.write == nil {
		return f.refusal()
	}
	tx, err := f.write.BeginTx(ctx, nil)
	if err != nil {
		return f.translate(ctx, err)
	}
	if err := do(tx); err != nil {
		// On a full disk SQLite has rolled back already and returns an error here.
		_ = tx.Rollback()
		return f.translate(ctx, err)
	}
	return f.translate(ctx, tx.Commit())
}

// refusal returns why nothing may be written.
func (f *file) refusal() error {
	if f.why != nil {
		return f.why
	}
	return errReadOnly(nil)
}

// look runs do in a transaction that reads: all its queries see one moment.
func (f *file) look(ctx context.Context, do func(*sql.Tx) error) error {
	tx, err := f.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return f.translate(ctx, err)
	}
	defer func() { _ = tx.Rollback() }()
	return f.translate(ctx, do(tx))
}

// quick is a context for many short statements in a row. For one that can be
// cancelled the driver starts a goroutine with each of them; anyone who uses this
// asks ctx itself now and then.
func quick(ctx context.Context) context.Context { return context.WithoutCancel(ctx) }

// forget empties SQLite's log after something was deleted, so that the deleted
// text does not linger in it. Another process that reads may prevent it; then
// the next one does it.
func (f *file) forget(ctx context.Context) {
	_, _ = f.write.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
}

// rows runs a query and returns one value of each row.
func rows[T any](ctx context.Context, tx *sql.Tx, scan func(*sql.Rows) (T, error), query string, args ...any) ([]T,
	error) {
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
