package store

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"handrail/app"
	"handrail/app/ownerfile"
	"handrail/app/userfolder"

	lib "modernc.org/sqlite/lib"
)

// A database is up to four files: itself, SQLite's log, the index of that log,
// and the journal of a database without a log.
var parts = []string{"", "-wal", "-shm", "-journal"}

// privateFolder creates the folder for its owner only, whatever the umask.
func privateFolder(folder string) error {
	if err := ownerfile.MkdirAll(folder); err != nil {
		return err
	}
	if shared(folder) {
		return nil // the files in it are private, each for itself
	}
	return tighten(folder)
}

// shared reports whether a folder is more than Handrail's: the root of a disk, a
// user's home or Documents, or a folder for the files of everyone. To take away the rights of
// others there would stop other programs.
func shared(folder string) bool {
	st, err := os.Stat(folder)
	return userfolder.Holds(folder) || err == nil && st.Mode()&os.ModeSticky != 0
}

// tighten takes away the rights of others, and gives none. It goes by name:
// opening the file and closing it again would drop SQLite's locks.
func tighten(name string) error {
	if err := ownerfile.Tighten(name); !errors.Is(err, ownerfile.ErrUnsupported) {
		return err
	}
	return nil // a drive without permissions; Handrail works there as well
}

// tightenAll makes every file private that belongs to the database at path: it
// and its log, copies, and what was put aside.
func tightenAll(path string) error {
	names, err := matching(path, "*")
	if err != nil && !errors.Is(err, fs.ErrPermission) {
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

// matching returns the full names that begin with prefix, where what follows fits a pattern
// of filepath.Match. Every character of the prefix is taken as it is: filepath.Glob knows
// no escape on Windows, where names may have brackets.
func matching(prefix, pattern string) ([]string, error) {
	folder, base := filepath.Split(prefix)
	entries, err := os.ReadDir(folder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	var names []string
	for _, e := range entries {
		rest, found := strings.CutPrefix(e.Name(), base)
		if !found {
			continue
		}
		if fits, err := filepath.Match(pattern, rest); err != nil || !fits {
			continue
		}
		names = append(names, filepath.Join(folder, e.Name()))
	}
	return names, nil
}

// newPrivate creates an empty file for its owner only. SQLite gives its log the
// rights of the database, so this settles those too.
func newPrivate(name string) error {
	f, err := ownerfile.Create(name)
	if err != nil {
		return err
	}
	return f.Close()
}

// putAside renames a database and all that belongs to it, so that a new one can
// take its place, and returns the new name. Nothing is ever overwritten.
func putAside(path, why string, now app.Clock) (string, error) {
	stamp := now().UTC().Format("20060102T150405Z")
	target := path + "." + why + "-" + stamp
	if _, err := os.Lstat(target); err == nil {
		target += "-" + app.NewID()[:6]
	}
	// The log goes first: a new database must never meet an old log.
	for i := len(parts) - 1; i >= 0; i-- {
		err := ownerfile.Rename(path+parts[i], target+parts[i])
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
	}
	return target, nil
}

// dropAside removes what was put aside of this file before, where it was surely
// a file of ours.
func (o *fileOpener) dropAside() {
	for _, why := range []string{"damaged", "newer", "older", "missing"} {
		names, _ := matching(o.path, "."+why+"-*")
		for _, name := range names {
			if st, err := os.Lstat(name); err == nil && st.Mode().IsRegular() {
				_ = os.Remove(name)
			}
		}
	}
}

// sweep removes what a killed start left half made: only files of ours that are
// an hour old, so that a start under way elsewhere is not disturbed.
func sweep(path string) {
	for _, pattern := range []string{".new-*", ".*.part"} {
		names, _ := matching(path, pattern)
		for _, name := range names {
			if st, err := os.Lstat(name); err == nil && time.Since(st.ModTime()) > time.Hour {
				_ = os.Remove(name)
			}
		}
	}
}

// scratchPrefix begins the name of a folder for a file until the end of the program.
const scratchPrefix = "handrail-"

// noRoom reports whether the disk is full: err says so, or is one that SQLite returns
// where its log finds no room, and so few bytes as that log begins with cannot be
// written.
func (o *fileOpener) noRoom(err error) bool {
	if err != nil && codeOf(err) != lib.SQLITE_IOERR && codeOf(err) != lib.SQLITE_CANTOPEN {
		return codeOf(err) == lib.SQLITE_FULL
	}
	name := o.path + ".new-" + app.NewID()
	f, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return false // there is no right to, or no folder
	}
	defer func() { _ = os.Remove(name) }()
	_, err = f.Write(make([]byte, 64<<10))
	return errors.Join(err, f.Close()) != nil
}

// heldBy names the lock of the program that has a scratch file open. It is not the
// lock of a refresh.
func heldBy(path string) string { return path + ".held" }

// sweepScratch removes the scratch folders that killed programs left in the
// system's folder for temporary files: those that hold only files of ours, are an
// hour old, and whose lock no program has.
func sweepScratch(ctx context.Context) {
	folders, _ := matching(filepath.Join(os.TempDir(), scratchPrefix), "*")
	for _, folder := range folders {
		st, err := os.Lstat(folder)
		if err != nil || !st.IsDir() || time.Since(st.ModTime()) < time.Hour {
			continue
		}
		path, ours := scratchIn(folder)
		if !ours {
			continue
		}
		l, err := takeLock(ctx, heldBy(path))
		if err != nil {
			continue
		}
		_ = l.release()
		_ = os.RemoveAll(folder)
	}
}

// scratchIn returns the database in a scratch folder. ours is false where there is
// none, or anything else.
func scratchIn(folder string) (path string, ours bool) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return "", false
	}
	for _, e := range entries {
		name := e.Name()
		base, _, found := strings.Cut(name, ".db")
		if !found || !e.Type().IsRegular() || base != "handrail" && !strings.HasPrefix(base, "cache-") {
			return "", false
		}
		if strings.HasSuffix(name, ".db") {
			path = filepath.Join(folder, name)
		}
	}
	return path, path != ""
}

// syncFolder makes a rename last through a power cut. Some systems cannot do
// it; they keep renames in order by themselves.
func syncFolder(folder string) {
	if f, err := os.Open(folder); err == nil {
		_ = f.Sync()
		_ = f.Close()
	}
}
