package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"handrail/app"

	lib "modernc.org/sqlite/lib"
)

// fileOpener is one attempt to open a file.
type fileOpener struct {
	kind
	folder, path string
	now          app.Clock
	notices      []Notice
}

// driverName is the driver of files; a test sets its own, which writes down what is asked.
var driverName = "sqlite"

// dsn names a database for the driver.
func dsn(path, mode string, immutable bool, pragmas []string) string {
	q := url.Values{"mode": {mode}, "_error_rc": {"1"}, "_dqs": {"0"}, "_defensive": {"1"}}
	q["_pragma"] = append([]string{"busy_timeout(5000)", "foreign_keys(1)"}, pragmas...)
	switch {
	case immutable:
		q.Set("immutable", "1")
	case mode == "rw":
		q.Set("_txlock", "immediate")
		q["_pragma"] = append(q["_pragma"], "journal_mode(WAL)", "journal_size_limit(16777216)")
	}
	return fileURI(path, q)
}

// lockDSN names the empty database of a lock: who begins a transaction has it.
func lockDSN(path string) string {
	return fileURI(path, url.Values{"mode": {"rw"}, "_error_rc": {"1"}, "_txlock": {"exclusive"},
		"_pragma": {"busy_timeout(0)"}})
}

// fileURI escapes the path, so that no character of it can be taken for a
// parameter.
func fileURI(path string, q url.Values) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // C:/… on Windows
	}
	return (&url.URL{Scheme: "file", Path: path, RawQuery: q.Encode()}).String()
}

// connect opens a handle with at most n connections; 0 is any number.
func connect(path, mode string, immutable bool, n int, pragmas ...string) (*sql.DB, error) {
	db, err := sql.Open(driverName, dsn(path, mode, immutable, pragmas))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(n)
	return db, nil
}

// open goes through the cases of the file. An error means that this folder
// cannot be used now.
func (o *fileOpener) open(ctx context.Context) (*file, error) {
	if err := privateFolder(o.folder); err != nil && !errors.Is(err, fs.ErrPermission) {
		return nil, err
	}
	sweep(o.path)
	sweepScratch(ctx)
	st, err := os.Stat(o.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return o.begin(ctx)
	case err != nil:
		return nil, err
	case !st.Mode().IsRegular():
		return o.replace(ctx, "foreign", st)
	case st.Size() == 0:
		return o.replace(ctx, "empty", st)
	}
	if err := tightenAll(o.path); err != nil && !errors.Is(err, fs.ErrPermission) {
		return nil, err
	}
	o.settleJournal(ctx)
	f, err := o.probeEither(ctx, st)
	if err != nil {
		return nil, err
	}
	if f.fault != "" {
		return o.replace(ctx, f.fault, st)
	}
	unreadable := o.unreadable()
	if !f.immutable {
		_ = os.Remove(o.path + suspect)
	}
	opened, err := o.use(ctx, f)
	if err == nil && unreadable && opened.write != nil && o.mend(ctx, opened) != nil {
		opened.mark(rowMark) // the next start tries again
	}
	return opened, err
}

// probeEither looks into the file. A folder that may only be read, and a full disk,
// have no room for SQLite's log. Without a log to read the file can be read as it
// lies there.
func (o *fileOpener) probeEither(ctx context.Context, st fs.FileInfo) (found, error) {
	if f, ok := o.newer(ctx); ok {
		return f, nil
	}
	f, err := o.probe(ctx, st, false)
	if err != nil && (barred(err) || o.noRoom(err)) && !o.hasLog() {
		return o.probe(ctx, st, true)
	}
	return f, err
}

// found is the result of a first look into the file.
type found struct {
	version   int
	fault     string // why it cannot be used; empty when it can
	immutable bool
}

// probe looks into the file without changing it.
func (o *fileOpener) probe(ctx context.Context, st fs.FileInfo, immutable bool) (found, error) {
	f := found{immutable: immutable}
	db, err := connect(o.path, "ro", immutable, 1)
	if err != nil {
		return f, err
	}
	defer func() { _ = db.Close() }()
	var id int
	err = db.QueryRowContext(ctx, `
		SELECT application_id, user_version FROM pragma_application_id, pragma_user_version`).Scan(&id, &f.version)
	health := "ok"
	ours := err == nil && id == o.id && f.version > 0 && f.version <= latest(o.steps)
	doubtful := ours && o.doubtful(st)
	if doubtful {
		err = db.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&health)
	}
	if (doubtful || ours && o.prompt > 0) && err == nil && health == "ok" {
		health, err = o.lacks(ctx, db, f.version)
	}
	if o.fetched && o.unreadable() {
		f.fault = "damaged"
		return f, nil
	}
	switch code := codeOf(err); {
	case code == lib.SQLITE_NOTADB:
		f.fault = "foreign"
	case code == lib.SQLITE_CORRUPT || err == nil && health != "ok":
		f.fault = "damaged"
	case err != nil:
		return f, err
	case id != o.id || f.version <= 0:
		f.fault = "foreign"
	case o.fetched && f.version > latest(o.steps): // by the log only
		f.fault = "newer"
	case o.fetched && f.version < latest(o.steps):
		f.fault = "older"
	}
	return f, nil
}

// hasLog reports whether SQLite's log holds something: another process works with
// the file, or one was killed.
func (o *fileOpener) hasLog() bool {
	st, err := os.Stat(o.path + "-wal")
	return err == nil && st.Size() > 0
}

// use opens a sound file.
func (o *fileOpener) use(ctx context.Context, f found) (*file, error) {
	if f.version > latest(o.steps) {
		return nil, app.Errorf(app.Newer, "Install the newest version of Handrail. Your data file was not changed.",
			"A newer version of Handrail wrote this data file (file version %d; this version reads up to %d).",
			f.version, latest(o.steps))
	}
	if f.immutable {
		if o.noRoom(nil) {
			return nil, errFull(nil) // openToRead has the words for it
		}
		return o.readOnly(f)
	}
	write, err := connect(o.path, "rw", false, 1, o.writing()...)
	if err != nil {
		return nil, err
	}
	if err := touch(ctx, write, f.version); err != nil {
		_ = write.Close()
		if barred(err) {
			return o.readOnly(f)
		}
		return nil, err
	}
	if err := o.migrate(ctx, write, o.path); err != nil {
		_ = write.Close()
		return nil, err
	}
	read, err := connect(o.path, "ro", false, o.readers, o.pragmas...)
	if err != nil {
		_ = write.Close()
		return nil, err
	}
	if err := tightenAll(o.path); err != nil {
		_ = read.Close()
		_ = write.Close()
		return nil, err
	}
	return &file{folder: o.folder, path: o.path, read: read, write: write}, nil
}

// writing returns the pragmas of the handle that writes.
func (k *kind) writing() []string { return slices.Concat(k.pragmas, k.writer) }

// touch finds out whether the file may be written, by writing the version it has
// and taking that back. To begin is not enough: that touches only the log.
func touch(ctx context.Context, db *sql.DB, version int) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", version))
	return errors.Join(err, tx.Rollback())
}

// readOnly opens a file that may be read and not written.
func (o *fileOpener) readOnly(f found) (*file, error) {
	if f.version < latest(o.steps) {
		return nil, errReadOnly(nil)
	}
	read, err := connect(o.path, "ro", f.immutable, o.readers, o.pragmas...)
	if err != nil {
		return nil, err
	}
	o.notices = append(o.notices, Notice{
		"read-only", o.only,
		"Give yourself permission to write to " + o.folder + ", then open Handrail again.",
	})
	return &file{folder: o.folder, path: o.path, read: read, readOnly: true, why: errReadOnly(nil)}, nil
}
