package conformance

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	sentenceEnd = regexp.MustCompile(`[.!?:][”’")]*(\s+|$)|\n+`)
	capitals    = regexp.MustCompile(`\b[A-Z][A-Z0-9]+(-[A-Z0-9]+)*\b`)
	guidText    = regexp.MustCompile(`(?i)\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b`)
	thirdPerson = regexp.MustCompile(`(?i)\b(the users?|he or she|his or her)\b|\b(?-i:[Ww]e|[Oo]ur|I|[Mm]y|me)\b`)
)

// mostWords is how many words a sentence has at most.
const mostWords = 25

// longSentences returns the sentences of a text with too many words.
func longSentences(text string) (all []string) {
	for _, s := range sentenceEnd.Split(text, -1) {
		if n := len(strings.Fields(s)); n > mostWords {
			all = append(all, fmt.Sprintf("%d words in one sentence: %q", n, s))
		}
	}
	return all
}

// windowTexts are the files whose texts the window and the terminal show beside the guides, and roomTexts those of the
// rooms whose sentences stand there.
var (
	windowTexts = regexp.MustCompile(`^(screens|app/(terminal|program|release|problem|schedule|reminder))/|` +
		`^window(_headless)?\.go$`)
	roomTexts = regexp.MustCompile(`^(app/(drift|recommend|recheck|history|audit|affected|report|task|guide|tenant|` +
		`graph)|store)/`)
)

// everyday are abbreviations that need no explanation: those of the guides, units, a key, a size of paper, and the names
// of licences as Microsoft shows them.
var everyday = strings.Fields("OK ID PIN SMS MFA MX PDF UTC MB F1 A4 P1 P2")

// places stand for what a person types in a command, and commands have the names of what they read and write.
var places = strings.Fields(`FILE FOLDER PATH HASH DATE TIME NAME VALUE GUIDE REPORT KIND WHAT MONTHS HOST PORT URL JSON
	HTML CSV TLS RFC3339`)

var (
	// explained is an abbreviation in brackets behind the words for it.
	explained = regexp.MustCompile(`\w \([A-Z][A-Z0-9-]+\)`)
	// forPrograms are texts that only programs read.
	forPrograms = regexp.MustCompile(`<\?xml|<!DOCTYPE|^schtasks |\b(SELECT|WHERE|ORDER BY)\b`)
)

// letters have texts that the reader sends to someone else, so they are in the first person.
var letters = regexp.MustCompile(`^screens/lack_message\.go|^screens/tenant\.go.*Handrail reads our Microsoft 365 ` +
	`organisation`)

// plain returns what is not plain in a text of a file of the window or the terminal.
func plain(file, text string) (all []string) {
	if forPrograms.MatchString(text) {
		return nil
	}
	all = longSentences(text)
	if id := guidText.FindString(text); id != "" {
		all = append(all, "the ID "+id)
	}
	if word := thirdPerson.FindString(text); word != "" && !letters.MatchString(file+" "+text) {
		all = append(all, "not to the reader: "+word)
	}
	if !windowTexts.MatchString(file) {
		return all // the terms of the page explain them
	}
	for _, word := range capitals.FindAllString(explained.ReplaceAllString(text, ""), -1) {
		place := strings.HasPrefix(file, "app/terminal/") && slices.Contains(places, word)
		if !place && !slices.Contains(everyday, word) {
			all = append(all, "not explained: "+word)
		}
	}
	return all
}

// TestWindowAndTerminalArePlain: each text of the window and of the terminal beside the guides has sentences of at most
// 25 words, no unexplained abbreviation, no ID, and speaks to the reader.
func TestWindowAndTerminalArePlain(t *testing.T) {
	n := 0
	for name, content := range moduleFiles(t, ".go") {
		if strings.HasSuffix(name, "_test.go") || !windowTexts.MatchString(name) && !roomTexts.MatchString(name) {
			continue
		}
		found, err := goPassages(name, content)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range found {
			if p.source != inText && p.source != inButton {
				continue
			}
			n++
			for _, what := range plain(p.file, p.text) {
				t.Errorf("%s:%d: %s: %q", p.file, p.line(p.starts[0].offset), what, p.text)
			}
		}
	}
	if n < 1500 {
		t.Errorf("only %d texts were read", n)
	}
}

// TestPlain checks that each fault is found, and what is no fault.
func TestPlain(t *testing.T) {
	for _, bad := range []string{"We check it.", "The user checks it.", "Check the TTL.",
		"Open 0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0.", "It " + strings.Repeat("is ", 30) + "so.", "Save as CSV."} {
		if len(plain("screens/a.go", bad)) == 0 {
			t.Errorf("nothing is found in %q", bad)
		}
	}
	for _, good := range []string{"Check your sign-in (MFA).", "A table for a spreadsheet (CSV)",
		"You check it. Handrail saves it."} {
		if all := plain("screens/a.go", good); len(all) > 0 {
			t.Errorf("%q: %v", good, all)
		}
	}
	if len(plain("app/terminal/a.go", "-html FILE")) > 0 || len(plain("screens/a.go", "-html FILE")) == 0 {
		t.Error("what a person types in a command")
	}
}
