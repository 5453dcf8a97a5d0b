package screens

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"handrail/screens/parts"
)

// helpPage is the place of the help: for each place, the keys, the version, the licences, and the problem report.
type helpPage struct {
	w      *Window
	object *fyne.Container
}

func newHelpPage(w *Window) screen { return &helpPage{w: w, object: container.NewStack()} }

// Object returns what is drawn.
func (h *helpPage) Object() fyne.CanvasObject { return h.object }

// Leave has nothing to stop.
func (h *helpPage) Leave() {}

// HelpTopic is that of the place itself.
func (h *helpPage) HelpTopic() string { return "help" }

// Escape goes home.
func (h *helpPage) Escape() { h.w.Show("home") }

// shownTopics are the places with a help of their own, in the order of the list.
var shownTopics = []string{"home", "guides", "wizard", "reports", "changes", "mail", "organisation", "people",
	"event-day", "settings"}

// Enter draws the page.
func (h *helpPage) Enter() {
	var first fyne.Focusable
	link := func(icon, title, text, label string, on func()) fyne.CanvasObject {
		b := parts.NewButton(label, parts.Plain, "", on)
		if first == nil {
			first = b
		}
		return line(false, parts.NewChip(icon, title, parts.Ink), parts.Muted(text), b)
	}
	w := h.w
	rows := []fyne.CanvasObject{
		link("note", "Keys", "Handrail can be used with the keyboard alone.", "Show all keys", w.showKeys),
	}
	if w.p.Problem != nil {
		rows = append(rows, link("problem", "Problem", "Collect what helps someone else to find a problem. You can read it "+
			"first.", "Report a problem", func() { w.Show("problem") }))
	}
	rows = append(rows,
		link("brand", "About Handrail", w.p.About.Version.AgeText(w.now()), "Show the version",
			func() { w.Show("settings/about") }),
		link("reports", "Licences", "Handrail contains software and data by others.", "Show licences",
			func() { w.Show("notices") }))
	var topics []fyne.CanvasObject
	for _, name := range shownTopics {
		topic := helpTopics[name]
		show := parts.NewButton("Show help", parts.Quiet, "right", func() { w.showHelp(name) })
		topics = append(topics, line(false, nil, parts.Column(0, parts.Text(topic.title), parts.Muted(topic.text[0])), show))
	}
	h.object.Objects = []fyne.CanvasObject{parts.NewPage("Help",
		"Press F1 on any page for help with that page.",
		parts.NewRows(rows...), parts.Section("Help for each place", parts.NewRows(topics...)))}
	h.object.Refresh()
	w.focus(first)
}
