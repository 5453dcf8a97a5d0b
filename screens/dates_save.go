package screens

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/ownerfile"
	"handrail/app/reminder"
	"handrail/app/task"
)

// SaveAs saves all dates that pass the filter as one calendar file.
func (d *dates) SaveAs() {
	if d.kind != nil {
		d.save(d.shown)
	}
}

// save writes reminders as a calendar file and shows where it is.
func (d *dates) save(all []reminder.Reminder) {
	var path string
	var n int
	l, folder := d.list, d.w.p.SaveFolder
	l.At = d.w.now().Local()
	d.jobs.start(func(context.Context, task.Report) (err error) {
		path, n, err = saveCalendar(folder, l, all)
		return err
	}, nil, func(err error) {
		if err != nil {
			d.tell(d.w.showError(err))
			return
		}
		text := "Open the file to add " + guide.Count(n, "date", "dates") + " to your calendar. If you do it again later, " +
			"your calendar updates them. It is here: " + path
		note := d.w.savedAs(path, text)
		d.tell(note)
		d.w.focusSaved(note)
	})
}

// saveCalendar writes a calendar file into folder and returns its path and how many dates it has. It never overwrites.
// The error is an app.Error in words.
func saveCalendar(folder string, l reminder.List, all []reminder.Reminder) (path string, n int, err error) {
	known := 0
	for _, r := range all {
		if r.Known() && !r.Past(l.At) {
			known++
		}
	}
	if known == 0 {
		return "", 0, app.Errorf(app.NotFound, "Choose another subject.",
			"No date in this list is still to come, so there is nothing to save.")
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return "", 0, cannotSave(folder, err)
	}
	path = unused(filepath.Join(folder, "handrail-dates-"+l.At.Format("2006-01-02")), ".ics")
	f, err := ownerfile.Create(path)
	if err != nil {
		return "", 0, cannotSave(folder, err)
	}
	n, err = reminder.WriteCalendar(f, l, all)
	if err := errors.Join(err, f.Close()); err != nil {
		_ = os.Remove(path) // half a file helps no one
		return "", 0, cannotSave(folder, err)
	}
	return path, n, nil
}
