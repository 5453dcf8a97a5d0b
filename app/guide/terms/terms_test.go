package terms

import (
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"slices"
	"strings"
	"testing"

	"handrail/app/guide"
)

var capitals = regexp.MustCompile(`\b[A-Z][A-Z0-9]+(-[A-Z0-9]+)*\b`)

// Every key has a row, every row a key of its own, and every word an explanation
// that can be read at a glance.
func TestGlossaryIsWhole(t *testing.T) {
	keys, words := map[Key]bool{}, map[string]bool{}
	for _, r := range glossary() {
		if keys[r.key] || words[r.term.Word] {
			t.Errorf("%s is there twice", r.key)
		}
		keys[r.key], words[r.term.Word] = true, true
		if r.term.Word == "" || !strings.HasSuffix(r.term.Meaning, ".") {
			t.Errorf("%s: %+v", r.key, r.term)
		}
		for _, w := range capitals.FindAllString(r.term.Meaning, -1) {
			if !strings.Contains(r.term.Word, w) && !slices.Contains([]string{"PIN", "MFA"}, w) {
				t.Errorf("%s: the abbreviation %s is not explained", r.key, w)
			}
		}
		for sentence := range strings.SplitSeq(r.term.Meaning, ". ") {
			if n := len(strings.Fields(sentence)); n > 20 {
				t.Errorf("%s: %d words in %q", r.key, n, sentence)
			}
		}
	}
	file, err := parser.ParseFile(token.NewFileSet(), "terms.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	named := 0
	ast.Inspect(file, func(n ast.Node) bool {
		if v, ok := n.(*ast.ValueSpec); ok && len(v.Values) == 1 {
			if lit, ok := v.Values[0].(*ast.BasicLit); ok {
				named++
				if !keys[Key(strings.Trim(lit.Value, `"`))] {
					t.Errorf("%s has no row", v.Names[0])
				}
			}
		}
		return true
	})
	if named != len(keys) || named == 0 {
		t.Errorf("%d keys, %d rows", named, len(keys))
	}
}

func TestOf(t *testing.T) {
	own := guide.Term{Word: "Manifest", Meaning: "The file that describes an add-in."}
	all := With([]Key{CSV, MFA}, own)
	if len(all) != 3 || all[0].Word != "CSV" || !strings.Contains(all[1].Word, "MFA") || all[2] != own ||
		len(Of()) != 0 {
		t.Errorf("%+v", all)
	}
	defer func() {
		if recover() == nil {
			t.Error("a word that is not there was found")
		}
	}()
	Of("gone")
}
