package terminal

import "handrail/app/report"

// document is the check as a page.
func (c *checked) document() *report.Document {
	doc := &report.Document{Title: "Check of your organisation", At: c.At, Headline: c.Sentence}
	doc.Blocks = append(doc.Blocks, report.Heading{Text: "What needs your attention"}, report.Text{Text: c.Sentence})
	for _, r := range c.Attention {
		doc.Blocks = append(doc.Blocks, report.Text{Text: r.words()})
	}
	if c.compared {
		doc.Blocks = append(doc.Blocks, report.Heading{Text: "What changed"},
			report.Text{Text: c.result.Heading()})
		doc.Blocks = append(doc.Blocks, c.result.Blocks(0)...)
	}
	if c.Problem != "" {
		doc.Blocks = append(doc.Blocks, report.Text{Text: c.Problem})
	}
	return doc
}
