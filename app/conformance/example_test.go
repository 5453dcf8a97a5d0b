package conformance

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestExampleGuide checks that a person who follows app/guides/README.md gets a
// guide that passes the tests of all guides: it adds the example of the page, and
// its row, to a copy that only the compiler sees ("go build -overlay").
func TestExampleGuide(t *testing.T) {
	root, err := filepath.Abs(moduleRoot(t))
	if err != nil {
		t.Fatal(err)
	}
	guides := filepath.Join(root, "app", "guides")
	page, err := os.ReadFile(filepath.Join(guides, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	example := regexp.MustCompile("(?s)```go\n(package |// Package )(.*?)```").FindString(string(page))
	example = strings.TrimSuffix(strings.TrimPrefix(example, "```go\n"), "```")
	list, err := os.ReadFile(filepath.Join(guides, "guides.go"))
	if err != nil {
		t.Fatal(err)
	}
	row := regexp.MustCompile(`(?m)^\t\tconnect\.Guide\(s\),\n`)
	imported := regexp.MustCompile(`(?m)^\t"handrail/app/guides/connect"\n`)
	added := row.ReplaceAllString(string(list), "$0\t\tdomaincheck.Guide(s),\n")
	added = imported.ReplaceAllString(added, "$0\t\"handrail/app/guides/domaincheck\"\n")
	if strings.Count(added, "domaincheck") != 2 || example == "" {
		t.Fatal("the page has no example, or guides.go has no row to add it to")
	}
	temp := t.TempDir()
	replace := map[string]string{}
	for name, text := range map[string]string{"domaincheck/guide.go": example, "guides.go": added} {
		file := filepath.Join(temp, filepath.Base(name))
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		replace[filepath.Join(guides, filepath.FromSlash(name))] = file
	}
	data, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		t.Fatal(err)
	}
	overlay := filepath.Join(temp, "overlay.json")
	if err := os.WriteFile(overlay, data, 0o600); err != nil {
		t.Fatal(err)
	}
	// The READMEs do not have the example in their tables.
	cmd := exec.CommandContext(t.Context(), "go", "test", "-vet=off", "-tags", "netgo",
		"-overlay", overlay, "-skip", "^Test(Pages|FactsAreOnThePage)$", "./app/guides")
	cmd.Dir = root
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("the example of app/guides/README.md: %v\n%s", err, out)
	}
}
