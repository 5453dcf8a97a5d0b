package terminal

import (
	"bytes"
	"strings"
	"syscall"
	"testing"
)

// fullDisk is an output that takes some bytes.
type fullDisk struct{ room int }

func (f *fullDisk) Write(p []byte) (int, error) {
	n := min(len(p), f.room)
	if f.room -= n; n < len(p) {
		return n, syscall.ENOSPC
	}
	return n, nil
}

// TestWhatWasNotWrittenIsNotDone: a command says so in words where its output did not fit on the disk.
func TestWhatWasNotWrittenIsNotDone(t *testing.T) {
	for _, args := range []string{"help", "-h", "version", "guides", "guides -json", "reports", "reports -json",
		"run walk -set domain=a.example", "run walk -set domain=a.example -json"} {
		for _, room := range []int{0, 10} {
			s, errs := &stage{}, bytes.Buffer{}
			status := Run(t.Context(), strings.Fields(args), Environment{Out: &fullDisk{room}, Err: &errs,
				Open: s.open})
			if status != NotDone || strings.Count(errs.String(), "could not write all of its output. Free space") != 1 {
				t.Errorf("%s: %d, %q", args, status, errs.String())
			}
		}
	}
}
