package screens

import (
	"fyne.io/fyne/v2"

	"handrail/app/report"
	"handrail/screens/parts"
)

// periodChoice is the choice of how long something stays.
type periodChoice struct {
	s      *settings
	choice *parts.Choice
	asked  *fyne.Container // what a shorter time removes, under the choice
	now    func() string   // the value that is saved, or the default
}

// newPeriodChoice makes the choice with the saved value.
func (s *settings) newPeriodChoice(label, hint string, all []parts.Option, now func() string) periodChoice {
	p := periodChoice{s: s, choice: parts.NewChoice(label, hint, all), asked: parts.Column(8), now: now}
	p.choice.SetValue(now())
	return p
}

// ask shows o under the choice.
func (p *periodChoice) ask(o ...fyne.CanvasObject) {
	p.asked.Objects = o
	p.s.body.Refresh()
}

// failed shows the saved value again, with why another one could not be taken, and o.
func (p *periodChoice) failed(err error, o ...fyne.CanvasObject) {
	p.choice.SetValue(p.now())
	p.ask(append([]fyne.CanvasObject{p.s.w.showError(err)}, o...)...)
}

// confirm shows what a time removes, before it is saved.
func (p *periodChoice) confirm(text, label string, remove func()) {
	cancel := parts.NewButton("Cancel", parts.Main, "", func() {
		p.choice.SetValue(p.now())
		p.ask()
		p.s.w.focus(p.choice.Focus())
	})
	p.ask(parts.NewBanner(report.Warning, "You cannot undo this.", text),
		parts.Across(8, cancel, parts.NewButton(label, parts.Plain, "", remove)))
}
