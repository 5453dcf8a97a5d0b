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

// askImport asks where the reports are.
func (d *delivery) askImport() {
	if d.taking {
		return
	}
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
	panel := []fyne.CanvasObject{field, parts.Caption("Mails, archives and plain reports are read, also in folders below. Nothing is moved or changed. You can drop files onto this window as well."),
		parts.Across(12, parts.NewButton("Read them", parts.Main, "", read), parts.NewButton("Not now", parts.Plain, "", func() { d.tell() }))}
	if folder := d.w.watched.folder; folder != "" && d.w.watched.failed == nil {
		panel = append(panel, parts.Column(8, parts.Text("Handrail reads "+folder+" by itself."),
			parts.Across(0, parts.NewButton(stopReading, parts.Plain, "", func() { d.w.watchFolder("", true) }))))
	}
	d.tell(parts.NewPanel(panel...))
	d.w.focus(field.Entry())
}

// take reads paths in, with progress and a way to stop; one time after the other.
func (d *delivery) take(paths []string) {
	if d.taking {
		d.waiting = append(d.waiting, paths)
		return
	}
	d.taking = true
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
		ended, d.taking = true, false
		if stopped {
			d.waiting = nil
		}
		switch {
		case stopped || app.CodeOf(err) == app.Cancelled:
			d.tell(parts.NewBanner(report.Note, "Stopped.", "Reports that were read whole are kept. Import again to go on."))
		case err != nil:
			d.tell(d.w.say(err))
		default:
			d.tell(d.taken(paths[0], folder, totals, refused)...)
		}
		if len(d.waiting) > 0 {
			next := d.waiting[0]
			d.waiting = d.waiting[1:]
			d.take(next)
			return
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
	if _, alone := w.current.(loner); alone || len(paths) == 0 || w.p.Deliveries == nil {
		return // what leads through an event is not left because of a file
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
