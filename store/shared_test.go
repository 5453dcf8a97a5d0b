package store

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"handrail/app/ownerfile"
)

func TestTheRightsOfASharedFolderStay(t *testing.T) {
	home, sticky := filepath.Join(t.TempDir(), "home"), filepath.Join(t.TempDir(), "everyone")
	must(t, os.Mkdir(home, 0o755))
	must(t, os.Mkdir(sticky, 0o755))
	must(t, os.Chmod(sticky, 0o777|os.ModeSticky))
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	folders := []string{home, sticky}
	if runtime.GOOS == "windows" {
		folders = folders[:1] // it has no folders of the second kind
	}
	for _, folder := range folders {
		open, err := ownerfile.IsPrivate(folder)
		must(t, err)
		before, err := os.Stat(folder)
		must(t, err)
		s := mustOpen(t, folder)
		works(t, s)
		after, err := os.Stat(folder)
		must(t, err)
		if before.Mode() != after.Mode() {
			t.Errorf("%s had %v and has %v", folder, before.Mode(), after.Mode())
		}
		if still, err := ownerfile.IsPrivate(folder); still != open || err != nil {
			t.Errorf("%s was private: %v, and is: %v, %v", folder, open, still, err)
		}
		if private, err := ownerfile.IsPrivate(filepath.Join(folder, FileName)); !private {
			t.Errorf("others may read the file in it, %v", err)
		}
	}
	if !shared("/") {
		t.Error("the root of the disk is Handrail’s own")
	}
}

// TestEveryFileIsTheOwners: while Handrail works, after a killed program, and where others had rights.
func TestEveryFileIsTheOwners(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "[data] of ü")
	must(t, os.MkdirAll(folder, 0o777))
	must(t, os.Chmod(folder, 0o777))
	must(t, os.WriteFile(filepath.Join(folder, FileName+".v0000-x"), []byte("x"), 0o666))
	must(t, os.Chmod(filepath.Join(folder, FileName+".v0000-x"), 0o666))
	filled(t, folder)
	s := mustOpen(t, folder)
	works(t, s)
	entries, err := os.ReadDir(folder)
	must(t, err)
	if len(entries) < 4 {
		t.Errorf("there are only %d files", len(entries))
	}
	for _, name := range append([]string{"."}, names(entries)...) {
		if private, err := ownerfile.IsPrivate(filepath.Join(folder, name)); !private {
			t.Errorf("others may read %s, %v", name, err)
		}
	}
}

func names(entries []os.DirEntry) (all []string) {
	for _, e := range entries {
		all = append(all, e.Name())
	}
	return all
}
