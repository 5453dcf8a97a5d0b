package screens

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"handrail/app/openfile"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/screens/parts"
)

// SavedFiles opens files that Handrail wrote, and shows them in their folder. *openfile.Door is it.
type SavedFiles interface {
	Wrote(path string)      // comes first, as soon as the file is written
	Open(path string) error // in the program that the system has for it
	Show(path string) error // selected in its folder
}

// savedNote is the note under a file that was just saved: where it is, and what a person does next.
type savedNote struct {
	widget.BaseWidget
	w     *Window
	all   *fyne.Container
	told  *fyne.Container // why a file could not be opened, under the buttons
	first *parts.Button   // what takes the focus
}

// savedNote returns what to show after a file or folder was saved at path: the path, Open, Show in
// folder and Copy path. path must be one that Handrail has just written. focusSaved moves the focus to it.
func (w *Window) savedNote(path string) fyne.CanvasObject {
	return w.savedAs(path, "It is here: "+path)
}

// savedAs is savedNote with words of its own.
func (w *Window) savedAs(path, text string) fyne.CanvasObject {
	n := &savedNote{w: w, told: parts.Column(0)}
	buttons := parts.Wrap(8, n.buttons(path)...)
	n.all = parts.Column(8, parts.NewBanner(report.OK, "Saved.", text), buttons, n.told)
	n.ExtendBaseWidget(n)
	return n
}

// buttons are those for the file at path; the first takes the focus.
func (n *savedNote) buttons(path string) (all []fyne.CanvasObject) {
	add := func(label string, kind parts.ButtonKind, icon string, do func()) {
		b := parts.NewButton(label, kind, icon, do)
		if n.first == nil {
			n.first = b
		}
		all = append(all, b)
	}
	if door := n.w.p.Saved; door != nil {
		door.Wrote(path)
		if openfile.CanOpen(path) {
			add("Open", parts.Plain, "", func() { n.run(door.Open, path) })
		}
		add("Show in folder", parts.Plain, "", func() { n.run(door.Show, path) })
	}
	add("Copy path", parts.Quiet, "copy", func() { n.w.copy(path) })
	return all
}

// run opens or shows the file, off the goroutine that draws.
func (n *savedNote) run(do func(string) error, path string) {
	n.w.p.Runner.Start(func(context.Context, task.Report) error { return do(path) }, nil, func(err error) {
		n.told.RemoveAll()
		if err != nil {
			n.told.Add(n.w.showError(err))
		}
		n.w.Win.Content().Refresh()
	})
}

// Held returns what is drawn.
func (n *savedNote) Held() fyne.CanvasObject { return n.all }

// CreateRenderer is Fyne's.
func (n *savedNote) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(n.all) }

// focusSaved moves the focus to what savedNote returned, once it is drawn.
func (w *Window) focusSaved(note fyne.CanvasObject) {
	if n, ok := note.(*savedNote); ok {
		w.focus(n.first)
	}
}
