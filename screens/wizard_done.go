package screens

import (
	"fyne.io/fyne/v2"

	"handrail/app/guide"
	"handrail/app/report"
	"handrail/screens/parts"
)

// drawEnded draws the completion page: what was done and when, where the record
// is, and what comes next.
func (z *wizard) drawEnded() {
	v, g := z.s.Visit(), z.s.Guide()
	title := "Completed"
	if v.Subject != "" {
		title = v.Subject + ": completed"
	}
	text := "The report is saved under Reports. You can read it without an internet connection."
	body := []fyne.CanvasObject{parts.NewBanner(report.OK, "Completed on "+moment(v.Ended)+".", text)}
	var rows []fyne.CanvasObject
	record := ""
	for _, step := range g.Steps {
		o := v.Outcomes[step.ID]
		if o.Report != "" {
			record = o.Report
		}
		words := step.Title
		if o.Note != "" && o.State == guide.Completed {
			words += ": " + o.Note
		}
		rows = append(rows, line(true, parts.StateChip(o.State, o.State.Label()),
			parts.Column(0, parts.Text(words), parts.Caption(moment(o.At))), nil))
	}
	body = append(body, z.drawChanged(true)...)
	body = append(body, parts.Section("What was done", parts.NewRows(rows...)))
	body = append(body, z.drawAhead(&v)...)
	home := func() { z.w.Show("home") }
	if z.changed.field != nil && !z.changed.reported() {
		save := parts.NewButton("Save the report of the change", parts.Main, "", z.saveChanged)
		z.draw(title, g.Outcome, body, save, z.saveChanged,
			parts.NewButton("Go to Home", parts.Plain, "", home))
		return
	}
	if z.changed.reported() {
		record = z.changed.saved.ID
	}
	if back, on := z.returnButton(parts.Main); back != nil {
		z.draw(title, g.Outcome, body, back, on, parts.NewButton("Go to Home", parts.Plain, "", home))
		return
	}
	if record == "" {
		z.draw(title, g.Outcome, body, parts.NewButton("Go to Home", parts.Main, "", home), home)
		return
	}
	open := func() { z.w.Show("report/" + record) }
	z.draw(title, g.Outcome, body, parts.NewButton("Open the saved report", parts.Main, "", open), open,
		parts.NewButton("Go to Home", parts.Plain, "", home))
}

// drawAhead draws what happens next and when; or that nothing more does.
func (z *wizard) drawAhead(v *guide.Visit) []fyne.CanvasObject {
	var all []fyne.CanvasObject
	resume, resumable := z.resumable()
	for _, a := range guide.AheadOf(z.s.Guide(), v, z.w.now()) {
		text := parts.Text(a.Text)
		if a.On.IsZero() {
			all = append(all, text)
		} else {
			all = append(all, parts.Column(0, parts.Bold(showDay(a.On, z.w.now())), text))
		}
	}
	if resumable {
		all = append(all, across(parts.NewButton("Check again", parts.Plain, "refresh", func() {
			z.ended = false
			z.w.openVisit(v.ID, resume, true)
		})))
	}
	return []fyne.CanvasObject{parts.Section("What happens next", all...)}
}

// resumable returns the step that a later look begins with.
func (z *wizard) resumable() (string, bool) {
	r := z.s.Guide().Resume
	if r == nil {
		return "", false
	}
	return r.Step, true
}
