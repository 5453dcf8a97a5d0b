package ownerfile

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/sys/windows"
)

// letOthersIn lets everyone use the file or folder.
func letOthersIn(name string) error { return set(name, "D:(A;OICI;FA;;;WD)") }

func set(name, list string) error {
	sd, err := windows.SecurityDescriptorFromString(list)
	if err != nil {
		return err
	}
	return protect(name, sd)
}

// TestTightenGivesNothing: an owner who may only read may not write afterwards.
func TestTightenGivesNothing(t *testing.T) {
	self, err := owner()
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(name, []byte("content"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, list := range []string{"D:(A;;FR;;;" + self.String() + ")(A;;FR;;;WD)", "D:(A;;FR;;;WD)"} {
		if err := errors.Join(set(name, list), Tighten(name)); err != nil {
			t.Error(err)
		}
		wantPrivate(t, name)
		if f, err := os.OpenFile(name, os.O_RDWR, 0); err == nil {
			t.Errorf("with %s the file may be written", list)
			_ = f.Close()
		}
		if data, err := os.ReadFile(name); err != nil || string(data) != "content" {
			t.Errorf("with %s there is %q, %v", list, data, err)
		}
	}
}

// TestRenameEnds: another program that keeps the file open is waited for two seconds.
func TestRenameEnds(t *testing.T) {
	folder := t.TempDir()
	from, to := filepath.Join(folder, "from"), filepath.Join(folder, "to")
	for _, name := range []string{from, to} {
		if err := os.WriteFile(name, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	held, err := os.Open(to)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = held.Close() }()
	start := time.Now()
	if err := Rename(from, to); err == nil {
		t.Skip("here an open file can be replaced")
	}
	if took := time.Since(start); took < patience || took > 3*patience {
		t.Errorf("it took %v", took)
	}
}
