package applog

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	"handrail/app"
	"handrail/app/ownerfile"
)

// Crash is the file that Go writes to when the program ends because of an error of its
// own. It is there while the program runs, and empty.
type Crash struct{ file *os.File }

// WatchCrashes creates the crash file of this process in folder. Each process has
// its own, so that two windows do not take each other's away.
func WatchCrashes(folder string) (*Crash, error) {
	name := filepath.Join(folder, fmt.Sprintf("crash-%d.txt", os.Getpid()))
	_ = os.Remove(name) // of a process that had this number before
	f, err := ownerfile.Create(name)
	if err != nil {
		return nil, err
	}
	if err := debug.SetCrashOutput(f, debug.CrashOptions{}); err != nil {
		_ = f.Close()
		_ = os.Remove(name)
		return nil, err
	}
	return &Crash{f}, nil
}

// Clean removes the file: this exit is a clean one. It does nothing on nil.
func (c *Crash) Clean() {
	if c == nil {
		return
	}
	_ = debug.SetCrashOutput(nil, debug.CrashOptions{})
	_ = c.file.Close()
	_ = os.Remove(c.file.Name())
}

// Crashed returns the files that earlier crashes left in folder. They get another
// name, so that each is reported once; the person decides when they go. Empty files
// of processes that were killed are removed after a day.
func Crashed(folder string, now app.Clock) []string {
	entries, _ := os.ReadDir(folder)
	var left []string
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), "crash-") || !strings.HasSuffix(e.Name(), ".txt") {
			continue
		}
		st, err := e.Info()
		old := filepath.Join(folder, e.Name())
		switch {
		case err != nil || !st.Mode().IsRegular():
		case st.Size() > 0:
			kept := filepath.Join(folder, "stopped-"+now().UTC().Format("20060102T150405Z")+"-"+app.NewID()[:4]+".txt")
			if os.Rename(old, kept) == nil {
				left = append(left, kept)
			}
		case time.Since(st.ModTime()) > 24*time.Hour:
			_ = os.Remove(old)
		}
	}
	return left
}
