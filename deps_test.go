package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// rule is what a package must never import, directly or through others, and why.
type rule struct {
	rooms  string // the rooms it holds for
	except string // rooms it does not hold for; may be empty
	never  string // import paths
	why    string
}

// judges are programs that look at Handrail from outside, so they may see all.
const judges = `^handrail/app/judge`

var rules = []rule{
	{`^handrail/app$`, ``, `^[^/]+\.[^/]+/|^handrail/`, "app is the ground floor: the standard library only"},
	{`^handrail/app/`, judges, `^fyne\.io/`, "rules must be testable in milliseconds, without a window"},
	{`^handrail/app/`, judges, `^database/sql$|^modernc\.org/|^handrail/store$`, "app declares what it keeps, store decides how"},
	{`^handrail/app/`, `^handrail/app/(graph|judge)`, `msgraph|azidentity`, "tokens and the SDK stay behind one room"},
	{`.`, ``, `^github\.com/microsoftgraph/msgraph-sdk-go$|^github\.com/microsoftgraph/msgraph-beta-sdk-go`, "the root client brings every package of the SDK: twice the time to compile"},
	{`^handrail/app/`, ``, `^handrail/(screens|assets)`, "app is below the window"},
	{`^handrail/app/(task|report|guide|tenant|addin|audience|powershell|mfa|mfashow|dns|mtasts|tlsrpt|tlsreport|intake|served|smtpprobe|cert|tag|inbound|runsheet|attendance|teamslink|cells|xlsx|tlsshow)$`, ``, `^handrail/app/(guides|terminal|sample|graph)`, "protocol rooms and the ground floor know no guide"},
	{`^handrail/app/guide(/|$)`, ``, `^handrail/app/(guides|terminal|sample|graph|judge|mfa|mfashow|mtasts|tlsreport|tlsshow|inbound|intake|served|addin|audience|runsheet|attendance|teamslink)(/|$)`, "the guide kit serves every guide, so it knows the subject of none"},
	{`^handrail/app/guide/(ask|terms)$`, ``, `^handrail/app/(tenant|powershell)$|^net/http$`, "questions and words need no organisation"},
	{`^handrail/app/guide$`, ``, `^handrail/app/(guide/|tenant$|powershell$)`, "what a guide is stands below the kit that makes one"},
	{`^handrail/app/(guide|tenant|report|task|powershell)(/|$)`, ``, `^os/exec$|^net/http$`, "the kit works on what it is given; others ask and run"},
	{`^handrail/app/mfa$`, ``, `^handrail/app/(guide|report)$|^net/http$`, "the rules of sign-in are pure: no documents, no network"},
	{`^handrail/app/identity/access$`, ``, `^[^/]+\.[^/]+/|^net/http$|^handrail/app/(guide|guides|report|mfa|graph|terminal|sample)`, "who a policy applies to is computed from rows alone"},
	{`^handrail/app/identity/`, ``, `^handrail/app/(guides|terminal|sample|graph)`, "protocol rooms and the ground floor know no guide"},
	{`^handrail/app/(dns|mtasts|tlsrpt|tlsreport|smtpprobe|cert|addin|audience|powershell|runsheet|attendance|teamslink|cells|xlsx)$`, ``, `^handrail/app/(guide|report)$`, "protocol rooms know nothing of guides and documents"},
	{`^handrail/app/(runsheet|attendance|cells)$`, ``, `^[^/]+\.[^/]+/|^net/http$`, "events are worked out with the standard library alone"},
	{`^handrail/app/guides/`, ``, `^handrail/app/(sample|terminal|graph)$`, "a guide gets what it needs, it does not fetch it"},
	{`^handrail/store$`, ``, `^fyne\.io/|^handrail/app/(graph|guides|terminal|sample|dns|inbound)|^handrail/screens`, "store keeps rows; it knows no guide and no window"},
	{`^handrail/app/logbook$`, ``, `^fyne\.io/|^handrail/(store|screens)|^handrail/app/`, "the log must work when everything else does not"},
	{`^handrail/screens`, ``, `^fyne\.io/fyne/v2/app$|^github\.com/go-gl/|glfw`, "then all screen tests run without cgo, display or GL"},
	{`^handrail/screens`, ``, `^database/sql$|^modernc\.org/|^handrail/store$`, "nothing touches the file on the goroutine that draws"},
	{`^handrail/screens`, ``, `^handrail/app/(graph|sample|terminal)$|msgraph|azidentity`, "screens work with ports, whoever stands behind them"},
	{`^handrail/assets$`, ``, `^handrail/`, "assets are pictures and data"},
	{`^handrail$`, ``, `^fyne\.io/`, "the build without a window needs no cgo and no GL"}, // with -tags headless
}

type goPackage struct {
	ImportPath string
	Deps       []string
	Imports    []string
	Standard   bool
	Incomplete bool
}

// packages lists every package of ours as the build without a window and
// without cgo sees it.
func packages(t *testing.T) []goPackage {
	t.Helper()
	cmd := exec.Command("go", "list", "-e", "-deps", "-tags", "headless", "-json=ImportPath,Deps,Imports,Standard,Incomplete", "./...")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
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
		if p.ImportPath == "handrail" || strings.HasPrefix(p.ImportPath, "handrail/") {
			all = append(all, p)
		}
	}
}

func TestRoomsImportOnlyWhatTheyMay(t *testing.T) {
	all := packages(t)
	for _, r := range rules {
		rooms, never := regexp.MustCompile(r.rooms), regexp.MustCompile(r.never)
		for _, p := range all {
			if !rooms.MatchString(p.ImportPath) || r.except != "" && regexp.MustCompile(r.except).MatchString(p.ImportPath) {
				continue
			}
			for _, dep := range p.Deps {
				if dep != p.ImportPath && !strings.HasPrefix(dep, "vendor/") && never.MatchString(dep) {
					t.Errorf("%s reaches %s: %s", p.ImportPath, dep, r.why)
				}
			}
		}
	}
	sdk := regexp.MustCompile(`microsoftgraph/|azure-sdk-for-go|microsoft/kiota-`)
	for _, p := range all {
		if i := slices.IndexFunc(p.Imports, sdk.MatchString); i >= 0 && p.ImportPath != "handrail/app/graph" {
			t.Errorf("%s imports %s: only app/graph does, because the SDK takes minutes to compile", p.ImportPath, p.Imports[i])
		}
		if strings.HasPrefix(p.ImportPath, "handrail/app/guides/") {
			for _, dep := range p.Deps {
				if strings.HasPrefix(dep, "handrail/app/guides") {
					t.Errorf("%s reaches %s: a guide is deleted by deleting its folder and its line", p.ImportPath, dep)
				}
			}
		}
	}
}

// TestRulesCanFail makes sure that the rules would notice: each pattern must
// match a room that exists, or one that the house has planned.
func TestRulesCanFail(t *testing.T) {
	all := packages(t)
	for _, r := range rules {
		if !slices.ContainsFunc(all, func(p goPackage) bool { return regexp.MustCompile(r.rooms).MatchString(p.ImportPath) }) {
			t.Errorf("no room matches %s (%s)", r.rooms, r.why)
		}
	}
}

// call is where a function may be called, or a package imported.
type call struct {
	where string // files that the rule holds for, as a pattern of the path
	what  string // pkg.Name as written, "go" for the statement, "import " and a path
	files []string
	why   string
}

var calls = []call{
	{`.`, "import fyne.io/fyne/v2/app", []string{"window.go"}, "it needs cgo and GL"},
	{`^screens/`, "go", []string{"screens/run.go"}, "one door for goroutines"},
	{`.`, "fyne.Do", []string{"screens/run.go", "window.go"}, "one door back to the goroutine that draws"},
	{`.`, "fyne.DoAndWait", nil, "nothing waits in a callback"},
	{`.`, ".SendNotification", nil, "on Windows a notification runs its text in PowerShell"},
	{`.`, "fyne.NewNotification", nil, "on Windows a notification runs its text in PowerShell"},
	{`^(app|store|screens|assets)/|^[^/]+\.go$`, "exec.Command", []string{"link.go"}, "text of a tenant must never become a command"},
	{`^(app|store|screens|assets)/|^[^/]+\.go$`, "exec.CommandContext", nil, "text of a tenant must never become a command"},
	{`.`, ".OpenURL", []string{"link.go"}, "links are opened only after app.CheckLink"},
	{`.`, "browser.OpenFile", nil, "links are opened only after app.CheckLink"},
	{`.`, "browser.OpenReader", nil, "links are opened only after app.CheckLink"},
	{`.`, "widget.NewRichTextFromMarkdown", []string{"screens/small.go"}, "only texts of ours are Markdown; all others are shown by plain labels"},
}

func TestDangerousCallsStandOnlyWhereTheyMay(t *testing.T) {
	sources := 0
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		name = filepath.ToSlash(name)
		switch {
		case err != nil:
			return err
		case d.IsDir() && name != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata" || d.Name() == "build" || name == "app/judge"): // judges drive other programs
			return filepath.SkipDir
		case d.IsDir() || path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		sources++
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		seen := usesOf(file)
		for _, c := range calls {
			if seen[c.what] && regexp.MustCompile(c.where).MatchString(name) && !slices.Contains(c.files, name) {
				t.Errorf("%s uses %s: %s", name, c.what, c.why)
			}
		}
		return nil
	})
	if err != nil || sources < 50 {
		t.Fatalf("%d sources read: %v", sources, err)
	}
	// The walk must see what it looks for where it is allowed.
	for _, c := range calls[:2] {
		file, err := parser.ParseFile(token.NewFileSet(), c.files[0], nil, parser.SkipObjectResolution)
		if err != nil || !usesOf(file)[c.what] {
			t.Errorf("%s is not seen in %s: %v", c.what, c.files[0], err)
		}
	}
}

// usesOf returns what a file uses, in the words of call.
func usesOf(file *ast.File) map[string]bool {
	seen := map[string]bool{}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ImportSpec:
			seen["import "+strings.Trim(n.Path.Value, `"`)] = true
		case *ast.GoStmt:
			seen["go"] = true
		case *ast.SelectorExpr:
			seen["."+n.Sel.Name] = true
			if x, ok := n.X.(*ast.Ident); ok {
				seen[x.Name+"."+n.Sel.Name] = true
			}
		}
		return true
	})
	return seen
}
