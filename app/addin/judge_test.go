//go:build judge

package addin

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// explained are the manifests on which Microsoft's reader and ours differ, and why.
// Its reader takes what it finds; only its online test, which is not asked, refuses.
var explained = map[string]string{
	"invalid-invalid-resid-length.manifest.xml": "its reader tests no lengths; Microsoft's page on resid allows 32 characters",
	"invalid-no-description.manifest.xml":       "its reader misses nothing; Microsoft's page on OfficeApp requires Description",
}

// Microsoft's own reader agrees on which manifests are readable and on id,
// version, hosts and permissions, but for those explained.
func TestMicrosoftsReaderAgrees(t *testing.T) {
	folder, all := samples(t)
	names := slices.Sorted(maps.Keys(all))
	var paths []string
	for _, name := range names {
		paths = append(paths, filepath.Join(folder, name))
	}
	input, err := json.Marshal(paths)
	if err != nil {
		t.Fatal(err)
	}
	run := exec.CommandContext(t.Context(), "node", "judge.mjs")
	run.Dir = judgeFolder(t)
	run.Stdin = bytes.NewReader(input)
	run.Stderr = os.Stderr
	out, err := run.Output()
	if err != nil {
		t.Fatalf("the judge stopped: %v", err)
	}
	var theirs []struct {
		OK                       bool
		ID, Version, Permissions string
		Hosts                    []string
	}
	if err := json.Unmarshal(out, &theirs); err != nil || len(theirs) != len(names) {
		t.Fatalf("the judge read %d of %d: %v", len(theirs), len(names), err)
	}
	for i, name := range names {
		m, their := Read(all[name]), theirs[i]
		if same := m.Readable() == their.OK; same == (explained[name] != "") {
			t.Errorf("%s: we say readable %v, Microsoft's reader %v; explained: %q", name, m.Readable(), their.OK, explained[name])
		}
		if !their.OK {
			continue
		}
		if m.ID != strings.ToLower(their.ID) || m.Version != their.Version || !slices.Equal(m.Hosts, their.Hosts) || strings.Join(m.Permissions, ",") != their.Permissions {
			t.Errorf("%s: ours %s %s %v %v, theirs %+v", name, m.ID, m.Version, m.Hosts, m.Permissions, their)
		}
	}
}

// judgeFolder puts the script and its pinned package under build/ and installs it once.
func judgeFolder(t *testing.T) string {
	t.Helper()
	for _, tool := range []string{"node", "npm"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("%s is not installed, so Microsoft's reader cannot be asked", tool)
		}
	}
	folder, err := filepath.Abs("../../build/judge-manifest")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	var lock []byte
	for _, name := range []string{"judge.mjs", "package.json", "package-lock.json"} {
		raw, err := os.ReadFile(filepath.Join("testdata/judge", name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, name), raw, 0o644); err != nil {
			t.Fatal(err)
		}
		lock = raw
	}
	stamp := filepath.Join(folder, "installed")
	if done, err := os.ReadFile(stamp); err == nil && bytes.Equal(done, lock) {
		return folder
	}
	install := exec.CommandContext(t.Context(), "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
	install.Dir = folder
	if out, err := install.CombinedOutput(); err != nil {
		t.Skipf("the judge cannot be installed: %v\n%s", err, out)
	}
	if err := os.WriteFile(stamp, lock, 0o644); err != nil {
		t.Fatal(err)
	}
	return folder
}
