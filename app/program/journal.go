package program

import (
	"context"

	"handrail/app"
	"handrail/app/guide"
	"handrail/store"
)

var _ guide.Journal = journal{}

// journal is the change log of the guides. Where the store ends with the program, it
// refuses every entry, and so the change: how to undo it would be lost.
type journal struct{ *store.Store }

// Record implements guide.Journal.
func (j journal) Record(ctx context.Context, e guide.JournalEntry) error {
	if !j.Scratch() {
		return j.Store.Record(ctx, e)
	}
	message, hint := app.UserMessage(j.Unsaved())
	return app.Errorf(app.CodeOf(j.Unsaved()), hint,
		"%s So it would forget how to undo this change. Handrail changed nothing.", message)
}
