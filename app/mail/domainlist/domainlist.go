// Package domainlist reads lists of domains: typed, or from a file that a person or a program wrote.
//
// A file has one domain on a line. More columns may follow behind a comma, a semicolon or a tab, as spreadsheets of
// each country write them, and a comment behind “#”. The others are read although a line is no domain.
package domainlist

import (
	"fmt"
	"slices"
	"strings"

	"handrail/app"
	"handrail/app/csvtable"
	"handrail/app/mail/dns"
)

// Max is how many domains a list may have.
const Max = 500

// List is the domains of a list, each once, in its order.
type List struct {
	Domains []dns.Domain
	Wrong   []Wrong
}

// With returns first and the other domains of the list.
func (l List) With(first dns.Domain) []dns.Domain {
	all := []dns.Domain{first}
	for _, one := range l.Domains {
		if one.ASCII != first.ASCII {
			all = append(all, one)
		}
	}
	return all
}

// Wrong is a line that is no domain.
type Wrong struct {
	Line int    // from 1; 0 in a typed text
	Text string // at most 60 characters of it
	Err  error  // *app.Error
}

// Sentence returns which line is wrong, and why, in words.
func (w Wrong) Sentence() string {
	message, _ := app.UserMessage(w.Err)
	return fmt.Sprintf("Line %d: “%s”: %s", w.Line, w.Text, message)
}

// headings are those of a column of domains, as programs and Exchange Online PowerShell write them.
var headings = []string{"domain", "domains", "domain name", "domainname", "name"}

// Read reads a file in any encoding. Its errors are that it is no text, has no domain, or too many.
func Read(data []byte) (List, error) {
	text, err := csvtable.Decode(data)
	if err != nil {
		return List{}, err
	}
	var l List
	seen, number, begun := map[string]bool{}, 0, false
	for line := range strings.Lines(text) {
		number++
		line, _, _ = strings.Cut(line, "#")
		first := firstColumn(line)
		if first == "" {
			continue
		}
		heading := !begun && slices.Contains(headings, strings.ToLower(first))
		if begun = true; !heading {
			l.add(seen, number, first)
		}
	}
	if len(l.Domains) == 0 {
		if len(l.Wrong) > 0 {
			_, hint := app.UserMessage(l.Wrong[0].Err)
			return List{}, app.Errorf(app.Invalid, hint, "The file has no domain. %s", l.Wrong[0].Sentence())
		}
		return List{}, app.Errorf(app.Invalid, "Write one domain on each line.", "The file has no domain.")
	}
	return l, l.few()
}

// firstColumn returns the first column of a line, without quotation marks.
func firstColumn(line string) string {
	line = strings.TrimSpace(line)
	if i := strings.IndexAny(line, ",;\t"); i >= 0 {
		line = line[:i]
	}
	return strings.TrimSpace(strings.Trim(strings.TrimSpace(line), `"`))
}

// typed reads typed domains, one on each line, or with commas or semicolons between them. The first that is no domain
// is its error.
func typed(text string) (List, error) {
	var l List
	seen := map[string]bool{}
	for one := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune("\n\r;,", r) }) {
		if one = strings.TrimSpace(one); one != "" {
			l.add(seen, 0, one)
		}
	}
	if len(l.Wrong) > 0 {
		w := l.Wrong[0]
		message, hint := app.UserMessage(w.Err)
		return List{}, app.Errorf(app.Invalid, hint, "“%s”: %s", w.Text, message)
	}
	return l, l.few()
}

func (l *List) add(seen map[string]bool, line int, text string) {
	one, err := dns.CleanDomain(text)
	switch {
	case err != nil:
		l.Wrong = append(l.Wrong, Wrong{line, fmt.Sprintf("%.60s", text), err})
	case !seen[one.ASCII]:
		seen[one.ASCII] = true
		l.Domains = append(l.Domains, one)
	}
}

// few refuses a list that is too long, and a file that is another one.
func (l *List) few() error {
	switch {
	case len(l.Domains) > Max:
		return app.Errorf(app.Invalid, fmt.Sprintf("Enter at most %d domains.", Max), "These are %d domains.",
			len(l.Domains))
	case len(l.Wrong) > Max:
		return app.Errorf(app.Invalid, "Choose a file with one domain on each line.",
			"The file has %d lines that are no domain. %s", len(l.Wrong), l.Wrong[0].Sentence())
	}
	return nil
}

// pathIn returns the path of a file that typed text is meant as.
func pathIn(text string) (path string, is bool) {
	path = strings.Trim(strings.TrimSpace(text), `"`)
	return path, !strings.Contains(path, "\n") && (strings.ContainsAny(path, `/\`) || strings.HasSuffix(path, ".txt") ||
		strings.HasSuffix(path, ".csv"))
}

// Of returns the list that typed text is, or the file that it names; read reads a file, nil where none can be read.
func Of(text string, read func(path string) ([]byte, error)) (List, error) {
	path, is := pathIn(text)
	if !is {
		return typed(text)
	}
	if read == nil {
		return List{}, app.Errorf(app.Unreachable, "Enter the domains instead.", "Handrail cannot read files here.")
	}
	data, err := read(path)
	if err != nil {
		return List{}, err
	}
	return Read(data)
}
