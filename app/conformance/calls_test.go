package conformance

import (
	"cmp"
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

const command = "text of a tenant must never become a command"

// A test of screens reads that notify.go sends fixed sentences only.
const shownToAll = "others read a notification on the lock screen, and on Windows its text runs in PowerShell"

// constant are files that run a program of the system by its full path, with arguments that are all constants.
var constant = []string{"app/region/read_darwin.go", "app/region/read_linux.go"}

var calls = []call{
	{`.`, "import fyne.io/fyne/v2/app", []string{"window.go"}, "it needs cgo and GL"},
	{`^screens/`, "go", []string{"screens/run.go"}, "one door for goroutines"},
	{`.`, "fyne.Do", []string{"screens/run.go", "window.go"}, "one door back to the goroutine that draws"},
	{`.`, "fyne.DoAndWait", nil, "nothing waits in a callback"},
	{`.`, ".SendNotification", []string{"screens/notify.go"}, shownToAll},
	{`.`, "fyne.NewNotification", []string{"screens/notify.go"}, shownToAll},
	{`.`, ".ScheduleNotification", nil, shownToAll},
	{`.`, "import os/exec", append([]string{"app/program/open.go", "app/openfile/openfile_darwin.go",
		"app/openfile/openfile_other.go", "app/filepicker/filepicker_darwin.go"}, constant...), command},
	{`.`, "exec.CommandContext", constant, command},
	{`.`, "exec.Cmd", nil, command},
	{`.`, "os.StartProcess", nil, command},
	{`.`, "syscall.StartProcess", nil, command},
	{`.`, "syscall.ForkExec", nil, command},
	{`.`, "syscall.Exec", nil, command},
	{`.`, "unix.Exec", nil, command},
	{`.`, "windows.CreateProcess", nil, command},
	{`.`, "windows.ShellExecute", []string{"app/openfile/openfile_windows.go"}, command},
	{`.`, "plugin.Open", nil, command},
	{`.`, "import C", nil, "C can do what this test does not see"},
	{`.`, "import . ", nil, "a call must name the package it is of"},
	{`.`, ".OpenURL", []string{"app/program/open.go"}, "links are opened only after app.CheckLink"},
	{`.`, "browser.OpenFile", nil, "links are opened only after app.CheckLink"},
	{`.`, "browser.OpenReader", nil, "links are opened only after app.CheckLink"},
	{`.`, "widget.NewRichTextFromMarkdown", []string{"screens/small.go"},
		"only texts of ours are Markdown; all others are shown by plain labels"},
}

// major is the end of an import path with a major version.
var major = regexp.MustCompile(`^v[0-9]+$`)

// TestDangerousCallsAreSeenUnderEveryName: an import under another name hides no call.
func TestDangerousCallsAreSeenUnderEveryName(t *testing.T) {
	for source, want := range map[string]string{
		`import "os/exec"; var _ = exec.Command`:                               "import os/exec",
		`import run "os/exec"; var _ = run.CommandContext`:                     "exec.CommandContext",
		`import . "os/exec"; var _ = Command`:                                  "import . ",
		`import o "os"; var _, _ = o.StartProcess("", nil, nil)`:               "os.StartProcess",
		`import s "syscall"; var f = s.ForkExec`:                               "syscall.ForkExec",
		`import f "fyne.io/fyne/v2"; func g() { f.DoAndWait(nil) }`:            "fyne.DoAndWait",
		`import f "fyne.io/fyne/v2"; var n = f.NewNotification`:                "fyne.NewNotification",
		`import b "github.com/pkg/browser"; var _ = b.OpenFile`:                "browser.OpenFile",
		`import b "github.com/pkg/browser"; var open = b.OpenURL`:              ".OpenURL",
		`import x "fyne.io/fyne/v2/widget"; var m = x.NewRichTextFromMarkdown`: "widget.NewRichTextFromMarkdown",
		`func f() { func() { go f() }() }`:                                     "go",
	} {
		file, err := parser.ParseFile(token.NewFileSet(), "a.go", "package a; "+source, parser.SkipObjectResolution)
		if err != nil || !usesOf(file)[want] {
			t.Errorf("%s: %s is not seen, %v", source, want, err)
		}
		if !slices.ContainsFunc(calls, func(c call) bool { return c.what == want }) {
			t.Errorf("no rule is about %s", want)
		}
	}
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

// usesOf returns what a file uses, in the words of call: whatever the file calls a
// package it imports, it is named as it names itself.
func usesOf(file *ast.File) map[string]bool {
	seen, names := map[string]bool{}, map[string]string{}
	for _, i := range file.Imports {
		full := strings.Trim(i.Path.Value, `"`)
		seen["import "+full] = true
		own := path.Base(full)
		if major.MatchString(own) {
			own = path.Base(path.Dir(full))
		}
		switch {
		case i.Name == nil:
			names[own] = own
		case i.Name.Name == ".":
			seen["import . "] = true
		default:
			names[i.Name.Name] = own
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			seen["go"] = true
		case *ast.SelectorExpr:
			seen["."+n.Sel.Name] = true
			if x, ok := n.X.(*ast.Ident); ok {
				seen[cmp.Or(names[x.Name], x.Name)+"."+n.Sel.Name] = true
			}
		}
		return true
	})
	return seen
}
