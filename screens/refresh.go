package screens

import (
	"context"

	"fyne.io/fyne/v2"

	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
	"handrail/screens/parts"
)

// refresher reads sections again: progress with counts, a way to stop, and what
// became of it. It stands in box; then loads the screen again.
type refresher struct {
	w       *Window
	jobs    *jobs
	box     *fyne.Container
	then    func()
	cancel  func()
	stopped bool
	again   []string // to read once what was stopped has ended
}

func newRefresher(w *Window, j *jobs, then func()) *refresher {
	return &refresher{w: w, jobs: j, box: parts.Column(8), then: then}
}

// start reads sections; none is all of them. One refresh is under way at a time.
func (r *refresher) start(ids ...string) {
	if r.cancel != nil {
		if r.stopped {
			r.again = append([]string{}, ids...)
		}
		return
	}
	progress := parts.NewProgress("The saved data stays until the new data is complete. If you leave this page, the " +
		"refresh stops. You can continue it later.")
	progress.OnStop = r.stop
	r.tell(progress)
	r.w.focus(progress.Button())
	var all []tenant.Status
	r.stopped, r.again, r.cancel = false, nil, func() {}
	ended := false
	cancel := r.jobs.start(func(ctx context.Context, rep task.Report) (err error) {
		all, err = r.w.p.Tenant.Refresh(ctx, ids, rep)
		return err
	}, func(p task.Progress) {
		if !r.stopped {
			progress.Set(p)
		}
	}, func(err error) {
		ended = true
		r.end(all, err)
	})
	if !ended {
		r.cancel = cancel
	}
}

// stop answers at once; the page that is on its way still ends.
func (r *refresher) stop() {
	r.stopped = true
	r.cancel()
	r.tellStopped()
	r.then()
}

func (r *refresher) tellStopped() {
	r.tell(parts.NewBanner(report.Note, "Stopped.",
		"The saved data stays. The next refresh continues where this one stopped."))
}

// end shows the result and loads the screen again.
func (r *refresher) end(all []tenant.Status, err error) {
	r.cancel = nil
	switch {
	case r.again != nil:
		again := r.again
		r.start(again...)
		return
	case r.stopped:
		r.tellStopped()
	case err != nil:
		r.tell(r.w.showError(err))
	default:
		tone, lead, text := outcome(all)
		r.tell(parts.NewBanner(tone, lead, text))
		r.w.recheck()
	}
	r.w.loadFoot()
	r.then()
}

func (r *refresher) tell(objs ...fyne.CanvasObject) {
	r.box.Objects = objs
	boxes(r.box)
	r.box.Refresh()
	r.w.body.Refresh()
}

// running reports whether a refresh is under way that no one stopped.
func (r *refresher) running() bool { return r.cancel != nil && !r.stopped }

// outcome describes how the sections of a refresh ended.
func outcome(all []tenant.Status) (tone report.Severity, lead, text string) {
	var news, same, need, bad int
	for _, s := range all {
		switch {
		case s.State == tenant.Updated:
			news++
		case s.State == tenant.Unchanged:
			same++
		case missing(s.State):
			need++
		default:
			bad++
		}
	}
	if len(all) == 1 && bad+need == 1 {
		return report.Warning, all[0].Message, all[0].Hint
	}
	tone, lead = report.OK, "Refreshed."
	if need+bad > 0 {
		tone, lead = report.Warning, "Refreshed, but not everything."
	}
	var words []string
	for _, c := range []struct {
		n    int
		text string
	}{{news, "with changes"}, {same, "unchanged"}, {need, "not permitted yet"}, {bad, "not complete"}} {
		if c.n > 0 {
			words = append(words, itoa(c.n)+" "+c.text)
		}
	}
	return tone, lead, plural(len(all), "part") + " of the data: " + guide.AllNames(words) + "."
}
