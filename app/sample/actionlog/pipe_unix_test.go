//go:build unix

package actionlog

import (
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// TestAPipeIsNotWaitedFor: in place of the file, it would never answer.
func TestAPipeIsNotWaitedFor(t *testing.T) {
	path := filepath.Join(t.TempDir(), "cloud.jsonl")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Skip(err)
	}
	ended := make(chan [2]error, 1)
	go func() {
		_, read := Read[int](path)
		ended <- [2]error{read, Add(path, 1)}
	}()
	select {
	case errs := <-ended:
		if errs[0] == nil || errs[1] == nil {
			t.Errorf("a pipe is taken for a file: %v", errs)
		}
	case <-time.After(5 * time.Second):
		t.Fatal("still waiting for a pipe")
	}
}
