package conformance

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// texts are the sources that a person reads outside the code.
var texts = []source{inText, inButton, inPage}

// wording is a pattern that a native speaker would not write.
type wording struct {
	pattern *regexp.Regexp
	instead string // what to write
	where   []source
	example string         // is found
	fine    *regexp.Regexp // matches inside these are no findings; may be nil
}

func words(pattern, instead, example string) wording {
	return wording{pattern: regexp.MustCompile(`(?i)` + pattern), instead: instead, where: texts, example: example}
}

func (w wording) except(fine string) wording {
	w.fine = regexp.MustCompile(`(?i)` + fine)
	return w
}

func (w wording) only(s ...source) wording {
	w.where = s
	return w
}

var wordings = []wording{
	words(`\bshall\b`, "should, will, or the imperative", "Where shall it go?"),
	words(`\b(whoever|whomever|that which)\b`, "anyone who, the person who, what", "Whoever has it, sees no button."),
	words(`\b(lies|lie|lay)\b`, "is, is saved, is in", "Where does it lie?"),
	words(`\b(grave|graver|gravest|made-up)\b`, "serious, most serious; sample, fictional", "The gravest first."),
	words(`\bnone of the (answers|choices|ways)\b`, "This option is not available.", "This is none of the answers."),
	words(`\b(anew|afresh|wholly|for ever|foremost|mend|mends|mended)\b`, "again, completely, permanently, first, fix",
		"Mend it."),
	words(`\bin (the|its) (place|way) of\b|\bin its place\b`, "instead of, because of",
		"Something answered in its place."),
	words(`\bby (itself|themselves)\b`, "automatically", "It is there by itself."),
	words(`\b(go|goes) on\b`, "continue; on a button name the next step", "Now you can go on."),
	words(`\b(take|takes|taken|put|puts) (it )?back\b`, "undo, restore", "No, take it back"),
	words(`\bno (other )?interface\b|\bcannot be said\b`, "Handrail cannot read this; Not known: …",
		"No interface tells this."),
	words(`\b(nobody|everybody|somebody|anybody)\b`, "no one, everyone, someone, anyone", "Nobody is affected."),
	words(`\b(portal|admin centre|Azure AD)\b`, "the name that Microsoft shows today",
		"Open the portal.").except(`\bAzure portal\b`),
	words(`\bsecond step\b|\bprove who\b`, "MFA; verify a sign-in", "Microsoft asks for a second step."),
	words(`\bmails?\b`, "email", "Senders deliver your mail.").only(inText).except(`\bmail (servers?|flow|merge|` +
		`delivery|add-in)|e-mail|mail-enabled|[\w.-]*mail\.[\w.]+|> Mail\b`),
	words(`^(Go on|Not now|Keep it|OK|Next)$`, "a verb and its object", "OK").only(inButton),
	words(`^// [\w().]+ (gives|tells|says)\b`, "returns, reports whether, describes",
		"// Answer gives the answer.").only(inDoc),
	words(`\b(identity|addins-events|mail-transport)\b.*§|\b(identity|addins-events|mail-transport)\.md\b`,
		"a section of an RFC, or the title of a page of Microsoft Learn",
		"// Demand is a setting (identity.md §2.2).").only(inDoc, inComment),
}

// allowed is a passage that may hold a pattern.
type allowed struct {
	file *regexp.Regexp
	text string // the match with some words around it
	why  string
}

var exceptions = []allowed{
	{
		file: regexp.MustCompile(`^app/guides/mfamethods/`), text: "Removing SMS As an MFA Method In Azure AD",
		why: "the title of an article, as it was published",
	},
	{
		file: regexp.MustCompile(`^app/mail/tlsrpt/read\.go$`), text: "mail ",
		why: "names an email of a mailbox file, and is saved with what was imported",
	},
	{
		file: regexp.MustCompile(`^app/sample/`), text: "Mail filter",
		why: "the name that someone gave a connector",
	},
	{
		file: regexp.MustCompile(`^app/sample/`), text: "Posthorn Mail",
		why: "the name of a fictional sender",
	},
}

// notRead are files whose texts are not ours: the simulated Microsoft Graph repeats
// what Microsoft answers.
var notRead = regexp.MustCompile(`_test\.go$|^app/sample/(cloud|graphsim)/`)

// finding is one match of a wording.
type finding struct {
	file string
	line int
	text string
}

// findings returns what the wordings match in p, without exceptions. It marks the
// exceptions that it used.
func findings(p passage, used map[int]bool) []finding {
	var all []finding
	for _, w := range wordings {
		if !slices.Contains(w.where, p.source) {
			continue
		}
		for _, at := range w.pattern.FindAllStringIndex(p.text, -1) {
			if w.fine != nil && within(at, w.fine.FindAllStringIndex(p.text, -1)) || excepted(p, at, used) {
				continue
			}
			text := fmt.Sprintf("%q in %q: write %s", p.text[at[0]:at[1]], around(p.text, at), w.instead)
			all = append(all, finding{p.file, p.line(at[0]), text})
		}
	}
	return all
}

// within reports whether one of the ranges contains at.
func within(at []int, ranges [][]int) bool {
	return slices.ContainsFunc(ranges, func(r []int) bool { return r[0] <= at[0] && at[1] <= r[1] })
}

func excepted(p passage, at []int, used map[int]bool) bool {
	for i, e := range exceptions {
		if !e.file.MatchString(p.file) {
			continue
		}
		quotes := regexp.MustCompile(regexp.QuoteMeta(e.text)).FindAllStringIndex(p.text, -1)
		if within(at, quotes) {
			used[i] = true
			return true
		}
	}
	return false
}

// around returns the match with its neighbours.
func around(text string, at []int) string {
	from, to := max(0, at[0]-40), min(len(text), at[1]+40)
	return strings.ToValidUTF8(text[from:to], "")
}

// TestWords finds patterns in the texts and comments that a native speaker would
// not write. A text that needs such words is an exception, with its reason.
func TestWords(t *testing.T) {
	used := map[int]bool{}
	var all []finding
	for name, content := range moduleFiles(t, ".go", "README.md", "CHANGELOG.md") {
		var found []passage
		switch {
		case strings.HasSuffix(name, ".md"):
			found = pagePassages(name, content)
		case notRead.MatchString(name):
			continue
		default:
			var err error
			if found, err = goPassages(name, content); err != nil {
				t.Fatal(err)
			}
		}
		for _, p := range found {
			all = append(all, findings(p, used)...)
		}
	}
	slices.SortFunc(all, func(a, b finding) int {
		if n := strings.Compare(a.file, b.file); n != 0 {
			return n
		}
		return a.line - b.line
	})
	for _, f := range all {
		t.Errorf("%s:%d: %s", f.file, f.line, f.text)
	}
	for i, e := range exceptions {
		if !used[i] {
			t.Errorf("the exception %q in %v is not needed any more", e.text, e.file)
		}
		if e.why == "" {
			t.Errorf("the exception %q has no reason", e.text)
		}
	}
}

// TestWordsExamples checks that each wording finds its example.
func TestWordsExamples(t *testing.T) {
	for _, w := range wordings {
		p := passage{source: w.where[0], file: "example.go", text: w.example, starts: []start{{0, 1}}}
		if len(findings(p, map[int]bool{})) == 0 {
			t.Errorf("nothing is found in %q", w.example)
		}
	}
	azure := passage{source: inText, file: "example.go", text: "Open the Azure portal.", starts: []start{{0, 1}}}
	if got := findings(azure, map[int]bool{}); len(got) > 0 {
		t.Errorf("the Azure portal is found: %v", got)
	}
}

// TestWordsInGo checks which texts of a Go file are read, and on which line.
func TestWordsInGo(t *testing.T) {
	const program = "package p\n\nimport _ \"shall not\"\n\n" +
		"type s struct {\n\tA int `shall:\"not shall\"`\n}\n\n" + // 5–7
		"var a = \"Where sh\" +\n\t\"all it go\"\n" + // 9, 10
		"var b = f(\"no space: shall\" + g(\"it\\n\"+\n\t\"shall be\"))\n" + // 11, 12
		"var c = `one\nshall two`\n" + // 13, 14
		"var d = regexp.MustCompile(`a shall`)\n" + // 15
		"var e = NewButton(\"OK\")\nvar g = \"OK\"\n\n" + // 16, 17
		"// b tells it.\nvar h = \"shall\" // b tells it\n" + // 19, 20
		"var i = 1 // as in mail-transport.md\n" // 21
	found, err := goPassages("p.go", []byte(program))
	if err != nil {
		t.Fatal(err)
	}
	var lines []int
	for _, p := range found {
		for _, f := range findings(p, map[int]bool{}) {
			lines = append(lines, f.line)
		}
	}
	slices.Sort(lines)
	if want := []int{9, 11, 12, 14, 16, 19, 21}; !slices.Equal(lines, want) {
		t.Errorf("findings on the lines %v instead of %v", lines, want)
	}
}

// TestWordsInPages checks that code in a page is not read.
func TestWordsInPages(t *testing.T) {
	page := "You shall.\n```\nshall\n```\nrun `shall` now\n\n    shall\n\nNobody.\n"
	var lines []int
	for _, p := range pagePassages("README.md", []byte(page)) {
		for _, f := range findings(p, map[int]bool{}) {
			lines = append(lines, f.line)
		}
	}
	if want := []int{1, 9}; !slices.Equal(lines, want) {
		t.Errorf("findings on the lines %v instead of %v", lines, want)
	}
}
