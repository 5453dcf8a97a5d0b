package ownerfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// open makes a file or folder that others may use.
func open(t *testing.T, name string, folder bool) {
	t.Helper()
	err := error(nil)
	if folder {
		err = os.Mkdir(name, 0o777)
	} else {
		err = os.WriteFile(name, []byte("content"), 0o666)
	}
	if err = errors.Join(err, letOthersIn(name)); err != nil {
		t.Fatal(err)
	}
	if private, err := IsPrivate(name); private || err != nil {
		t.Fatalf("%s is private before it was made so, %v", name, err)
	}
}

func wantPrivate(t *testing.T, name string) {
	t.Helper()
	if private, err := IsPrivate(name); !private || err != nil {
		t.Errorf("%s: private %v, %v", name, private, err)
	}
}

// TestNewThingsAreTheOwners: what is created is the owner's alone, whatever the name.
func TestNewThingsAreTheOwners(t *testing.T) {
	for _, name := range []string{"plain", "[brackets]", "Ümläut ß", "emoji 😀 👩‍👩‍👧", "a very " + long(200)} {
		folder := filepath.Join(t.TempDir(), name, "below", long(100))
		if err := MkdirAll(folder); err != nil {
			t.Fatal(err)
		}
		wantPrivate(t, folder)
		wantPrivate(t, filepath.Dir(folder))
		file := filepath.Join(folder, name)
		f, err := Create(file)
		if err != nil {
			t.Fatal(err)
		}
		_, err = f.WriteString("content")
		if err = errors.Join(err, f.Close()); err != nil {
			t.Error(err)
		}
		wantPrivate(t, file)
		if _, err := Create(file); !errors.Is(err, fs.ErrExist) {
			t.Errorf("a second file of this name: %v", err)
		}
		if err := MkdirAll(folder); err != nil {
			t.Errorf("a folder that is there: %v", err)
		}
		if err := MkdirAll(file); err == nil {
			t.Error("a file became a folder")
		}
	}
}

func long(n int) string {
	name := make([]byte, n)
	for i := range name {
		name[i] = 'a' + byte(i%26)
	}
	return string(name)
}

// TestTightenTakesRightsAway: also while the file is open, and its content stays.
func TestTightenTakesRightsAway(t *testing.T) {
	folder, file := filepath.Join(t.TempDir(), "folder"), filepath.Join(t.TempDir(), "file")
	open(t, folder, true)
	open(t, file, false)
	f, err := os.OpenFile(file, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	for _, name := range []string{folder, file} {
		if err := Tighten(name); err != nil {
			t.Error(err)
		}
		wantPrivate(t, name)
		if err := Tighten(name); err != nil {
			t.Errorf("once more: %v", err)
		}
	}
	if err := os.WriteFile(filepath.Join(folder, "new"), nil, 0o600); err != nil {
		t.Errorf("the owner's own rights are gone: %v", err)
	}
	if data, err := os.ReadFile(file); err != nil || string(data) != "content" {
		t.Errorf("the content is %q, %v", data, err)
	}
	if err := Tighten(filepath.Join(folder, "missing")); err != nil {
		t.Errorf("a file that is not there: %v", err)
	}
}

// TestRenameWaits: another program that has the file open for a moment prevents nothing.
func TestRenameWaits(t *testing.T) {
	folder := t.TempDir()
	from, to := filepath.Join(folder, "from"), filepath.Join(folder, "to")
	for name, text := range map[string]string{from: "new", to: "old"} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	held, err := os.Open(to)
	if err != nil {
		t.Fatal(err)
	}
	time.AfterFunc(200*time.Millisecond, func() { _ = held.Close() })
	if err := Rename(from, to); err != nil {
		t.Error(err)
	}
	if data, err := os.ReadFile(to); err != nil || string(data) != "new" {
		t.Errorf("there is %q, %v", data, err)
	}
	if err := Rename(filepath.Join(folder, "gone"), to); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("what is not there: %v", err)
	}
	if err := Remove(to); err != nil {
		t.Error(err)
	}
}

// TestPlaceReplacesNothing: of two programs, the first one's file gets the name.
func TestPlaceReplacesNothing(t *testing.T) {
	folder := t.TempDir()
	name := func(s string) string { return filepath.Join(folder, s) }
	for _, s := range []string{"first", "second"} {
		if err := os.WriteFile(name(s), []byte(s), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := Place(name("first"), name("to")); err != nil {
		t.Error(err)
	}
	held, err := os.Open(name("to"))
	if err != nil {
		t.Fatal(err)
	}
	if err := Place(name("second"), name("to")); !errors.Is(err, fs.ErrExist) {
		t.Errorf("the second file: %v", err)
	}
	_ = held.Close()
	if data, err := os.ReadFile(name("to")); err != nil || string(data) != "first" {
		t.Errorf("there is %q, %v", data, err)
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) != 1 {
		t.Errorf("left over: %v, %v", left, err)
	}
}
