package terminal

import (
	"strings"
	"time"

	"handrail/app/guide"
	"handrail/app/report"
)

// heading is the sentence above the changes.
func (c *checked) heading() string {
	since := "since Handrail remembers"
	if c.From != nil {
		since = "since " + c.From.Local().Format("2 January 2006")
	}
	if len(c.Changes) == 0 && (c.Problem != "" || len(c.Unread) > 0) {
		return "Handrail saw no change " + since + ", but could not read everything."
	}
	if len(c.Changes) == 0 && c.From == nil && len(c.Begun) > 0 {
		return "Handrail compares your organisation from now on. There is nothing to compare it with yet."
	}
	if len(c.Changes) == 0 {
		return "Nothing that matters changed " + since + "."
	}
	return guide.Count(len(c.Changes), "change", "changes") + " " + since + ", the latest first:"
}

// rest returns what must be known about the changes.
func (c *checked) rest() (all []string) {
	if c.Noise > 0 {
		all = append(all, "Also "+guide.Count(c.Noise, "change", "changes")+" without consequences.")
	}
	if len(c.Begun) > 0 && c.From != nil {
		all = append(all, "Compared from now on: "+strings.Join(c.Begun, ", ")+".")
	}
	for _, s := range c.Unread {
		all = append(all, "Could not be read: "+s.Title+". "+strings.TrimSpace(s.Error+" "+s.Hint))
	}
	if c.Problem != "" {
		all = append(all, c.Problem)
	}
	return all
}

// document is the check as a page.
func (c *checked) document() *report.Document {
	doc := &report.Document{Title: "Check of your organisation", At: c.At, Headline: c.Sentence}
	doc.Blocks = append(doc.Blocks, report.Heading{Text: "What needs your attention"}, report.Text{Text: c.Sentence})
	for _, r := range c.Attention {
		doc.Blocks = append(doc.Blocks, report.Text{Text: r.words()})
	}
	doc.Blocks = append(doc.Blocks, report.Heading{Text: "What changed"}, report.Text{Text: c.heading()})
	table := report.Table{Columns: []string{"Read on", "Severity", "What changed", "Before", "After"}}
	for _, r := range c.Changes {
		table.Rows = append(table.Rows, []string{r.At.Local().Format(time.DateOnly), r.Severity.Label(), r.Text, r.Before, r.After})
	}
	if len(table.Rows) > 0 {
		doc.Blocks = append(doc.Blocks, table)
	}
	for _, line := range c.rest() {
		doc.Blocks = append(doc.Blocks, report.Text{Text: line})
	}
	return doc
}
