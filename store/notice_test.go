package store

import (
	"bytes"
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"handrail/app"
	"handrail/app/guide"
)

// filesWith returns the files in folder that hold marker.
func filesWith(t *testing.T, folder, marker string) []string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(folder, e.Name()))
		if err == nil && bytes.Contains(data, []byte(marker)) {
			all = append(all, e.Name())
		}
	}
	return all
}

// filled makes a sound file with enough in it to be damaged in the middle.
func filled(t *testing.T, folder string) string {
	t.Helper()
	s := mustOpen(t, folder)
	for i := range 60 {
		k := aReport(strings.Repeat("long title ", 200))
		if _, err := s.SaveReport(context.Background(), k); err != nil {
			t.Fatal(i, err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(folder, FileName)
}

func sqlFile(t *testing.T, path, query string) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(query); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestAFileThatCannotBeUsedIsPutAsideAndTold(t *testing.T) {
	cases := map[string]struct {
		code string
		ruin func(t *testing.T, path string)
	}{
		"cut off":               {"damaged", func(t *testing.T, path string) { must(t, os.Truncate(path, 20_000)) }},
		"cut inside the header": {"damaged", func(t *testing.T, path string) { must(t, os.Truncate(path, 50)) }},
		"garbage in the middle": {"damaged", func(t *testing.T, path string) {
			data, err := os.ReadFile(path)
			must(t, err)
			for i := 4096; i < len(data)-4096; i++ {
				data[i] = byte(i * 31)
			}
			must(t, os.WriteFile(path, data, 0o600))
		}},
		"empty": {"empty", func(t *testing.T, path string) { must(t, os.Truncate(path, 0)) }},
		"a text": {"foreign", func(t *testing.T, path string) {
			must(t, os.WriteFile(path, []byte(strings.Repeat("a shopping list\n", 1000)), 0o600))
		}},
		"a folder": {"foreign", func(t *testing.T, path string) {
			must(t, os.Remove(path))
			must(t, os.MkdirAll(filepath.Join(path, "in it"), 0o700))
		}},
		"somebody's database": {"foreign", func(t *testing.T, path string) {
			must(t, os.Remove(path))
			sqlFile(t, path, "CREATE TABLE song (title TEXT); PRAGMA application_id = 7; PRAGMA user_version = 1")
		}},
		"gone, its log left": {"missing", func(t *testing.T, path string) {
			must(t, os.Rename(path, path+"-wal"))
		}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			path := filled(t, folder)
			c.ruin(t, path)
			s, notices, err := Open(folder, clock)
			if err != nil {
				t.Fatal(err)
			}
			if len(notices) != 1 || notices[0].Code != c.code || notices[0].Message == "" || notices[0].Hint == "" {
				t.Errorf("notices are %+v", notices)
			}
			aside, _ := filepath.Glob(path + "." + c.code + "-*")
			if len(aside) == 0 {
				t.Errorf("nothing was put aside")
			}
			works(t, s)
			must(t, s.Close())
			mustOpen(t, folder) // and the next start has nothing to tell
		})
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// works fails the test when s does not keep and give back.
func works(t *testing.T, s *Store) {
	t.Helper()
	ctx := context.Background()
	must(t, s.SaveVisit(ctx, aVisit("works", "parish.example")))
	if v, err := s.Visit(ctx, "works"); err != nil || v.Subject != "parish.example" {
		t.Fatalf("visit is %v, %v", v, err)
	}
	sound(t, s.read)
}

func TestAFileOfANewerHandrailIsNotTouched(t *testing.T) {
	folder := t.TempDir()
	path := filled(t, folder)
	sqlFile(t, path, "PRAGMA user_version = 99")
	before, err := os.ReadFile(path)
	must(t, err)
	s, notices, err := Open(folder, clock)
	must(t, err)
	if len(notices) != 1 || notices[0].Code != "newer" || !strings.Contains(notices[0].Message, "version 99") ||
		!strings.Contains(notices[0].Message, "Handrail cannot save anything") {
		t.Errorf("notices are %+v", notices)
	}
	if s.Folder() != folder {
		t.Errorf("folder is %s", s.Folder())
	}
	works(t, s)
	scratch := s.scratch
	must(t, s.Close())
	if _, err := os.Stat(scratch); err == nil {
		t.Errorf("the scratch folder %s is left", scratch)
	}
	after, err := os.ReadFile(path)
	must(t, err)
	if !bytes.Equal(before, after) {
		t.Error("the newer file was changed")
	}
}

func TestAFolderThatCannotBeMadeDoesNotStopTheStart(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a file")
	must(t, os.WriteFile(file, nil, 0o600))
	s, notices, err := Open(filepath.Join(file, "handrail"), clock)
	must(t, err)
	defer func() { _ = s.Close() }()
	if len(notices) != 1 || notices[0].Code != "nothing-kept" {
		t.Errorf("notices are %+v", notices)
	}
	works(t, s)
}

func TestAFileThatMayOnlyBeRead(t *testing.T) {
	for _, name := range []string{"file", "folder", "folder after a crash"} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			path := filled(t, folder)
			if name == "folder after a crash" {
				// A log is left that a folder without rights cannot take in.
				keep := mustOpen(t, folder)
				must(t, keep.SetSetting(context.Background(), "a", "b"))
				copyFile(t, path, path+".x")
				copyFile(t, path+"-wal", path+".y")
				must(t, keep.Close())
				must(t, os.Rename(path+".x", path))
				must(t, os.Rename(path+".y", path+"-wal"))
			}
			onlyRead(t, path)
			if name != "file" {
				onlyRead(t, folder)
			}
			out := asOrdinaryUser(t, folder, "read-only")
			want := "notice read-only\nreports 60\nsave read-only\n"
			if name == "folder after a crash" {
				want = "notice nothing-kept\nreports 0\nsave \n"
			}
			if out != want {
				t.Errorf("the program says %q, not %q", out, want)
			}
		})
	}
}

// readOnlyChild reports what a start with these rights finds; it runs as a child.
func readOnlyChild(folder string) {
	ctx := context.Background()
	s, notices, err := Open(folder, clock)
	if err != nil {
		say("error", err)
		return
	}
	for _, n := range notices {
		say("notice", n.Code)
	}
	all, err := s.Reports(ctx)
	if err != nil {
		say("error", err)
	}
	say("reports", len(all))
	say("save", app.CodeOf(s.SaveVisit(ctx, guide.Visit{ID: "x"})))
	_ = s.Close()
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	data, err := os.ReadFile(from)
	must(t, err)
	must(t, os.WriteFile(to, data, 0o600))
}
