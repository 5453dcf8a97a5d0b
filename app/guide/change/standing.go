package change

import (
	"context"
	"errors"
	"strings"
	"unicode/utf8"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/tenant"
)

// Due reports whether an act has something to do. The error is app.Denied, with what to do by
// hand, where Handrail cannot do it.
func Due(ctx context.Context, plan *guide.Plan, byHand, cannot string) (bool, error) {
	if plan.ByHand {
		return false, app.Errorf(app.Denied, byHand, "%s", cannot)
	}
	return !guide.Unchanged(plan.Changes), ctx.Err()
}

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

// Failed returns the failure of an act of a visit, with how each of its settings is now where a
// request of it may have taken effect: before is what Reached returned before the act. now reads
// the settings; nil: it could not.
func (r Runner) Failed(ctx context.Context, visit string, before int, failed error,
	now func(context.Context) []guide.Change) error {
	ctx = context.WithoutCancel(ctx) // what was sent must be read
	after, err := r.Reached(ctx, visit)
	if err != nil || after == before {
		return failed
	}
	return standing(failed, now(ctx))
}

// standing adds to a failure how settings are now; nil: it could not be read.
func standing(failed error, rows []guide.Change) error {
	message, _ := app.UserMessage(failed)
	message = Said(failed, strings.TrimSuffix(message, " Nothing was changed."))
	e := &app.Error{Code: app.CodeOf(failed), Err: failed, Hint: "Show the plan again, and confirm what is left."}
	if rows == nil {
		e.Message = message + " A part of the change may be made. Handrail could not read how it is now."
		return e
	}
	var parts []string
	for _, c := range rows {
		_, first := utf8.DecodeRuneInString(c.Now)
		parts = append(parts, "“"+c.Setting+"” is "+strings.ToLower(c.Now[:first])+c.Now[first:]+".")
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
