package userfolder

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

func TestFoldersOfAPerson(t *testing.T) {
	if runtime.GOOS == "windows" {
		if folder := Data(); !filepath.IsAbs(folder) || !Holds(folder) {
			t.Errorf("data is in %q", folder)
		}
		for _, folder := range []string{`C:\`, `C:\WINDOWS`, `\\server\share\`, os.Getenv("USERPROFILE")} {
			if !Holds(folder) {
				t.Errorf("%s is only of one program", folder)
			}
		}
	}
	if folder := Documents(); folder != "" && !Holds(folder) {
		t.Errorf("%s is only of one program", folder)
	}
	if folder := t.TempDir(); Holds(folder) {
		t.Errorf("%s is of several programs", folder)
	}
}

// TestFoldersOnLinux: the person's own names count, and a folder that is gone does not.
func TestFoldersOnLinux(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux names the folders in a file")
	}
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("XDG_CONFIG_HOME", "")
	t.Setenv("XDG_DATA_HOME", "relative")
	if folder := Documents(); folder != "" {
		t.Errorf("documents are in %s", folder)
	}
	mine := filepath.Join(home, "Dokumente")
	names := "# written by xdg-user-dirs\nXDG_DESKTOP_DIR=\"$HOME/Schreibtisch\"\nXDG_DOCUMENTS_DIR=\"$HOME/Dokumente\"\n"
	for _, err := range []error{os.MkdirAll(mine, 0o700), os.MkdirAll(filepath.Join(home, ".config"), 0o700),
		os.WriteFile(filepath.Join(home, ".config", "user-dirs.dirs"), []byte(names), 0o600)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if folder := Documents(); folder != mine {
		t.Errorf("documents are in %q", folder)
	}
	if want := filepath.Join(home, ".local", "share"); Data() != want {
		t.Errorf("data is in %q", Data())
	}
	for _, folder := range []string{"/", home, mine, filepath.Join(home, "Schreibtisch")} {
		if !Holds(folder) {
			t.Errorf("%s is only of one program", folder)
		}
	}
}
