// Package shared finds the examples by others: reports, manifests and answers of
// Microsoft Graph that no part of Handrail made. They are not part of the
// repository. They are in the folder that HANDRAIL_SHARED names, or in a folder
// "shared" beside or above the working directory.
package shared

import (
	"os"
	"path/filepath"
	"testing"
)

// Find returns the path of a file or a folder of the examples, and whether it is
// on this computer.
func Find(name ...string) (path string, found bool) {
	below := filepath.Join(name...)
	if dir := os.Getenv("HANDRAIL_SHARED"); dir != "" {
		path = filepath.Join(dir, below)
		_, err := os.Stat(path)
		return path, err == nil
	}
	dir, err := os.Getwd()
	for err == nil {
		path = filepath.Join(dir, "shared", below)
		if _, err := os.Stat(path); err == nil {
			return path, true
		}
		up := filepath.Dir(dir)
		if up == dir {
			break
		}
		dir = up
	}
	return "", false
}

// Folder returns the path of a folder of the examples, or of a file. Where it is not on this
// computer the test is skipped.
func Folder(t testing.TB, name ...string) string {
	t.Helper()
	path, found := Find(name...)
	if !found {
		t.Skipf("The examples by others (%s) are not on this computer; HANDRAIL_SHARED can name their folder.",
			filepath.Join(name...))
	}
	return path
}
