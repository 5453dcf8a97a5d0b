package screens

import (
	"strings"

	"fyne.io/fyne/v2"

	"handrail/app/guide"
	"handrail/screens/parts"
)

// searched returns the words of a search.
func searched(text string) []string { return strings.Fields(text) }

// fillFound shows the guides that were found, the best first, each with why.
func (c *catalogue) fillFound(text string) {
	found := guide.Search(c.w.p.Guides, text)
	switch {
	case len(found) == 0:
		c.lead.SetText("No guide has these words.")
		c.list.Add(parts.Column(8, parts.Text("Use other words, for example “email goes to junk”, or show all guides."),
			parts.Across(0, parts.NewButton("Show all guides", parts.Plain, "", c.Escape))))
		return
	case !found[0].All:
		c.lead.SetText("No guide has all these words. " + guide.Count(len(found), "guide has", "guides have") +
			" some of them.")
	default:
		c.lead.SetText(guide.Count(len(found), "guide", "guides") + " found.")
	}
	var rows []fyne.CanvasObject
	for _, m := range found {
		under := m.Guide.Outcome
		if m.Problem != "" {
			under = "“" + m.Problem + "”"
		}
		rows = append(rows, c.guideRow(m.Guide, under))
	}
	c.list.Add(parts.NewRows(rows...))
}

// firstFound opens the guide that fits best.
func (c *catalogue) firstFound() {
	if found := guide.Search(c.w.p.Guides, c.search.Text()); len(found) > 0 {
		c.w.Show("guide/" + found[0].Guide.ID)
	}
}
