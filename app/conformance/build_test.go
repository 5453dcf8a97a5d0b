package conformance

import (
	"bytes"
	"crypto/sha256"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestTwoFoldersBuildTheSameProgram copies the source into two folders and builds it in
// each as "make headless" does: both programs are the same to the byte, and hold no path
// of this computer. The modules are those of go.sum.
func TestTwoFoldersBuildTheSameProgram(t *testing.T) {
	if testing.Short() {
		t.Skip("it builds the program twice, which takes too long for -short")
	}
	for _, tool := range []string{"make", "go"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip(tool + " is not on this computer")
		}
	}
	var first []byte
	for i, name := range []string{"a", filepath.Join("b", "deeper folder")} {
		folder := filepath.Join(t.TempDir(), name)
		copySource(t, folder)
		run(t, folder, "make", "-s", "headless")
		program, err := os.ReadFile(filepath.Join(folder, "build", "handrail-headless"))
		if err != nil || len(program) < 1<<20 {
			t.Fatal(len(program), err)
		}
		if bytes.Contains(program, []byte(folder)) {
			t.Errorf("the program names the folder %s", folder)
		}
		if i == 0 {
			first = program
		} else if !bytes.Equal(first, program) {
			t.Errorf("the programs differ: %d bytes with the sum %x, %d bytes with the sum %x",
				len(first), sha256.Sum256(first), len(program), sha256.Sum256(program))
		}
	}
	if out := run(t, root, "go", "mod", "verify"); !strings.Contains(out, "all modules verified") {
		t.Errorf("go mod verify: %s", out)
	}
}

// run runs a command in a folder and returns what it says.
func run(t *testing.T, folder string, name string, args ...string) string {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = folder
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "MAKE") && !strings.HasPrefix(v, "MFLAGS") { // of a make that runs this test
			cmd.Env = append(cmd.Env, v)
		}
	}
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s %q: %v\n%s", name, args, err, out)
	}
	return string(out)
}

// copySource copies what the program is built from.
func copySource(t *testing.T, folder string) {
	t.Helper()
	err := filepath.WalkDir(root, func(full string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, full)
		to := filepath.Join(folder, name)
		switch {
		case err != nil:
			return err
		case name == ".git" && !d.IsDir(): // of a worktree
			return nil
		case d.IsDir() && (name == ".git" || name == "build" || d.Name() == "node_modules"):
			return filepath.SkipDir
		case d.IsDir():
			return os.MkdirAll(to, 0o755)
		case !d.Type().IsRegular() || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		data, err := os.ReadFile(full)
		if err != nil {
			return err
		}
		st, err := d.Info()
		if err != nil {
			return err
		}
		return os.WriteFile(to, data, st.Mode().Perm())
	})
	if err != nil {
		t.Fatal(err)
	}
}
