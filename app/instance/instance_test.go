package instance

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
	"time"
)

// TestMain makes this program a second start where a test asks for one.
func TestMain(m *testing.M) {
	if folder := os.Getenv("HANDRAIL_SECOND"); folder != "" {
		one, err := Open(folder)
		one.Close()
		if errors.Is(err, ErrRunning) {
			os.Exit(3)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// second starts a program on folder and reports whether it found a window.
func second(t *testing.T, folder string) bool {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), "HANDRAIL_SECOND="+folder)
	err = cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return exit != nil && exit.ExitCode() == 3
}

// setPlace gives the test a folder for its windows. The path of a socket has at most 107 bytes (unix(7)), so the folder
// has neither the name of the test nor that of TMPDIR.
func setPlace(t *testing.T) string {
	t.Helper()
	short := "" // of this person; Windows has no sockets there
	if runtime.GOOS != "windows" {
		short = "/tmp"
	}
	place, err := os.MkdirTemp(short, "run")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(place) })
	t.Setenv("XDG_RUNTIME_DIR", place)
	return place
}

func TestASecondStartAsksTheFirst(t *testing.T) {
	setPlace(t)
	folder := filepath.Join(t.TempDir(), "Data [ü]")
	one, err := Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if !second(t, folder) {
			t.Fatal("the second start found no window")
		}
		select {
		case <-one.Front:
		case <-time.After(5 * time.Second):
			t.Fatal("the window was not asked")
		}
	}
	if runtime.GOOS == "windows" && !second(t, filepath.Join(filepath.Dir(folder), "DATA [Ü]")) {
		t.Error("capitals make another folder")
	}
	if second(t, filepath.Join(folder, "sample")) {
		t.Error("another folder has this window too")
	}
	one.Close()
	if second(t, folder) {
		t.Error("a closed window is found")
	}
	if one, err := Open(folder); err != nil {
		t.Errorf("after it was closed: %v", err)
	} else {
		one.Close()
	}
}

// TestAKilledProgramLeavesNothing: the next start has the folder.
func TestAKilledProgramLeavesNothing(t *testing.T) {
	place, folder := setPlace(t), t.TempDir()
	if runtime.GOOS != "windows" { // what a killed program leaves there
		for _, end := range []string{"", ".lock"} {
			if err := os.WriteFile(filepath.Join(place, nameOf(folder)+end), nil, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	one, err := Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	one.Close()
	if t.Setenv("XDG_RUNTIME_DIR", ""); runtime.GOOS != "windows" {
		if _, err := Open(folder); err == nil || errors.Is(err, ErrRunning) {
			t.Errorf("without a place for it: %v", err)
		}
	}
}
