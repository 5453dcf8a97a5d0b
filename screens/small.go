package screens

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"handrail/screens/parts"
)

// newExpander is a line that opens what it names, at once. changed, which may
// be nil, is called so that the page can make room.
func newExpander(title string, detail fyne.CanvasObject, changed func()) fyne.CanvasObject {
	detail.Hide()
	box := parts.Column(8)
	box.Add(parts.Across(0, parts.NewButton(title, parts.Quiet, "down", func() {
		if detail.Visible() {
			detail.Hide()
		} else {
			detail.Show()
		}
		box.Refresh()
		if changed != nil {
			changed()
		}
	})))
	box.Add(detail)
	return box
}

// newLateExpander is an expander whose detail is made when it is first opened.
func newLateExpander(title string, make func() fyne.CanvasObject, changed func()) fyne.CanvasObject {
	detail := parts.Column(0)
	return newExpander(title, detail, func() {
		if len(detail.Objects) == 0 {
			detail.Add(make())
		}
		changed()
	})
}

// numbered is one step of a list of things to do.
func numbered(n int, text string) fyne.CanvasObject {
	return container.New(hanging(28), parts.Bold(fmt.Sprint(n)), parts.Text(text))
}

// hanging is a layout of two: a mark of this width at text size 100 %, and words that wrap.
type hanging float32

// Layout sets the words to the rest of the width.
func (h hanging) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	mark := float32(h) * parts.Scale()
	objs[0].Resize(fyne.NewSize(mark, objs[0].MinSize().Height))
	objs[0].Move(fyne.NewPos(0, 0))
	width := size.Width - mark
	objs[1].Resize(fyne.NewSize(width, objs[1].MinSize().Height))
	objs[1].Resize(fyne.NewSize(width, objs[1].MinSize().Height))
	objs[1].Move(fyne.NewPos(mark, 0))
}

// MinSize is right once Layout has run at the present width.
func (h hanging) MinSize(objs []fyne.CanvasObject) fyne.Size {
	a, b := objs[0].MinSize(), objs[1].MinSize()
	return fyne.NewSize(float32(h)*parts.Scale()+b.Width, max(a.Height, b.Height))
}

// beside is a layout of two: a field, and behind it a button on the line of its entry. Where the field would have too
// little room, they are below each other.
type beside struct{ stacked bool }

// The least and the most that a field beside a button gets, at text size 100 %.
const besideLeast, besideMost = 280, 560

// Layout sets the field to the width that the button leaves.
func (l *beside) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	field, button := objs[0], objs[1]
	scale, b := parts.Scale(), button.MinSize()
	width := min(size.Width-b.Width-12, besideMost*scale)
	if l.stacked = width < besideLeast*scale; l.stacked {
		parts.Column(12).Layout.Layout(objs, size)
		return
	}
	field.Move(fyne.NewPos(0, 0))
	field.Resize(fyne.NewSize(width, field.MinSize().Height))
	field.Resize(fyne.NewSize(width, field.MinSize().Height))
	button.Resize(b)
	button.Move(fyne.NewPos(width+12, field.MinSize().Height-b.Height))
}

// MinSize is right once Layout has run at the present width.
func (l *beside) MinSize(objs []fyne.CanvasObject) fyne.Size {
	field, button := objs[0].MinSize(), objs[1].MinSize()
	if l.stacked {
		return parts.Column(12).Layout.MinSize(objs)
	}
	return fyne.NewSize(max(field.Width, button.Width), max(field.Height, button.Height))
}

// twin is a layout of two: what is left takes what the right one leaves, as long
// as that is at least least; else they are below each other. Widths are in
// Fyne's pixels at text size 100 %.
type twin struct {
	right, least, gap float32
	stacked           bool
}

// Layout decides by the width between columns and rows.
func (l *twin) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	scale := parts.Scale()
	right := l.right * scale
	left := size.Width - right - l.gap
	if l.stacked = left < l.least*scale; l.stacked {
		parts.Column(l.gap).Layout.Layout(objs, size)
		return
	}
	for i, w := range []float32{left, right} {
		objs[i].Resize(fyne.NewSize(w, objs[i].MinSize().Height))
		objs[i].Resize(fyne.NewSize(w, objs[i].MinSize().Height)) // its height is known once it has its width
		objs[i].Move(fyne.NewPos(float32(i)*(left+l.gap), 0))
	}
}

// MinSize is for the form chosen last.
func (l *twin) MinSize(objs []fyne.CanvasObject) fyne.Size {
	if l.stacked {
		return parts.Column(l.gap).Layout.MinSize(objs)
	}
	return fyne.NewSize(objs[1].MinSize().Width, max(objs[0].MinSize().Height, objs[1].MinSize().Height))
}

// line is a row of a panel: state, words, and what can be done.
func line(narrow bool, state, main, end fyne.CanvasObject) fyne.CanvasObject {
	return parts.NewRow(nil, parts.NewLine(narrow, state, main, end))
}

// measure is the greatest width of a text of ours: about 72 characters.
const measure = 560

// markdownText draws Markdown of ours, never anyone else's text.
func markdownText(markdown string) fyne.CanvasObject {
	rich := widget.NewRichTextFromMarkdown(markdown)
	rich.Wrapping = fyne.TextWrapWord
	return container.New(atMost(measure), rich)
}

// atMost is a layout that keeps its objects no wider than itself and takes away
// the padding that Fyne puts around rich text.
type atMost float32

// MinSize is right once Layout has run at the present width.
func (m atMost) MinSize(objs []fyne.CanvasObject) fyne.Size {
	size := fyne.Size{}
	for _, o := range objs {
		size = size.Max(o.MinSize())
	}
	pad := 2 * theme.InnerPadding()
	return fyne.NewSize(max(0, size.Width-pad), max(0, size.Height-pad))
}

// Layout sets each object to the width there is, up to m at text size 100 %.
func (m atMost) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	pad := theme.InnerPadding()
	width := min(size.Width, float32(m)*parts.Scale()) + 2*pad
	for _, o := range objs {
		o.Move(fyne.NewPos(-pad, -pad))
		o.Resize(fyne.NewSize(width, o.MinSize().Height))
		o.Resize(fyne.NewSize(width, o.MinSize().Height))
	}
}

// itoa writes a figure.
func itoa(n int) string { return fmt.Sprint(n) }

// rule is a thin line between two ways in.
func rule() fyne.CanvasObject { return widget.NewSeparator() }
