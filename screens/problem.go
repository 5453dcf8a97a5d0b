package screens

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"handrail/app/guide"
	"handrail/app/ownerfile"
	"handrail/app/problem"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/screens/parts"
)

// problemPage lists the files of a problem report, shows each, and saves them as one file. It saves exactly what it
// showed, and opens and sends nothing.
type problemPage struct {
	w      *Window
	jobs   *jobs
	object *fyne.Container
	told   *fyne.Container
	files  []problem.File
}

func newProblem(w *Window) screen {
	if w.p.Problem == nil {
		return newHelpPage(w)
	}
	return &problemPage{w: w, jobs: &jobs{runner: w.p.Runner}, object: container.NewStack(), told: parts.Column(8)}
}

// Object returns what is drawn.
func (p *problemPage) Object() fyne.CanvasObject { return p.object }

// HelpTopic is about what the report has.
func (p *problemPage) HelpTopic() string { return "problem" }

// Leave stops the jobs.
func (p *problemPage) Leave() { p.jobs.leave() }

// Escape goes back to the help.
func (p *problemPage) Escape() { p.w.Show("help") }

// SaveAs saves the report.
func (p *problemPage) SaveAs() { p.save() }

// Enter makes the files and lists them.
func (p *problemPage) Enter() {
	p.show(parts.NewEmpty(false, "Report a problem", "Collecting the files…"))
	size := p.w.Win.Canvas().Size()
	window := fmt.Sprintf("%dx%d, text %d %%", int(size.Width), int(size.Height), int(parts.Scale()*100+0.5))
	var files []problem.File
	p.jobs.start(func(ctx context.Context, _ task.Report) (err error) {
		files, err = p.w.p.Problem(ctx, window)
		return err
	}, nil, func(err error) {
		back := parts.NewButton("Help", parts.Quiet, "left", p.Escape)
		if err != nil {
			p.show(parts.NewPage("Report a problem", "Handrail could not collect the files.", p.w.showError(err), back))
			p.w.focus(back)
			return
		}
		p.files = files
		p.draw(back)
	})
}

func (p *problemPage) show(page fyne.CanvasObject) {
	p.object.Objects = []fyne.CanvasObject{page}
	p.object.Refresh()
}

func (p *problemPage) draw(back *parts.Button) {
	var rows []fyne.CanvasObject
	for _, f := range p.files {
		view := parts.NewButton("Show file", parts.Quiet, "right", func() {
			p.w.showDialog(f.Name, f.About, []fyne.CanvasObject{
				parts.NewCode(report.Code{Label: "All that is in it", Text: string(f.Data)}, p.w.copy)})
		})
		rows = append(rows, line(false, parts.NewFigure(f.Name),
			parts.Column(0, parts.Text(f.About), parts.Muted(guide.Count(len(f.Data), "byte", "bytes"))), view))
	}
	save := parts.NewButton("Save problem report", parts.Main, "save", p.save)
	p.show(container.NewBorder(nil, parts.NewWideBar(back, save), nil, nil, parts.NewPage("Report a problem",
		"If something does not work, this file helps the person who helps you.", p.told,
		parts.NewBanner(report.Note, "Nothing has been saved or sent.", "The files have no names of people, no "+
			"addresses, no domains and no sign-in data. Read each one before you save them."),
		parts.Section("What the file will have", parts.NewRows(rows...)))))
	p.w.focus(save)
}

// save writes the files that are listed as one, and shows where it is.
func (p *problemPage) save() {
	if len(p.files) == 0 {
		return
	}
	var path string
	files, folder, now := p.files, p.w.p.SaveFolder, p.w.now()
	p.jobs.start(func(context.Context, task.Report) (err error) {
		if err := os.MkdirAll(folder, 0o755); err != nil {
			return cannotSave(folder, err)
		}
		path = unused(filepath.Join(folder, "handrail-problem-"+now.UTC().Format("2006-01-02")), ".zip")
		f, err := ownerfile.Create(path)
		if err != nil {
			return cannotSave(folder, err)
		}
		err = problem.Write(f, files, now)
		if shut := f.Close(); err == nil {
			err = shut
		}
		if err != nil {
			_ = os.Remove(path) // half a file helps no one
		}
		return cannotSave(folder, err)
	}, nil, func(err error) {
		if err != nil {
			p.told.Objects = []fyne.CanvasObject{p.w.showError(err)}
			p.object.Refresh()
			return
		}
		note := p.w.savedNote(path)
		p.told.Objects = []fyne.CanvasObject{note}
		p.object.Refresh()
		p.w.focusSaved(note)
	})
}
