package screens

import (
	"strings"

	"fyne.io/fyne/v2"

	"handrail/app/guide"
	"handrail/app/tenant"
	"handrail/screens/parts"
)

// kind sorts the sections by what they ask of the person.
type kind int

const (
	needsYou kind = iota // someone must grant something, or it was cut short
	outdated             // read whole, but long ago
	upToDate
	neverRead
)

// kindOf returns the group of a section in the list.
func (o *organisation) kindOf(sec tenant.Section) kind {
	s, known := o.status[sec.ID]
	switch {
	case !known || s.State == tenant.NeverRead || s.State == "":
		return neverRead
	case sec.Optional && missing(s.State):
		return neverRead
	case !s.State.Whole():
		return needsYou
	case s.Stale(o.w.now(), sec.MaxAge):
		return outdated
	}
	return upToDate
}

// sections lists what can be read, what needs someone first, under a sentence
// that sums it up.
func (o *organisation) sections() []fyne.CanvasObject {
	by := map[kind][]fyne.CanvasObject{}
	for _, sec := range tenant.Sections() {
		k := o.kindOf(sec)
		by[k] = append(by[k], o.sectionRow(sec, k))
	}
	var body []fyne.CanvasObject
	for _, g := range []struct {
		kind  kind
		title string
	}{{needsYou, "Action needed"}, {outdated, "Out of date"}, {upToDate, "Up to date"}, {neverRead, "Not read yet"}} {
		if rows := by[g.kind]; len(rows) > 0 {
			body = append(body, parts.Section(g.title+" ("+itoa(len(rows))+")", parts.NewRows(rows...)))
		}
	}
	return body
}

// sectionRow shows what a section is, its state, how much is saved and how old
// that is, and what is missing for it.
func (o *organisation) sectionRow(sec tenant.Section, k kind) fyne.CanvasObject {
	s := o.status[sec.ID]
	words := parts.Column(2, parts.Bold(sec.Title), parts.Muted(o.kept(sec, s)))
	if s.Message != "" && (k == needsYou || sec.Optional) {
		words.Add(parts.Text(strings.TrimSpace(s.Message + " " + s.Hint)))
	}
	if s.Next != "" && s.Pages > 0 {
		words.Add(parts.Muted(
			"An interrupted refresh saved " + plural(s.Pages, "page") + ". The next refresh continues from there."))
	}
	for _, n := range s.Notes {
		words.Add(parts.Caption(n))
	}
	if missing(s.State) && !sec.Optional {
		words.Add(copyWords(o.w, wordsToSend(sec, s, o.conn.one.Name), o.object.Refresh))
	}
	var end fyne.CanvasObject
	if o.conn.signedIn {
		end = parts.NewButton("Refresh", parts.Quiet, "refresh", func() { o.refresh.start(sec.ID) })
	}
	return line(false, o.chip(s, k), words, end)
}

// kept describes how many rows are saved and from when.
func (o *organisation) kept(sec tenant.Section, s tenant.Status) string {
	if s.Completed.IsZero() {
		return sec.Why
	}
	rows := guide.Figures(s.Rows) + " items"
	if s.Rows == 1 {
		rows = "1 item"
	}
	return rows + ". Data from " + when(s.Completed, o.w.now()) + "."
}

// chip is the state of a section in words, with its icon.
func (o *organisation) chip(s tenant.Status, k kind) fyne.CanvasObject {
	switch {
	case k == neverRead && missing(s.State):
		return parts.NewChip("lock", "Not granted", parts.MutedInk)
	case k == neverRead:
		return parts.NewChip("ring", "Not read yet", parts.MutedInk)
	case k == upToDate:
		return parts.NewChip("tick", "Up to date", parts.Ink)
	case k == outdated:
		if _, known := s.Age(o.w.now()); !known {
			return parts.NewChip("unknown", "Age unknown", parts.LookInk)
		}
		return parts.NewChip("behind", "Out of date", parts.LookInk)
	}
	switch s.State {
	case tenant.NeedsConsent, tenant.NeedsRole, tenant.NeedsLicence:
		return parts.NewChip("lock", s.State.Word(), parts.LookInk)
	case tenant.Incomplete:
		return parts.NewChip("look", s.State.Word(), parts.LookInk)
	case tenant.Stopped:
		return parts.NewChip("note", s.State.Word(), parts.Ink)
	case tenant.Failed:
		return parts.NewChip("problem", "Problem", parts.ProblemInk)
	}
	return parts.NewChip("unknown", s.State.Word(), parts.Ink)
}
