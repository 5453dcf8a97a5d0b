package screens

import (
	"fyne.io/fyne/v2"

	"handrail/screens/parts"
)

// noOrganisation replaces the organisation page in a build or a sample that
// cannot connect one.
type noOrganisation struct {
	w      *Window
	object fyne.CanvasObject
	first  *parts.Button
}

func newNoOrganisation(w *Window) screen {
	o := &noOrganisation{w: w}
	o.first = parts.NewButton("See the guides", parts.Main, "", func() { w.Show("guides") })
	body := []fyne.CanvasObject{o.first}
	if w.p.TrySample != nil {
		body = append(body, trySample(w)...)
	}
	heading := "No organisation is connected"
	text := "The guides in this version need no sign-in. They check what anyone on the internet can see, and give " +
		"you instructions for each change."
	if w.p.Organisation != "" {
		heading = w.p.Organisation
		text = "This is a fictional organisation. Its name server, web server and mail servers run on this computer, " +
			"and no data leaves it."
	}
	o.object = parts.NewEmpty(false, heading, text, body...)
	return o
}

// Object returns what is drawn.
func (o *noOrganisation) Object() fyne.CanvasObject { return o.object }

// Enter sets the focus; there is nothing to load.
func (o *noOrganisation) Enter() { o.w.focus(o.first) }

// Leave has nothing to stop.
func (o *noOrganisation) Leave() {}

// Main is what Enter does.
func (o *noOrganisation) Main() { o.w.Show("guides") }
