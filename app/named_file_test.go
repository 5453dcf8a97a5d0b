package app

import (
	"io"
	"os"
	"path/filepath"
	"testing"
)

// A file that a person names is read from a full path, and nothing else is opened.
func TestOpenNamedFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.csv")
	if err := os.WriteFile(path, []byte("text"), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := OpenNamedFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if data, err := io.ReadAll(f); err != nil || string(data) != "text" {
		t.Errorf("%q, %v", data, err)
	}
	for name, want := range map[string]Code{"a.csv": Invalid, filepath.Dir(path): Invalid, path + "x": NotFound} {
		if f, err := OpenNamedFile(name); f != nil || CodeOf(err) != want {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := ReadNamedFile(name); CodeOf(err) != want {
			t.Errorf("%s: %v", name, err)
		}
	}
}
