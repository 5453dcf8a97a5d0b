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
	thirdPerson = regexp.MustCompile(`(?i)\b(the user|the users|the admin|he or she|his or her)\b|\b(we|our|us|I|my|me)\b`)
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

// windowTexts are the files whose texts the window and the terminal show beside the guides.
var windowTexts = regexp.MustCompile(`^(screens|app/terminal|app/program|app/release|app/problem|app/schedule|app/reminder)/|` +
	`^window(_headless)?\.go$`)

// everyday are abbreviations that need no explanation where they stand: of files and of what is copied letter by letter,
// and those that the pages explain.
var everyday = strings.Fields("OK ID PIN SMS MFA MX")

// plain returns what is not plain in a text of the window or the terminal.
func plain(text string) (all []string) {
	all = longSentences(text)
	if id := guidText.FindString(text); id != "" {
		all = append(all, "the ID "+id)
	}
	if word := thirdPerson.FindString(text); word != "" {
		all = append(all, "not to the reader: "+word)
	}
	for _, word := range capitals.FindAllString(text, -1) {
		if !slices.Contains(everyday, word) {
			all = append(all, "not explained: "+word)
		}
	}
	return all
}

// TestWindowAndTerminalArePlain (W26): each text of the window and of the terminal beside the guides has sentences of at
// most 25 words, no unexplained abbreviation, no ID, and speaks to the reader.
func TestWindowAndTerminalArePlain(t *testing.T) {
	n := 0
	for name, content := range moduleFiles(t, ".go") {
		if strings.HasSuffix(name, "_test.go") || !windowTexts.MatchString(name) {
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
			for _, what := range plain(p.text) {
				t.Errorf("%s:%d: %s: %q", p.file, p.line(0), what, p.text)
			}
		}
	}
	if n < 1500 {
		t.Errorf("only %d texts were read", n)
	}
}
