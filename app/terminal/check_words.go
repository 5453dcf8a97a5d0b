package terminal

import (
	"strings"

	"handrail/app/report"
)

// partly reports whether something could not be read now.
func (c *checked) partly() bool { return c.Problem != "" || len(c.Unread) > 0 }

// rest returns what must be known about the changes.
func (c *checked) rest() (all []string) {
	all = c.result.Rest()
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
	if c.connected {
		doc.Blocks = append(doc.Blocks, report.Heading{Text: "What changed"},
			report.Text{Text: c.result.Heading(c.partly())})
		doc.Blocks = append(doc.Blocks, c.result.Blocks()...)
	}
	for _, line := range c.rest()[len(c.result.Rest()):] {
		doc.Blocks = append(doc.Blocks, report.Text{Text: line})
	}
	return doc
}
