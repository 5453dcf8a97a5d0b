package store

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

func TestTheRightsOfASharedFolderStay(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows keeps rights in another way")
	}
	home, sticky := filepath.Join(t.TempDir(), "home"), filepath.Join(t.TempDir(), "everyone")
	must(t, os.Mkdir(home, 0o755))
	must(t, os.Mkdir(sticky, 0o755))
	must(t, os.Chmod(sticky, 0o777|os.ModeSticky))
	t.Setenv("HOME", home)
	for _, folder := range []string{home, sticky} {
		before, err := os.Stat(folder)
		must(t, err)
		s := mustOpen(t, folder)
		works(t, s)
		after, err := os.Stat(folder)
		must(t, err)
		if before.Mode() != after.Mode() {
			t.Errorf("%s had %v and has %v", folder, before.Mode(), after.Mode())
		}
		st, err := os.Stat(filepath.Join(folder, fileName))
		must(t, err)
		if st.Mode().Perm() != 0o600 {
			t.Errorf("the file in it has %v", st.Mode())
		}
	}
	if !shared("/") {
		t.Error("the root of the disk is Handrail’s own")
	}
}
