package screens

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"handrail/app/guide"
	"handrail/app/report"
	"handrail/screens/parts"
)

// build makes the frame that all pages of the visit share.
func (z *wizard) build() {
	z.steps = parts.NewSteps(z.s.Guide().Title, z.s.Visit().Subject, z.rows(), z.goTo)
	z.frame = container.NewBorder(nil, z.bar, nil, nil, z.page)
	z.object.Objects = []fyne.CanvasObject{container.NewBorder(nil, nil, z.steps, nil, z.frame)}
	z.object.Refresh()
}

// show draws the page the session stands on and sets the focus.
func (z *wizard) show() {
	z.endLook()
	z.drawSteps()
	z.target = nil
	switch {
	case z.ended:
		z.drawEnded()
	case z.s.Page() == guide.AskPage:
		z.showAsks()
	default:
		z.showStep()
	}
}

// drawSteps brings the column at the left up to date.
func (z *wizard) drawSteps() { z.steps.Set(z.s.Guide().Title, z.s.Visit().Subject, z.rows()) }

// rows are the steps with a word for the state of each.
func (z *wizard) rows() []parts.StepRow {
	var rows []parts.StepRow
	v, here := z.s.Visit(), z.s.Index()
	for i, step := range z.s.Guide().Steps {
		state := z.s.StateOf(step.ID)
		word := state.Label()
		if at := v.Outcomes[step.ID].Until; state == guide.Waiting && !at.IsZero() {
			word = "Waiting until " + until(at, z.w.now())
		}
		rows = append(rows, parts.StepRow{
			ID: step.ID, Icon: state.Icon(), Title: step.Title, Word: word,
			Current: i == here && !z.ended, Passed: i < here || z.ended, Locked: state == guide.CannotStart,
		})
	}
	return rows
}

// draw puts up a page with its bar and moves the focus: to the first field, else
// to the main button.
func (z *wizard) draw(title, lead string, body []fyne.CanvasObject, main *parts.Button, onMain func(),
	more ...*parts.Button) {
	body = append(z.banners(), body...)
	z.main, z.onMain = main, onMain
	var back *parts.Button
	if z.ended || z.s.Index() > 0 || z.s.Page() == guide.ShowPage && len(z.s.Step().Asks) > 0 {
		back = parts.NewButton("Back", parts.Quiet, "left", z.goBack)
	}
	right := more
	if main != nil {
		right = append(slices.Clone(more), main)
	}
	if main != nil && parts.CrowdsBar(back, right...) { // in large text they stand at the end of the page
		var rest []fyne.CanvasObject
		for _, b := range more {
			rest = append(rest, b)
		}
		body, right = append(body, parts.Wrap(8, rest...)), []*parts.Button{main}
	}
	z.page.Objects = []fyne.CanvasObject{parts.NewPage(title, lead, body...)}
	z.bar.Objects = []fyne.CanvasObject{parts.NewBar(back, right...)}
	z.page.Refresh()
	z.bar.Refresh()
	if z.frame != nil { // the bar may be higher than the last one was
		z.frame.Layout.Layout(z.frame.Objects, z.frame.Size())
	}
	switch {
	case z.w.current != screen(z): // left meanwhile
	case z.target != nil:
		z.w.focus(z.target)
	case main != nil:
		z.w.focus(main)
	case len(more) > 0:
		z.w.focus(more[0])
	}
}

// drawPassing draws a page that stands only while something is fetched: what is
// to be told stays for the page that follows.
func (z *wizard) drawPassing(title, lead string, body []fyne.CanvasObject) {
	notes, told := z.notes, z.told
	z.draw(title, lead, body, nil, nil)
	z.notes, z.told = notes, told
}

// banners draws what is to be told on this page, and forgets it.
func (z *wizard) banners() []fyne.CanvasObject {
	var all []fyne.CanvasObject
	if z.saveErr != nil {
		all = append(all, z.w.showError(z.saveErr, parts.NewButton("Try to save again", parts.Plain, "refresh", func() {
			z.save()
			z.show()
		})))
	}
	if back := z.w.back; back != nil && z.s.Guide().ID == connectGuide && !z.ended {
		all = append(all, parts.NewBanner(report.Note, "You came from “"+back.title+"”.",
			"Handrail returns you there when your organisation is connected."))
	}
	for _, n := range z.notes {
		banner := parts.NewBanner(n.tone, n.lead, n.text)
		if n.extra != nil {
			banner = parts.Column(8, banner, n.extra)
		}
		all = append(all, banner)
	}
	all = append(all, z.told...)
	z.notes, z.told = nil, nil
	return all
}

// tell draws the page again with a banner on it.
func (z *wizard) tell(n note) {
	z.notes = append(z.notes, n)
	z.redraw()
}

// redraw draws the open page from what is already known.
func (z *wizard) redraw() {
	z.drawSteps()
	switch {
	case z.ended:
		z.drawEnded()
	case z.s.Page() == guide.AskPage:
		z.drawAsks()
	case z.stop != nil:
		// The look draws its own page and will come back.
	default:
		z.drawStep()
	}
}

// save keeps the visit without making anybody wait.
func (z *wizard) save() {
	z.w.saver.save(z.s.Visit(), func(err error) {
		had := z.saveErr != nil
		z.saveErr = err
		if (err != nil) != had && !z.jobs.left && z.s.Page() != "" && len(z.page.Objects) > 0 {
			z.redraw()
		}
	})
}

// words draws a text of ours, which is Markdown, as wide as a page allows.
func words(markdown string) []fyne.CanvasObject {
	if markdown == "" {
		return nil
	}
	return []fyne.CanvasObject{markdownText(markdown)}
}

// terms draws what words mean, one line each, opened on demand.
func (z *wizard) terms(list []guide.Term) []fyne.CanvasObject {
	if len(list) == 0 {
		return nil
	}
	var rows []fyne.CanvasObject
	for _, t := range list {
		rows = append(rows, line(true, parts.Bold(t.Word), parts.Text(t.Meaning), nil))
	}
	return []fyne.CanvasObject{newExpander("What the words mean", parts.NewRows(rows...), z.page.Refresh)}
}

// findings and documents call these when a person presses one of their buttons.
func (z *wizard) events() BlockEvents {
	return BlockEvents{
		Copy: z.w.copy,
		Go:   z.w.going(z.s, z.goTo),
		Open: func(d *report.Document) { z.showInner(d) },
	}
}
