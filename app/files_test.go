package app

import (
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
)

// TestFilesThatAreOnlyInTheCloud: Windows calls them irregular. They are read, and an error
// of OneDrive has words of its own.
func TestFilesThatAreOnlyInTheCloud(t *testing.T) {
	on := runtime.GOOS == "windows"
	for mode, want := range map[fs.FileMode]bool{0o600: true, fs.ModeDir: false, fs.ModeNamedPipe: false,
		fs.ModeIrregular | 0o600: on, fs.ModeDir | fs.ModeIrregular: false, fs.ModeSymlink: false} {
		if IsFile(mode) != want {
			t.Errorf("%v is a file: %v", mode, !want)
		}
	}
	for number, want := range map[syscall.Errno]bool{362: on, 389: on, 5: false, 32: false, 112: false} {
		if err := (&fs.PathError{Op: "open", Path: "x", Err: number}); NotOnThisComputer(err) != want {
			t.Errorf("%d is of OneDrive: %v", int(number), !want)
		}
	}
	message, hint := UserMessage(ErrNotOnThisComputer(syscall.Errno(362)))
	if !strings.Contains(message, "not on this computer") || hint == "" {
		t.Errorf("%q %q", message, hint)
	}
}

// TestNamedFilesOfEveryName: letters of all kinds, brackets and long paths.
func TestNamedFilesOfEveryName(t *testing.T) {
	long := t.TempDir()
	for len(long) < 300 {
		long = filepath.Join(long, strings.Repeat("long ", 12)+"x")
	}
	for _, folder := range []string{filepath.Join(t.TempDir(), "[Ümläut] 😀"), long} {
		name := filepath.Join(folder, "größe 👩‍👩‍👧.txt")
		if err := os.MkdirAll(folder, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte("content"), 0o600); err != nil {
			t.Fatal(err)
		}
		if data, err := ReadNamedFile(name); err != nil || string(data) != "content" {
			t.Errorf("%s: %q, %v", name, data, err)
		}
		if _, err := ReadNamedFile(folder); CodeOf(err) != Invalid {
			t.Errorf("a folder: %v", err)
		}
	}
}
