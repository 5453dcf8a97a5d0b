package screens

import (
	"strings"

	"fyne.io/fyne/v2"

	"handrail/app/guide"
	"handrail/app/report"
	"handrail/screens/parts"
)

// halves are two panels beside each other: what is well, and what changed since the person looked last.
func (h *home) halves(well []guide.Item) fyne.CanvasObject {
	left := h.wellPanel(well)
	if h.news == nil {
		return left
	}
	return parts.Share(16, 330, left, h.newsPanel())
}

// wellPanel is what was confirmed to be well, and since when.
func (h *home) wellPanel(well []guide.Item) fyne.CanvasObject {
	const heading = "What is well"
	if len(well) == 0 {
		return parts.Section(heading,
			parts.Muted("Nothing is confirmed yet. A completed guide without findings stands here."))
	}
	shown := well[:h.reach("well", len(well), halfShown)]
	var rows []fyne.CanvasObject
	for _, it := range shown {
		fact := strings.TrimSuffix(it.Headline, ".")
		name := it.Name()
		if fact == "" {
			fact, name = name, ""
		}
		rows = append(rows, parts.NewHalf(parts.NewHalfIcon("tick", parts.Ink), parts.Text(fact),
			parts.Caption(h.since(it)+name), h.button("well-"+it.Visit, "Open", parts.Quiet, "right",
				func() { h.w.openVisit(it.Visit, "", false) })))
	}
	if left := len(well) - len(shown); left > 0 {
		rows = append(rows, h.moreLink("well", left))
	}
	return parts.Section(heading, parts.NewRows(rows...))
}

// since returns since when a completed visit is well, and when that was last looked at.
func (h *home) since(it guide.Item) string {
	words := "Since " + longDay(it.At, h.w.now()) + ". "
	if r, looked := h.again[it.Visit]; looked && r.Severity == report.OK && r.At.After(it.At) {
		words += "Checked again on " + longDay(r.At, h.w.now()) + ". "
	}
	return words
}
