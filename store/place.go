package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"handrail/app"
)

// Known reports whether folder has a cache or a history of an organisation.
func Known(folder, organisation string) bool {
	for _, name := range []string{cacheName(organisation), historyName(organisation)} {
		if _, err := os.Lstat(filepath.Join(folder, name)); !errors.Is(err, fs.ErrNotExist) {
			return true
		}
	}
	return false
}

// OpenDraft opens a new cache with its history in a folder of their own, from which Place takes them. Nothing waits for
// the disk, so a power cut leaves a draft that cannot be read.
func OpenDraft(folder, organisation string, now app.Clock) (*Cache, error) {
	c, _, err := openCache(folder, now, unsynced(cacheKind(organisation)))
	if err != nil {
		return nil, err
	}
	f, _, err := openKind(folder, now, unsynced(historyKind(organisation)))
	if err != nil {
		return nil, errors.Join(err, c.Close())
	}
	c.past = &History{f}
	return c, nil
}

func unsynced(k kind) kind {
	k.pragmas = append(slices.DeleteFunc(slices.Clone(k.pragmas), func(p string) bool {
		return strings.HasPrefix(p, "synchronous(")
	}), "synchronous(OFF)")
	return k
}

// Place moves the history of an organisation and then its cache from the folder of a draft, which is closed, to another
// on the same disk, and reports whether it did. It replaces no file, so that of several programs one alone places its
// own.
func Place(from, to, organisation string) (bool, error) {
	for _, name := range []string{historyName(organisation), cacheName(organisation)} {
		if err := flush(filepath.Join(from, name)); err != nil {
			return false, err
		}
		if err := os.Link(filepath.Join(from, name), filepath.Join(to, name)); err != nil {
			if errors.Is(err, fs.ErrExist) {
				return false, nil
			}
			return false, err
		}
	}
	return true, nil
}

// flush waits until a file is on the disk.
func flush(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
