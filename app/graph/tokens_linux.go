package graph

import (
	"os"
	"path/filepath"
)

// removeTokens removes the tokens kept under a name. The key to them stays in
// the kernel's keyring until the computer is switched off, and opens nothing.
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
