package terminal

import (
	"context"

	"handrail/app"
)

// saves returns an error where nothing can be saved: a command that is there to
// save something does not begin.
func (h *Program) saves() error {
	if h.Unsaved == nil {
		return nil
	}
	_, hint := app.UserMessage(h.Unsaved)
	return &app.Error{
		Code: app.CodeOf(h.Unsaved), Message: "Handrail cannot save anything now, so it did not begin.", Hint: hint,
		Err: h.Unsaved,
	}
}

// shows returns an error where what was saved before cannot be read. An empty list
// in its place would be false.
func (h *Program) shows() error {
	if !h.Unread || h.Unsaved == nil {
		return nil
	}
	_, hint := app.UserMessage(h.Unsaved)
	return &app.Error{
		Code: app.CodeOf(h.Unsaved), Message: "Handrail could not read its data file, so it does not know what is " +
			"saved.",
		Hint: hint, Err: h.Unsaved,
	}
}

// openToShow opens what a command shows from. The error is that of shows where that could not be read.
func (w Environment) openToShow(ctx context.Context, f Flags) (*Program, error) {
	h, err := w.house(ctx, f)
	if err != nil {
		return nil, err
	}
	if err := h.shows(); err != nil {
		h.close()
		return nil, err
	}
	return h, nil
}
