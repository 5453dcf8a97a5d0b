package change

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/task"
	"handrail/app/tenant"
)

// Runner makes the changes of one guide.
type Runner struct {
	Writer  tenant.Writer // nil: Handrail cannot change anything here
	Journal guide.Journal // nil: likewise, because nothing is done that is not written down
	Now     app.Clock
	Guide   string // id of the guide
	// Refused is what to do where Microsoft does not let the account do it: the
	// role that is needed, or the way by hand.
	Refused string
}

// Can reports whether changes can be made here at all.
func (r Runner) Can() bool { return r.Writer != nil && r.Journal != nil }

// Order is a change that the person confirmed.
type Order struct {
	Scopes []string       // permissions that it needs
	Shown  []guide.Change // as the person confirmed it
	// Again works the change out from what is there now: the rows to compare with
	// Shown, and the requests. An error stops the change.
	Again func(ctx context.Context) (now []guide.Change, writes []Write, err error)
}

// Apply makes a change: it asks for the permissions, reads again, and stops with
// app.Invalid if anything differs from what was confirmed. Then it sends each
// request once, in order, and stops at the first that does not succeed; what was
// sent before stays and is in the journal. app.Unreachable means that an answer
// was lost: read back next.
func (r Runner) Apply(ctx context.Context, visit string, o Order, rep task.Report) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if !r.Can() {
		return app.Errorf(app.Denied, "Choose to make the change by hand.", "Handrail cannot make this change here.")
	}
	ctx = tenant.WithProgress(ctx, rep)
	if len(o.Scopes) > 0 {
		if err := r.Writer.Ask(ctx, o.Scopes...); err != nil {
			return err
		}
	}
	now, writes, err := o.Again(ctx)
	if err != nil {
		return err
	}
	if !slices.Equal(now, o.Shown) {
		return app.Errorf(app.Invalid, "Check the plan again. It shows the current settings.",
			"The settings have changed since you checked them. Handrail changed nothing.")
	}
	for _, w := range writes {
		if _, err := r.Send(ctx, visit, w); err != nil {
			return err
		}
	}
	return nil
}

// Send sends one request once and writes down what became of it. answer is
// Microsoft's, empty where it gives none. Nothing is sent unless it is written
// down; once it was sent, the end of ctx no longer keeps its end from being
// written down.
func (r Runner) Send(ctx context.Context, visit string, w Write) (answer []byte, err error) {
	if !r.Can() {
		return nil, app.Errorf(app.Denied, "Choose to make the change by hand.",
			"Handrail cannot make this change here.")
	}
	for _, s := range []State{Planned, Sent} {
		if err := r.record(ctx, visit, w, s, ""); err != nil {
			return nil, err // not written down: not done
		}
	}
	var id string
	switch {
	case w.patch():
		id, err = r.Writer.Patch(ctx, w.Object, w.Body)
	case w.remove():
		id, err = r.Writer.Delete(ctx, w.Object)
	default:
		answer, id, err = r.Writer.Post(ctx, w.Object, w.Body)
	}
	end := context.WithoutCancel(ctx)
	var lost *tenant.UnknownOutcome
	switch {
	case errors.As(err, &lost):
		_ = r.record(end, visit, w, Unknown, lost.RequestID) // “sent” says as much where this fails
		return nil, lostAnswer(w, err)
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded): // stopped on its way
		_ = r.record(end, visit, w, Unknown, id)
		return nil, lostAnswer(w, err)
	case err != nil:
		_ = r.record(end, visit, w, Failed, id) // the failure itself is returned
		return nil, r.refused(err)
	}
	err = r.record(end, visit, w, Confirmed, id)
	if made := idIn(answer); err == nil && w.Verb == Create && made != "" {
		_ = r.Prove(end, visit, w, made) // what is not proven is never removed
	}
	return answer, err
}

// idIn returns the ID in an answer; "" where there is none.
func idIn(answer []byte) string {
	var made struct {
		ID string `json:"id"`
	}
	_ = json.Unmarshal(answer, &made) // no JSON, no ID
	return made.ID
}

func (r Runner) record(ctx context.Context, visit string, w Write, s State, request string) error {
	return r.Journal.Record(ctx, guide.JournalEntry{At: r.Now().UTC(), Visit: visit, Guide: r.Guide, Step: Exact,
		What: w.what(), Old: string(w.Undo), New: string(w.Body), State: string(s), Report: request})
}

func lostAnswer(w Write, err error) error {
	e := &app.Error{Code: app.Unreachable,
		Message: "Handrail sent the change to “" + w.Title + "” but got no answer.",
		Hint:    "Check again to see whether it was made.", Err: err}
	if !w.patch() && !w.remove() {
		e.Message = "Handrail sent “" + w.Title + "” to Microsoft but got no answer."
		e.Hint = "Confirm again. Handrail first checks whether it was made."
	}
	return e
}

// refused puts what to do into an error of an account that may not.
func (r Runner) refused(err error) error {
	if app.CodeOf(err) != app.Denied || r.Refused == "" {
		return err
	}
	message, _ := app.UserMessage(err)
	return &app.Error{Code: app.Denied, Message: message, Hint: r.Refused, Err: err}
}

// History returns what the journal knows of a visit; none without a journal.
func (r Runner) History(ctx context.Context, visit string) (History, error) {
	if r.Journal == nil {
		return nil, ctx.Err()
	}
	entries, err := r.Journal.Entries(ctx, visit)
	return Replay(entries), err
}

// ReadBack reports whether a request is in effect now. known is false where that
// cannot be told yet.
type ReadBack func(ctx context.Context, w Write) (made, known bool, err error)

// Settle reads back every request of which no one knows whether it took effect,
// and writes down what became of it. What cannot be told yet stays open. What is
// written down as failed is no longer undone, so took must not return known while
// Microsoft may still be working on it.
func (r Runner) Settle(ctx context.Context, visit string, took ReadBack) (History, error) {
	h, err := r.History(ctx, visit)
	if err != nil {
		return nil, err
	}
	for i := range h {
		if !h[i].State.Open() {
			continue
		}
		made, known, err := took(ctx, h[i].Write)
		if err != nil {
			return h, err
		}
		if !known {
			continue
		}
		state := Failed
		if made {
			state = Confirmed
		}
		if err := r.record(ctx, visit, h[i].Write, state, h[i].Request); err != nil {
			return h, err
		}
		h[i].State = state
	}
	return h, nil
}

// Late is how long Microsoft may not show yet what a request made.
const Late = 5 * time.Minute

// Make makes something new at most once, and returns its id: that of an earlier
// request whose answer was lost, or of a new one. find looks at Microsoft for what
// an earlier request may have made, as it was sent then, and returns "" where there
// is nothing; it is called only where there is such a request. It returns
// app.Unreachable, and makes nothing a second time, where Microsoft confirmed an
// earlier request and does not list what it made, or where it may only be late.
func (r Runner) Make(ctx context.Context, visit string, w Write,
	find func(ctx context.Context, sent Write) (id string, err error)) (string, error) {
	h, err := r.History(ctx, visit)
	if err != nil {
		return "", err
	}
	if last, ok := h.Latest(w.Verb, w.Object); ok && last.State != Failed {
		id, err := find(ctx, last.Write)
		switch {
		case err != nil:
			return "", err
		case id == "" && last.State == Confirmed:
			return "", app.Errorf(app.Unreachable,
				"Check again in a few minutes. If it never appears, start the guide again.",
				"Microsoft confirmed “%s” but does not list it yet.", w.Title)
		case id == "" && last.State.Open() && r.Now().Sub(last.At) < Late:
			return "", app.Errorf(app.Unreachable,
				"Wait five minutes, then confirm again. Handrail checks again first.",
				"Handrail does not know yet whether “%s” was made.", w.Title)
		case last.State.Open():
			state := Failed
			if id != "" {
				state = Confirmed
			}
			if err := r.record(ctx, visit, last.Write, state, last.Request); err != nil {
				return "", err
			}
		}
		if id != "" {
			return id, nil
		}
	}
	answer, err := r.Send(ctx, visit, w)
	if err != nil {
		return "", err
	}
	made := idIn(answer)
	if made == "" {
		return "", app.Errorf(app.Unreachable, "Confirm again. Handrail first checks whether it was made.",
			"Microsoft confirmed “%s” but did not return its ID.", w.Title)
	}
	return made, nil
}
