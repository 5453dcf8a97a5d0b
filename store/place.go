package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
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

// Place moves the history of an organisation and then its cache from one folder to another on the same disk, and
// reports whether it did. It replaces no file, so that of several programs one alone places its own.
func Place(from, to, organisation string) (bool, error) {
	for _, name := range []string{historyName(organisation), cacheName(organisation)} {
		if err := os.Link(filepath.Join(from, name), filepath.Join(to, name)); err != nil {
			if errors.Is(err, fs.ErrExist) {
				return false, nil
			}
			return false, err
		}
	}
	return true, nil
}
