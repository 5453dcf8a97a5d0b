package conformance

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"
)

// promisesPage has the table of what Handrail promises, under this heading.
const (
	promisesPage    = "store/README.md"
	promisesHeading = "## What Handrail promises"
)

// A row of the table: number, promise, tests. The tests of one package stand after its
// folder, with commas between them; packages are separated by semicolons. A part that
// names no folder is prose.
var (
	promiseRow  = regexp.MustCompile(`^\| *P([0-9]+) *\| *([^|]+?) *\| *([^|]+?) *\|$`)
	promiseTest = regexp.MustCompile("^`([a-z0-9/]+)` ((?:Test|Fuzz|Benchmark)[A-Za-z0-9_]+(?:, [A-Za-z0-9_]+)*)$")
)

// wrongPromises returns what is wrong with the table of promises in a page.
func wrongPromises(module fs.FS, page string) (wrong []string) {
	_, table, found := strings.Cut(page, promisesHeading+"\n")
	if !found {
		return []string{"there is no heading " + promisesHeading}
	}
	table, _, _ = strings.Cut(table, "\n## ")
	known, number := map[string]map[string]bool{}, 0
	for line := range strings.Lines(table) {
		if line = strings.TrimSpace(line); !strings.HasPrefix(line, "| P") {
			continue
		}
		number++
		m := promiseRow.FindStringSubmatch(line)
		if m == nil || m[1] != fmt.Sprint(number) {
			wrong = append(wrong, fmt.Sprintf("row %d is not “| P%d | promise | tests |”: %.60s", number, number, line))
			continue
		}
		held := 0
		for _, part := range strings.Split(m[3], "; ") {
			t := promiseTest.FindStringSubmatch(part)
			if t == nil {
				if strings.Contains(part, "Test") {
					wrong = append(wrong, fmt.Sprintf("P%d: no folder and tests, and no prose: %s", number, part))
				}
				continue
			}
			if known[t[1]] == nil {
				known[t[1]] = testsIn(module, t[1])
			}
			for _, name := range strings.Split(t[2], ", ") {
				if held++; !known[t[1]][name] {
					wrong = append(wrong, fmt.Sprintf("P%d: %s has no %s", number, t[1], name))
				}
			}
		}
		if held == 0 {
			wrong = append(wrong, fmt.Sprintf("P%d: no test holds it", number))
		}
	}
	if number == 0 {
		wrong = append(wrong, "the table has no rows")
	}
	return wrong
}

// testsIn returns the names of the tests in a folder, under any build tag.
func testsIn(module fs.FS, folder string) map[string]bool {
	all := map[string]bool{}
	names, _ := fs.Glob(module, path.Join(folder, "*_test.go"))
	for _, name := range names {
		text, err := fs.ReadFile(module, name)
		if err != nil {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, text, parser.SkipObjectResolution)
		if err != nil {
			continue
		}
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && f.Type.Params.NumFields() == 1 {
				all[f.Name.Name] = true
			}
		}
	}
	return all
}

// TestEachPromiseIsHeldByATest checks that the tests in the table of promises are there.
func TestEachPromiseIsHeldByATest(t *testing.T) {
	module := os.DirFS(moduleRoot(t))
	page, err := fs.ReadFile(module, promisesPage)
	if err != nil {
		t.Fatal(err)
	}
	for _, wrong := range wrongPromises(module, string(page)) {
		t.Errorf("%s: %s", promisesPage, wrong)
	}
	if n := strings.Count(string(page), "\n| P"); n < 17 {
		t.Errorf("%s has %d promises", promisesPage, n)
	}
}

// TestAPromiseWithoutItsTestFails checks what is found in the table.
func TestAPromiseWithoutItsTestFails(t *testing.T) {
	module := os.DirFS(moduleRoot(t))
	here := "`app/conformance` TestAPromiseWithoutItsTestFails"
	for rows, want := range map[string]string{
		"| P1 | It is so. | " + here + " |":                                   "",
		"| P1 | It is so. | " + here + "; on Windows nothing holds it |":      "",
		"| P1 | It is so. | " + here + ", TestEachPromiseIsHeldByATest |":     "",
		"| P1 | It is so. | " + here + ", TestGone |":                         "P1: app/conformance has no TestGone",
		"| P1 | It is so. | `app/gone` TestA |":                               "P1: app/gone has no TestA",
		"| P1 | It is so. | `store` Testing |":                                "P1: store has no Testing",
		"| P1 | It is so. | see TestMain |":                                   "P1: no folder and tests",
		"| P1 | It is so. | on Windows nothing holds it |":                    "P1: no test holds it",
		"| P2 | It is so. | " + here + " |":                                   "row 1 is not",
		"| P1 | It is so. | " + here + " |\n| P3 | And so. | " + here + " |":  "row 2 is not",
		"| P1 | It is so. |":                                                  "row 1 is not",
		"nothing":                                                             "the table has no rows",
		"| P1 | It is so. | " + here + " |\n\n## Else\n\n| P9 | No. | none |": "",
	} {
		got := wrongPromises(module, "# Page\n\n"+promisesHeading+"\n\n"+rows+"\n")
		if want == "" && len(got) > 0 || want != "" && !strings.HasPrefix(strings.Join(got, "\n"), want) {
			t.Errorf("%s: %q, want %q", rows, got, want)
		}
	}
	if got := wrongPromises(module, "# Page\n"); len(got) != 1 {
		t.Errorf("no heading: %q", got)
	}
}
