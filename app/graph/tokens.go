package graph

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// removeTokenFiles removes the files of azidentity/cache with a name: the encrypted tokens and the lock. On macOS
// only the lock is a file.
func removeTokenFiles(dir, name string) error {
	path := filepath.Join(dir, ".IdentityService", name)
	var all error
	for _, p := range []string{path, path + ".lockfile"} {
		if err := os.Remove(p); err != nil && !errors.Is(err, fs.ErrNotExist) {
			all = errors.Join(all, err)
		}
	}
	return all
}
