package conformance

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestDangerousLogMessages: the log lets known attributes through, and the message
// always. So a message is words of this program, never put together from a name.
func TestDangerousLogMessages(t *testing.T) {
	seen := 0
	err := filepath.WalkDir(root, func(full string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && full != root && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata" || d.Name() == "build"):
			return filepath.SkipDir
		case d.IsDir() || filepath.Ext(full) != ".go" || strings.HasSuffix(full, "_test.go"):
			return nil
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, full, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, c := range madeUpMessages(file, &seen) {
			t.Errorf("%s: a message of the log is no constant text", set.Position(c.Pos()))
		}
		return nil
	})
	if err != nil || seen < 10 {
		t.Fatalf("%d messages: %v", seen, err)
	}
	file, err := parser.ParseFile(token.NewFileSet(), "a.go", `package a; import "log/slog"
		func f(name string) { slog.Warn("Closing "+name); slog.Info(name, "a", 1) }`, 0)
	if wrong := madeUpMessages(file, &seen); err != nil || len(wrong) != 2 {
		t.Errorf("%d of 2 made-up messages are seen: %v", len(wrong), err)
	}
}

// madeUpMessages returns the calls that log a message other than a constant text.
func madeUpMessages(file *ast.File, seen *int) (wrong []*ast.CallExpr) {
	logs := []string{"Info", "Warn", "Error", "Debug"}
	ast.Inspect(file, func(n ast.Node) bool {
		c, ok := n.(*ast.CallExpr)
		if !ok || len(c.Args) == 0 {
			return true
		}
		s, ok := c.Fun.(*ast.SelectorExpr)
		if !ok || !slices.Contains(logs, s.Sel.Name) {
			return true
		}
		if x, ok := s.X.(*ast.Ident); !ok || x.Name != "slog" && x.Name != "log" {
			return true
		}
		*seen++
		if text, ok := c.Args[0].(*ast.BasicLit); !ok || text.Kind != token.STRING {
			wrong = append(wrong, c)
		}
		return true
	})
	return wrong
}
