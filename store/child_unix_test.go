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
	_ = s.Close()
}

func TestFilesAreForTheirOwnerOnly(t *testing.T) {
	for _, mask := range []string{"0", "22", "77"} {
		t.Run("umask "+mask, func(t *testing.T) {
			folder := filepath.Join(t.TempDir(), "data")
			old := mustOpen(t, folder) // version 1, so that the child makes a copy
			must(t, old.Close())
			must(t, os.Chmod(folder, 0o777))
			must(t, os.Chmod(filepath.Join(folder, fileName), 0o666))
			must(t, os.WriteFile(filepath.Join(folder, fileName+".v0000-x"), []byte("x"), 0o600))
			must(t, os.Chmod(filepath.Join(folder, fileName+".v0000-x"), 0o644))
			checkRights(t, folder, mask, 5) // itself, log, index, copy, old copy
		})
		t.Run("fresh, umask "+mask, func(t *testing.T) {
			checkRights(t, filepath.Join(t.TempDir(), "data"), mask, 3)
		})
	}
}

func checkRights(t *testing.T, folder, mask string, files int) {
	t.Helper()
	out, err := child(t, folder, "umask", "HANDRAIL_UMASK="+mask).Output()
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
