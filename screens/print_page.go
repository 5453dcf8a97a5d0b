package screens

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"handrail/app/report"
	"handrail/screens/parts"
)

// pageDocument returns what a page says as a document. subject is what the page is about.
func (w *Window) pageDocument(page fyne.CanvasObject, subject string) *report.Document {
	d := &report.Document{Subject: subject, At: w.now().UTC()}
	var rows []report.Fact
	end := func() {
		if len(rows) > 0 {
			d.Blocks = append(d.Blocks, report.Facts{Rows: rows})
			rows = nil
		}
	}
	for _, s := range parts.PageWords(page) {
		switch {
		case s.Title && d.Title == "":
			d.Title = s.Text
		case s.Name != "":
			rows = append(rows, report.Fact{Label: s.Name, Value: s.Text})
		case s.Title, s.Heading:
			end()
			d.Blocks = append(d.Blocks, report.Heading{Text: s.Text})
		default:
			end()
			d.Blocks = append(d.Blocks, report.Text{Text: s.Text})
		}
	}
	end()
	return d
}

// above shows something above every screen until the person dismisses it or it is replaced.
func (w *Window) above(o ...fyne.CanvasObject) {
	var line fyne.CanvasObject
	away := parts.NewButton("Dismiss", parts.Quiet, "tick", func() { w.dismiss(line) })
	line = container.NewPadded(parts.Column(4, append(o, parts.Across(0, away))...))
	if w.printed != nil {
		w.top.Remove(w.printed)
	}
	w.printed = line
	w.top.Add(line)
	w.top.Show()
	w.Win.Content().Refresh()
}

// Print makes pages of what is known of the person.
func (p *person) Print() {
	if p.err == nil {
		p.w.printDocument(p.jobs, p.w.pageDocument(p.object, p.conn.one.Name), p.w.above)
	}
}

// Print makes pages of the history of one row.
func (h *rowHistory) Print() {
	h.w.printDocument(h.jobs, h.w.pageDocument(h.object, h.name), h.w.above)
}
