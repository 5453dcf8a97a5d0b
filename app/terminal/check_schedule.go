package terminal

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"handrail/app"
	"handrail/app/clean"
	"handrail/app/schedule"
)

// makeSchedule writes the files with which this computer runs the check once a week, and prints how to install and
// remove them. It installs nothing.
func (w Environment) makeSchedule(f Flags, o options) (int, error) {
	if o.json || o.html != "" || o.since != "" || o.quiet {
		return 0, app.Errorf(app.Invalid, "Use -schedule alone.", "-schedule only writes files; it checks nothing.")
	}
	if f.Sample || f.Graph != "" || !f.Now.IsZero() {
		return 0, app.Errorf(app.Invalid, "Leave out -sample and the flags for tests.",
			"A weekly check is for your own organisation.")
	}
	folder, err := filepath.Abs(o.schedule)
	if err != nil {
		return 0, cannotWrite(o.schedule, err)
	}
	job, err := w.job(f)
	if err != nil {
		return 0, err
	}
	plan, err := schedule.For(runtime.GOOS, folder, job)
	if err != nil {
		return 0, err
	}
	paths, err := plan.Save(folder)
	if err != nil {
		return 0, err
	}
	for _, path := range paths {
		_, _ = clean.Fprintf(w.Out, "%s\n", path)
	}
	_, _ = clean.Fprintf(w.Out, "\n")
	for line := range strings.Lines(plan.Text()) {
		_, _ = clean.Fprintf(w.Out, "%s\n", strings.TrimSuffix(line, "\n"))
	}
	return Fine, nil
}

// job is the weekly check of the data folder that the flags name.
func (w Environment) job(f Flags) (schedule.Job, error) {
	self := w.Self
	if self == nil {
		self = os.Executable
	}
	program, err := self()
	if err != nil {
		return schedule.Job{}, &app.Error{Code: app.Internal, Message: "Handrail does not know where its program is.",
			Hint: "Start it with its whole path.", Err: err}
	}
	data := f.Data
	if data != "" {
		if data, err = filepath.Abs(data); err != nil {
			return schedule.Job{}, err
		}
	}
	return schedule.Weekly(program, data, f.Resolver), nil
}
