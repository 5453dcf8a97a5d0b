package store

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"handrail/app/ownerfile"
)

// TestADriveWithoutPermissions: Handrail works on a drive where every file is for everyone, and says so once. Such a
// drive refuses a change of rights (a USB stick), or accepts and forgets it (some shares).
func TestADriveWithoutPermissions(t *testing.T) {
	for _, kind := range []string{"--chmod-deny", "--chmod-ignore"} {
		t.Run(kind, func(t *testing.T) {
			folder := filepath.Join(t.TempDir(), "Stick [ü]")
			must(t, os.Mkdir(folder, 0o755))
			if out, err := exec.Command("bindfs", kind, "-p", "0777", t.TempDir(), folder).CombinedOutput(); err != nil {
				t.Skipf("no drive without permissions can be made here (bindfs, FUSE): %v %s", err, out)
			}
			t.Cleanup(func() { _ = syscall.Unmount(folder, syscall.MNT_DETACH) })
			for i, want := range []int{1, 0} {
				s, notices, err := Open(folder, nil)
				must(t, err)
				works(t, s)
				if s.Unsaved() != nil || s.Scratch() {
					t.Errorf("start %d: nothing is kept: %v", i+1, s.Unsaved())
				}
				if len(notices) != want || want == 1 && (notices[0].Code != "unprotected" ||
					!strings.Contains(notices[0].Message, folder) || notices[0].Hint == "") {
					t.Errorf("start %d: %+v", i+1, notices)
				}
				if want == 1 {
					path := filepath.Join(folder, FileName)
					if private, err := ownerfile.IsPrivate(path); err != nil || private {
						t.Errorf("the drive protects files: %v, %v", private, err)
					}
				} else if all, err := s.Settings(context.Background()); err != nil || all[toldUnprotected] != folder {
					t.Errorf("the settings have %q: %v", all, err)
				}
				must(t, s.Close())
			}
		})
	}
	s, notices, err := Open(t.TempDir(), nil)
	must(t, err)
	defer func() { must(t, s.Close()) }()
	if len(notices) > 0 {
		t.Errorf("on a drive with permissions: %+v", notices)
	}
}
