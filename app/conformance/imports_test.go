package conformance

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// root is the module's folder, seen from this one.
const root = "../.."

// goPackage is what "go list" reports about one package.
type goPackage struct {
	ImportPath string
	Deps       []string
	Imports    []string
}

// packages lists Handrail's packages as the build without a window and without
// cgo sees them. overlay may replace files, as "go build -overlay" does.
func packages(t *testing.T, overlay map[string]string) []goPackage {
	t.Helper()
	args := []string{"list", "-e", "-deps", "-tags", "headless", "-json=ImportPath,Deps,Imports"}
	if overlay != nil {
		data, err := json.Marshal(map[string]any{"Replace": overlay})
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), "overlay.json")
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, "-overlay", file)
	}
	cmd := exec.Command("go", append(args, "./...")...)
	cmd.Dir, cmd.Env = root, append(os.Environ(), "CGO_ENABLED=0")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []goPackage
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p goPackage
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		if ours(p.ImportPath) {
			all = append(all, p)
		}
	}
}

// ours reports whether path is a package of Handrail.
func ours(path string) bool { return path == module || strings.HasPrefix(path, module+"/") }

// outside reports whether path is neither Handrail's nor the standard library's.
func outside(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return !ours(path) && strings.Contains(first, ".") && !strings.HasPrefix(path, "vendor/")
}

// wrongImports returns what the rules forbid about these packages, each with its reason.
func wrongImports(all []goPackage) []string {
	var wrong []string
	for _, p := range all {
		name := strings.TrimPrefix(strings.TrimPrefix(p.ImportPath, module), "/")
		at := slices.IndexFunc(rooms, func(r room) bool { return r.matches(name) })
		if at < 0 {
			wrong = append(wrong, p.ImportPath+" has no rule: add a row to rooms with the reason")
			continue
		}
		for _, path := range p.Imports {
			if why := rooms[at].forbids(name, path); why != "" {
				wrong = append(wrong, fmt.Sprintf("%s imports %s: %s", p.ImportPath, path, why))
			}
		}
	}
	for _, f := range never {
		rooms, except, what := regexp.MustCompile(f.rooms), regexp.MustCompile(f.except), regexp.MustCompile(f.what)
		for _, p := range all {
			if !rooms.MatchString(p.ImportPath) || f.except != "" && except.MatchString(p.ImportPath) {
				continue
			}
			for _, dep := range p.Deps {
				if dep != p.ImportPath && !strings.HasPrefix(dep, "vendor/") && what.MatchString(dep) {
					wrong = append(wrong, fmt.Sprintf("%s reaches %s: %s", p.ImportPath, dep, f.why))
				}
			}
		}
	}
	return wrong
}

func TestPackagesImportOnlyWhatTheyMay(t *testing.T) {
	for _, w := range wrongImports(packages(t, nil)) {
		t.Error(w)
	}
}

// TestEveryImportRuleIsUsed finds rows about packages that do not exist.
func TestEveryImportRuleIsUsed(t *testing.T) {
	all := packages(t, nil)
	for i, r := range rooms {
		used := slices.ContainsFunc(all, func(p goPackage) bool {
			name := strings.TrimPrefix(strings.TrimPrefix(p.ImportPath, module), "/")
			return slices.IndexFunc(rooms, func(o room) bool { return o.matches(name) }) == i
		})
		if !used {
			t.Errorf("no package matches %s", r.path)
		}
		if r.why == "" {
			t.Errorf("%s has no reason", r.path)
		}
	}
	for _, f := range never {
		rooms := regexp.MustCompile(f.rooms)
		if !slices.ContainsFunc(all, func(p goPackage) bool { return rooms.MatchString(p.ImportPath) }) {
			t.Errorf("no package matches %s (%s)", f.rooms, f.why)
		}
	}
}

// TestAWrongImportFails adds imports that the rules forbid, in an overlay, and
// expects each to be reported.
func TestAWrongImportFails(t *testing.T) {
	for _, c := range []struct{ folder, pkg, path, want string }{
		{"app", "app", "handrail/app/report", "handrail/app imports handrail/app/report"},
		{"app/tenant", "tenant", "database/sql", "handrail/app/tenant reaches database/sql"},
		{"app/mail/dns", "dns", "handrail/app/identity/mfa", "handrail/app/mail/dns imports handrail/app/identity/mfa"},
		{"app/guides/mtasts", "mtasts", "handrail/app/guides/connect",
			"handrail/app/guides/mtasts imports handrail/app/guides/connect"},
		{"screens", "screens", "handrail/store", "handrail/screens imports handrail/store"},
		{"app/event/runsheet", "runsheet", "golang.org/x/text/cases",
			"handrail/app/event/runsheet imports golang.org/x/text/cases"},
		{"app/unnamed", "unnamed", "strings", "handrail/app/unnamed has no rule"},
	} {
		source := filepath.Join(t.TempDir(), "wrong.go")
		if err := os.WriteFile(source, []byte("package "+c.pkg+"\n\nimport _ \""+c.path+"\"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		at, err := filepath.Abs(filepath.Join(root, filepath.FromSlash(c.folder), "wrong.go"))
		if err != nil {
			t.Fatal(err)
		}
		wrong := wrongImports(packages(t, map[string]string{at: source}))
		if !slices.ContainsFunc(wrong, func(w string) bool { return strings.HasPrefix(w, c.want) }) {
			t.Errorf("%s in %s is not reported: %q", c.path, c.folder, wrong)
		}
	}
}
