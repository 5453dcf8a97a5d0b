package screens

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"handrail/app/report"
	"handrail/assets/notices"
	"handrail/screens/parts"
)

// noticesPage lists what by others is in Handrail, and shows the licence of each.
type noticesPage struct {
	w      *Window
	object *fyne.Container
	name   string // of the one that is shown; "" shows the list
	first  fyne.Focusable
}

func newNotices(w *Window) screen { return &noticesPage{w: w, object: container.NewStack()} }

// Object returns what is drawn.
func (n *noticesPage) Object() fyne.CanvasObject { return n.object }

// Enter shows the list.
func (n *noticesPage) Enter() { n.show("") }

// Leave has nothing to stop.
func (n *noticesPage) Leave() {}

// Escape goes back, from a licence to the list and from there to the settings.
func (n *noticesPage) Escape() {
	if n.name == "" {
		n.w.Show("settings")
		return
	}
	n.show("")
}

// show shows one component, or the list of all.
func (n *noticesPage) show(name string) {
	n.name = name
	page, back := n.list, parts.NewButton("Settings", parts.Quiet, "left", n.Escape)
	if name != "" {
		page, back = n.one, parts.NewButton("All licences", parts.Quiet, "left", n.Escape)
	}
	n.first = back
	n.object.Objects = []fyne.CanvasObject{container.NewBorder(nil, parts.NewWideBar(back), nil, nil, page())}
	n.object.Refresh()
	n.w.focus(n.first)
}

func (n *noticesPage) list() fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for _, c := range notices.Components() {
		show := parts.NewButton("Show licence", parts.Quiet, "right", func() { n.show(c.Name) })
		rows = append(rows, line(false, nil,
			parts.Column(0, parts.Text(c.Name), parts.Muted(strings.Join(c.Licences, ", "))), show))
	}
	copyAll := parts.NewButton("Copy all licences", parts.Plain, "copy", func() { n.w.copy(notices.Text()) })
	return parts.NewPage("Open-source licences", "Handrail contains software and data by others, under these licences.",
		parts.Across(0, copyAll), parts.NewRows(rows...))
}

// piece is how many lines of a licence are drawn as one text.
const piece = 200

func (n *noticesPage) one() fyne.CanvasObject {
	var body []fyne.CanvasObject
	for _, c := range notices.Components() {
		if c.Name != n.name {
			continue
		}
		for _, text := range c.Texts {
			lines := strings.Split(text, "\n")
			for label := "Licence text"; len(lines) > 0; label = "Continued" {
				some := lines[:min(piece, len(lines))]
				lines = lines[len(some):]
				body = append(body, parts.NewCode(report.Code{Label: label, Text: strings.Join(some, "\n")}, n.w.copy))
			}
		}
	}
	return parts.NewPage(n.name, "", body...)
}
