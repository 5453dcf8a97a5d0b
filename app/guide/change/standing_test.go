package change

import (
	"context"
	"strings"
	"testing"

	"handrail/app"
	"handrail/app/guide"
)

// TestWhatAFailureSays: a failure says how each setting is now only where something of the act
// may have taken effect, and never that nothing was changed then.
func TestWhatAFailureSays(t *testing.T) {
	failed := app.Errorf(app.Unreachable, "Try again later.", "Microsoft is too busy. Nothing was changed.")
	rows := []guide.Change{{Setting: "A", Now: "“On” and more"}, {Setting: "B"}, {Setting: "C", Now: "Off"}}
	sent := []guide.JournalEntry{entry(`change /a {"v":1}>{"v":2} confirmed req`)}
	for name, c := range map[string]struct {
		entries []guide.JournalEntry
		rows    []guide.Change
		want    string
	}{
		"nothing was sent": {nil, rows, "Microsoft is too busy. Nothing was changed."},
		"a part, read":     {sent, rows, "Microsoft is too busy. Now: “A” is “On” and more. “B” is . “C” is off."},
		"a part, not read": {sent, nil, "Microsoft is too busy. A part of the change may be made. " +
			"Handrail could not read how it is now."},
	} {
		ctx, cancel := context.WithCancel(t.Context())
		r := runner(fresh(), &book{left: -1, entries: c.entries})
		cancel() // what was sent is read all the same
		err := r.Failed(ctx, "v", 0, failed, func(ctx context.Context) []guide.Change {
			if ctx.Err() != nil {
				t.Error(name, ctx.Err())
			}
			return c.rows
		})
		if message, _ := app.UserMessage(err); message != c.want || app.CodeOf(err) != app.Unreachable {
			t.Errorf("%s: %v", name, message)
		}
	}
}

// TestDue: a plan by hand is refused with what to do, and one that changes nothing sends nothing.
func TestDue(t *testing.T) {
	for _, c := range []struct {
		plan guide.Plan
		due  bool
		code app.Code
	}{
		{guide.Plan{ByHand: true, Changes: []guide.Change{{Setting: "A", Now: "1", After: "2"}}}, false, app.Denied},
		{guide.Plan{Changes: []guide.Change{{Setting: "A", Now: "1", After: "2"}}}, true, ""},
		{guide.Plan{Changes: []guide.Change{{Setting: "A", Now: "2", After: "2"}}}, false, ""},
	} {
		ok, err := Due(t.Context(), &c.plan, "Do it by hand.", "Handrail cannot.")
		if _, hint := app.UserMessage(err); ok != c.due || app.CodeOf(err) != c.code ||
			c.code != "" && !strings.Contains(hint, "by hand") {
			t.Errorf("%+v: %v, %v", c.plan, ok, err)
		}
	}
}
