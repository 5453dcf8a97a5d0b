package migration

import (
	"context"
	"slices"
	"strconv"

	"handrail/app/guide"
	"handrail/app/guide/frame"
	"handrail/app/mail/migration"
	"handrail/app/report"
	"handrail/app/task"
)

// untilNow is what everyone who approves must know.
const untilNow = "An approval covers everything that was found until now. A later sync may find more."

// lookLoss returns what would be lost, by kind and folder.
func (d deps) lookLoss(_ context.Context, v *guide.Visit, _ task.Report) (*report.Document, error) {
	doc, x := d.draft("What would be lost?"), d.load(v)
	doc.Find(x.gaps()...)
	x.lossOf(doc)
	return doc.Done(), nil
}

// lossOf adds the losses of everyone who is not finished.
func (x *data) lossOf(doc *frame.Draft) {
	unknown, waiting := !x.known(), []*migration.Person{}
	for _, p := range x.all() {
		if p.Decide().Act == migration.ActDone {
			continue
		}
		waiting = append(waiting, p)
		f := report.Finding{Code: "loss", Severity: report.Note, Subject: p.Identity, Title: p.Name, Text: lossText(p)}
		switch {
		case p.List == migration.ListNone:
			continue
		case p.List != migration.ListWhole:
			unknown = true
			f.Code, f.Severity, f.Do = "loss-unknown", report.Unknown, actWords[migration.ActList].do
		case p.Grade == migration.Poor:
			f.Severity, f.Do = report.Problem, "Save these items first, or decide in the next step that they may be lost."
		case p.Decide().Act == migration.ActApprove:
			f.Severity, f.Do = report.Warning, "Check whether anyone needs these items, then decide in the next step."
		}
		doc.Find(f)
	}
	all := waiting
	if len(x.Loose) > 0 { // of someone whom the export does not name
		all, unknown = append(all, &migration.Person{Losses: x.Loose}), true
	}
	sum := contentOf(all)
	doc.Add(report.Banner{Tone: report.Note, Lead: lossLead(all, unknown), Text: untilNow})
	doc.Findings("", "Who would lose what")
	doc.Add(lossTable(waiting, "Skipped items by kind and folder"))
	if len(x.Loose) > 0 {
		doc.Add(looseTable(x.Loose))
	}
	contents(doc, sum, unknown)
}

// lossLead returns the answer in one line: what people would lose together.
func lossLead(people []*migration.Person, unknown bool) string {
	sum, losing := contentOf(people), 0
	for _, p := range people {
		if len(p.Losses) > 0 {
			losing++
		}
	}
	switch nothing := sum == (migration.Content{}); {
	case unknown && nothing:
		return "It is not known what would be lost."
	case unknown:
		return "At least " + contentText(sum) + " would be lost, and not everything is known."
	case len(people) == 0:
		return "No migration is left to finish."
	case nothing && slices.ContainsFunc(people, func(p *migration.Person) bool { return p.State == migration.Syncing }):
		return "Nothing was skipped until now."
	case nothing:
		return "Nothing would be lost."
	}
	return upper(contentText(sum)) + " of " + guide.Count(losing, "person", "people") + " would be lost."
}

// contentOf returns what the lists of people have together.
func contentOf(people []*migration.Person) (sum migration.Content) {
	for _, p := range people {
		c := p.Content()
		sum.Items, sum.Folders, sum.Others = sum.Items+c.Items, sum.Folders+c.Folders, sum.Others+c.Others
		sum.Permissions, sum.Settings = sum.Permissions+c.Permissions, sum.Settings+c.Settings
	}
	return sum
}

// contents adds how many items of each family would be lost. A sum without every list is not
// known.
func contents(doc *frame.Draft, sum migration.Content, unknown bool) {
	for _, f := range []struct {
		name, label string
		n           int
	}{{"lost-items", "Messages and items", sum.Items}, {"lost-folders", "Folders", sum.Folders},
		{"lost-permissions", "Permissions", sum.Permissions}, {"lost-settings", "Settings", sum.Settings},
		{"lost-others", "Items of other kinds", sum.Others}} {
		value, text := strconv.Itoa(f.n), guide.Figures(f.n)
		if unknown {
			value, text = string(report.Unknown), "Not known"
		}
		doc.Fact(f.name, f.label, value, text)
	}
	doc.Facts("All together")
}

// lossTable lists what people would lose. With a title, each row names its person.
func lossTable(people []*migration.Person, title string) report.Table {
	t := report.Table{Title: title, Columns: []string{"Kind", "Folder", "Items"}, Right: []bool{false, false, true}}
	if title != "" {
		t.Columns, t.Right = append([]string{"Person"}, t.Columns...), append([]bool{false}, t.Right...)
	}
	for _, p := range people {
		for _, l := range p.Losses {
			row := lossRow(l)
			if title != "" {
				row = append([]string{p.Name}, row...)
			}
			t.Rows = append(t.Rows, row)
		}
	}
	return t
}

func lossRow(l migration.Loss) []string {
	return []string{upper(migration.KindText(l.Kind, l.Items)), orNone(l.Folder), guide.Figures(l.Items)}
}

func looseTable(all []migration.Loss) report.Table {
	t := report.Table{Title: "Skipped items that name no person", Columns: []string{"Kind", "Folder", "Items"},
		Right: []bool{false, false, true}}
	for _, l := range all {
		t.Rows = append(t.Rows, lossRow(l))
	}
	return t
}
