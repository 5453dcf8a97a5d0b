package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"
)

// bench is one run of the measurements.
type bench struct {
	ctx     context.Context
	program string // to be measured
	window  string // the same with a window
	folder  string // for what is measured; removed afterwards
	short   bool
	turns   int // how often each work is measured
}

// Turns that take longer than long are measured few times only.
const (
	long = 20 * time.Second
	few  = 3
)

// size returns how many of something are measured.
func (b *bench) size(whole, short int) int {
	if b.short {
		return short
	}
	return whole
}

// place returns a folder that does not exist yet.
func (b *bench) place(name string) (string, error) {
	folder, err := os.MkdirTemp(b.folder, name+"-")
	return filepath.Join(folder, "data"), err
}

// repeat measures a work turn by turn into f.
func (b *bench) repeat(f *Figure, one func() (turn, error)) error {
	return b.alternate(f, one, func() error { return nil })
}

// beside does the same, and measures a peer after each turn, so that what else the computer does meets both. A peer
// that is nil is not here.
func (b *bench) beside(f *Figure, one, peer func() (turn, error)) error {
	return b.alternate(f, one, func() error { return f.addPeer(peer) })
}

// addPeer measures a peer.
func (f *Figure) addPeer(peer func() (turn, error)) error {
	if peer == nil {
		return nil
	}
	t, err := peer()
	if err == nil {
		f.Peers = append(f.Peers, t.value)
	}
	return err
}

// alternate measures a work turn by turn into f, and does something after each turn.
func (b *bench) alternate(f *Figure, one func() (turn, error), then func() error) error {
	for i := range b.turns {
		began := time.Now()
		t, err := one()
		if err != nil {
			return err
		}
		f.add(t)
		took := time.Since(began)
		if err := then(); err != nil {
			return err
		}
		if took > long && i+1 >= few {
			break
		}
	}
	return nil
}

// run runs a command to its end and measures it: the time from its start to its end, its processor time, and the most
// memory of the whole process. What it prints goes to a file, as large answers do. Status 1 of Handrail only means that
// something was found.
func (b *bench) run(in []byte, name string, args ...string) (turn, error) {
	out, err := os.CreateTemp(b.folder, "out-")
	if err != nil {
		return turn{}, err
	}
	defer os.Remove(out.Name())
	defer out.Close()
	var errs bytes.Buffer
	cmd := exec.CommandContext(b.ctx, name, args...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(in), out, &errs
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return turn{}, err
	}
	memory := watch(cmd.Process.Pid)
	err = cmd.Wait()
	t := turn{value: time.Since(began).Seconds(), peak: memory(),
		cpu: (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds()}
	var status *exec.ExitError
	if err != nil && !(name == b.program && errors.As(err, &status) && status.ExitCode() == 1) {
		return turn{}, fmt.Errorf("%s %.3q: %w\n%.2000s", filepath.Base(name), args, err, errs.String())
	}
	if used, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		// The system counts the memory of the program that started a process as its own, so what is less than ours
		// says nothing.
		if most := float64(used.Maxrss) / maxrssMB(); most > highest(os.Getpid()) {
			t.peak = most
		}
	}
	return t, nil
}

// maxrssMB returns how many units of Maxrss are a megabyte: macOS counts bytes, others kilobytes.
func maxrssMB() float64 {
	if runtime.GOOS == "darwin" {
		return 1 << 20
	}
	return 1 << 10
}

// watch asks again and again how much memory a process had at most, until the function it returns is called, which
// returns what was seen last.
func watch(pid int) func() float64 {
	end, seen := make(chan struct{}), make(chan float64)
	go func() {
		most, wait := 0.0, time.Millisecond
		for {
			most = max(most, highest(pid))
			select {
			case <-end:
				seen <- most
				return
			case <-time.After(wait):
				wait = min(wait+wait/10, 50*time.Millisecond) // what runs long must not be disturbed
			}
		}
	}()
	return func() float64 {
		close(end)
		return <-seen
	}
}

// highest returns the most resident memory that a process had, in MB; 0 where the system does not tell.
func highest(pid int) float64 {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(text)) {
		if value, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			var kb float64
			_, _ = fmt.Sscan(value, &kb)
			return kb / 1024
		}
	}
	return 0
}

// handrail runs the program.
func (b *bench) handrail(args ...string) (turn, error) { return b.run(nil, b.program, args...) }

// storeSize returns the size of the store in a data folder, in MB.
func storeSize(folder string) (float64, error) {
	var size int64
	for _, name := range []string{"handrail.db", "handrail.db-wal"} {
		st, err := os.Stat(filepath.Join(folder, name))
		if err == nil {
			size += st.Size()
		} else if name == "handrail.db" {
			return 0, err
		}
	}
	return float64(size) / 1e6, nil
}
