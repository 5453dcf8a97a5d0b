package screens

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"handrail/screens/parts"
)

// newExpander is a line that opens what it names, at once.
func newExpander(title string, detail fyne.CanvasObject) fyne.CanvasObject {
	box := container.NewVBox()
	var button *parts.Button
	open := false
	button = parts.NewButton(title, parts.Quiet, "down", func() {
		open = !open
		if open {
			box.Objects = []fyne.CanvasObject{container.NewHBox(button), detail}
		} else {
			box.Objects = []fyne.CanvasObject{container.NewHBox(button)}
		}
		box.Refresh()
	})
	box.Objects = []fyne.CanvasObject{container.NewHBox(button)}
	return box
}

// numbered is one step of a list of things to do.
func numbered(n int, text string) fyne.CanvasObject {
	return container.NewBorder(nil, nil, parts.Bold(fmt.Sprint(n)), nil, parts.Text(text))
}

// measure is the greatest width of a text of ours: about 72 characters.
const measure = 560

// markdownText draws Markdown of ours, never anybody else's text.
func markdownText(markdown string) fyne.CanvasObject {
	rich := widget.NewRichTextFromMarkdown(markdown)
	rich.Wrapping = fyne.TextWrapWord
	return container.New(atMost(measure), rich)
}

// atMost is a layout that keeps its objects no wider than itself.
type atMost float32

// MinSize asks for the height that the text needs.
func (m atMost) MinSize(objs []fyne.CanvasObject) fyne.Size {
	size := fyne.Size{}
	for _, o := range objs {
		size = size.Max(o.MinSize())
	}
	return size
}

// Layout gives each object the width there is, up to m.
func (m atMost) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objs {
		o.Move(fyne.NewPos(0, 0))
		o.Resize(fyne.NewSize(min(size.Width, float32(m)), size.Height))
	}
}

// itoa writes a figure.
func itoa(n int) string { return fmt.Sprint(n) }

// rule is a thin line between two ways in.
func rule() fyne.CanvasObject { return widget.NewSeparator() }
