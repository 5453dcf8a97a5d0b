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
	"strings"

	"handrail/app"

	lib "modernc.org/sqlite/lib"
)

// smallFile is the size in bytes up to which a file is checked at every start
// (about 15 ms); a larger one only after a start that did not end well.
const smallFile = 8 << 20

// opener is one attempt to open the store.
type opener struct {
	folder, path string
	now          app.Clock
	steps        []migration
	notices      []Notice
}

// dsn names a database for the driver. The path is escaped as a URI, so that
// no character of it can be taken for a parameter.
func dsn(path, mode string, immutable bool) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // C:/… on Windows
	}
	q := url.Values{"mode": {mode}, "_error_rc": {"1"}, "_dqs": {"0"}, "_defensive": {"1"}}
	q["_pragma"] = []string{"busy_timeout(5000)", "foreign_keys(1)"}
	switch {
	case immutable:
		q.Set("immutable", "1")
	case mode == "rw":
		q.Set("_txlock", "immediate")
		q["_pragma"] = append(q["_pragma"], "journal_mode(WAL)", "synchronous(FULL)", "secure_delete(1)", "journal_size_limit(16777216)")
	}
	return (&url.URL{Scheme: "file", Path: path, RawQuery: q.Encode()}).String()
}

// connect opens a handle with at most n connections.
func connect(path, mode string, immutable bool, n int) (*sql.DB, error) {
	db, err := sql.Open("sqlite", dsn(path, mode, immutable))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(n)
	return db, nil
}

// open goes through the cases of the file. An error means that this folder
// cannot be used now.
func (o *opener) open(ctx context.Context) (*Store, error) {
	if err := privateFolder(o.folder); err != nil && !errors.Is(err, fs.ErrPermission) {
		return nil, err
	}
	sweep(o.path)
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
	if err := tightenAll(o.folder); err != nil && !errors.Is(err, fs.ErrPermission) {
		return nil, err
	}
	f, err := o.probe(ctx, st, false)
	if err != nil && barred(err) && !o.hasLog() {
		// A folder that may only be read has no room for SQLite's log. Without
		// a log to read the file can be read as it lies there.
		f, err = o.probe(ctx, st, true)
	}
	if err != nil {
		return nil, err
	}
	if f.fault != "" {
		return o.replace(ctx, f.fault, st)
	}
	return o.use(ctx, f)
}

// found is what a first look into the file told.
type found struct {
	version   int
	fault     string // why it cannot be used; empty when it can
	immutable bool
}

// probe looks into the file without changing it.
func (o *opener) probe(ctx context.Context, st fs.FileInfo, immutable bool) (found, error) {
	f := found{immutable: immutable}
	db, err := connect(o.path, "ro", immutable, 1)
	if err != nil {
		return f, err
	}
	defer func() { _ = db.Close() }()
	var id int
	err = db.QueryRowContext(ctx, "SELECT application_id, user_version FROM pragma_application_id, pragma_user_version").Scan(&id, &f.version)
	health := "ok"
	if err == nil && id == applicationID && f.version > 0 && f.version <= latest(o.steps) && (st.Size() <= smallFile || o.hasLog()) {
		err = db.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&health)
	}
	switch code := codeOf(err); {
	case code == lib.SQLITE_NOTADB:
		f.fault = "foreign"
	case code == lib.SQLITE_CORRUPT || err == nil && health != "ok":
		f.fault = "damaged"
	case err != nil:
		return f, err
	case id != applicationID || f.version <= 0:
		f.fault = "foreign"
	}
	return f, nil
}

// hasLog tells whether SQLite's log holds something: another process works with
// the file, or one was killed.
func (o *opener) hasLog() bool {
	st, err := os.Stat(o.path + "-wal")
	return err == nil && st.Size() > 0
}

// use opens a sound file.
func (o *opener) use(ctx context.Context, f found) (*Store, error) {
	if f.version > latest(o.steps) {
		return nil, app.Errorf(app.Newer, "Install the newest Handrail. Your file was not touched.",
			"Handrail's file was written by a newer Handrail (version %d of the file; this one knows %d).", f.version, latest(o.steps))
	}
	if f.immutable {
		return o.readOnly(f)
	}
	write, err := connect(o.path, "rw", false, 1)
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
	if err := migrate(ctx, write, o.path, o.steps, o.now); err != nil {
		_ = write.Close()
		return nil, err
	}
	read, err := connect(o.path, "ro", false, 4)
	if err != nil {
		_ = write.Close()
		return nil, err
	}
	if err := tightenAll(o.folder); err != nil {
		_ = read.Close()
		_ = write.Close()
		return nil, err
	}
	return &Store{folder: o.folder, read: read, write: write}, nil
}

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
func (o *opener) readOnly(f found) (*Store, error) {
	if f.version < latest(o.steps) {
		return nil, errReadOnly(nil)
	}
	read, err := connect(o.path, "ro", f.immutable, 4)
	if err != nil {
		return nil, err
	}
	o.notices = append(o.notices, Notice{
		"read-only", "Handrail may only read its folder, so nothing new is kept.",
		"Allow yourself to write to " + o.folder + ", then open Handrail again.",
	})
	return &Store{folder: o.folder, read: read, readOnly: true}, nil
}
