package screens

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"handrail/app"
	"handrail/app/intake"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/screens/parts"
)

// settingFolder names the folder that is watched for reports.
const settingFolder = "reports-folder"

// askImport asks where the reports are.
func (d *delivery) askImport() {
	field := parts.NewField("Folder or file", "The whole path, for example where your mail program saves attachments", false)
	field.SetText(d.w.p.Deliveries.Mails)
	read := func() {
		path := strings.TrimSpace(field.Text())
		if path == "" {
			field.SetError("Type or paste the path of a folder or a file. You can copy it from your file manager.")
			d.w.focus(field.Entry())
			return
		}
		d.take([]string{path})
	}
	field.OnSubmit = read
	d.tell(parts.NewPanel(field, parts.Caption("Mails, archives and plain reports are read, also in folders below. Nothing is moved or changed. You can drop files onto this window as well."),
		parts.Across(12, parts.NewButton("Read them", parts.Main, "", read), parts.NewButton("Not now", parts.Plain, "", func() { d.tell() }))))
	d.w.focus(field.Entry())
}

// take reads paths in, with progress and a way to stop.
func (d *delivery) take(paths []string) {
	progress := parts.NewProgress()
	var refused []intake.Result
	var totals intake.Totals
	run := d.w.p.Deliveries.Import
	stopped, ended, folder := false, false, false
	cancel := d.jobs.start(func(ctx context.Context, rep task.Report) (err error) {
		totals, err = run(ctx, paths, func(p intake.Progress) { rep(task.Progress{Done: p.Done, Total: p.Of, Note: "Reading reports"}) }, func(r intake.Result) error {
			if r.Report == nil && len(refused) < refusedShown {
				refused = append(refused, r)
			}
			return nil
		})
		if info, err := os.Stat(paths[0]); err == nil && len(paths) == 1 {
			folder = info.IsDir()
		}
		return err
	}, progress.Set, func(err error) {
		ended = true
		switch {
		case stopped || app.CodeOf(err) == app.Cancelled:
			d.tell(parts.NewBanner(report.Note, "Stopped.", "Reports that were read whole are kept. Import again to go on."))
		case err != nil:
			d.tell(d.w.say(err))
		default:
			d.tell(d.taken(paths[0], folder, totals, refused)...)
		}
		d.load()
	})
	if ended {
		return
	}
	progress.OnStop = func() { stopped = true; cancel() }
	d.tell(progress)
	d.w.focus(progress.Button())
}

// refusedShown is how many files that could not be read are listed.
const refusedShown = 50

// taken says what was read, and offers to go on with a folder.
func (d *delivery) taken(path string, folder bool, t intake.Totals, refused []intake.Result) []fyne.CanvasObject {
	tone := report.OK
	if t.Rejected > 0 {
		tone = report.Warning
	}
	all := []fyne.CanvasObject{parts.NewBanner(tone, fmt.Sprintf("New reports: %d.", t.New),
		fmt.Sprintf("%d were known already, and %d files or parts of files could not be read.", t.Known, t.Rejected))}
	if len(refused) > 0 {
		var rows [][]string
		for _, r := range refused {
			rows = append(rows, []string{filepath.Base(r.Path), r.Reason})
		}
		all = append(all, newExpander("What could not be read, and why", parts.NewTable([]string{"File", "Why"}, nil, rows), d.object.Refresh))
	}
	if folder && d.w.p.Deliveries.Watch != nil {
		all = append(all, parts.Across(0, parts.NewButton("Keep reading this folder by itself", parts.Plain, "", func() { d.w.watchFolder(path, true) })))
	}
	return all
}

// dropped takes in files that were dropped on the window.
func (w *Window) dropped(items []fyne.URI) {
	var paths []string
	for _, it := range items {
		if it.Scheme() == "file" {
			paths = append(paths, it.Path())
		}
	}
	if len(paths) == 0 || w.p.Deliveries == nil {
		return
	}
	d, here := w.current.(*delivery)
	if !here {
		w.Show("mail")
		if d, here = w.current.(*delivery); !here {
			return // a change is being written, and is waited for
		}
	}
	d.take(paths)
}

// startWatching goes on with the folder that the person chose to watch.
func (w *Window) startWatching() {
	if w.p.Deliveries == nil || w.p.Deliveries.Watch == nil {
		return
	}
	var kept map[string]string
	w.p.Runner.Start(func(ctx context.Context, _ task.Report) (err error) {
		kept, err = w.p.Settings.Settings(ctx)
		return err
	}, nil, func(err error) {
		if folder := kept[settingFolder]; err == nil && folder != "" {
			w.watchFolder(folder, false)
		}
	})
}

// watchFolder reads a folder now and whenever files come into it; "" ends that.
// With keep set the choice holds for the next start too.
func (w *Window) watchFolder(folder string, keep bool) {
	if w.unwatch != nil {
		w.unwatch()
		w.unwatch = nil
	}
	ports := w.p.Deliveries
	w.unwatch = w.p.Runner.Start(func(ctx context.Context, rep task.Report) error {
		if keep {
			if err := w.p.Settings.SetSetting(ctx, settingFolder, folder); err != nil {
				return err
			}
		}
		if folder == "" {
			return nil
		}
		read := func() {
			t, err := ports.Import(ctx, []string{folder}, nil, nil)
			if err == nil && t.New > 0 {
				rep(task.Progress{Done: t.New})
			}
		}
		read()
		return ports.Watch(ctx, folder, read)
	}, func(task.Progress) {
		if d, here := w.current.(*delivery); here {
			d.load()
		}
	}, func(err error) {
		d, here := w.current.(*delivery)
		switch {
		case !here || app.CodeOf(err) == app.Cancelled:
		case err != nil:
			d.tell(w.say(err))
		case folder == "":
			d.tell(parts.NewBanner(report.OK, "The folder is no longer read by itself.", "What was read is kept."))
		}
	})
	if d, here := w.current.(*delivery); here && folder != "" && keep {
		d.tell(parts.NewBanner(report.OK, "Handrail reads this folder by itself from now on.", "It does so when it starts, and whenever files come while it is open."),
			parts.Across(0, parts.NewButton("Stop reading it by itself", parts.Plain, "", func() { w.watchFolder("", true) })))
	}
}
