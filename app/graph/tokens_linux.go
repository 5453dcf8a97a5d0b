package graph

import (
	"os"
	"path/filepath"
)

// removeTokens removes the tokens with a name. Their key stays in the kernel's keyring until the computer is turned
// off, and opens nothing.
func removeTokens(name string) error {
	dir := os.Getenv("XDG_CACHE_HOME")
	if dir == "" {
		home, err := os.UserHomeDir()
		if err != nil {
			return err
		}
		dir = filepath.Join(home, ".cache")
	}
	return removeTokenFiles(dir, name)
}
