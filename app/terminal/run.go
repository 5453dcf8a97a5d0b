package terminal

import (
	"context"
	"strings"

	"handrail/app"
	"handrail/app/clean"
	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/task"
)

func runGuide(ctx context.Context, w Environment, f Flags, o options, words []string) (int, error) {
	if len(words) != 1 {
		return 0, app.Errorf(app.Invalid,
			"Enter one, for example “handrail run mta-sts”. “handrail guides” lists them.",
			"“run” takes the name of one guide.")
	}
	if o.json && o.html != "" {
		return 0, app.Errorf(app.Invalid, "Use only one of the two.", "-json and -html do not go together.")
	}
	h, err := w.house(ctx, f)
	if err != nil {
		return 0, err
	}
	defer h.tidyAndClose(ctx)
	g, err := pick(h.Guides, words[0])
	if err != nil {
		return 0, err
	}
	held := &heldReports{Library: h.Library}
	k, err := newWalk(g, o.set, h.Clock(), held)
	if err != nil {
		return 0, err
	}
	k.sample = h.Answers[g.ID]
	k.later = o.json && o.files == ""
	if k.asksKnown() {
		k.known = h.known(ctx)
	}
	if err := k.steps(ctx, w.note, w.progress()); err != nil {
		return 0, err
	}
	w.tellUsed(k)
	unsaved := held.save(ctx)
	if unsaved == nil {
		unsaved = h.Unsaved
	}
	if err := w.print(ctx, k, o); err != nil {
		return 0, err
	}
	status := w.verdict(k)
	if err := w.writeFiles(o.files, k.hands); err != nil { // what was found is told whatever comes of the files
		return 0, err
	}
	if o.letters != "" {
		if err := w.letters(ctx, k, o.letters, w.progress()); err != nil {
			return 0, err
		}
	}
	if unsaved != nil {
		message, hint := app.UserMessage(unsaved)
		w.warn("The results are not saved: "+message, hint)
		status = NotDone
	}
	return status, nil
}

// heldReports is a library that saves what a run found only when the run is at
// its end: a run that stops at a mistake leaves nothing among the reports.
type heldReports struct {
	report.Library
	held []report.SavedReport
}

func (h *heldReports) SaveReport(_ context.Context, k report.SavedReport) (string, error) {
	k.ID = app.NewID()
	h.held = append(h.held, k)
	return k.ID, nil
}

// SaveDone implements guide.KeepsDone: each of these is whole.
func (h *heldReports) SaveDone(ctx context.Context, all []report.SavedReport) error {
	return report.SaveAll(ctx, h.Library, all)
}

// save saves the held reports.
func (h *heldReports) save(ctx context.Context) error { return report.SaveAll(ctx, h.Library, h.held) }

func pick(all []guide.Guide, id string) (guide.Guide, error) {
	var ids []string
	for _, g := range all {
		if g.ID == id {
			return g, nil
		}
		ids = append(ids, g.ID)
	}
	return guide.Guide{}, app.Errorf(app.NotFound, "Use one of these guides: "+strings.Join(ids, ", ")+".",
		"Handrail has no guide called “%s”.", id)
}

// note prints the step that is checked now, where a person watches.
func (w Environment) note(title string) {
	if w.Progress {
		_, _ = clean.Fprintf(w.Err, "%s …\n", title)
	}
}

// progress returns what prints each result as it arrives, where a person watches.
func (w Environment) progress() task.Report {
	if !w.Progress {
		return func(task.Progress) {}
	}
	lines := make(chan int, 1) // how many lines were said; also the lock
	lines <- 0
	return func(p task.Progress) {
		said := <-lines
		if len(p.Lines) < said {
			said = 0 // the next step began
		}
		for _, line := range p.Lines[said:] {
			_, _ = clean.Fprintf(w.Err, "  %s: %s\n", report.Severity(line.State).Label(), line.Title)
		}
		lines <- len(p.Lines)
	}
}

func (w Environment) print(ctx context.Context, k *walk, o options) error {
	switch {
	case o.json:
		return k.result().write(ctx, w.Out)
	case o.html != "":
		return writeFile(o.html, k.file().document(), report.WriteHTML)
	}
	return report.WriteText(w.Out, k.document())
}

// verdict prints what failed and returns the exit status.
func (w Environment) verdict(k *walk) int {
	said := map[string]bool{} // what several steps lack is printed once
	for _, err := range k.failed {
		message, hint := app.UserMessage(err)
		if !said[message+hint] || app.CodeOf(err) == app.Internal { // its details differ
			w.fail(err)
		}
		said[message+hint] = true
	}
	switch {
	case len(k.failed) > 0:
		return NotDone
	case len(k.looks) == 0 && len(k.plans) == 0:
		w.warn("There was nothing to check with these answers.", k.advice())
		return NotDone
	}
	for _, l := range k.looks {
		if l.doc.MaxSeverity().NeedsAction() {
			return Act
		}
	}
	return w.unknown(k)
}

// unknown prints what kept a look from its answer. Where a fact is unknown,
// "nothing wrong found" would be a guess.
func (w Environment) unknown(k *walk) int {
	status, said := Fine, map[string]bool{} // what several steps found is printed once
	for _, l := range k.looks {
		open := false
		for _, value := range l.doc.Facts() {
			open = open || value == string(report.Unknown)
		}
		if !open {
			continue
		}
		status = NotDone
		for _, f := range l.doc.Findings() {
			title := f.Title
			if !strings.HasSuffix(title, "?") {
				title += "."
			}
			if line := title + " " + f.Text; f.Severity == report.Unknown && !said[line+f.Do] {
				said[line+f.Do] = true
				w.warn(line, f.Do)
			}
		}
	}
	return status
}

// advice returns which answers would help.
func (k *walk) advice() string {
	for _, s := range k.skipped {
		return "“" + s.title + "” was skipped: " + s.why + "."
	}
	return "This guide only gives instructions. Open it in the window."
}
