package screens

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"
)

// ofDrawing are fields that belong to the goroutine that draws: a job that reads one meanwhile can end the program.
var ofDrawing = []string{"saver", "current", "dialog", "object", "focus"}

// TestJobsLeaveWhatIsDrawn: no job, and no function that fetches for one, reaches for what the window draws with.
func TestJobsLeaveWhatIsDrawn(t *testing.T) {
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	files := token.NewFileSet()
	jobs := 0
	check := func(body ast.Node) {
		jobs++
		ast.Inspect(body, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok {
				for _, name := range ofDrawing {
					if s.Sel.Name == name {
						t.Errorf("%s: a job reaches for %q", files.Position(s.Pos()), name)
					}
				}
			}
			return true
		})
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(files, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				if strings.HasPrefix(n.Name.Name, "fetch") {
					check(n.Body)
				}
			case *ast.CallExpr:
				s, ok := n.Fun.(*ast.SelectorExpr)
				if !ok || len(n.Args) == 0 || s.Sel.Name != "start" && s.Sel.Name != "startThen" && s.Sel.Name != "Start" {
					return true
				}
				if job, ok := n.Args[0].(*ast.FuncLit); ok {
					check(job.Body)
				}
			}
			return true
		})
	}
	if jobs < 50 {
		t.Errorf("only %d jobs were found", jobs)
	}
}
