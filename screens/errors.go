package screens

import (
	"errors"
	"log/slog"

	"fyne.io/fyne/v2"

	"handrail/app"
	"handrail/app/report"
	"handrail/screens/parts"
)

// showError is the one way to show an error: what happened, what to do next, and a
// button that copies the details. extra buttons stand before that one. The log
// gets a line without the words, which may name what a person typed.
func (w *Window) showError(err error, extra ...fyne.CanvasObject) fyne.CanvasObject {
	message, hint := app.UserMessage(err)
	logError(err)
	if errors.Is(err, errStopped) {
		return parts.Column(8, append([]fyne.CanvasObject{parts.NewBanner(report.Note, message, hint)},
			row(extra...)...)...)
	}
	details := parts.NewButton("Copy details", parts.Quiet, "copy", func() { w.copy(details(err)) })
	return parts.Column(8,
		parts.NewBanner(report.Problem, message, hint),
		parts.Across(8, append(extra, details)...),
	)
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

// details is what "Copy details" puts on the clipboard.
func details(err error) string {
	message, hint := app.UserMessage(err)
	text := message + "\n" + hint + "\n\nKind: " + string(app.CodeOf(err)) + "\nCause: " + err.Error() + "\n"
	var e *app.Error
	if errors.As(err, &e) && e.Err != nil {
		text += "Caused by: " + e.Err.Error() + "\n"
	}
	return text
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
