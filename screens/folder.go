package screens

import (
	"context"
	"sync"

	"fyne.io/fyne/v2"

	"handrail/app"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/screens/parts"
)

// settingFolder names the folder that is watched for reports.
const settingFolder = "reports-folder"

// stopReading ends the watching of a folder.
const stopReading = "Stop automatic reading"

// watched is the folder that is read automatically.
type watched struct {
	folder string // "" for none
	failed error  // why it is no longer read; nil while it is
	stop   func() // ends the job
}

// startWatching continues with the folder that the person chose to watch.
func (w *Window) startWatching() {
	if w.p.Deliveries == nil || w.p.Deliveries.Watch == nil {
		return
	}
	var kept map[string]string
	w.p.Runner.Start(func(ctx context.Context, _ task.Report) (err error) {
		kept, err = w.p.Settings.Settings(ctx)
		return err
	}, nil, func(err error) {
		if folder := kept[settingFolder]; err == nil && folder != "" && w.watched.folder == "" {
			w.watchFolder(folder, false)
		}
	})
}

// watchFolder reads a folder now and whenever files come into it; "" ends that.
// With keep set the choice holds for the next start too.
func (w *Window) watchFolder(folder string, keep bool) {
	if w.watched.stop != nil {
		w.watched.stop()
	}
	now := &watched{folder: folder}
	w.watched = now
	var arrived arrivals
	now.stop = w.p.Runner.Start(func(ctx context.Context, rep task.Report) error {
		if keep {
			if err := w.p.Settings.SetSetting(ctx, settingFolder, folder); err != nil {
				return err
			}
		}
		if folder == "" {
			return nil
		}
		return w.p.Deliveries.readWhenever(ctx, folder, &arrived, rep)
	}, func(task.Progress) {
		w.renew(arrived.take())
		_, typing := w.Win.Canvas().Focused().(interface{ SelectedText() string })
		if d, here := w.current.(*delivery); here && w.watched == now && !typing {
			d.load() // while someone types, the page stays as it is
		}
	}, func(err error) {
		if w.watched != now || app.CodeOf(err) == app.Cancelled {
			return
		}
		d, here := w.current.(*delivery)
		switch {
		case folder != "":
			now.failed = err // the page shows it, also when it is opened later
		case here && err != nil:
			d.tell(w.showError(err))
		case here:
			d.tell(parts.NewBanner(report.OK, "Handrail no longer reads the folder automatically.",
				"Reports that were read are saved."))
		}
		if here {
			d.load()
		}
	})
	if d, here := w.current.(*delivery); here && folder != "" && keep && now.failed == nil {
		d.tell(parts.NewBanner(report.OK, "Handrail now reads this folder automatically.",
			"It reads the folder when it starts, and when new files arrive while it is open."),
			parts.Across(0, parts.NewButton(stopReading, parts.Plain, "", func() { w.watchFolder("", true) })))
	}
}

// arrivals counts new reports by domain until they are taken.
type arrivals struct {
	mu    sync.Mutex
	about map[string]int
}

func (a *arrivals) add(about map[string]int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.about == nil {
		a.about = map[string]int{}
	}
	for domain, n := range about {
		a.about[domain] += n
	}
}

func (a *arrivals) take() map[string]int {
	a.mu.Lock()
	defer a.mu.Unlock()
	about := a.about
	a.about = nil
	return about
}

// readWhenever imports folder whenever it changes, until ctx ends or a read
// fails; arrived counts the new reports, and rep hears of them.
func (p *Deliveries) readWhenever(ctx context.Context, folder string, arrived *arrivals, rep task.Report) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var failed error
	err := p.Watch(ctx, folder, func() {
		t, err := p.Import(ctx, []string{folder}, nil, nil)
		arrived.add(t.About)
		if err != nil {
			failed = err
			stop()
			return
		}
		if t.New > 0 {
			rep(task.Progress{Done: t.New})
		}
	})
	if failed != nil {
		return failed
	}
	return err
}

// folderFailed shows that the watched folder is no longer read, and why; nothing
// where it is.
func (w *Window) folderFailed() fyne.CanvasObject {
	all := parts.Column(8)
	now := w.watched
	if now.failed == nil {
		all.Hide()
		return all
	}
	again := parts.NewButton("Try again", parts.Plain, "", func() { w.watchFolder(now.folder, false) })
	all.Add(parts.Text("Handrail no longer reads the folder " + now.folder + " automatically."))
	all.Add(w.showError(now.failed, again,
		parts.NewButton(stopReading, parts.Plain, "", func() { w.watchFolder("", true) })))
	return all
}
