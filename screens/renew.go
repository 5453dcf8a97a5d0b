package screens

import (
	"context"

	"handrail/app/guide"
	"handrail/app/mail/tlsview"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/screens/parts"
)

// renew checks again what rests on reports that were imported just now: about
// counts them by domain. Home shows the result, and so does the page about mail
// delivery reports. It goes on while other screens are opened.
func (w *Window) renew(about map[string]int) {
	if len(about) == 0 {
		return
	}
	var all []guide.Renewed
	w.p.Runner.Start(func(ctx context.Context, _ task.Report) error {
		visits, err := w.p.Visits.Visits(ctx)
		if err != nil {
			return err
		}
		all, err = w.looker().Renew(ctx, w.p.Guides, visits, tlsview.Arrived(about))
		return err
	}, nil, func(err error) {
		if err != nil {
			logError(err) // what was found before stays, with its date
		}
		w.saver.whenIdle(func() { w.applyRenewed(all) })
	})
}

// applyRenewed settles what was found on the visits as they are now: the open one
// in its wizard, others in the store. All of one visit is settled at once.
func (w *Window) applyRenewed(all []guide.Renewed) {
	for len(all) > 0 {
		n := 1
		for n < len(all) && all[n].Visit == all[0].Visit {
			n++
		}
		w.applyTo(all[0].Visit, all[:n])
		all = all[n:]
	}
}

func (w *Window) applyTo(visit string, found []guide.Renewed) {
	if z := w.wizardOf(visit); z != nil {
		z.renewed(found)
		return
	}
	v, unsaved := w.saver.unsaved[visit]
	w.p.Runner.Start(func(ctx context.Context, _ task.Report) (err error) {
		if !unsaved {
			v, err = w.p.Visits.Visit(ctx, visit)
		}
		return err
	}, nil, func(err error) {
		switch z := w.wizardOf(visit); {
		case z != nil: // opened meanwhile
			z.renewed(found)
		case err != nil:
			logError(err) // deleted meanwhile
		default:
			s := guide.Open(found[0].Guide, v)
			if news := guide.ApplyAll(s, found, w.now()); news != "" {
				w.saver.save(s.Visit(), func(error) { w.showNews(news) })
			}
		}
	})
}

// wizardOf returns the wizard that shows a visit, or is loading it; nil for none.
func (w *Window) wizardOf(visit string) *wizard {
	z, here := w.current.(*wizard)
	if !here || z.s == nil && z.id != visit || z.s != nil && z.s.Visit().ID != visit {
		return nil
	}
	return z
}

// renewed settles on the open visit what was found beside it.
func (z *wizard) renewed(found []guide.Renewed) {
	if z.s == nil {
		z.late = append(z.late, found...)
		return
	}
	if guide.ApplyAll(z.s, found, z.w.now()) != "" {
		z.save()
		z.drawSteps()
	}
}

// showNews brings the page that is shown up to date.
func (w *Window) showNews(news string) {
	switch on := w.current.(type) {
	case *home:
		on.load()
	case *delivery:
		if !on.taking {
			on.tell(append(on.told.Objects, parts.NewBanner(report.Note, news, ""))...)
		}
	}
}
