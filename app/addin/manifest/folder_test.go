package manifest

import (
	"os"
	"path/filepath"
	"testing"

	"handrail/app"
)

// TestAFolderStandsForItsManifest: where there is one and no more.
func TestAFolderStandsForItsManifest(t *testing.T) {
	folder := t.TempDir()
	write := func(name string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(folder, name), []byte(name), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("readme.txt")
	if _, err := ReadPath(folder); app.CodeOf(err) != app.NotFound {
		t.Errorf("none: %v", err)
	}
	write("hello.manifest.xml")
	if data, err := ReadPath(folder); err != nil || string(data) != "hello.manifest.xml" {
		t.Errorf("%q, %v", data, err)
	}
	write("other.xml")
	if _, err := ReadPath(folder); app.CodeOf(err) != app.NotFound {
		t.Errorf("two: %v", err)
	}
	write("manifest.json")
	if data, err := ReadPath(folder); err != nil || string(data) != "manifest.json" {
		t.Errorf("%q, %v", data, err)
	}
	if data, err := ReadPath(filepath.Join(folder, "other.xml")); err != nil || string(data) != "other.xml" {
		t.Errorf("the file itself: %q, %v", data, err)
	}
	if _, err := ReadPath("."); app.CodeOf(err) != app.Invalid {
		t.Errorf("a folder without its whole path: %v", err)
	}
}
