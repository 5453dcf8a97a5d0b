package appblock

import (
	"context"
	"strconv"
	"strings"

	"handrail/app/device/appblock"
	"handrail/app/guide"
	"handrail/app/guide/frame"
	"handrail/app/report"
	"handrail/app/task"
)

// lookDiscovered reads the apps and says what is known of them.
func (d deps) lookDiscovered(ctx context.Context, v *guide.Visit, progress task.Report) (*report.Document, error) {
	w, err := d.load(ctx, v, progress)
	if err != nil {
		return nil, err
	}
	w.needs = nil // they are named later
	doc := d.draft(v, "Which apps do people use?")
	doc.Find(w.gaps(v)...)
	if !w.known {
		doc.Headline("It is not known which apps people use")
		doc.Fact("apps", "Discovered apps", string(report.Unknown), "Not known")
		doc.Add(w.reports())
		return doc.Done(), nil
	}
	lead := guide.Count(len(w.apps), "app was", "apps were") + " discovered"
	switch {
	case w.missing() > 0 && len(w.apps) == 0:
		lead = "It is not known which apps people use"
	case w.missing() > 0:
		lead = "At least " + lead
	}
	doc.Headline(lead)
	doc.Add(report.Path{Caption: "Which apps do people use?", Verdict: lead, Why: w.source(v)})
	doc.Findings("", "")
	doc.Add(w.reports(), w.columns())
	if len(w.apps) > 0 {
		levels := curve(appblock.Curve(w.apps, nil), w.wantedAt(), len(w.apps), -1)
		levels.Title, levels.Words = "Apps with this score or a lower one", nil
		doc.Add(levels)
	}
	doc.Add(w.stays())
	w.facts(doc)
	return doc.Done(), nil
}

// source returns where the apps come from.
func (w *world) source(v *guide.Visit) string {
	if v.Answer(askFrom) == fromFile {
		text := "They are in the file that you exported."
		if w.export.Nameless > 0 {
			text += " " + guide.Count(w.export.Nameless, "row has", "rows have") + " no name, and is left out."
		}
		return text
	}
	return "They are in the report “" + string(w.stream.Name) + "”, in the last 30 days."
}

// facts adds the numbers of the discovery.
func (w *world) facts(doc *frame.Draft) {
	apps, text := strconv.Itoa(len(w.apps)), guide.Figures(len(w.apps))
	if len(w.apps) == 0 && w.missing() > 0 {
		apps, text = string(report.Unknown), "Not known"
	}
	doc.Fact("apps", "Discovered apps", apps, text)
	if w.have != nil {
		doc.Fact("reports", "Reports", strconv.Itoa(len(w.streams)), "")
		doc.Fact("report", "Report that is read", w.stream.ID, string(w.stream.Name))
	}
	doc.Fact("people-known", "The source knows people", map[bool]string{true: "yes", false: "no"}[w.named], "")
	for _, f := range []struct {
		class appblock.Class
		label string
	}{{appblock.Protected, "Apps that cannot be blocked"}, {appblock.Sanctioned, "Apps that you approved"}} {
		doc.Fact(string(f.class), f.label, known(len(appblock.Of(w.apps, f.class, nil)), !w.tagged()), "")
	}
	unscored := 0
	for _, a := range w.apps {
		if !a.Scored {
			unscored++
		}
	}
	doc.Fact("unscored", "Apps without a score", strconv.Itoa(unscored), "")
}

// reports lists the reports that there are.
func (w *world) reports() report.Table {
	t := report.Table{Title: "Reports", Columns: []string{"Report", "ID", "Knows people", "Data received"}}
	for _, s := range w.streams {
		knows, name := "No", string(s.Name)
		switch {
		case s.Named():
			knows = "Yes"
		case len(s.Entities) == 0:
			knows = "Has no data"
		}
		if s.ID == w.stream.ID {
			name += " (read)"
		}
		received := "Not known"
		if !s.Received.IsZero() {
			received = s.Received.UTC().Format("2 January 2006")
		}
		t.Rows = append(t.Rows, []string{name, s.ID, knows, received})
	}
	return t
}

// columns lists which column of an export was read as what.
func (w *world) columns() report.Table {
	t := report.Table{Title: "Columns of the file", Columns: []string{"Column", "Read as"}}
	if w.export.Columns == nil {
		return t
	}
	for _, f := range appblock.Fields() {
		if heading, ok := w.export.Columns[f]; ok {
			t.Rows = append(t.Rows, []string{heading, string(f)})
		}
	}
	if len(w.export.Unused) > 0 {
		t.Rows = append(t.Rows, []string{strings.Join(w.export.Unused, ", "), "Not read"})
	}
	return t
}
