package migration

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"handrail/app/guide"
	"handrail/app/guide/frame"
	"handrail/app/mail/migration"
	"handrail/app/report"
	"handrail/app/task"
)

// lookAfter compares a new export with the first.
func (d deps) lookAfter(_ context.Context, v *guide.Visit, _ task.Report) (*report.Document, error) {
	doc, x := d.draft("Is the migration complete?"), d.load(v)
	d.compareOf(doc, &x, v)
	return doc.Done(), nil
}

// compareOf adds what became of each person, and of those who were chosen.
func (d deps) compareOf(doc *frame.Draft, x *data, v *guide.Visit) {
	y := d.later(v)
	if y.given {
		doc.Find(y.gaps()...)
	}
	if !x.known() || !y.known() {
		f := report.Finding{Code: "not-compared", Severity: report.Unknown,
			Title: "It is not known whether the migrations are complete",
			Text:  "Handrail needs an export from before the commands, and one from after them.",
			Do:    "Run migrations.ps1 again, and enter the file that it writes."}
		if x.known() && !y.given {
			f.Code, f.Severity, f.Title = "not-checked-again", report.Note, "You have not checked again yet"
		}
		doc.Find(f)
		doc.Findings("", "")
		changeFacts(doc, nil, string(report.Unknown))
		return
	}
	all, chosen := migration.Compare(x.People, y.People), x.chosen(v).people
	done := completed(all, chosen)
	doc.Find(completedWords[done])
	doc.Headline(completedWords[done].Title)
	entries := report.Entries{Name: "changes", Title: "Each person, most serious first", Items: []report.Entry{}}
	for _, pair := range all {
		w, p := changeWords[pair.Change], pair.Person()
		if pair.Change == migration.Same && !slices.Contains(chosen, pair.Before) {
			w.severity = report.Note // nothing was done for this person
		}
		entries.Items = append(entries.Items, report.Entry{Title: p.Name, Severity: w.severity,
			State: strings.TrimSuffix(w.word+". "+w.text, ". "), Kinds: []string{w.word}, Data: program(pair)})
		if w.do != "" && w.severity != report.Note {
			doc.Find(report.Finding{Code: "change-" + string(pair.Change), Severity: w.severity, Subject: p.Identity,
				Title: p.Name + ": " + w.word, Text: w.text, Do: w.do})
		}
	}
	slices.SortStableFunc(entries.Items, func(a, b report.Entry) int {
		return slices.Index(severities, a.Severity) - slices.Index(severities, b.Severity)
	})
	doc.Findings("", "Findings, most serious first")
	doc.Add(entries)
	changeFacts(doc, all, done)
}

// completed returns whether the migrations of the chosen people are complete: yes, no, or
// unknown if the new export does not show one of them.
func completed(all []migration.Pair, chosen []*migration.Person) string {
	result := "yes"
	for _, p := range chosen {
		i := slices.IndexFunc(all, func(pair migration.Pair) bool { return pair.Before == p })
		switch {
		case i < 0, all[i].Change == migration.Gone, all[i].Change == migration.ChangeUnread:
			if result == "yes" {
				result = string(report.Unknown)
			}
		case all[i].Change != migration.Finished && all[i].Change != migration.WasFinished:
			result = "no"
		}
	}
	if len(chosen) == 0 {
		return string(report.Unknown)
	}
	return result
}

var completedWords = map[string]report.Finding{
	"yes": {Code: "completed", Severity: report.OK, Title: "Everyone that you chose is complete",
		Text: "The new export shows each of these migrations as complete."},
	"no": {Code: "completed", Severity: report.Warning, Title: "Not everyone that you chose is complete",
		Text: "A completion can take hours. The list shows who is not complete.",
		Do:   "Export the migrations again later."},
	string(report.Unknown): {Code: "completed", Severity: report.Unknown,
		Title: "It is not known whether everyone is complete",
		Text:  "The new export does not show everyone that you chose.", Do: "Export the migrations again."},
}

func changeFacts(doc *frame.Draft, all []migration.Pair, done string) {
	count := map[migration.Change]int{}
	for _, pair := range all {
		count[pair.Change]++
	}
	doc.Fact("completed", "Everyone chosen is complete", done, "")
	for _, f := range []struct {
		change migration.Change
		label  string
	}{{migration.Finished, "Now complete"}, {migration.WasFinished, "Complete before"},
		{migration.Moving, "In progress"},
		{migration.Same, "No change"}, {migration.Worse, "Worse"}, {migration.Gone, "Not in the new export"},
		{migration.New, "New"}, {migration.ChangeUnread, "Not known"}} {
		value := strconv.Itoa(count[f.change])
		if all == nil {
			value = string(report.Unknown)
		}
		doc.Fact("after-"+string(f.change), f.label, value, "")
	}
	doc.Facts("In numbers")
}

// program returns what became of a person, for programs.
func program(pair migration.Pair) json.RawMessage {
	of := func(p *migration.Person) any {
		if p == nil {
			return nil
		}
		return map[string]any{"status": p.Status, "state": p.State, "grade": p.Grade, "unapproved": p.Unapproved}
	}
	p := pair.Person()
	out, err := json.Marshal(map[string]any{"identity": p.Identity, "batch": p.Batch, "change": pair.Change,
		"before": of(pair.Before), "after": of(pair.After)})
	if err != nil {
		return nil // only texts: cannot fail
	}
	return out
}

// lookRecord returns what was found, decided and done.
func (d deps) lookRecord(_ context.Context, v *guide.Visit, _ task.Report) (*report.Document, error) {
	doc, x := d.draft("Report: finish mailbox migrations"), d.load(v)
	d.peopleOf(doc, &x)
	x.lossOf(doc)
	if v.Answer(askDo) != "" {
		doc.Add(report.Heading{Text: "Your decision"})
		d.choiceOf(doc, &x, x.chosen(v))
	}
	if v.Answer(askAfter) != "" {
		doc.Add(report.Heading{Text: "After the commands"})
		d.compareOf(doc, &x, v)
	}
	return doc.Done(), nil
}
