package screens

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"

	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/screens/parts"
)

// Retention is how long what Handrail saves stays: Older counts by year what would be removed if a kind stayed for some
// months, 0 for good; Tidy removes what is older than the settings say, in small parts, and returns how many: of the kinds
// asked also where the date of the computer cannot be believed.
type Retention interface {
	Older(ctx context.Context, kind report.Retained, months int) ([]report.YearCount, error)
	Tidy(ctx context.Context, asked ...report.Retained) (int, error)
}

// retained is the choice of how long one kind stays.
type retained struct {
	s      *settings
	kind   report.Retained
	choice *parts.Choice
	asked  *fyne.Container // what a shorter time removes, under the choice
}

// retainedHints say what belongs to each kind.
var retainedHints = map[report.Retained]string{
	report.RetainedChecks: "What the checks of guides found. Handrail never deletes what a change is based on with these.",
	report.RetainedRecords: "Reports about changes, the checks that they are based on, and reports that you saved yourself. " +
		"The change log always stays.",
	report.RetainedTLS: "What other email servers reported about encryption.",
}

// retaining returns the choices of how long reports stay; nil in a build that removes none.
func (s *settings) retaining() fyne.CanvasObject {
	s.reports = nil
	if s.w.p.Retention == nil {
		return nil
	}
	var panels []fyne.CanvasObject
	for _, one := range report.RetentionsOf(s.kept) {
		r := &retained{s: s, kind: one.Kind, asked: parts.Column(8)}
		var all []parts.Option
		for _, n := range report.RetentionMonths {
			all = append(all, parts.Option{Value: strconv.Itoa(n), Label: guide.RetentionLabel(n)})
		}
		r.choice = parts.NewChoice(guide.RetainedTitle(one.Kind), retainedHints[one.Kind], all)
		r.choice.SetValue(r.now())
		r.choice.OnChange = r.choose
		s.reports = append(s.reports, r)
		panels = append(panels, parts.NewPanel(r.choice, r.asked))
	}
	return parts.Section("How long reports are saved", panels...)
}

// now returns the value that is saved, or the default.
func (r *retained) now() string { return strconv.Itoa(report.RetentionOf(r.s.kept, r.kind).Months) }

// choose saves a time with which nothing is removed. Of another one it first shows what that removes.
func (r *retained) choose(value string) {
	months, _ := strconv.Atoi(value) // an option of ours
	var older []report.YearCount
	r.s.jobs.start(func(ctx context.Context, _ task.Report) (err error) {
		older, err = r.s.w.p.Retention.Older(ctx, r.kind, months)
		return err
	}, nil, func(err error) {
		switch {
		case r.choice.Value() != value: // another one was chosen meanwhile
		case err != nil:
			r.choice.SetValue(r.now())
			r.ask(r.s.w.showError(err))
		case report.CountOf(older) == 0:
			r.ask()
			r.s.keep(r.kind.Setting(), value)
		default:
			r.confirm(value, older)
		}
	})
}

// confirm shows how many reports of which years a time removes.
func (r *retained) confirm(value string, older []report.YearCount) {
	cancel := parts.NewButton("Cancel", parts.Main, "", func() {
		r.choice.SetValue(r.now())
		r.ask()
		r.s.w.focus(r.choice.Focus())
	})
	remove := parts.NewButton("Delete older reports", parts.Plain, "", func() { r.remove(value) })
	text := "Handrail permanently deletes " + guide.Aged(r.kind, older) + "."
	if r.kind != report.RetainedTLS {
		text += " For each report, number, time and hash stay, so you can still verify the others."
	}
	r.ask(parts.NewBanner(report.Warning, "You cannot undo this.", text), parts.Across(8, cancel, remove))
}

func (r *retained) ask(o ...fyne.CanvasObject) {
	r.asked.Objects = o
	r.s.body.Refresh()
}

// remove saves a time and removes what is older. That goes on in the background where the page is left.
func (r *retained) remove(value string) {
	w, saved, n := r.s.w, false, 0
	r.ask(parts.Muted("Deleting older reports…"))
	w.p.Runner.Start(func(ctx context.Context, _ task.Report) (err error) {
		if err := w.p.Settings.SetSetting(ctx, r.kind.Setting(), value); err != nil {
			return err
		}
		saved = true
		n, err = w.p.Retention.Tidy(ctx, r.kind)
		return err
	}, nil, func(err error) {
		if saved {
			r.s.kept[r.kind.Setting()] = value
		}
		switch {
		case r.s.jobs.left:
			if err != nil {
				logError(err)
			}
		case err != nil:
			r.choice.SetValue(r.now())
			r.ask(w.showError(err))
		default:
			r.ask(parts.NewBanner(report.OK, "Saved.", "Handrail deleted "+guide.Count(n, "report", "reports")+"."))
		}
	})
}
