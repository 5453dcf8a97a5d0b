package terminal

import (
	"context"
	"io"
	"strings"
	"time"

	"handrail/app"
	"handrail/app/clean"
	"handrail/app/drift"
	"handrail/app/report"
	"handrail/app/tenant"
)

// checked is the one object that "check -json" prints. Its names are stable.
type checked struct {
	At        time.Time   `json:"at"`
	From      *time.Time  `json:"from"` // changes since then; null: since Handrail began to compare
	Sentence  string      `json:"sentence"`
	Attention []statusRow `json:"attention"`
	Changes   []changeRow `json:"changes"`
	Accepted  []changeRow `json:"accepted"` // changes that someone accepted, which are not in changes
	Noise     int         `json:"noise"`    // changes without consequence, which are not listed
	Begun     []string    `json:"begun"`    // parts of the data that are compared from now on
	Unread    []section   `json:"unread"`
	Problem   string      `json:"problem"` // why the organisation could not be read; "" where it was

	organisation string // its ID; "" where none is connected
	compared     bool   // there is something to compare: an organisation, or domains alone
	result       drift.Result
}

// lastCheck is the setting with the time of the last check of an organisation, or of domains alone.
const lastCheck = "check.last."

// checkAll refreshes the organisation, compares it with what it was and looks again at what stands completed. It never
// opens a browser and needs no person.
func checkAll(ctx context.Context, w Environment, f Flags, o options, words []string) (int, error) {
	if err := noWords("check", words); err != nil {
		return 0, err
	}
	if o.schedule != "" {
		return w.makeSchedule(f, o)
	}
	if _, err := day(o.since); err != nil {
		return 0, err
	}
	ctx = tenant.Unattended(ctx)
	h, err := w.house(ctx, f)
	if err != nil {
		return 0, err
	}
	defer h.tidyAndClose(ctx)
	if from, _ := day(o.since); from.After(h.Clock()) {
		return 0, app.Errorf(app.Invalid, "Choose today or an earlier day.", "-since “%s” has not come yet.", o.since)
	}
	c, err := h.check(ctx, w, o)
	if err != nil {
		return 0, err
	}
	code := c.status()
	if o.html != "" {
		if err := writeFile(o.html, c.document(), report.WriteHTML); err != nil {
			return 0, err
		}
	}
	switch {
	case o.quiet && code == Fine && len(c.Changes) == 0:
	case o.json:
		err = writeJSON(w.Out, c.object())
	case o.html == "":
		err = c.write(w.Out)
	}
	if err != nil {
		return 0, err
	}
	return code, h.noteCheck(ctx, o, c)
}

// object is what “check -json” prints: it also says as a problem that no change is known.
func (c checked) object() checked {
	if c.result.None && c.organisation != "" {
		c.trouble("Handrail cannot remember this organisation, so it does not know what changed in it.")
	}
	return c
}

// noteCheck saves that everything until now was told, once it was. A check that read or compared nothing, or that was
// asked for a day of its own, leaves the next one as it was.
func (h *Program) noteCheck(ctx context.Context, o options, c checked) error {
	if h.Settings == nil || h.Unsaved != nil || !c.compared || c.result.None || c.Problem != "" ||
		o.since != "" {
		return nil
	}
	return h.Settings.SetSetting(ctx, lastCheck+c.organisation, c.At.Format(time.RFC3339Nano))
}

// from returns since when changes are shown: the day that was asked for, or the last check. It is zero where the last
// check is later than now: then the clock was wrong, and what it told is not known.
func (h *Program) from(ctx context.Context, c *checked, since string) (time.Time, error) {
	if since != "" || h.Settings == nil {
		return day(since)
	}
	all, err := h.Settings.Settings(ctx)
	if err != nil {
		return time.Time{}, err
	}
	at, _ := time.Parse(time.RFC3339Nano, all[lastCheck+c.organisation]) // zero: there was none
	if at.After(c.At) {
		at = time.Time{}
	}
	return at, nil
}

// day returns the day that was asked for; the zero time for "".
func day(text string) (at time.Time, err error) {
	if text == "" {
		return at, nil
	}
	if at, err = time.ParseInLocation(time.DateOnly, text, time.Local); err != nil {
		return at, app.Errorf(app.Invalid, "Write it as in 2026-11-01.", "-since “%s” is not a day.", text)
	}
	return at, nil
}

// status returns the exit status: what could not be read is not known, and no change of its own needs action but one
// with a consequence.
func (c *checked) status() int {
	if c.Problem != "" || len(c.Unread) > 0 || c.result.None {
		return NotDone
	}
	status := Fine
	for _, r := range c.Attention {
		if r.Severity != report.Unknown {
			return Act
		}
		status = NotDone
	}
	for _, r := range c.Changes {
		if r.Severity.NeedsAction() {
			return Act
		}
		if r.Severity == report.Unknown && r.Back != "" {
			status = NotDone
		}
	}
	return status
}

func (c *checked) write(out io.Writer) error {
	var b strings.Builder
	_, _ = clean.Fprintf(&b, "%s\n", c.Sentence)
	for _, r := range c.Attention {
		_, _ = clean.Fprintf(&b, "  %s\n", r.words())
	}
	if c.compared {
		_, _ = clean.Fprintf(&b, "\n%s\n", c.result.Heading())
	}
	for _, r := range c.Changes {
		_, _ = clean.Fprintf(&b, "  %s  %s: %s\n", r.At.Local().Format(time.DateOnly), r.Severity.Label(), r.words())
	}
	c.writeAccepted(&b)
	for _, line := range append(c.result.Rest(), c.Problem) {
		if line != "" {
			_, _ = clean.Fprintf(&b, "%s\n", line)
		}
	}
	_, err := io.WriteString(out, b.String())
	return err
}
