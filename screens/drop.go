package screens

import (
	"fyne.io/fyne/v2"

	"handrail/app/guide"
)

// dropped takes in files that were dropped on the window: one becomes the answer to the
// open question for a file, all others are read for reports.
func (w *Window) dropped(items []fyne.URI) {
	var paths []string
	for _, it := range items {
		if it.Scheme() == "file" {
			paths = append(paths, it.Path())
		}
	}
	if _, alone := w.current.(fullWindow); alone || len(paths) == 0 {
		return // what leads through an event is not left because of a file
	}
	if z, asks := w.current.(*wizard); asks && len(paths) == 1 && (z.takeFile(paths[0]) || z.takeAnswer(paths[0])) {
		return
	}
	if r, list := w.current.(*reports); list && len(paths) == 1 && r.takeFile(paths[0]) {
		return
	}
	if s, here := w.current.(*settings); here && len(paths) == 1 {
		s.takeFolder(paths[0], func() { w.takeReports(paths) })
		return
	}
	w.takeReports(paths)
}

// takeReports reads dropped files for reports about mail.
func (w *Window) takeReports(paths []string) {
	if w.p.Deliveries == nil {
		return
	}
	d, here := w.current.(*delivery)
	if !here {
		w.Show("mail")
		if d, here = w.current.(*delivery); !here {
			return // a change is being written, and is waited for
		}
	}
	d.take(source{paths: paths})
}

// takeFile makes a dropped file the answer to a question that takes the path of one: to the
// first that is empty, else to the first. It reports whether there is such a question.
func (z *wizard) takeFile(file string) bool {
	if z.s == nil || z.s.Page() != guide.AskPage {
		return false
	}
	var to *field
	for i := range z.asks.fields {
		f := &z.asks.fields[i]
		if f.ask.File && f.set != nil && (to == nil || to.text() != "" && f.text() == "") {
			to = f
		}
	}
	if to == nil {
		return false
	}
	to.set(file)
	z.typing()
	return true
}
