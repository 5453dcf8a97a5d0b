package migration

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guide/export"
	"handrail/app/guide/frame"
	"handrail/app/mail/migration"
	"handrail/app/report"
	"handrail/app/task"
)

// lookPeople returns the verdict for each person.
func (d deps) lookPeople(_ context.Context, v *guide.Visit, _ task.Report) (*report.Document, error) {
	doc, x := d.draft("Whose migration can finish?"), d.load(v)
	doc.Fact("about", "About", x.about(v), "")
	d.peopleOf(doc, &x)
	return doc.Done(), nil
}

// about returns what the export is about: the domain that most of its people have, else the file.
func (x *data) about(v *guide.Visit) string {
	count, best := map[string]int{}, ""
	for i := range x.People {
		_, domain, ok := strings.Cut(x.People[i].Identity, "@")
		if !ok || domain == "" {
			continue
		}
		domain = strings.ToLower(domain)
		if count[domain]++; best == "" || count[domain] > count[best] || count[domain] == count[best] && domain < best {
			best = domain
		}
	}
	return cmp.Or(best, export.FileName(v.Answer(askExport)), string(report.Unknown))
}

// peopleOf adds the answer, every person, and the numbers.
func (d deps) peopleOf(doc *frame.Draft, x *data) {
	doc.Find(x.gaps()...)
	if !x.known() {
		doc.Findings("", "")
		x.facts(doc)
		return
	}
	answer := x.answer()
	doc.Headline(strings.TrimSuffix(answer.Lead, "."))
	doc.Add(answer)
	doc.Find(x.needs()...)
	doc.Findings("", "Who needs something, most serious first")
	doc.Add(d.entries(x.all()))
	if len(x.Batches) > 0 {
		doc.Add(batches(x.Batches))
	}
	x.facts(doc)
}

// tally counts people by what finishes their migration.
func (x *data) tally() map[migration.Act]int {
	all := map[migration.Act]int{}
	for _, p := range x.all() {
		all[p.Decide().Act]++
	}
	return all
}

// answer returns the answer in one line, and who needs something.
func (x *data) answer() report.Banner {
	t := x.tally()
	able := t[migration.ActComplete] + t[migration.ActDone] + t[migration.ActRunning]
	b := report.Banner{Tone: report.OK, Lead: guide.Figures(able) + " of " +
		guide.Count(len(x.People), "person", "people") + " can finish without approval."}
	switch n := t[migration.ActUnread]; {
	case t[migration.ActDone] == len(x.People):
		b.Lead = "Every migration in the export is complete."
	case n > 0 && able == 0:
		b.Lead = "It is not known who can finish without approval."
	case n > 0:
		b.Lead = "At least " + b.Lead
	}
	for _, need := range []struct {
		act  migration.Act
		text string
	}{{migration.ActSupport, "Only Microsoft can help"}, {migration.ActApprove, "Your approval is needed for"},
		{migration.ActList, "The export does not show what was skipped for"},
		{migration.ActRetry, "Failed or stopped:"}, {migration.ActSync, "Still copying:"}} {
		var names []string
		for _, p := range x.all() {
			if p.Decide().Act == need.act {
				names = append(names, p.Name)
			}
		}
		if len(names) > 0 {
			b.Text += need.text + " " + listed(names) + ". "
			b.Tone = report.Note
		}
	}
	if n := t[migration.ActUnread]; n > 0 {
		b.Tone = report.Note
		b.Text += "It is not known whether " + guide.Count(n, "person", "people") + " can finish. "
	}
	b.Text = strings.TrimSpace(b.Text)
	return b
}

// needs returns a finding for each person who needs something.
func (x *data) needs() (found []report.Finding) {
	for _, p := range x.all() {
		decision := p.Decide()
		w := actWords[decision.Act]
		if w.severity == report.OK && decision.Reason == "" || w.severity == report.Note {
			continue
		}
		f := report.Finding{Code: "act-" + string(decision.Act), Severity: w.severity, Subject: p.Identity,
			Title: p.Name + ": " + w.word, Do: w.do,
			Text: strings.TrimSpace(w.text + " " + reasonWords[decision.Reason])}
		switch {
		case decision.Reason == migration.ReasonNoGrade:
			f.Code, f.Severity = "no-grade", report.Unknown
		case decision.Act == migration.ActDone:
			f.Code, f.Severity = "done-"+string(decision.Reason), report.Note
		}
		found = append(found, f)
	}
	return found
}

// facts adds the numbers; all of them are unknown without an export.
func (x *data) facts(doc *frame.Draft) {
	t, grades, waits, lists := x.tally(), map[migration.Grade]int{}, 0, 0
	for _, p := range x.all() {
		grades[p.Grade]++
		if p.OwnDate == migration.Yes {
			waits++
		}
		if p.List == migration.ListLost || p.List == migration.ListOpen || p.List == migration.ListPart {
			lists++
		}
	}
	for _, f := range []struct {
		name, label string
		n           int
	}{
		{"people", "People", len(x.People)},
		{"perfect", "Perfect", grades[migration.Perfect]}, {"good", "Good", grades[migration.Good]},
		{"investigate", "Investigate", grades[migration.Investigate]}, {"poor", "Poor", grades[migration.Poor]},
		{"not-graded", "Not graded", grades[migration.NoGrade]},
		{"grade-unknown", "Grade not known", grades[migration.GradeUnread]},
		{"complete", "Complete", t[migration.ActDone]}, {"can-finish", "Can finish", t[migration.ActComplete]},
		{"to-approve", "To approve", t[migration.ActApprove]}, {"support", "Cannot finish", t[migration.ActSupport]},
		{"failed", "Failed or stopped", t[migration.ActRetry]},
		{"act-unknown", "Not known", t[migration.ActUnread] + t[migration.ActList]},
		{"own-date", "With a date of their own", waits}, {"lists-missing", "Without a whole list of items", lists},
	} {
		value := strconv.Itoa(f.n)
		if !x.known() {
			value = string(report.Unknown)
		}
		doc.Fact(f.name, f.label, value, "")
	}
	doc.Facts("In numbers")
}

var severities = []report.Severity{report.Problem, report.Warning, report.Unknown, report.Note, report.OK}

// fewPeople is up to how many people each has a page of their own. Of more, only those have
// one who need something: a page for everyone would make the report very large.
const fewPeople = 2000

// entries lists every person, most serious first.
func (d deps) entries(people []*migration.Person) report.Entries {
	e := report.Entries{Name: "people", Title: "Graded by Microsoft, most serious first", Items: []report.Entry{}}
	for _, p := range people {
		decision := p.Decide()
		w := actWords[decision.Act]
		state, severity := gradeWords[p.Grade]+", "+strings.ToLower(number(p.Skipped))+" skipped. "+w.word, w.severity
		if p.Waits(d.Now()) && severity == report.OK {
			state, severity = state+", waits until "+report.FormatTime(p.CompleteAfter), report.Note
		}
		item := report.Entry{Title: p.Name, Severity: severity, State: state,
			Kinds: []string{gradeWords[p.Grade], w.word}, Data: d.program(p)}
		if len(people) <= fewPeople || w.severity != report.OK {
			item.Open = d.open(p)
		}
		if p.Name != p.Identity {
			item.About = app.ShortID(p.Identity)
		}
		if p.Batch != "" {
			item.Kinds = append(item.Kinds, p.Batch)
		}
		e.Items = append(e.Items, item)
	}
	slices.SortStableFunc(e.Items, func(a, b report.Entry) int {
		return slices.Index(severities, a.Severity) - slices.Index(severities, b.Severity)
	})
	return e
}

// batches lists the batches of the export.
func batches(all []migration.Batch) report.Table {
	t := report.Table{Title: "Batches",
		Columns: []string{"Batch", "Grade of its worst person", "Status", "Completes after"}}
	for _, b := range all {
		t.Rows = append(t.Rows, []string{b.Name, gradeWords[b.Grade], b.Status, report.FormatTime(b.CompleteAfter)})
	}
	return t
}
