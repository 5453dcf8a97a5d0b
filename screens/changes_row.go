package screens

import (
	"strings"

	"fyne.io/fyne/v2"

	"handrail/app/drift"
	"handrail/app/guide"
	"handrail/app/tenant"
	"handrail/screens/parts"
)

// changeRow is a change as a row: the sentence, who did it, and behind it what is another now and what to do.
func (w *Window) changeRow(t drift.Told, acts func(drift.Told) []fyne.CanvasObject) parts.Change {
	row := parts.Change{Severity: t.Severity}
	row.Text, row.Rest = t.Parts()
	row.Icon, row.Lead, row.By = w.whoDid(t)
	switch {
	case t.Accepted != nil:
		row.Icon, row.Lead, row.By = "tick", "", t.AcceptedBy()
	case t.Back != "":
		row.Rest = strings.TrimSpace(row.Rest + " " + t.Back)
	}
	row.Body = func() fyne.CanvasObject {
		body := w.changeBody(t)
		if acts != nil {
			body.Objects = append(body.Objects, acts(t)...)
		}
		return body
	}
	return row
}

// whoDid describes who made a change and when, or why that is not known.
func (w *Window) whoDid(t drift.Told) (icon, lead, words string) {
	now := w.now()
	if m := t.Made; m != nil {
		lead = "Made with Handrail"
		if m.Undo {
			lead = "Undone with Handrail"
		}
		return "brand", lead, "by you, " + longDay(m.At, now) + m.At.Local().Format(", 15:04") + ", in “" + m.Title + "”"
	}
	if t.By != nil {
		words = t.By.Name
		if t.By.At.IsZero() { // several people, each at a time of their own
			return "person", "", words + ". Seen by " + longDay(t.At, now) + "."
		}
		words += ", " + longDay(t.By.At, now) + t.By.At.Local().Format(", 15:04")
		if t.By.Program != "" {
			words += ", with " + t.By.Program
		}
		return "person", "", words
	}
	return "unknown", "", strings.TrimSpace("Not known who did it. "+sentence(strings.TrimSpace(t.ByWhy))) + " Seen on " +
		longDay(t.At, now) + "."
}

// changeBody is what an open change shows.
func (w *Window) changeBody(t drift.Told) *fyne.Container {
	body := parts.Column(12)
	if t.By == nil && t.Made == nil && !t.Since.IsZero() {
		body.Add(parts.Muted("It happened between " + moment(t.Since) + " and " + moment(t.At) + "."))
	}
	if rows := compared(t); len(rows) > 0 {
		body.Add(parts.NewBeforeAfter(rows))
	}
	if t.Do != "" {
		body.Add(parts.NewAdvice(t.Do))
	}
	if more := w.changeLinks(t); len(more) > 0 {
		body.Add(parts.Column(4, more...))
	}
	return body
}

// compared returns what was before and is now.
func compared(t drift.Told) (rows []guide.Change) {
	add := func(what, before, after string) {
		rows = append(rows, guide.Change{Setting: what, Now: or(before, "None"), After: or(after, "None")})
	}
	if len(t.Facts) == 0 && t.Before+t.After != "" {
		add(or(t.What, or(t.Subject, drift.TitleOf(t.Section))), t.Before, t.After)
	}
	for _, f := range t.Facts {
		add(f.What, f.Before, f.After)
	}
	return rows
}

// Of how many a change has links, and lists the names when it is asked.
const (
	linksShown = 3
	linksMost  = 100
)

// changeLinks lead to the pages of whom and what a change is about.
func (w *Window) changeLinks(t drift.Told) (all []fyne.CanvasObject) {
	if m := t.Made; m != nil && m.Report != "" {
		all = append(all, parts.NewLink("Open the report", func() { w.Show("report/" + m.Report) }))
	} else if m != nil && m.Visit != "" {
		all = append(all, parts.NewLink("Open the guide", func() { w.openVisit(m.Visit, "", false) }))
	}
	var people []drift.Ref
	for _, r := range aboutOf(t) {
		switch {
		case r.Section == tenant.SectionUsers:
			people = append(people, r)
		case routeOf(r) != "":
			all = append(all, w.refLink("See ", r))
		}
	}
	if len(people) <= linksShown {
		for _, r := range people {
			all = append(all, w.refLink("See ", r))
		}
		return all
	}
	var rows []fyne.CanvasObject
	for _, r := range people[:min(len(people), linksMost)] {
		rows = append(rows, w.refLink("", r))
	}
	if n := len(people) - linksMost; n > 0 {
		rows = append(rows, parts.Muted("And "+people1(n)+" more."))
	}
	names := parts.Column(4, rows...)
	names.Hide()
	box := parts.Column(8)
	box.Add(parts.NewLink("See the "+people1(len(people)), func() {
		names.Hidden = !names.Hidden
		parts.Grow(w.body)
	}))
	box.Add(names)
	return append(all, box)
}

// aboutOf returns whom and what a change is about: what its rule names, else its own row.
func aboutOf(t drift.Told) []drift.Ref {
	if len(t.About) > 0 || t.ID == "" {
		return t.About
	}
	section, kind := t.Section, tenant.Demand("")
	if kind, _ = tenant.OnDemand(t.Section); kind == tenant.Members || kind == tenant.DirectMembers ||
		section == tenant.SectionRegistration || section == tenant.SectionPerUserMFA {
		section = tenant.SectionUsers
	}
	return []drift.Ref{{Section: section, ID: t.ID, Name: t.Subject}}
}

// routeOf returns the page of a person, a policy or a group; "" where there is none.
func routeOf(r drift.Ref) string {
	if r.Section == tenant.SectionUsers {
		return "person/" + r.ID
	}
	for kind, section := range historyKinds {
		if section == r.Section {
			return "changes/" + kind + "/" + r.ID
		}
	}
	return ""
}

func (w *Window) refLink(verb string, r drift.Ref) fyne.CanvasObject {
	name := strings.Join(strings.Fields(or(r.Name, r.ID)), " ")
	if r.Section != tenant.SectionUsers {
		name = "“" + name + "”"
	}
	return parts.NewLink(verb+name, func() { w.Show(routeOf(r)) })
}
