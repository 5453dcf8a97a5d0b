package screens

import (
	"errors"
	"log/slog"

	"fyne.io/fyne/v2"

	"handrail/app"
	"handrail/app/report"
	"handrail/app/tenant"
	"handrail/screens/parts"
)

// showError is the one way to show an error: what happened, what to do next, the
// extra buttons, and the technical details, which are closed at first. The log
// gets a line without the words, which may name what a person typed.
func (w *Window) showError(err error, extra ...fyne.CanvasObject) fyne.CanvasObject {
	message, hint := app.UserMessage(err)
	logError(err)
	if errors.Is(err, errStopped) {
		return parts.Column(8, append([]fyne.CanvasObject{parts.NewBanner(report.Note, message, hint)},
			row(extra...)...)...)
	}
	all := append([]fyne.CanvasObject{parts.NewBanner(report.Problem, message, hint)}, row(extra...)...)
	return parts.Column(8, append(all, w.technical(err))...)
}

// technical is a line that opens what a person can send to someone who knows the program: with a button that copies it.
func (w *Window) technical(err error) fyne.CanvasObject {
	return newLateExpander("Technical details", func() fyne.CanvasObject {
		return parts.NewCode(report.Code{Label: "For someone who helps you", Text: details(err)}, w.copy)
	}, func() {
		if w.current != nil {
			w.current.Object().Refresh()
		}
	})
}

// errStopped means that the person stopped a check. It is an outcome of its own,
// not a fault.
var errStopped = &app.Error{Code: app.Cancelled, Message: "Stopped.", Hint: "Nothing was changed."}

// row returns a row of objects, or nothing for none.
func row(objs ...fyne.CanvasObject) []fyne.CanvasObject {
	if len(objs) == 0 {
		return nil
	}
	return []fyne.CanvasObject{parts.Across(8, objs...)}
}

// details returns the technical details of an error: its words, kind and cause, and Microsoft’s request ID if there is
// one.
func details(err error) string {
	message, hint := app.UserMessage(err)
	text := message + "\n" + hint + "\n\nKind: " + string(app.CodeOf(err)) + "\nCause: " + err.Error() + "\n"
	var e *app.Error
	if errors.As(err, &e) && e.Err != nil {
		text += "Caused by: " + e.Err.Error() + "\n"
	}
	if id := requestID(err); id != "" {
		text += "Request ID: " + id + "\n"
	}
	return text
}

// requestID returns the ID under which Microsoft knows the request that failed; "" where none came.
func requestID(err error) string {
	var no *tenant.Refusal
	var lost *tenant.UnknownOutcome
	switch {
	case errors.As(err, &no) && no.RequestID != "":
		return no.RequestID
	case errors.As(err, &lost):
		return lost.RequestID
	}
	return ""
}

// logError writes the kind of an error, and for a fault of our own its cause.
func logError(err error) {
	code := app.CodeOf(err)
	switch code {
	case app.Cancelled, app.Invalid:
		return
	case app.Internal:
		slog.Error("shown to the person", "code", string(code), "cause", err.Error())
	default:
		slog.Warn("shown to the person", "code", string(code))
	}
}
