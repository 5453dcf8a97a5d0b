package screens

import (
	"fyne.io/fyne/v2"

	"handrail/app/tlsreport"
	"handrail/screens/parts"
)

// fillCard says whether it is time to enforce: what is missing first.
func (d *delivery) fillCard() {
	rows := []fyne.CanvasObject{parts.Caption("Is it time to enforce the policy?")}
	switch {
	case d.index() < 0:
	case d.isForeign():
		rows = append(rows, parts.Text("These reports are set apart: you have begun no guide for this domain."),
			parts.Across(0, parts.NewButton("See the guides", parts.Plain, "", func() { d.w.Show("guides") })))
	case d.failed != nil:
		rows = append(rows, d.w.say(d.failed, parts.NewButton("Look again", parts.Plain, "", d.look)))
	case d.weighed == nil:
		rows = append(rows, parts.Muted("Asking the servers of the domain how they are now…"))
	default:
		rows = append(rows, parts.Lead(d.weighed.Line))
		for _, c := range d.weighed.Conditions {
			rows = append(rows, parts.NewLine(false, standChip(c, d), parts.Column(0, parts.Text(c.Text), parts.Caption(c.Evidence+".")), nil))
		}
		rows = append(rows, parts.Caption("These conditions are Handrail’s own; the standard sets none."))
	}
	d.card.Objects = rows
	d.card.Refresh()
	d.object.Refresh()
}

// standChip says how a condition stands.
func standChip(c tlsreport.Condition, d *delivery) fyne.CanvasObject {
	switch c.Stand {
	case tlsreport.Met:
		return parts.NewChip("tick", "Fine", parts.MutedInk)
	case tlsreport.Waiting:
		return parts.NewChip("clock", "Waiting until "+day(c.Until, d.w.now()), parts.Ink)
	case tlsreport.Missing:
		return parts.NewChip("problem", "Missing", parts.ProblemInk)
	}
	return parts.NewChip("unknown", "Could not test", parts.Ink)
}
