package conformance

import (
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// failure is the words of one error for people: what happened, with the cause, and what to do. A part that is known
// only when the program runs is “…”; hint is "" where there is none.
type failure struct {
	file          string
	line          int
	message, hint string
	known         bool // the hint is in the code
}

// failures returns the errors for people in a Go file: calls of Errorf of the package app, and literals of app.Error
// and of tenant.SectionError with a message.
func failures(name string, content []byte) (all []failure, err error) {
	r := reader{fset: token.NewFileSet(), name: name, skipped: map[ast.Node]bool{}, buttons: map[ast.Node]bool{}}
	f, err := parser.ParseFile(r.fset, name, content, 0)
	if err != nil {
		return nil, err
	}
	text := func(e ast.Expr) string {
		p := passage{}
		r.join(&p, e)
		return p.text
	}
	ast.Inspect(f, func(n ast.Node) bool {
		one := failure{file: name}
		switch n := n.(type) {
		case *ast.CallExpr:
			if called(n.Fun) != "Errorf" || len(n.Args) < 3 || f.Name.Name != "app" && roomOf(n.Fun) != "app" {
				return true
			}
			one.message, one.hint, one.known = text(n.Args[2]), text(n.Args[1]), true
		case *ast.CompositeLit:
			if kind := called(n.Type); kind != "Error" && kind != "SectionError" {
				return true
			}
			for _, e := range n.Elts {
				pair, ok := e.(*ast.KeyValueExpr)
				if !ok {
					continue
				}
				switch called(pair.Key) {
				case "Message":
					one.message = text(pair.Value)
				case "Hint":
					one.hint, one.known = text(pair.Value), true
				}
			}
		}
		if one.message != "" {
			one.line = r.fset.Position(n.Pos()).Line
			all = append(all, one)
		}
		return true
	})
	return all, nil
}

// called returns the name at the end of e; "" where there is none.
func called(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	}
	return ""
}

// roomOf returns the package before the name of e; "" where there is none.
func roomOf(e ast.Expr) string {
	if s, ok := e.(*ast.SelectorExpr); ok {
		return called(s.X)
	}
	return ""
}

// verbs are the words with which a hint begins: it is one instruction.
var verbs = strings.Fields(`Accept Activate Add Answer Ask Begin Check Choose Close Come Compare Confirm Connect Contact
	Continue Copy Correct Create Decide Do Download Enter Export Find Finish Fix Follow Free Give Go Import Install
	Leave Look Make Move Name Open Paste Plan Read Refresh Remove Rename Request Restart Restore Run Save Say Search
	Select Set Show Shorten Sign Split Start Try Turn Type Upload Use Wait Write`)

var (
	firstWord = regexp.MustCompile(`^[“"]?([A-Za-z’-]+)`)
	blaming   = regexp.MustCompile(`(?i)\b(please|sorry|oops|invalid|illegal|fatal|error occurred|an unknown error|bad|` +
		`failed|abort(ed)?|went wrong|incorrect(ly)?|your fault)\b`)
	fullStop = regexp.MustCompile(`[.?…][”")]?$|%[sv]$`)
	// sample is a line to copy letter by letter, behind the colon that announces it.
	sample = regexp.MustCompile(`: [^.]*[|=][^.]*$|: [^.]+\.\w+[^.]*$|(For|for) example: .+$|https://$|` +
		`In PowerShell: .+$`)
)

// forTests are files whose errors no person reads: they answer as Microsoft does in tests.
var forTests = regexp.MustCompile(`_test\.go$|^app/(tenant/tenanttest|guides/guidetest|guide/guidetest)/`)

// stopped is an outcome that the person chose: there is nothing to do.
const stopped = "Stopped."

// faults returns what is wrong with the words of an error.
func (f failure) faults() (all []string) {
	if f.message == "…" || f.message == "%s" || f.message == "%v" {
		f.message = ""
	}
	if m := f.message; m != "" {
		if word := firstWord.FindStringSubmatch(m); word != nil && slices.Contains(verbs, word[1]) {
			all = append(all, "the message begins with what to do")
		}
		if !fullStop.MatchString(m) && f.file != "app/terminal/flags.go" {
			all = append(all, "the message is no sentence")
		}
	}
	for _, text := range []string{f.message, f.hint} {
		if word := blaming.FindString(text); word != "" {
			all = append(all, "the word "+word)
		}
		all = append(all, longSentences(text)...)
	}
	h := strings.TrimSpace(f.hint)
	word := firstWord.FindStringSubmatch(h)
	switch {
	case f.message == stopped || f.file == "app/terminal/flags.go": // that is put behind another sentence
	case !f.known || h == "…" || strings.HasPrefix(h, "…"):
	case h == "":
		all = append(all, "it has no hint what to do")
	case strings.HasPrefix(h, "Did you mean "): // and what it is
	case word == nil || !slices.Contains(verbs, word[1]):
		all = append(all, "the hint does not begin with what to do")
	}
	if h != "" && !fullStop.MatchString(h) && !sample.MatchString(h) {
		all = append(all, "the hint is no sentence")
	}
	return all
}

// TestErrorsSayWhatHappenedThenWhatToDo checks each error for people: what happened, with the cause, and then what to
// do, which begins with a verb; without a banned word, and in short sentences.
func TestErrorsSayWhatHappenedThenWhatToDo(t *testing.T) {
	n := 0
	for name, content := range moduleFiles(t, ".go") {
		if forTests.MatchString(name) || strings.HasPrefix(name, "app/conformance/") || notRead.MatchString(name) {
			continue
		}
		all, err := failures(name, content)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range all {
			n++
			for _, what := range f.faults() {
				t.Errorf("%s:%d: %s: %q, %q", f.file, f.line, what, f.message, f.hint)
			}
		}
	}
	if n < 500 {
		t.Errorf("only %d errors were read", n)
	}
}

// TestFaultsOfErrors checks that each fault is found.
func TestFaultsOfErrors(t *testing.T) {
	const good = "package p\nvar a = app.Errorf(app.Invalid, \"Try it.\", \"It is there.\")\n"
	for name, program := range map[string]string{
		"order":  `app.Errorf(app.Invalid, "Try it.", "Try again first.")`,
		"hint":   `app.Errorf(app.Invalid, "", "It is there.")`,
		"noun":   `app.Errorf(app.Invalid, "Trouble.", "It is there.")`,
		"banned": `app.Errorf(app.Invalid, "Try it.", "The file is invalid.")`,
		"stop":   `app.Errorf(app.Invalid, "Try it", "It is there")`,
		"long":   `app.Errorf(app.Invalid, "Try it.", "It ` + strings.Repeat("is ", 30) + `there.")`,
		"field":  `&app.Error{Message: "It is invalid.", Hint: "Try it."}`,
	} {
		all, err := failures("p.go", []byte("package p\nvar a = "+program+"\n"))
		if err != nil || len(all) != 1 || len(all[0].faults()) == 0 {
			t.Errorf("%s: %+v %v", name, all, err)
		}
	}
	if all, err := failures("p.go", []byte(good)); err != nil || len(all) != 1 || len(all[0].faults()) > 0 {
		t.Errorf("%+v %v", all, err)
	}
}
