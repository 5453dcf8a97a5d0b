package screens

import (
	"context"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/task"
)

// startVisit begins a visit of g, with what is known already entered, and shows it.
func (w *Window) startVisit(g guide.Guide) { w.startAt(g, "", false) }

// startAt is startVisit. With skip, pages that ask only for what is known are behind the person.
func (w *Window) startAt(g guide.Guide, step string, skip bool) {
	if w.starting {
		return // a second press
	}
	w.starting = true
	var known map[string]string
	w.p.Runner.Start(func(ctx context.Context, _ task.Report) (err error) {
		known, err = w.fetchKnown(ctx)
		return err
	}, nil, func(err error) {
		w.starting = false
		if err != nil {
			logError(err) // the person types it again
		}
		z := newWizard(w)
		z.s = guide.New(g, app.NewID(), w.now())
		z.s.Prefill(known)
		for skip && z.s.SkipKnown(w.now()) {
		}
		if step != "" {
			_ = z.s.GoTo(step) // where it cannot start yet, the first one does
		}
		w.open("guides", z, "")
	})
}

// startLike begins a visit of g with what stood in an earlier one.
func (w *Window) startLike(g guide.Guide, before guide.Visit) {
	z := newWizard(w)
	z.s = guide.NewFrom(g, before, app.NewID(), w.now())
	if lacksSheet(g, before) {
		z.notes = append(z.notes, note{report.Note, noSheet(before), "Everything else is copied. You write the run sheet " +
			"in its step.", nil})
	}
	w.open("guides", z, "")
}
