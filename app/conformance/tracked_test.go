package conformance

import (
	"os/exec"
	"path"
	"slices"
	"strings"
	"testing"
)

// topLevel is everything that may stand at the top of the repository.
var topLevel = strings.Fields(`app store screens assets go.mod go.sum FyneApp.toml Makefile README.md main.go window.go
	window_headless.go CHANGELOG.md LICENSE .ci .github .gitignore`)

// TestOnlyWhatBelongsHereIsTracked fails on a compiled program and on a top level that grew.
func TestOnlyWhatBelongsHereIsTracked(t *testing.T) {
	cmd := exec.CommandContext(t.Context(), "git", "ls-files", "-z")
	cmd.Dir = moduleRoot(t)
	out, err := cmd.Output()
	if err != nil {
		t.Skip("these are not the files of a clone: ", err)
	}
	built := []string{".test", ".exe", ".out", ".prof", ".so", ".dll", ".syso", ".db", ".log"}
	for name := range strings.SplitSeq(strings.Trim(string(out), "\x00"), "\x00") {
		if top, _, _ := strings.Cut(name, "/"); !slices.Contains(topLevel, top) {
			t.Errorf("%s does not belong at the top", name)
		}
		if slices.Contains(built, path.Ext(name)) {
			t.Errorf("%s is made, not written", name)
		}
	}
}
