package screens

import (
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"handrail/app/task"
	"handrail/app/tlsreport"
	"handrail/screens/parts"
)

// fillCard says whether it is time to enforce: what is missing first.
func (d *delivery) fillCard() {
	if d.changing && d.firstField != nil {
		return // what is being typed stays
	}
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
		if d.changing {
			rows = append(rows, d.thresholds())
		} else {
			rows = append(rows, parts.Across(0, parts.NewButton("Change the conditions", parts.Quiet, "", func() { d.changing = true; d.fillCard(); d.w.focus(d.firstField) })))
		}
	}
	d.card.Objects = rows
	d.card.Refresh()
	d.object.Refresh()
}

// thresholds asks when reports are enough.
func (d *delivery) thresholds() fyne.CanvasObject {
	now := d.weighed.Thresholds
	field := func(name string, n int) *parts.Field {
		f := parts.NewField(name, "", false)
		f.SetText(itoa(n))
		return f
	}
	days, writers, quiet := field("Days with a report", now.Days), field("Organisations that report", now.Organisations), field("Days without a failure of yours", now.Quiet)
	d.firstField = days.Entry()
	keep := func() {
		t := tlsreport.Ask(number(days), number(writers), number(quiet))
		if !t.Valid() {
			days.SetError("Write whole numbers: days from 1 to 90, organisations from 1 to 50.")
			d.w.focus(days.Entry())
			return
		}
		d.keepThresholds(t)
	}
	for _, f := range []*parts.Field{days, writers, quiet} {
		f.OnSubmit = keep
	}
	return parts.Column(12, parts.Share(12, 200, days, writers, quiet), parts.Caption("Less than 14 days or 2 organisations decides on little. The guide uses these numbers too."),
		parts.Across(12, parts.NewButton("Keep these", parts.Plain, "", keep), parts.NewButton("As at first", parts.Plain, "", func() { d.keepThresholds(tlsreport.Usual()) }),
			parts.NewButton("Not now", parts.Quiet, "", func() { d.leaveThresholds(); d.fillCard() })))
}

// number reads a whole number; 0 where there is none.
func number(f *parts.Field) int {
	n, err := strconv.Atoi(strings.TrimSpace(f.Text()))
	if err != nil {
		return 0
	}
	return n
}

// keepThresholds keeps other conditions, and weighs by them.
func (d *delivery) keepThresholds(t tlsreport.Thresholds) {
	d.jobs.start(func(ctx context.Context, _ task.Report) error {
		return d.w.p.Settings.SetSetting(ctx, tlsreport.ThresholdsSetting, t.Kept())
	}, nil, func(err error) {
		if err != nil {
			d.tell(d.w.say(err))
			return
		}
		d.leaveThresholds()
		d.weigh()
	})
}

func (d *delivery) leaveThresholds() { d.changing, d.firstField = false, nil }

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
