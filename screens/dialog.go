package screens

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"handrail/screens/parts"
)

// dialog is a page that covers the screen and not more, such as the help. The screen goes on behind it. Esc closes it,
// and the focus returns to what had it.
type dialog struct {
	content fyne.CanvasObject
	opener  fyne.Focusable
}

// showDialog shows a page over the screen, with a button that closes it, and others beside that. A dialog that is open
// already is replaced, and the focus still returns to what opened the first one.
func (w *Window) showDialog(title, lead string, body []fyne.CanvasObject, more ...*parts.Button) {
	opener := w.Win.Canvas().Focused()
	if w.dialog != nil {
		opener = w.dialog.opener
	}
	shut := parts.NewButton("Close", parts.Main, "", func() { w.closeDialog() })
	page := container.NewBorder(nil, parts.NewBar(nil, append(more, shut)...), nil, nil,
		parts.NewPage(title, lead, body...))
	w.dialog = &dialog{content: page, opener: opener}
	w.body.Objects = []fyne.CanvasObject{page}
	w.body.Refresh()
	w.Win.Canvas().Focus(shut)
}

// closeDialog closes the dialog, and reports whether one was open.
func (w *Window) closeDialog() bool {
	d := w.dialog
	if d == nil {
		return false
	}
	w.dialog = nil
	w.body.Objects = []fyne.CanvasObject{w.current.Object()}
	w.body.Refresh()
	if d.opener != nil {
		w.focus(d.opener)
	} else {
		w.Win.Canvas().Unfocus()
	}
	return true
}
