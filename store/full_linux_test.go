package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"handrail/app"
)

// smallDisk mounts a disk of 1 MB in a folder and returns how to make it larger.
func smallDisk(t *testing.T, folder string) (grow func()) {
	t.Helper()
	return diskOf(t, folder, 1024)
}

func diskOf(t *testing.T, folder string, kb int) (grow func()) {
	t.Helper()
	const flags = syscall.MS_NOSUID | syscall.MS_NODEV
	err := syscall.Mount("tmpfs", folder, "tmpfs", flags, fmt.Sprintf("size=%dk,mode=700", kb))
	if errors.Is(err, syscall.EPERM) || errors.Is(err, syscall.ENODEV) {
		t.Skip("only root can mount a disk here")
	}
	must(t, err)
	t.Cleanup(func() { _ = syscall.Unmount(folder, syscall.MNT_DETACH) })
	return func() {
		must(t, syscall.Mount("tmpfs", folder, "tmpfs", flags|syscall.MS_REMOUNT, "size=16m,mode=700"))
	}
}

// TestADiskOf1MB fills a real disk. What was saved stays, more is refused in words, a
// start on the full disk shows it, and with room again everything works.
func TestADiskOf1MB(t *testing.T) {
	ctx, folder := context.Background(), t.TempDir()
	grow := smallDisk(t, folder)
	s := mustOpen(t, folder)
	works(t, s)
	var err error
	saved := 0
	k := aReport(strings.Repeat("much to say ", 1000))
	for ; err == nil && saved < 1000; saved++ {
		_, err = s.SaveReport(ctx, k)
	}
	saved--
	if message, hint := app.UserMessage(err); app.CodeOf(err) != app.Full || !strings.Contains(message, "full") ||
		!strings.Contains(hint, "10 MB") {
		t.Fatalf("a full disk gives %v: %q %q", err, message, hint)
	}
	rest := filepath.Join(folder, "of another program")
	_ = os.WriteFile(rest, make([]byte, 1<<20), 0o600) // to the last byte
	count(t, s, saved)
	for range 3 { // trying again does no harm; what is called saved must be there at the end
		if _, err := s.SaveReport(ctx, k); err == nil {
			saved++
		} else if app.CodeOf(err) != app.Full {
			t.Errorf("again: %v", err)
		}
	}
	must(t, s.Close())
	full, notices, err := Open(folder, clock)
	if err != nil || full.Scratch() {
		t.Fatalf("a start on the full disk: %v %v", notices, err)
	}
	count(t, full, saved)
	if v, err := full.Visit(ctx, "works"); err != nil || v.Subject != "parish.example" {
		t.Errorf("what was saved before is %v, %v", v, err)
	}
	if _, err := full.SaveReport(ctx, k); err == nil {
		saved++
	}
	must(t, full.Close())
	must(t, os.Remove(rest))
	grow()
	again := mustOpen(t, folder)
	works(t, again)
	if _, err := again.SaveReport(ctx, k); err != nil {
		t.Errorf("with room again: %v", err)
	}
	count(t, again, saved+1)
}

// TestAFirstStartOnAFullDisk: wherever it runs out of room, it leaves nothing that a later start takes for data.
func TestAFirstStartOnAFullDisk(t *testing.T) {
	for kb := 16; kb <= 800; kb += 24 {
		folder := t.TempDir()
		grow := diskOf(t, folder, kb)
		s, _, err := Open(folder, clock)
		must(t, err)
		must(t, s.Close())
		grow()
		s, notices, err := Open(folder, clock)
		must(t, err)
		if len(besides(notices)) > 0 || s.Scratch() {
			t.Errorf("after a disk of %d kB: %v", kb, notices)
		}
		must(t, s.Close())
	}
}
