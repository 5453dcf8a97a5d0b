package pattern_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"handrail/app/pattern"
)

func TestLazy(t *testing.T) {
	digits := pattern.Lazy(`^\d+$`)
	first, second := digits(), digits()
	if !first.MatchString("12") || first.MatchString("x") || first != second {
		t.Error("another expression, or compiled twice")
	}
}

// TestEveryPatternCompiles: what is compiled late cannot fail late.
func TestEveryPatternCompiles(t *testing.T) {
	n := 0
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && path != root && (strings.HasPrefix(d.Name(), ".") || d.Name() == "build") {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(node ast.Node) bool {
			call, ok := node.(*ast.CallExpr)
			if !ok || !lazy(call) {
				return true
			}
			n++
			text, ok := literal(call.Args[0])
			if _, err := regexp.Compile(text); err != nil || !ok {
				t.Errorf("%s: %q: %v", path, text, err)
			}
			return true
		})
		return nil
	})
	if err != nil || n < 50 {
		t.Errorf("%d expressions, %v", n, err)
	}
}

// lazy reports whether a call is one of pattern.Lazy.
func lazy(call *ast.CallExpr) bool {
	f, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || f.Sel.Name != "Lazy" {
		return false
	}
	of, ok := f.X.(*ast.Ident)
	return ok && of.Name == "pattern"
}

// literal returns the text of an expression that consists of literals.
func literal(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		return text, err == nil
	case *ast.BinaryExpr:
		a, okA := literal(e.X)
		b, okB := literal(e.Y)
		return a + b, okA && okB && e.Op == token.ADD
	}
	return "", false
}
