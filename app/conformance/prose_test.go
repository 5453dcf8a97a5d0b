package conformance

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

// source is the kind of place that a passage was found in.
type source string

const (
	inText    source = "text"    // a string literal with at least one space
	inButton  source = "button"  // the words on a button of the window or of a guide
	inDoc     source = "doc"     // a group of comment lines of their own, with their slashes
	inComment source = "comment" // a comment that follows code
	inPage    source = "page"    // a line of README.md or CHANGELOG.md
)

// passage is a text that a person reads.
type passage struct {
	source source
	file   string // relative to the root of the module, with slashes
	text   string
	starts []start // where the parts of text begin, in order
}

// start is the line of a file on which the part of a text at an offset begins.
type start struct{ offset, line int }

// line returns the line of the file that holds the text at an offset.
func (p *passage) line(offset int) int {
	i := len(p.starts) - 1
	for i > 0 && p.starts[i].offset > offset {
		i--
	}
	return p.starts[i].line + strings.Count(p.text[p.starts[i].offset:offset], "\n")
}

// notOurs are folders without source code of Handrail.
var notOurs = regexp.MustCompile(`(^|/)(testdata|\.[^/]+)$|^build$`)

// moduleRoot returns the folder of go.mod.
func moduleRoot(t *testing.T) string {
	t.Helper()
	for dir := "."; len(dir) < 40; dir = filepath.Join("..", dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
	}
	t.Fatal("no folder above this one has a go.mod")
	return ""
}

// moduleFiles returns the content of the files of the module whose names end in
// one of the endings. The keys are their paths with slashes.
func moduleFiles(t *testing.T, endings ...string) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	module := os.DirFS(moduleRoot(t))
	err := fs.WalkDir(module, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && name != "." && notOurs.MatchString(name) {
			return fs.SkipDir
		}
		if !d.Type().IsRegular() || !slices.ContainsFunc(endings,
			func(e string) bool { return strings.HasSuffix(name, e) }) {
			return nil
		}
		files[name], err = fs.ReadFile(module, name)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

var (
	buttonCall  = regexp.MustCompile(`Button`)
	buttonField = regexp.MustCompile(`^(Main|Next|Press|Done|MainLabel|NextLabel|CheckLabel)$`)
	sql         = regexp.MustCompile(`(?i)^\s*(select|insert|update|delete|replace|create|drop|alter|pragma|with|` +
		`attach|vacuum|begin|from|where|order by)\s`)
)

// reader collects the passages of a Go file.
type reader struct {
	fset    *token.FileSet
	name    string
	found   []passage
	skipped map[ast.Node]bool // struct tags
	buttons map[ast.Node]bool
}

// goPassages returns the texts and comments of a Go file.
func goPassages(name string, content []byte) ([]passage, error) {
	r := reader{fset: token.NewFileSet(), name: name, skipped: map[ast.Node]bool{}, buttons: map[ast.Node]bool{}}
	f, err := parser.ParseFile(r.fset, name, content, parser.ParseComments)
	if err != nil {
		return nil, err
	}
	for _, group := range f.Comments {
		p := passage{source: inDoc, file: name}
		if at := r.fset.Position(group.Pos()); len(bytes.TrimSpace(content[at.Offset-at.Column+1:at.Offset])) > 0 {
			p.source = inComment
		}
		for _, c := range group.List {
			p.starts = append(p.starts, start{len(p.text), r.fset.Position(c.Pos()).Line})
			p.text += c.Text + "\n"
		}
		r.found = append(r.found, p)
	}
	ast.Inspect(f, r.visit)
	return r.found, nil
}

// visit collects the texts at n and reports whether to look inside n.
func (r *reader) visit(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.ImportSpec:
		return false
	case *ast.Field:
		if n.Tag != nil {
			r.skipped[n.Tag] = true
		}
	case *ast.CallExpr:
		called, room := "", ""
		switch f := n.Fun.(type) {
		case *ast.Ident:
			called = f.Name
		case *ast.SelectorExpr:
			called = f.Sel.Name
			if x, ok := f.X.(*ast.Ident); ok {
				room = x.Name
			}
		}
		if room == "regexp" || room == "pattern" {
			return false
		}
		if buttonCall.MatchString(called) && len(n.Args) > 0 {
			r.buttons[n.Args[0]] = true
		}
	case *ast.KeyValueExpr:
		if key, ok := n.Key.(*ast.Ident); ok && buttonField.MatchString(key.Name) {
			r.buttons[n.Value] = true
		}
	case *ast.BinaryExpr:
		if n.Op != token.ADD {
			return true
		}
		r.add(n)
		return false
	case *ast.BasicLit:
		if n.Kind == token.STRING && !r.skipped[n] {
			r.add(n)
		}
	}
	return true
}

// add collects the text of a literal or of a sum of texts.
func (r *reader) add(e ast.Expr) {
	p := passage{source: inText, file: r.name}
	r.join(&p, e)
	if r.buttons[e] {
		p.source = inButton
	}
	ours := strings.Contains(p.text, " ") || p.source == inButton
	if len(p.starts) > 0 && ours && !(strings.HasPrefix(r.name, "store/") && sql.MatchString(p.text)) {
		r.found = append(r.found, p)
	}
}

// join appends the parts of a sum of texts to p. A part that is known only when the
// program runs becomes “…”.
func (r *reader) join(p *passage, e ast.Expr) {
	switch e := e.(type) {
	case *ast.ParenExpr:
		r.join(p, e.X)
		return
	case *ast.BinaryExpr:
		if e.Op == token.ADD {
			r.join(p, e.X)
			r.join(p, e.Y)
			return
		}
	case *ast.BasicLit:
		if e.Kind == token.STRING {
			if text, err := strconv.Unquote(e.Value); err == nil && utf8.ValidString(text) {
				p.starts = append(p.starts, start{len(p.text), r.fset.Position(e.Pos()).Line})
				p.text += text
			}
			return
		}
	}
	p.text += "…"
	ast.Inspect(e, r.visit)
}

var inlineCode = regexp.MustCompile("`[^`]*`")

// pagePassages returns the lines of a Markdown page that are not code.
func pagePassages(name string, content []byte) []passage {
	var all []passage
	code := false
	for i, line := range strings.Split(string(content), "\n") {
		if strings.HasPrefix(strings.TrimSpace(line), "```") {
			code = !code
			continue
		}
		if !code && !strings.HasPrefix(line, "    ") {
			all = append(all, passage{inPage, name, inlineCode.ReplaceAllString(line, "``"), []start{{0, i + 1}}})
		}
	}
	return all
}
