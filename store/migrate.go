package store

import (
	"bytes"
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"handrail/app"
	"handrail/app/ownerfile"

	lib "modernc.org/sqlite/lib"
)

// These stand in the header of every file of ours: "HAND" in the store, "HANC"
// in a cache, "HANH" in a history.
const (
	applicationID = 0x48414E44
	cacheID       = 0x48414E43
	historyID     = 0x48414E48
)

//go:embed migrations/*.sql cache/*.sql history/*.sql
var files embed.FS

// migration takes a database from version-1 to version.
type migration struct {
	version int
	name    string
	sql     string
	fill    func(context.Context, *sql.Tx) error // what SQL cannot do, after it; nil: nothing
}

// shipped returns the migrations of the store in order. A file's number is its
// version; a test holds that they count from 1 without a gap.
func shipped() []migration {
	all := migrationsIn("migrations")
	for i := range all {
		if all[i].name == "records" {
			all[i].fill = fillPlaces
		}
	}
	return all
}

func migrationsIn(folder string) []migration {
	names, err := files.ReadDir(folder)
	if err != nil {
		panic("store: no migrations in this program: " + err.Error())
	}
	var all []migration
	for _, entry := range names {
		text, err := files.ReadFile(folder + "/" + entry.Name())
		number, name, found := strings.Cut(strings.TrimSuffix(entry.Name(), ".sql"), "_")
		version, bad := strconv.Atoi(number)
		if err != nil || bad != nil || !found {
			panic("store: not a migration: " + entry.Name())
		}
		all = append(all, migration{version: version, name: name, sql: string(text)})
	}
	return all
}

func latest(steps []migration) int { return steps[len(steps)-1].version }

// newer reports whether a newer version of Handrail wrote the file. It reads the header only and creates no log beside
// the file, because this version may not touch it.
func (o *fileOpener) newer(ctx context.Context) (found, bool) {
	f := found{immutable: true}
	db, err := connect(o.path, "ro", true, 1)
	if err != nil {
		return f, false
	}
	defer func() { _ = db.Close() }()
	var id int
	err = errors.Join(db.QueryRowContext(ctx, "PRAGMA application_id").Scan(&id),
		db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&f.version))
	if o.fetched {
		f.fault = "newer"
	}
	return f, err == nil && id == o.id && f.version > latest(o.steps)
}

// migrate brings db to the newest version. A file that holds something is
// copied first; the copy is whole before anything changes.
func (o *fileOpener) migrate(ctx context.Context, db *sql.DB, path string) error {
	var version int
	if err := db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return err
	}
	if version >= latest(o.steps) {
		return nil
	}
	var saved string
	if version > 0 && !o.fetched { // what is read from Microsoft can be read again
		var err error
		if saved, err = backup(ctx, db, path, version, o.now); err != nil {
			return err
		}
	}
	steps := o.steps[version:]
	batch := 1
	if version == 0 { // nothing to lose between two steps
		batch = len(steps)
	}
	for some := range slices.Chunk(steps, batch) {
		if err := apply(ctx, db, o.id, some...); err != nil {
			return notMigrated(ctx, err)
		}
	}
	if saved != "" {
		o.notices = append(o.notices, Notice{
			"converted", "Handrail converted your data to the format of this version.",
			"A copy of the data as it was is kept as " + filepath.Base(saved) + " in " + o.folder + ".",
		})
	}
	return nil
}

// errMigration marks a migration that failed for a reason of its own.
var errMigration = errors.New("store: the file cannot be migrated")

// notMigrated returns the words for a migration that failed. A full disk and a file
// that another program holds have words already.
func notMigrated(ctx context.Context, err error) error {
	switch codeOf(err) {
	case lib.SQLITE_FULL, lib.SQLITE_BUSY, lib.SQLITE_LOCKED, lib.SQLITE_READONLY, lib.SQLITE_IOERR,
		lib.SQLITE_CANTOPEN:
		return err
	}
	if ctx.Err() != nil {
		return err
	}
	return &app.Error{
		Code: app.Internal, Message: "Handrail could not convert its data file to the format of this version.",
		Hint: "Install the newest version of Handrail. Your data is still there, with a copy of the file beside it.",
		Err:  errors.Join(errMigration, err),
	}
}

// apply runs migrations that follow each other, and the version number of the last, as one transaction.
func apply(ctx context.Context, db *sql.DB, id int, steps ...migration) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	var version int
	if err := tx.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return err
	}
	if version >= latest(steps) {
		return nil // another process was faster
	}
	for _, m := range steps {
		if err := m.run(ctx, tx); err != nil {
			return fmt.Errorf("store: migration %04d_%s: %w", m.version, m.name, err)
		}
	}
	var table string
	switch err := tx.QueryRowContext(ctx, "PRAGMA foreign_key_check").Scan(&table, new(any), new(any), new(any)); {
	case err == nil:
		return fmt.Errorf("store: after migration %04d a row of table %s refers to nothing", latest(steps), table)
	case !errors.Is(err, sql.ErrNoRows):
		return err
	}
	marks := fmt.Sprintf("PRAGMA application_id = %d; PRAGMA user_version = %d", id, latest(steps))
	if _, err := tx.ExecContext(ctx, marks); err != nil {
		return err
	}
	return tx.Commit()
}

func (m migration) run(ctx context.Context, tx *sql.Tx) error {
	if _, err := tx.ExecContext(ctx, m.sql); err != nil || m.fill == nil {
		return err
	}
	return m.fill(ctx, tx)
}

// copied returns the copy of this version with the content of part, or "".
func copied(part, path string, version int) string {
	names, _ := matching(path, fmt.Sprintf(".v%04d-*Z", version))
	for _, name := range names {
		if sameContent(part, name) {
			return name
		}
	}
	return ""
}

// sameContent reports whether two copies that SQLite made hold the same. The
// counters of changes in the header, at bytes 24 and 92 (SQLite, Database File
// Format, section 1.3), are no content.
func sameContent(a, b string) bool {
	x, errX := os.Open(a)
	y, errY := os.Open(b)
	defer func() { _, _ = x.Close(), y.Close() }()
	if errX != nil || errY != nil {
		return false
	}
	const block = 64 << 10
	one, two := make([]byte, block), make([]byte, block)
	for first := true; ; first = false {
		n, errX := io.ReadFull(x, one)
		m, errY := io.ReadFull(y, two)
		if first && n >= 100 && m >= 100 {
			for _, at := range []int{24, 92} {
				copy(one[at:at+4], two[at:at+4])
			}
		}
		switch {
		case n != m || !bytes.Equal(one[:n], two[:m]):
			return false
		case errX != nil || errY != nil:
			ended := func(err error) bool { return err == io.EOF || err == io.ErrUnexpectedEOF }
			return ended(errX) && ended(errY)
		}
	}
}

// backup copies the whole database beside it, named after its version. It gets
// its name only when it is complete and on the disk, and where no copy holds the same.
// It returns the name of the copy.
func backup(ctx context.Context, db *sql.DB, path string, version int, now app.Clock) (name string, err error) {
	name = fmt.Sprintf("%s.v%04d-%s", path, version, now().UTC().Format("20060102T150405Z"))
	part := name + "-" + app.NewID()[:6] + ".part"
	if err := newPrivate(part); err != nil {
		return "", err
	}
	defer func() { _ = os.Remove(part) }()
	if _, err := db.ExecContext(ctx, "VACUUM INTO ?", part); err != nil {
		return "", err
	}
	// SQLite has let go of the copy, so opening it drops no lock.
	f, err := os.OpenFile(part, os.O_RDWR, 0)
	if err != nil {
		return "", err
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return "", err
	}
	if same := copied(part, path, version); same != "" {
		return same, nil // by a start whose migration failed, as this one's may
	}
	if err := ownerfile.Rename(part, name); err != nil {
		return "", err
	}
	syncFolder(filepath.Dir(path))
	return name, nil
}
