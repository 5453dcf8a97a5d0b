package enhancedfiltering

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"handrail/app/guide"
	"handrail/app/guide/frame"
	"handrail/app/mail/skiplist"
	"handrail/app/report"
	"handrail/app/task"
)

// lookList returns what is wrong with the list.
func (d deps) lookList(_ context.Context, v *guide.Visit, _ task.Report) (*report.Document, error) {
	s := skiplist.Sources()
	doc := d.draft("The skip list", v, fromPerson, s["skip"].Title+", "+s["skip"].Date,
		s["service"].Title+", "+s["service"].Date, s["special"].Title)
	d.listOf(doc, v)
	return doc.Done(), nil
}

// entryRow is an entry for programs.
type entryRow struct {
	Entry     string             `json:"entry"`
	As        string             `json:"as"`
	Addresses uint64             `json:"addresses"`
	Problems  []skiplist.Problem `json:"problems"`
	Other     string             `json:"other"`
	Refused   bool               `json:"refused"`
}

// listOf adds the entries, and what is wrong with each.
func (d deps) listOf(doc *frame.Draft, v *guide.Visit) {
	set := setting(v)
	doc.Fact("how", "What is skipped", or(v.Answer(askHow), howList), map[bool]string{true: "Only the last server",
		false: "The addresses in the list"}[set.Last])
	if set.Last {
		doc.Headline("Only the last server is skipped")
		doc.Find(report.Finding{Code: "last-only", Severity: report.Note, Title: "Only the last server is skipped",
			Text: "If the filter has several servers on the internet in a row, the next one still " +
				"counts as the sender.",
			Do: "Check it in the preview."})
		doc.Fact("handed-over", "Entries that are handed over", "0", "")
		return
	}
	list, count := report.Entries{Name: "entries", Title: "Each entry"}, map[skiplist.Problem]int{}
	for i := range set.List.Entries {
		e := &set.List.Entries[i]
		worst, state := report.OK, "Skipped"
		row := entryRow{e.Raw, e.Text, 0, e.Problems, e.Other, e.Refused()}
		if e.Range.First.IsValid() {
			row.Addresses = e.Range.Count()
		}
		for _, p := range e.Problems {
			w := problemWords[p]
			count[p]++
			if slices.Index(severities, w.severity) < slices.Index(severities, worst) {
				worst, state = w.severity, w.word
			}
			doc.Find(report.Finding{Code: "entry-" + string(p), Severity: w.severity, Subject: e.Raw,
				Title: e.Raw + ": " + w.word, Text: explained(w.text, e), Do: explained(w.do, e)})
		}
		list.Items = append(list.Items, report.Entry{Title: e.Raw, About: addresses(row.Addresses), Severity: worst,
			State: state, Data: program(row)})
	}
	if set.List.More > 0 {
		doc.Find(report.Finding{Code: "entries-cut", Severity: report.Problem, Title: "The list is too long",
			Text: guide.Count(set.List.More, "entry was", "entries were") + " not read.",
			Do:   "Ask the maker of the filter for a shorter list."})
	}
	values := set.List.Values()
	title := guide.Count(len(values), "entry", "entries") + " of the list can be used"
	doc.Headline(title)
	doc.Findings("problems", title)
	doc.Add(list)
	if len(values) > 0 {
		doc.Add(report.Code{Label: "The list as it is handed over", Text: strings.Join(values, "\n")})
	}
	listFacts(doc, set.List.Entries, len(values), count)
}

// listFacts adds the numbers: each entry is handed over, cannot be used, or is in another.
func listFacts(doc *frame.Draft, entries []skiplist.Entry, used int, count map[skiplist.Problem]int) {
	doc.Fact("entries", "Entries", strconv.Itoa(len(entries)), "")
	doc.Fact("handed-over", "Entries that are handed over", strconv.Itoa(used), "")
	refused, kinds, titles := 0, []string{}, []string{}
	for i := range entries {
		if entries[i].Refused() {
			refused++
		}
	}
	for _, p := range order {
		if count[p] > 0 {
			kinds, titles = append(kinds, string(p)), append(titles, problemWords[p].word)
		}
	}
	twice := len(entries) - used - refused
	doc.Fact("refused", "Entries that cannot be used", strconv.Itoa(refused), "")
	doc.Fact("repeated", "Entries that others already have", strconv.Itoa(twice), "")
	doc.Fact("problems", "What is wrong with entries", or(strings.Join(kinds, ", "), "nothing"),
		or(strings.Join(titles, ". "), "Nothing"))
	doc.Facts("In numbers")
}

// explained puts the entry into the words about it.
func explained(text string, e *skiplist.Entry) string {
	return strings.NewReplacer("{other}", e.Other, "{as}", e.Text, "{count}", addresses(size(e))).Replace(text)
}

func size(e *skiplist.Entry) uint64 {
	if !e.Range.First.IsValid() {
		return 0
	}
	return e.Range.Count()
}

// addresses returns how many addresses there are, in words.
func addresses(n uint64) string {
	switch {
	case n == 0:
		return "Not read"
	case n >= 1e12:
		return "More than a million million addresses"
	case n >= 1e8:
		return guide.Figures(int((n+5e5)/1e6)) + " million addresses"
	case n >= 1e6:
		return strconv.FormatFloat(float64(n)/1e6, 'f', 1, 64) + " million addresses"
	}
	return guide.Count(int(n), "address", "addresses")
}

var severities = []report.Severity{report.Problem, report.Warning, report.Unknown, report.Note, report.OK}
