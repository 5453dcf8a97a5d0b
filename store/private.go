package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"handrail/app"
)

// A database is up to four files: itself, SQLite's log, the index of that log,
// and the journal of a database without a log.
var parts = []string{"", "-wal", "-shm", "-journal"}

// privateFolder makes the folder, for its owner only whatever the umask.
func privateFolder(folder string) error {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	return tighten(folder)
}

// tighten takes away the rights of others, and gives none. It goes by name:
// opening the file and closing it again would drop SQLite's locks.
func tighten(name string) error {
	st, err := os.Stat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil || st.Mode().Perm()&0o077 == 0 {
		return err
	}
	return os.Chmod(name, st.Mode().Perm()&^0o077)
}

// tightenAll makes every file of ours in the folder private: the database, what
// belongs to it, copies, and what was put aside.
func tightenAll(folder string) error {
	names, err := filepath.Glob(filepath.Join(globEscape(folder), fileName+"*"))
	if err != nil {
		return err
	}
	var errs []error
	for _, name := range names {
		if st, err := os.Stat(name); err == nil && st.Mode().IsRegular() {
			errs = append(errs, tighten(name))
		}
	}
	return errors.Join(errs...)
}

// globEscape makes a folder's name mean itself in a pattern. Windows knows no
// escape and forbids most of these characters anyway.
func globEscape(folder string) string {
	if os.PathSeparator == '\\' {
		return folder
	}
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(folder)
}

// newPrivate makes an empty file for its owner only. SQLite gives its log the
// rights of the database, so this settles those too.
func newPrivate(name string) error {
	f, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	return errors.Join(f.Chmod(0o600), f.Close())
}

// putAside renames a database and all that belongs to it, so that a new one can
// take its place, and gives the new name. Nothing is ever overwritten.
func putAside(path, why string, now app.Clock) (string, error) {
	stamp := now().UTC().Format("20060102T150405Z")
	target := path + "." + why + "-" + stamp
	if _, err := os.Lstat(target); err == nil {
		target += "-" + app.NewID()[:6]
	}
	// The log goes first: a new database must never meet an old log.
	for i := len(parts) - 1; i >= 0; i-- {
		err := os.Rename(path+parts[i], target+parts[i])
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
	}
	return target, nil
}

// sweep removes what a killed start left half made: only files of ours that are
// an hour old, so that a start under way elsewhere is not disturbed.
func sweep(path string) {
	folder := globEscape(filepath.Dir(path))
	for _, pattern := range []string{fileName + ".new-*", fileName + ".*.part"} {
		names, _ := filepath.Glob(filepath.Join(folder, pattern))
		for _, name := range names {
			if st, err := os.Lstat(name); err == nil && time.Since(st.ModTime()) > time.Hour {
				_ = os.Remove(name)
			}
		}
	}
}

// syncFolder makes a rename last through a power cut. Some systems cannot do
// it; they keep renames in order by themselves.
func syncFolder(folder string) {
	if f, err := os.Open(folder); err == nil {
		_ = f.Sync()
		_ = f.Close()
	}
}
