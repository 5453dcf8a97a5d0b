package screens

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"handrail/app/report"
	"handrail/screens/parts"
)

// strip is one line above the screen: the search of the page, or why a key did nothing. Esc closes it.
type strip interface {
	object() fyne.CanvasObject
	open()  // after it is shown
	close() // before it goes
}

// showStrip shows s above the screen, instead of another one.
func (w *Window) showStrip(s strip) {
	if w.strip != nil {
		w.strip.close()
	} else {
		w.stripFrom = w.Win.Canvas().Focused()
	}
	w.strip = s
	w.stripBox.Objects = []fyne.CanvasObject{s.object()}
	w.stripBox.Show()
	w.Win.Content().Refresh()
	s.open()
}

// closeStrip closes the line, and reports whether there was one. The focus returns to what had it, where that is still
// there.
func (w *Window) closeStrip() bool {
	if !w.dropStrip() {
		return false
	}
	w.Win.Content().Refresh()
	if o, ok := w.stripFrom.(fyne.CanvasObject); ok && parts.Within(w.current.Object(), o) {
		w.focus(w.stripFrom)
	} else {
		w.Win.Canvas().Unfocus()
	}
	w.stripFrom = nil
	return true
}

// dropStrip removes the line without moving the focus.
func (w *Window) dropStrip() bool {
	if w.strip == nil {
		return false
	}
	w.strip.close()
	w.strip = nil
	w.stripBox.Objects = nil
	w.stripBox.Hide()
	return true
}

// told is a strip with one sentence. Dismiss or Esc closes it.
type told struct{ box fyne.CanvasObject }

func newTold(w *Window, lead, text string) *told {
	away := parts.NewButton("Dismiss", parts.Quiet, "tick", func() { w.closeStrip() })
	return &told{container.NewPadded(parts.Column(4, parts.NewBanner(report.Note, lead, text), parts.Across(0, away)))}
}

func (t *told) object() fyne.CanvasObject { return t.box }
func (t *told) open()                     {}
func (t *told) close()                    {}
