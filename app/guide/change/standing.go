package change

import (
	"context"
	"errors"
	"strings"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/tenant"
)

// Reached returns how many requests of a visit may have taken effect.
func (r Runner) Reached(ctx context.Context, visit string) (n int, err error) {
	h, err := r.History(ctx, visit)
	for _, a := range h {
		if a.State == Confirmed || a.State.Open() {
			n++
		}
	}
	return n, err
}

// Standing returns the failure of an act of which a part may have taken effect, with how its
// settings are now: rows have that as Now. nil rows: it could not be read.
func Standing(failed error, rows []guide.Change) error {
	message, _ := app.UserMessage(failed)
	message = Said(failed, strings.TrimSuffix(message, " Nothing was changed."))
	e := &app.Error{Code: app.CodeOf(failed), Err: failed, Hint: "Show the plan again, and confirm what is left."}
	if rows == nil {
		e.Message = message + " A part of the change may be made. Handrail could not read how it is now."
		return e
	}
	var parts []string
	for _, c := range rows {
		parts = append(parts, "“"+c.Setting+"” is "+strings.ToLower(c.Now[:1])+c.Now[1:]+".")
	}
	e.Message = message + " Now: " + strings.Join(parts, " ")
	return e
}

// Said returns Microsoft's own words for a refusal of which the message knows no more than
// the status, else the message.
func Said(err error, message string) string {
	var no *tenant.Refusal
	own := errors.As(err, &no) && no.Message != "" && no.Status == 400
	if own && !strings.Contains(message, no.Message) && !strings.Contains(message, "these roles") {
		return "Microsoft refused: “" + strings.TrimSuffix(no.Message, ".") + ".”"
	}
	return message
}
