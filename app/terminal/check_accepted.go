package terminal

import (
	"io"
	"time"

	"handrail/app/clean"
	"handrail/app/drift"
)

// madeRow is how Handrail made a change.
type madeRow struct {
	At     time.Time `json:"at"`
	Guide  string    `json:"guide"`
	Title  string    `json:"title"`  // of the guide
	Visit  string    `json:"visit"`  // "" where it was deleted
	Report string    `json:"report"` // the last one of the visit; "" where there is none
	Undo   bool      `json:"undo"`
	Text   string    `json:"text"`
}

// acceptedRow is who accepted a change.
type acceptedRow struct {
	At    time.Time `json:"at"`
	By    string    `json:"by"`
	Why   string    `json:"why"`
	Until string    `json:"until"` // the last day, as "2026-12-05"; "" for no end
	Text  string    `json:"text"`
}

func madeOf(t drift.Told) *madeRow {
	if m := t.Made; m != nil {
		return &madeRow{m.At.UTC(), m.Guide, m.Title, m.Visit, m.Report, m.Undo, m.Words()}
	}
	return nil
}

func acceptedOf(t drift.Told) *acceptedRow {
	if a := t.Accepted; a != nil {
		return &acceptedRow{a.At.UTC(), a.By, a.Why, a.Until, t.AcceptedBy()}
	}
	return nil
}

// words is a change in its sentences.
func (r changeRow) words() string {
	text := r.Text
	if r.By != nil {
		text += " Who did it: " + *r.By + "."
	}
	if r.Back != "" {
		text += " " + r.Back
	}
	if r.Made != nil {
		text += " " + r.Made.Text
	}
	if r.Accepted != nil {
		text += " " + r.Accepted.Text
	}
	return text
}

// writeAccepted lists what is accepted, apart from what counts.
func (c *checked) writeAccepted(out io.Writer) {
	if len(c.Accepted) > 0 {
		_, _ = clean.Fprintf(out, "\nAccepted:\n")
	}
	for _, r := range c.Accepted {
		_, _ = clean.Fprintf(out, "  %s  %s\n", r.At.Local().Format(time.DateOnly), r.words())
	}
}
