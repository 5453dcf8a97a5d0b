package migration

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"handrail/app/guide"
	"handrail/app/guide/frame"
	"handrail/app/mail/migration"
	"handrail/app/report"
	"handrail/app/task"
)

// lookDecide returns what the choice does to each person.
func (d deps) lookDecide(_ context.Context, v *guide.Visit, _ task.Report) (*report.Document, error) {
	doc, x := d.draft("What happens to each person?"), d.load(v)
	c := x.chosen(v)
	doc.Find(x.gaps()...)
	d.choiceOf(doc, &x, c)
	return doc.Done(), nil
}

// outcome returns what the choice does. The command for one person replaces a date of their
// own; the command for a batch does not.
func (d deps) outcome(c chosen) migration.Outcome {
	if c.do == doApprove {
		o := migration.ApproveAll(c.people, d.Now())
		if c.batch == "" { // there is no command for someone whose list no one has seen
			unseen := func(p *migration.Person) bool { return p.Decide().Act == migration.ActList }
			for _, p := range slices.Concat(o.Wait, o.Finish) {
				if unseen(p) {
					o.Open = append(o.Open, p)
				}
			}
			o.Wait, o.Finish = slices.DeleteFunc(o.Wait, unseen), slices.DeleteFunc(o.Finish, unseen)
			o.Undated = slices.DeleteFunc(o.Undated, unseen)
		}
		return o
	}
	o := migration.CompleteAll(c.people, d.Now())
	if c.do == doComplete && c.batch == "" {
		o.Finish, o.Wait, o.Undated = append(o.Finish, o.Wait...), nil, nil
	}
	return o
}

// choiceOf adds what the choice does to each person.
func (d deps) choiceOf(doc *frame.Draft, x *data, c chosen) {
	o := d.outcome(c)
	if x.known() {
		x.warn(doc, c, o)
		for _, p := range o.Wait {
			doc.Find(report.Finding{Code: "waits", Severity: report.Warning, Subject: p.Identity,
				Title: p.Name + " waits until " + report.FormatTime(p.CompleteAfter),
				Text:  "This person has a date of their own. It overrides the date of the batch.",
				Do:    "Finish this person by name if you do not want to wait."})
		}
		for _, p := range o.Stay {
			doc.Find(report.Finding{Code: "stays", Severity: report.Problem, Subject: p.Identity,
				Title: "Only Microsoft can help " + p.Name,
				Text:  "The grade is Poor. No approval and no command finishes this migration.",
				Do:    "Contact Microsoft Support."})
		}
	}
	if x.known() && len(c.people) > 0 {
		doc.Add(report.Banner{Tone: report.Note, Lead: choiceLead(c, o)})
	}
	doc.Findings("", "Before you decide")
	t := report.Table{Title: "People", Columns: []string{"Person", "Now", "With your choice"}}
	for _, group := range []struct {
		people []*migration.Person
		text   string
	}{{o.Stay, "Stays as it is: only Microsoft can help"}, {o.Open, ""}, {o.Wait, "Waits for a date of its own"},
		{o.Finish, then[c.do]}, {o.Done, "Nothing: it is complete"}} {
		for _, p := range group.people {
			w := actWords[p.Decide().Act]
			text := group.text
			switch act := p.Decide().Act; {
			case text == "":
				text = openText(p, c.do)
			case c.do == doApprove && (act == migration.ActComplete || act == migration.ActRunning):
				text = "Can already finish"
			}
			t.Rows = append(t.Rows, []string{p.Name, gradeWords[p.Grade] + ". " + w.word, text})
		}
	}
	doc.Add(t)
	d.outcomeFacts(doc, x, c, o)
}

// choiceLead returns in one line what the choice does.
func choiceLead(c chosen, o migration.Outcome) string {
	of := " of " + guide.Count(len(c.people), "person", "people")
	switch c.do {
	case doApprove:
		return "Your approval lets " + guide.Figures(approved(o)) + of + " finish."
	case doRetry:
		again, _ := c.eligible()
		return "Your choice starts the migration of " + guide.Figures(len(again)) + of + " again."
	}
	upTo := ""
	if len(o.Undated) > 0 { // some may wait for a date of their own
		upTo = "up to "
	}
	return "Your choice finishes the migration of " + upTo + guide.Figures(len(o.Finish)) + of + "."
}

// approved returns how many people can finish because of an approval. An approval of a batch
// also covers what no one has seen.
func approved(o migration.Outcome) (n int) {
	for _, p := range o.Finish {
		if act := p.Decide().Act; act == migration.ActApprove || act == migration.ActList {
			n++
		}
	}
	return n
}

// then is what happens to those who can finish.
var then = map[string]string{doComplete: "Finishes", doApprove: "Can finish", doRetry: "Can already finish"}

// openText returns what happens to someone whom the choice alone does not finish.
func openText(p *migration.Person, do string) string {
	switch act := p.Decide().Act; {
	case act == migration.ActRetry && do == doRetry:
		return "Starts again"
	case act == migration.ActRetry:
		return "Stays failed until it is started again"
	case act == migration.ActApprove:
		return "Waits for your approval"
	case act == migration.ActList && do == doApprove:
		return "Needs its list first"
	case act == migration.ActSync:
		return "Finishes once it is synced"
	}
	return "Not known"
}

// warn adds what must not be missed.
func (x *data) warn(doc *frame.Draft, c chosen, o migration.Outcome) {
	for _, id := range c.missing {
		doc.Find(report.Finding{Code: "not-in-export", Severity: report.Unknown, Subject: id,
			Title: "The export does not have " + id, Do: "Check the identity, or export the migrations again."})
	}
	if len(c.people) == 0 {
		doc.Find(report.Finding{Code: "nobody", Severity: report.Note, Title: "Your choice applies to no one",
			Text: "No one in the export fits it.", Do: "Choose something else, or enter other people."})
		return
	}
	if c.do != doRetry {
		doc.Find(report.Finding{Code: "no-undo", Severity: report.Warning, Title: "You cannot undo this",
			Text: "Microsoft offers no way back from an approval or a completion.",
			Do:   "Read this page first."})
	}
	if c.do == doApprove {
		doc.Find(report.Finding{Code: "until-now", Severity: report.Note, Title: "You approve what was found until now",
			Text: untilNow})
	}
	if names := c.unseen(); len(names) > 0 {
		doc.Find(report.Finding{Code: "unseen", Severity: report.Unknown,
			Title: "No one has seen what " + guide.Count(len(names), "person", "people") + " would lose",
			Text:  "The export does not show the skipped items of " + listed(names) + ".",
			Do:    "Run migrations.ps1, and enter the file that it writes."})
	}
	if c.batch != "" && o.Worst == migration.Poor {
		doc.Find(report.Finding{Code: "batch-poor", Severity: report.Warning, Subject: c.batch,
			Title: "The batch keeps the grade Poor",
			Text:  "A batch has the grade of its worst person. The others can finish all the same."})
	}
	for _, p := range c.people {
		if c.do == doComplete && c.batch == "" && p.Decide().Act == migration.ActComplete && p.Waits(doc.At()) {
			doc.Find(report.Finding{Code: "date-replaced", Severity: report.Warning, Subject: p.Identity,
				Title: p.Name + " has a later date: " + report.FormatTime(p.CompleteAfter),
				Text:  "The command for one person replaces this date. The migration finishes now.",
				Do:    "Remove this person from your choice if the date matters."})
		}
	}
	if len(o.Undated) > 0 {
		f := report.Finding{Code: "own-date-unknown", Severity: report.Unknown, Subject: o.Undated[0].Identity,
			Title: guide.Count(len(o.Undated), "person", "people") + " may wait for a date of their own",
			Text:  "The export does not show whether they have one. Such a date overrides the date of the batch."}
		if line, err := migration.ReadDate(o.Undated[0]); err == nil {
			f.Do = "Run for each of them: " + line.Text
		}
		doc.Find(f)
	}
}

func (d deps) outcomeFacts(doc *frame.Draft, x *data, c chosen, o migration.Outcome) {
	for _, f := range []struct {
		name, label string
		n           int
	}{{"chosen", "Chosen", len(c.people)}, {"finish", "Can finish", len(o.Finish)},
		{"wait", "Wait for a date of their own", len(o.Wait)}, {"stay", "Only Microsoft can help", len(o.Stay)},
		{"open", "Need something else", len(o.Open)}, {"done", "Complete", len(o.Done)}} {
		value := strconv.Itoa(f.n)
		if !x.known() {
			value = string(report.Unknown)
		}
		doc.Fact(f.name, f.label, value, "")
	}
	worst := string(o.Worst)
	if !x.known() || worst == "" {
		worst = string(report.Unknown)
	}
	doc.Fact("worst-grade", "Worst grade", worst, gradeWords[o.Worst])
	doc.Fact("batch", "Batch", c.batch, orNone(c.batch))
	doc.Facts("Your choice")
}

// eligible returns those of the chosen people for whom there is a command, and the others.
func (c chosen) eligible() (yes, no []*migration.Person) {
	for _, p := range c.people {
		act := p.Decide().Act
		fits := act == acts[c.do] || c.do == doComplete && act == migration.ActRunning
		if fits && p.Way != migration.WayUnread && strings.TrimSpace(p.Identity) != "" {
			yes = append(yes, p)
		} else {
			no = append(no, p)
		}
	}
	return yes, no
}
