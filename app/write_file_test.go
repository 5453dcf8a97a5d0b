package app

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"handrail/app/ownerfile"
)

// TestWriteWhole: a file is replaced whole and for its owner only; where writing
// fails the old one stays and nothing else is left.
func TestWriteWhole(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "report.html")
	for _, text := range []string{"first", "second"} {
		if err := WriteFileAtomic(path,
			func(w io.Writer) error { _, err := io.WriteString(w, text); return err }); err != nil {
			t.Fatal(err)
		}
		if data, err := os.ReadFile(path); err != nil || string(data) != text {
			t.Errorf("%q is there, %v", data, err)
		}
	}
	if private, err := ownerfile.IsPrivate(path); err != nil || !private {
		t.Errorf("others may read it, %v", err)
	}
	torn := errors.New("torn")
	err := WriteFileAtomic(path, func(w io.Writer) error { _, _ = io.WriteString(w, "ha"); return torn })
	if !errors.Is(err, torn) {
		t.Errorf("the error is %v", err)
	}
	left, err := os.ReadDir(folder)
	if data, _ := os.ReadFile(path); err != nil || len(left) != 1 || string(data) != "second" {
		t.Errorf("left: %v with %q, %v", left, data, err)
	}
	if err := WriteFileAtomic(filepath.Join(folder, "gone", "x"), func(io.Writer) error { return nil }); !errors.Is(err,
		os.ErrNotExist) {
		t.Errorf("a folder that is not there: %v", err)
	}
}
