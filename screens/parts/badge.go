package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// NewBadge shows how old something is: a small icon and small words. With look
// it is a warning, in words and colour.
func NewBadge(icon, words string, look bool) fyne.CanvasObject {
	c, importance := MutedInk, widget.LowImportance
	if look {
		c, importance = LookInk, widget.WarningImportance
	}
	text := newParagraph(words, theme.SizeNameCaptionText, false, importance)
	text.most = 0
	return container.New(badgeLayout{}, newGlyph(icon, c, 16), text)
}

// badgeLayout is a banner's with less room between.
type badgeLayout struct{}

// Layout places the icon at the first line.
func (badgeLayout) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	m := objs[0].MinSize()
	objs[0].Resize(m)
	objs[0].Move(fyne.NewPos(0, 0))
	objs[1].Move(fyne.NewPos(m.Width+8, 0))
	settle(objs[1], size.Width-m.Width-8)
}

// MinSize is right once Layout has run at the present width.
func (badgeLayout) MinSize(objs []fyne.CanvasObject) fyne.Size {
	i, t := objs[0].MinSize(), objs[1].MinSize()
	return fyne.NewSize(i.Width+8+t.Width, max(i.Height, t.Height))
}

// NewSearch is a field of one line with a magnifying glass; hint stands in it
// until something is typed.
func NewSearch(hint string) *Field {
	f := NewField("", "", false)
	f.entry.SetPlaceHolder(hint)
	f.entry.SetIcon(theme.NewColoredResource(Icon("search"), MutedInk))
	f.body.Objects = []fyne.CanvasObject{f.wrong, container.New(stack{}, roomy(f.entry), f.entry.ring)}
	return f
}

// NewNotice is a thin line above every page that says what all of them are about.
func NewNotice(icon, words string) fyne.CanvasObject {
	text := newParagraph(words, theme.SizeNameCaptionText, true, widget.WarningImportance)
	text.most = 0
	return container.New(stack{}, newBox(LookFill, "", 0),
		inside(4, 16, 4, 16, container.New(badgeLayout{}, newGlyph(icon, LookInk, 16), text)))
}
