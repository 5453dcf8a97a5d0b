//go:build unix

package store

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

func becomeNobody(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
}

// onlyRead lets the owner read a file or folder and not write, until the test ends.
func onlyRead(t *testing.T, name string) {
	t.Helper()
	st, err := os.Stat(name)
	must(t, err)
	must(t, os.Chmod(name, st.Mode().Perm()&0o500))
	t.Cleanup(func() { _ = os.Chmod(name, 0o700) })
}

// umaskChild works in the folder under the umask named and lists the rights of
// all files while the store is open.
func umaskChild(folder string) {
	mask, _ := strconv.ParseInt(os.Getenv("HANDRAIL_UMASK"), 8, 32)
	syscall.Umask(int(mask))
	s, _, err := openWith(folder, clock, later("CREATE TABLE more (x TEXT) STRICT"))
	if err != nil {
		say("error", err)
		return
	}
	_ = s.SetSetting(context.Background(), "a", "b")
	sayRights(folder)
	_ = s.Close()
}

// cacheUmaskChild does the same in the middle of a refresh.
func cacheUmaskChild(folder string) {
	mask, _ := strconv.ParseInt(os.Getenv("HANDRAIL_UMASK"), 8, 32)
	syscall.Umask(int(mask))
	ctx := context.Background()
	c, _, err := OpenCache(folder, parish, clock)
	if err != nil {
		say("error", err)
		return
	}
	if _, err := c.Begin(ctx, "users"); err != nil {
		say("error", err)
	}
	if _, err := c.Keep(ctx, "users", aPage("a", 0, 10, "more")); err != nil {
		say("error", err)
	}
	sayRights(folder)
	_ = c.Close()
}

func sayRights(folder string) {
	_ = filepath.WalkDir(folder, func(path string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		st, err := d.Info()
		if err != nil {
			return err
		}
		name := "folder"
		if path != folder {
			name = filepath.Base(path)
		}
		say(name, strconv.FormatInt(int64(st.Mode().Perm()), 8))
		return nil
	})
}

func TestCacheFilesAreForTheirOwnerOnly(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "data")
	checkRights(t, folder, "cache-umask", "0", 8) // itself, log, index, lock, journal of the lock; history
	must(t, os.Chmod(folder, 0o777))
	must(t, os.Chmod(filepath.Join(folder, cacheName(parish)), 0o666))
	must(t, os.Chmod(filepath.Join(folder, cacheName(parish)+".lock"), 0o666))
	checkRights(t, folder, "cache-umask", "22", 8)
}

func TestFilesAreForTheirOwnerOnly(t *testing.T) {
	for _, mask := range []string{"0", "22", "77"} {
		t.Run("umask "+mask, func(t *testing.T) {
			folder := filepath.Join(t.TempDir(), "data")
			old := mustOpen(t, folder) // an older version, so that the child makes a copy
			must(t, old.Close())
			must(t, os.Chmod(folder, 0o777))
			must(t, os.Chmod(filepath.Join(folder, FileName), 0o666))
			must(t, os.WriteFile(filepath.Join(folder, FileName+".v0000-x"), []byte("x"), 0o600))
			must(t, os.Chmod(filepath.Join(folder, FileName+".v0000-x"), 0o644))
			checkRights(t, folder, "umask", mask, 5) // itself, log, index, copy, old copy
		})
		t.Run("fresh, umask "+mask, func(t *testing.T) {
			checkRights(t, filepath.Join(t.TempDir(), "data"), "umask", mask, 3)
		})
	}
}

func checkRights(t *testing.T, folder, does, mask string, files int) {
	t.Helper()
	out, err := child(t, folder, does, "HANDRAIL_UMASK="+mask).Output()
	must(t, err)
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	for _, line := range lines {
		name, rights, _ := strings.Cut(line, " ")
		if want := map[bool]string{true: "700", false: "600"}[name == "folder"]; rights != want {
			t.Errorf("%s has %s, not %s", name, rights, want)
		}
	}
	if len(lines) != files+1 {
		t.Errorf("the folder holds %q", lines)
	}
}
