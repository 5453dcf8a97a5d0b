package terminal

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

func TestWildcards(t *testing.T) {
	folder := t.TempDir()
	for _, name := range []string{"a.json", "b.JSON", "ä [1].json", "c.txt", "d.json.gz"} {
		if err := os.WriteFile(filepath.Join(folder, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for pattern, want := range map[string][]string{
		"*.json": {"a.json", "b.JSON", "ä [1].json"}, "?.json": {"a.json", "b.JSON"}, "*": {"a.json", "b.JSON", "c.txt",
			"d.json.gz", "ä [1].json"},
		"ä [1].json": {"ä [1].json"}, "ä [1].*": {"ä [1].json"}, "*.csv": {"*.csv"}, "a*.j?on": {"a.json"},
		"**.gz": {"d.json.gz"},
	} {
		var got []string
		for _, name := range expand(filepath.Join(folder, pattern)) {
			got = append(got, filepath.Base(name))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, not %q", pattern, got, want)
		}
	}
	if got := expanded([]string{filepath.Join(folder, "?.json")}); len(got) == 2 != (runtime.GOOS == "windows") {
		t.Errorf("the shell of this system: %q", got)
	}
}

// TestVerifyTakesWildcards: what Windows does not expand, the commands that take files do.
func TestVerifyTakesWildcards(t *testing.T) {
	if runtime.GOOS != "windows" {
		t.Skip("the shell expands them here")
	}
	folder := t.TempDir()
	for _, name := range []string{"1.txt", "2.txt"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte("no report"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	status, out, errs := new(stage).run("verify", filepath.Join(folder, "*.txt"))
	if status != Act || !strings.Contains(out, "1.txt") || !strings.Contains(out, "2.txt") {
		t.Errorf("%d %s %s", status, out, errs)
	}
}
