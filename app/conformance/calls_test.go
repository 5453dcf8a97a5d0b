package conformance

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

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
	{`^(app|store|screens|assets)/|^[^/]+\.go$`, "exec.Command", []string{"app/program/open.go"},
		"text of a tenant must never become a command"},
	{`^(app|store|screens|assets)/|^[^/]+\.go$`, "exec.CommandContext", nil,
		"text of a tenant must never become a command"},
	{`^(app|store|screens|assets)/|^[^/]+\.go$`, "import os/exec", []string{"app/program/open.go"},
		"text of a tenant must never become a command"},
	{`.`, "os.StartProcess", nil, "text of a tenant must never become a command"},
	{`.`, "syscall.StartProcess", nil, "text of a tenant must never become a command"},
	{`.`, "syscall.ForkExec", nil, "text of a tenant must never become a command"},
	{`.`, "syscall.Exec", nil, "text of a tenant must never become a command"},
	{`.`, "import without a name", nil, "what such an import brings in cannot be told from the file"},
	{`.`, ".OpenURL", []string{"app/program/open.go"}, "links are opened only after app.CheckLink"},
	{`.`, "browser.OpenFile", nil, "links are opened only after app.CheckLink"},
	{`.`, "browser.OpenReader", nil, "links are opened only after app.CheckLink"},
	{`.`, "widget.NewRichTextFromMarkdown", []string{"screens/small.go"},
		"only texts of ours are Markdown; all others are shown by plain labels"},
}

func TestDangerousCallsStandOnlyWhereTheyMay(t *testing.T) {
	sources := 0
	err := filepath.WalkDir(root, func(full string, d fs.DirEntry, err error) error {
		name, _ := filepath.Rel(root, full)
		name = filepath.ToSlash(name)
		switch {
		case err != nil:
			return err
		case d.IsDir() && name != "." &&
			(strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata" || d.Name() == "build" ||
				name == "app/conformance"): // judges drive other programs
			return filepath.SkipDir
		case d.IsDir() || path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		sources++
		file, err := parser.ParseFile(token.NewFileSet(), full, nil, parser.SkipObjectResolution)
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
		file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, c.files[0]), nil,
			parser.SkipObjectResolution)
		if err != nil || !usesOf(file)[c.what] {
			t.Errorf("%s is not seen in %s: %v", c.what, c.files[0], err)
		}
	}
}

// TestDangerousCallsHideBehindNoOtherName: whatever name a file gives an import.
func TestDangerousCallsHideBehindNoOtherName(t *testing.T) {
	for source, want := range map[string]string{
		"package p\nimport run \"os/exec\"\nvar _ = run.Command(\"ls\")":                    "exec.Command",
		"package p\nimport exec2 \"os/exec\"\nvar f = exec2.CommandContext":                 "exec.CommandContext",
		"package p\nimport . \"os/exec\"\nvar _ = Command(\"ls\")":                          "import without a name",
		"package p\nimport o \"os\"\nvar f = o.StartProcess":                                "os.StartProcess",
		"package p\nimport w \"fyne.io/fyne/v2/widget\"\nvar f = w.NewRichTextFromMarkdown": "widget.NewRichTextFromMarkdown",
		"package p\nimport f2 \"fyne.io/fyne/v2\"\nvar f = f2.DoAndWait":                    "fyne.DoAndWait",
	} {
		file, err := parser.ParseFile(token.NewFileSet(), "p.go", source, parser.SkipObjectResolution)
		if err != nil || !usesOf(file)[want] {
			t.Errorf("%s is not seen in %q: %v", want, source, err)
		}
	}
}

// usesOf returns what a file uses, in the words of call.
func usesOf(file *ast.File) map[string]bool {
	seen, own := map[string]bool{}, map[string]string{}
	for _, i := range file.Imports {
		if i.Name == nil {
			continue
		}
		at := strings.Trim(i.Path.Value, `"`)
		if base := path.Base(at); i.Name.Name != "_" && regexp.MustCompile(`^v[0-9]+$`).MatchString(base) {
			at = path.Dir(at)
		}
		own[i.Name.Name] = path.Base(at)
		seen["import without a name"] = seen["import without a name"] || i.Name.Name == "."
	}
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
				seen[own[x.Name]+"."+n.Sel.Name] = true
			}
		}
		return true
	})
	return seen
}
