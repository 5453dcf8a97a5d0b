package main

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"handrail/app/conformance/uitest"
)

// crowd is how many people the sample has for refresh.
const crowd = 100_000

// refresh measures, once each, how the program reads a large organisation from
// the sample over HTTP, reads it again unchanged, and starts with it in the cache.
// The sample runs inside the program, and its memory counts.
func refresh(program string) error {
	folder, err := os.MkdirTemp("", "handrail-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	for _, what := range []string{"refresh", "unchanged refresh"} {
		began := time.Now()
		cmd := exec.Command(program, "sync", "users", "registration", "-sample", "-people", fmt.Sprint(crowd), "-data",
			folder)
		if out, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("%w\n%s", err, out)
		}
		row(what+" of 100,000 people and their methods", crowd/time.Since(began).Seconds(), "people/s")
		if u, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
			row("most memory in it", float64(u.Maxrss)/1024, "MB")
		}
	}
	d, err := uitest.NewDisplay(1200, 800)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := os.Setenv("HANDRAIL_PING", "20ms"); err != nil {
		return err
	}
	p, err := d.Open(program, folder, "-sample", "-people", fmt.Sprint(crowd), "-data", folder)
	if err != nil {
		return err
	}
	defer p.Kill()
	_, changed, err := d.Quiet(1500*time.Millisecond, time.Minute)
	if err != nil {
		return err
	}
	row("start with 100,000 people in the cache", changed.Sub(p.Started).Seconds(), "s")
	return still(p, folder)
}

// still uses the list of people while it is long, and returns how long the window
// did not answer at most. Drawing in software counts.
func still(p *uitest.Program, folder string) error {
	if err := p.Fill(); err != nil {
		return err
	}
	began := time.Now()
	keys := []string{"ctrl+6", "a", "n", "BackSpace", "BackSpace", "Tab", "Tab", "Next", "Next", "Next", "End", "Home",
		"ctrl+1", "ctrl+4"}
	for _, key := range keys {
		if err := p.Key(key); err != nil {
			return err
		}
		if _, err := p.Rest(); err != nil {
			return err
		}
	}
	if err := p.Key("Return"); err != nil { // “Refresh everything” has the focus
		return err
	}
	time.Sleep(20 * time.Second)
	longest := 0.0
	err := filepath.WalkDir(folder, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || filepath.Ext(path) != ".log" {
			return err
		}
		text, err := os.ReadFile(path)
		for line := range strings.Lines(string(text)) {
			at, ms := gap(line)
			if at.After(began) {
				longest = max(longest, ms)
			}
		}
		return err
	})
	row("longest standstill, 100,000 people, also refreshing", longest, "ms")
	return err
}

// gap reads a line of the log about a window that did not respond; 0 for any other.
func gap(line string) (at time.Time, ms float64) {
	if !strings.Contains(line, "did not respond") {
		return at, 0
	}
	for _, word := range strings.Fields(line) {
		if text, ok := strings.CutPrefix(word, "took="); ok {
			took, _ := time.ParseDuration(text)
			ms = float64(took.Milliseconds())
		}
		if text, ok := strings.CutPrefix(word, "time="); ok {
			at, _ = time.Parse(time.RFC3339Nano, text)
		}
	}
	return at, ms
}
