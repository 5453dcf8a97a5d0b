package terminal

import (
	"time"

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

	ByProgram string     `json:"byProgram"` // with which it was done; "" where it is not known
	ByAt      *time.Time `json:"byAt"`      // when; null where it is not known

	Made     *madeRow     `json:"made"`     // null where Handrail did not make it
	Back     string       `json:"back"`     // why it counts although it was accepted; "" otherwise
	Accepted *acceptedRow `json:"accepted"` // null where it counts
}

// add fills in what changed.
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
		c.Changes = append(c.Changes, changeOf(t))
	}
	for _, t := range r.Accepted {
		c.Accepted = append(c.Accepted, changeOf(t))
	}
}

func changeOf(t drift.Told) changeRow {
	row := changeRow{At: t.At.UTC(), Section: t.Section, Subject: t.Subject, Severity: t.Severity, Text: t.Text,
		Before: t.Before, After: t.After, ByWhy: t.ByWhy}
	if t.By != nil {
		row.By, row.ByProgram = &t.By.Name, t.By.Program
		if !t.By.At.IsZero() {
			at := t.By.At.UTC()
			row.ByAt = &at
		}
	}
	if !t.Since.IsZero() {
		at := t.Since.UTC()
		row.Since = &at
	}
	row.Made, row.Back, row.Accepted = madeOf(t), t.Back, acceptedOf(t)
	return row
}
