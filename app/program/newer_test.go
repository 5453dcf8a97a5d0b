package program

import (
	"database/sql"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"handrail/app/terminal"
)

// filesIn returns every file in a folder, by its name with what it holds.
func filesIn(t *testing.T, folder string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(folder, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(name)
		all[name] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestADataFolderOfANewerVersionIsLeftAsItIs: each command says why it does nothing, and no file in the folder is
// changed, added or removed.
func TestADataFolderOfANewerVersionIsLeftAsItIs(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "data")
	if status, _, errs := inFolder(folder, "guides"); status != terminal.Fine {
		t.Fatal(errs)
	}
	db, err := sql.Open("sqlite", filepath.Join(folder, "handrail.db"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("PRAGMA user_version = 44"); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	before := filesIn(t, folder)
	for _, command := range []string{"status", "reports", "guides"} {
		status, _, errs := inFolder(folder, command)
		if status != terminal.NotDone || !strings.Contains(errs, "A newer version of Handrail wrote this data file") ||
			!strings.Contains(errs, "Install the newest version of Handrail. Your data file was not changed.") {
			t.Errorf("%s: %d, %s", command, status, errs)
		}
	}
	after := filesIn(t, folder)
	for name, text := range before {
		if after[name] != text {
			t.Errorf("%s was changed", filepath.Base(name))
		}
	}
	for name := range after {
		if _, ok := before[name]; !ok {
			t.Errorf("%s was added", filepath.Base(name))
		}
	}
}
