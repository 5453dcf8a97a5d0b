package store

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"handrail/app"
	"handrail/app/ownerfile"

	lib "modernc.org/sqlite/lib"
)

// smallFile is the size in bytes up to which a file is checked at every start (up to 40 ms); a larger one only after a
// start that did not end well. Of the store that is promptFile (about 1 ms), because every command waits for it: Check
// looks through the rest of it later.
const (
	smallFile  = 8 << 20
	promptFile = 512 << 10
)

// suspect ends the name of a mark beside a file that damage was met in.
const suspect = ".suspect"

// translate returns err in words. Damage that shows only now is marked, so that
// the next start looks through the whole file, however large it is.
func (f *file) translate(ctx context.Context, err error) error {
	var said *app.Error
	switch {
	case err == nil || errors.As(err, &said) || ctx.Err() != nil:
	case badPages(err):
		f.mark("")
		return errDamaged(f.kind.hurt, err)
	case badRow(err):
		f.mark(rowMark)
		e := errDamaged(f.kind.hurt, err)
		if !f.kind.fetched {
			e.Hint = "Close Handrail and open it again. Handrail then leaves out what cannot be read, and keeps a copy."
		}
		return e
	}
	return translate(ctx, err)
}

// mark marks a file in which damage was met, for the next start. A mark that is there stays.
func (f *file) mark(text string) {
	if newPrivate(f.path+suspect) == nil {
		_ = os.WriteFile(f.path+suspect, []byte(text), 0o600)
	}
}

// badPages reports whether an error comes from a file that is no sound database of ours.
func badPages(err error) bool {
	switch codeOf(err) {
	case lib.SQLITE_CORRUPT, lib.SQLITE_NOTADB:
		return true
	case lib.SQLITE_ERROR:
		return strings.Contains(err.Error(), "no such table") || strings.Contains(err.Error(), "no such column")
	}
	return false
}

// badRow reports whether an error comes from a value that Handrail never writes.
func badRow(err error) bool {
	return strings.HasPrefix(err.Error(), "sql: Scan error") || strings.Contains(err.Error(), "integer overflow")
}

// doubtful reports whether the file has to be looked through before it is used. A
// large one that can be fetched again costs seconds: only when damage was met.
func (o *fileOpener) doubtful(st fs.FileInfo) bool {
	size := o.prompt
	if size == 0 {
		size = smallFile
	}
	if _, err := os.Lstat(o.path + suspect); err == nil || st.Size() <= size {
		return true
	}
	return o.hasLog() && !o.fetched
}

// rowMark is in the mark of damage beside a file of which only a value cannot be read. SQLite finds that sound.
const rowMark = "A value in this file cannot be read.\n"

// unreadable reports whether a value in the file could not be read.
func (o *fileOpener) unreadable() bool {
	mark, err := os.ReadFile(o.path + suspect)
	return err == nil && string(mark) == rowMark
}

// lacks returns "ok" where a database of this version has every table, index and trigger, else what it lacks.
func (o *fileOpener) lacks(ctx context.Context, db *sql.DB, version int) (string, error) {
	has, err := namesIn(ctx, db)
	if err != nil {
		return "", err
	}
	for name := range o.names(version) {
		if !has[name] {
			return name, nil
		}
	}
	return "ok", nil
}

// makes finds what a migration makes and removes.
var makes = regexp.MustCompile(`(?mi)(?:^|;)\s*(CREATE|DROP)\s+(?:UNIQUE\s+)?(TABLE|INDEX|TRIGGER)\s+(\w+)`)

// names returns what the steps up to a version make, as namesIn has it. To make it all would take 5 milliseconds.
func (o *fileOpener) names(version int) map[string]bool {
	all := map[string]bool{}
	for _, m := range o.steps {
		if m.version > version {
			break
		}
		for _, f := range makes.FindAllStringSubmatch(m.sql, -1) {
			name := strings.ToLower(f[2]) + " " + f[3]
			if strings.EqualFold(f[1], "DROP") {
				delete(all, name)
			} else {
				all[name] = true
			}
		}
	}
	return all
}

func namesIn(ctx context.Context, db *sql.DB) (map[string]bool, error) {
	r, err := db.QueryContext(ctx, "SELECT type || ' ' || name FROM sqlite_schema")
	if err != nil {
		return nil, err
	}
	defer func() { _ = r.Close() }()
	all := map[string]bool{}
	for r.Next() {
		var name string
		if err := r.Scan(&name); err != nil {
			return nil, err
		}
		all[name] = true
	}
	return all, r.Err()
}

// The header of a database (SQLite, “Database File Format”, section 1.3).
const (
	headerSize = 100
	versionAt  = 18 // 2 where the file has a log, 1 where it has a journal
	idAt       = 68
)

// settleJournal deals with a journal beside a file of ours. Handrail writes a log and no journal, so a journal beside
// a file with a log is of someone else: it is put aside. Where another program turned the log off and was killed, its
// journal is needed, and SQLite rolls its change back.
func (o *fileOpener) settleJournal(ctx context.Context) {
	journal := o.path + "-journal"
	if st, err := os.Stat(journal); err != nil || st.Size() == 0 {
		return
	}
	head := make([]byte, headerSize)
	f, err := os.Open(o.path)
	if err != nil {
		return
	}
	_, err = io.ReadFull(f, head)
	_ = f.Close()
	if err != nil || !bytes.HasPrefix(head, []byte("SQLite format 3\x00")) ||
		binary.BigEndian.Uint32(head[idAt:]) != uint32(o.id) {
		return
	}
	if head[versionAt] == 1 {
		o.rollBack(ctx)
		return
	}
	aside := o.path + ".foreign-" + o.now().UTC().Format("20060102T150405Z") + "-journal"
	if _, err := os.Lstat(aside); err == nil || ownerfile.Rename(journal, aside) != nil {
		return
	}
	o.notices = append(o.notices, Notice{
		"foreign", "Handrail did not write the file " + filepath.Base(journal) + " in its folder.",
		"Nothing is lost. The file is kept as " + filepath.Base(aside) + " in " + o.folder + ".",
	})
}

// rollBack lets SQLite take back the change of a program that was killed. A handle that only reads cannot.
func (o *fileOpener) rollBack(ctx context.Context) {
	db, err := sql.Open("sqlite", fileURI(o.path, url.Values{"mode": {"rw"}, "_error_rc": {"1"},
		"_pragma": {"busy_timeout(5000)"}}))
	if err != nil {
		return
	}
	var n int
	_ = db.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema").Scan(&n) // what fails is found right after
	_ = db.Close()
}
