package main

import (
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"time"

	"handrail/app/judge/desktop"
)

// crowd is how many people the sample has for refresh.
const crowd = 100_000

// refresh measures, once each, how the program reads a large organisation from
// the sample over HTTP, reads it again unchanged, and starts with it in the cache.
// The sample runs inside the program, and its memory counts.
func refresh(program string, _ int) error {
	folder, err := os.MkdirTemp("", "handrail-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	for _, what := range []string{"refresh", "unchanged refresh"} {
		began := time.Now()
		cmd := exec.Command(program, "sync", "users", "registration", "-sample", "-people", fmt.Sprint(crowd), "-data", folder)
		if out, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("%w\n%s", err, out)
		}
		row(what+" of 100,000 people and their methods", crowd/time.Since(began).Seconds(), "people/s")
		if u, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
			row("most memory in it", float64(u.Maxrss)/1024, "MB")
		}
	}
	d, err := desktop.NewDisplay(1200, 800)
	if err != nil {
		return err
	}
	defer d.Close()
	p, err := d.Open(program, folder, "-sample", "-people", fmt.Sprint(crowd), "-data", folder)
	if err != nil {
		return err
	}
	defer p.Kill()
	_, changed, err := d.Quiet(1500*time.Millisecond, time.Minute)
	row("start with 100,000 people in the cache", changed.Sub(p.Started).Seconds(), "s")
	return err
}
