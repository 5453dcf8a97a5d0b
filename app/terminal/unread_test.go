package terminal

import (
	"bytes"
	"fmt"
	"os"
	"runtime"
	"testing"
)

// TestAReaderThatIsGoneIsNoFailure: to quit “handrail … | more” early shows no error.
func TestAReaderThatIsGoneIsNoFailure(t *testing.T) {
	if runtime.GOOS != "windows" {
		t.Skip("elsewhere a signal ends the program")
	}
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	_ = r.Close()
	defer func() { _ = w.Close() }()
	if _, err = w.WriteString("reports"); err == nil {
		t.Fatal("a pipe without a reader takes what is written")
	}
	var errs bytes.Buffer
	if status := Fail(&errs, fmt.Errorf("cannot write: %w", err)); status != NotDone || errs.Len() > 0 {
		t.Errorf("%v: %d, %q", err, status, errs.String())
	}
	if Fail(&errs, os.ErrInvalid); errs.Len() == 0 {
		t.Error("another failure is not said")
	}
}
