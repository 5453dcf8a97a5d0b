package screens

import (
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"handrail/app/mail/tlsreport"
	"handrail/app/task"
	"handrail/screens/parts"
)

// fillCard shows whether it is time to enforce: what is missing first.
func (d *delivery) fillCard() {
	if d.changing && d.firstField != nil {
		return // what is being typed stays
	}
	rows := []fyne.CanvasObject{parts.Caption("Is it time to enforce the policy?")}
	switch {
	case d.index() < 0:
	case d.isForeign():
		rows = append(rows, parts.Text("Handrail does not check this: you have not started a guide for this domain."),
			parts.Across(0, parts.NewButton("See the guides", parts.Plain, "", func() { d.w.Show("guides") })))
	case d.failed != nil:
		rows = append(rows, d.w.showError(d.failed, parts.NewButton("Check again", parts.Plain, "", d.look)))
	case d.weighed == nil:
		rows = append(rows, parts.Muted("Checking the servers of the domain…"))
	default:
		rows = append(rows, parts.Lead(d.weighed.Line))
		for _, c := range d.weighed.Conditions {
			rows = append(rows, parts.NewLine(false, standChip(c, d),
				parts.Column(0, parts.Text(c.Text), parts.Caption(c.Evidence+".")), nil))
		}
		rows = append(rows, parts.Caption("Handrail chose these conditions. The standard sets none."))
		if d.changing {
			rows = append(rows, d.thresholds())
		} else {
			rows = append(rows, parts.Across(0, parts.NewButton("Change conditions", parts.Quiet, "",
				func() { d.changing = true; d.fillCard(); d.w.focus(d.firstField) })))
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
	days, writers, quiet := field("Days with a report", now.Days),
		field("Organisations that report", now.Organisations), field("Days without a failure on your side", now.Quiet)
	d.firstField = days.Entry()
	keep := func() {
		t := tlsreport.NewThresholds(number(days), number(writers), number(quiet))
		if !t.Valid() {
			days.SetError("Enter whole numbers: days from 1 to 90, organisations from 1 to 50.")
			d.w.focus(days.Entry())
			return
		}
		d.keepThresholds(t)
	}
	for _, f := range []*parts.Field{days, writers, quiet} {
		f.OnSubmit = keep
	}
	return parts.Column(12, parts.Share(12, 200, days, writers, quiet),
		parts.Caption("Fewer than 14 days or 2 organisations is weak evidence. The guide uses these numbers too."),
		parts.Across(12, parts.NewButton("Save conditions", parts.Plain, "", keep),
			parts.NewButton("Restore defaults", parts.Plain, "",
				func() { d.keepThresholds(tlsreport.DefaultThresholds()) }),
			parts.NewButton("Cancel", parts.Quiet, "", func() { d.leaveThresholds(); d.fillCard() })))
}

// number reads a whole number; 0 where there is none.
func number(f *parts.Field) int {
	n, err := strconv.Atoi(strings.TrimSpace(f.Text()))
	if err != nil {
		return 0
	}
	return n
}

// keepThresholds saves other conditions and assesses by them.
func (d *delivery) keepThresholds(t tlsreport.Thresholds) {
	d.jobs.start(func(ctx context.Context, _ task.Report) error {
		return d.w.p.Settings.SetSetting(ctx, tlsreport.ThresholdsSetting, t.Encode())
	}, nil, func(err error) {
		if err != nil {
			d.tell(d.w.showError(err))
			return
		}
		d.leaveThresholds()
		d.weigh()
	})
}

func (d *delivery) leaveThresholds() { d.changing, d.firstField = false, nil }

// standChip is the state of a condition.
func standChip(c tlsreport.Condition, d *delivery) fyne.CanvasObject {
	switch c.Stand {
	case tlsreport.Met:
		return parts.NewChip("tick", "OK", parts.MutedInk)
	case tlsreport.Waiting:
		return parts.NewChip("clock", "Waiting until "+day(c.Until, d.w.now()), parts.Ink)
	case tlsreport.Missing:
		return parts.NewChip("problem", "Not met", parts.ProblemInk)
	}
	return parts.NewChip("unknown", "Not tested", parts.Ink)
}
