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

// Retention removes old reports. Older counts by year what would be removed if a kind stayed for some months, 0 for
// ever; Tidy removes in small parts what is older than the settings allow, and returns how many: of the kinds asked also
// where the date of the computer cannot be believed.
type Retention interface {
	Older(ctx context.Context, kind report.Retained, months int) ([]report.YearCount, error)
	Tidy(ctx context.Context, asked ...report.Retained) (int, error)
}

// retained is the choice of how long one kind stays.
type retained struct {
	periodChoice
	kind report.Retained
}

// retainedHints describe what belongs to each kind.
var retainedHints = map[report.Retained]string{
	report.RetainedChecks: "What the checks of guides found, except the checks that a change is based on.",
	report.RetainedRecords: "Reports about changes, the checks that they are based on, and reports that you saved " +
		"yourself. The change log always stays.",
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
		var all []parts.Option
		for _, n := range report.RetentionMonths {
			all = append(all, parts.Option{Value: strconv.Itoa(n), Label: guide.RetentionLabel(n)})
		}
		now := func() string { return strconv.Itoa(report.RetentionOf(s.kept, one.Kind).Months) }
		r := &retained{s.newPeriodChoice(guide.RetainedTitle(one.Kind), retainedHints[one.Kind], all, now), one.Kind}
		r.choice.OnChange = r.choose
		s.reports = append(s.reports, r)
		panels = append(panels, parts.NewPanel(r.choice, r.asked))
	}
	return parts.Section("How long reports are saved", panels...)
}

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
			r.failed(err)
		case report.CountOf(older) == 0:
			r.ask()
			r.s.keep(r.kind.Setting(), value)
		default:
			r.confirm(r.removes(older), "Delete older reports", func() { r.remove(value) })
		}
	})
}

// removes returns how many reports of which years a time removes.
func (r *retained) removes(older []report.YearCount) string {
	text := "Handrail permanently deletes " + guide.Aged(r.kind, older) + "."
	if r.kind != report.RetainedTLS {
		text += " For each report, number, time and hash stay, so you can still verify the others."
	}
	return text
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
			var done []fyne.CanvasObject
			if n > 0 {
				done = append(done, parts.Muted("Before that, Handrail deleted "+plural(n, "report")+"."))
			}
			r.failed(err, done...)
		default:
			r.ask(parts.NewBanner(report.OK, "Saved.", "Handrail deleted "+plural(n, "report")+"."))
		}
	})
}
