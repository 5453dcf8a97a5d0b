package terminal

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"handrail/app"
	"handrail/app/clean"
	"handrail/app/drift"
	"handrail/app/report"
	"handrail/app/tenant"
)

// changeRow is one change of the organisation. By is null where it is not known who did it; ByWhy says why.
type changeRow struct {
	At       time.Time       `json:"at"`
	Since    *time.Time      `json:"since"` // it happened between then and at
	Section  string          `json:"section"`
	Subject  string          `json:"subject"`
	Severity report.Severity `json:"severity"`
	Text     string          `json:"text"`
	Before   string          `json:"before"`
	After    string          `json:"after"`
	By       *string         `json:"by"`
	ByWhy    string          `json:"byWhy"`
}

// checked is the one object that "check -json" prints. Its names are stable.
type checked struct {
	At        time.Time   `json:"at"`
	From      *time.Time  `json:"from"` // changes since then; null: since Handrail remembers
	Sentence  string      `json:"sentence"`
	Attention []statusRow `json:"attention"`
	Changes   []changeRow `json:"changes"`
	Noise     int         `json:"noise"` // changes without consequence, which are not listed
	Begun     []string    `json:"begun"` // parts of the data that are compared from now on
	Unread    []section   `json:"unread"`
	Problem   string      `json:"problem"` // why the organisation could not be read; "" where it was

	connected     bool   // there is something to compare
	domainProblem string // why domains could not be looked at; "" where they were
	result        drift.Result
}

// lastCheck is the setting with the time of the last check of an organisation.
const lastCheck = "check.last."

// checkAll refreshes the organisation, compares it with what it was and looks at what stands finished. It never opens
// a browser and needs no person.
func checkAll(ctx context.Context, w Environment, f Flags, o options, words []string) (int, error) {
	if err := noWords("check", words); err != nil {
		return 0, err
	}
	if o.json && o.html != "" {
		return 0, app.Errorf(app.Invalid, "Use only one of the two.", "-json and -html do not go together.")
	}
	h, err := w.house(ctx, f)
	if err != nil {
		return 0, err
	}
	defer h.close()
	c, err := h.look(ctx, w, o)
	if err != nil {
		return 0, err
	}
	code := c.status()
	switch {
	case o.quiet && code == Fine && len(c.Changes) == 0:
	case o.json:
		err = writeJSON(w.Out, c)
	case o.html != "":
		err = writeFile(o.html, c.document(), report.WriteHTML)
	default:
		c.write(w.Out)
	}
	return code, err
}

// look does the work of a check.
func (h *Program) look(ctx context.Context, w Environment, o options) (c checked, err error) {
	c = checked{At: h.Clock().UTC(), Attention: []statusRow{}, Changes: []changeRow{}, Begun: []string{},
		Unread: []section{}}
	if err := h.lookAtDomains(ctx, w, &c); err != nil {
		return c, err
	}
	if err := h.compare(ctx, w, o, &c); err != nil {
		return c, err
	}
	c.Problem = strings.TrimSpace(c.Problem + " " + c.domainProblem)
	today, err := h.today(ctx)
	if err != nil {
		return c, err
	}
	c.Sentence, c.Attention = today.Sentence(h.Clock()), append(c.Attention, rowsOf(today.Attention)...)
	return c, nil
}

// compare refreshes the organisation that is shown, if there is one, and fills in what changed.
func (h *Program) compare(ctx context.Context, w Environment, o options, c *checked) error {
	if h.Tenant == nil {
		return h.domainsAlone(ctx, o.since, c)
	}
	org, ok, err := tenant.Current(ctx, h.Tenant)
	if err != nil {
		return err
	}
	if !ok {
		return h.domainsAlone(ctx, o.since, c)
	}
	c.connected = true
	from, err := h.from(ctx, org.ID, o.since)
	if err != nil {
		return err
	}
	if !from.IsZero() {
		at := from.UTC()
		c.From = &at
	}
	if !h.Tenant.SignedIn(ctx) {
		c.Problem = "The sign-in of your organisation has ended. Open Handrail and sign in again."
	} else if err := h.refresh(ctx, w, c); err != nil {
		return err
	}
	s, err := h.Changes(ctx)
	if err != nil {
		return err
	}
	r, err := drift.Since(ctx, s, from, c.At)
	if err != nil {
		return err
	}
	c.add(r)
	if h.Settings == nil || c.Problem != "" {
		return nil
	}
	return h.Settings.SetSetting(ctx, lastCheck+org.ID, c.At.Format(time.RFC3339Nano))
}

// from returns since when changes are shown: the day that was asked for, or the last check.
func (h *Program) from(ctx context.Context, organisation, since string) (time.Time, error) {
	if since != "" {
		at, err := time.ParseInLocation(time.DateOnly, since, time.Local)
		if err != nil {
			return at, app.Errorf(app.Invalid, "Write it as in 2026-11-01.", "-since “%s” is not a day.", since)
		}
		return at, nil
	}
	if h.Settings == nil {
		return time.Time{}, nil
	}
	all, err := h.Settings.Settings(ctx)
	if err != nil {
		return time.Time{}, err
	}
	at, _ := time.Parse(time.RFC3339Nano, all[lastCheck+organisation]) // zero: there was none
	return at, nil
}

func (h *Program) refresh(ctx context.Context, w Environment, c *checked) error {
	_, err := h.Tenant.Refresh(ctx, nil, w.line())
	if w.Progress {
		_, _ = fmt.Fprint(w.overwritten(), "\r\033[K")
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		message, hint := app.UserMessage(err)
		c.Problem = message + " " + hint
	}
	c.At = h.Clock().UTC()
	return nil
}

func (c *checked) add(r drift.Result) {
	c.result, c.Noise = r, r.Noise
	for _, m := range r.Begun {
		c.Begun = append(c.Begun, tenant.TitleOf(m.Section))
	}
	for _, st := range r.Unread {
		c.Unread = append(c.Unread, sectionOf(st))
	}
	c.Unread = append(c.Unread, unanswered(r)...)
	for _, t := range r.Told {
		row := changeRow{At: t.At.UTC(), Section: t.Section, Subject: t.Subject, Severity: t.Severity, Text: t.Text,
			Before: t.Before, After: t.After, ByWhy: t.ByWhy}
		if t.By != nil {
			row.By = &t.By.Name
		}
		if !t.Since.IsZero() {
			at := t.Since.UTC()
			row.Since = &at
		}
		c.Changes = append(c.Changes, row)
	}
}

// status returns the exit status: what could not be read is not known, and no change of its own needs action but one
// with a consequence.
func (c *checked) status() int {
	if c.Problem != "" || len(c.Unread) > 0 || c.result.None {
		return NotDone
	}
	if len(c.Attention) > 0 {
		return Act
	}
	for _, r := range c.Changes {
		if r.Severity == report.Warning || r.Severity == report.Problem {
			return Act
		}
	}
	return Fine
}

func (c *checked) write(out io.Writer) {
	_, _ = clean.Fprintf(out, "%s\n", c.Sentence)
	for _, r := range c.Attention {
		_, _ = clean.Fprintf(out, "  %s\n", r.words())
	}
	if c.connected {
		_, _ = clean.Fprintf(out, "\n%s\n", c.result.Heading())
	}
	for _, r := range c.Changes {
		_, _ = clean.Fprintf(out, "  %s  %s: %s\n", r.At.Local().Format(time.DateOnly), r.Severity.Label(), r.Text)
	}
	for _, line := range append(c.result.Rest(), c.Problem) {
		if line != "" {
			_, _ = clean.Fprintf(out, "%s\n", line)
		}
	}
}
