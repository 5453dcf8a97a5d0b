package guides

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"handrail/app/tenant"
)

// TestWhatToRefreshIsThere: the page Organisation lists data by the titles that guides name.
func TestWhatToRefreshIsThere(t *testing.T) {
	here, err := filepath.Glob("*/*.go")
	if err != nil {
		t.Fatal(err)
	}
	rules, err := filepath.Glob("../identity/*/*.go")
	if err != nil {
		t.Fatal(err)
	}
	named, n := regexp.MustCompile(`Refresh “([^”]*)”`), 0
	for _, file := range append(here, rules...) {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range named.FindAllStringSubmatch(string(text), -1) {
			n++
			if !slices.ContainsFunc(tenant.Sections(), func(s tenant.Section) bool { return s.Title == found[1] }) {
				t.Errorf("%s: the page Organisation has no “%s”", file, found[1])
			}
		}
	}
	if n == 0 {
		t.Error("nothing was checked")
	}
}
