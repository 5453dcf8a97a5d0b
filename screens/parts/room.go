package parts

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Fyne loads all fonts again, about 12 MB, for each part of a page with a theme of its own, and never releases them or
// the page. So an entry has one only where its words would otherwise not be in the middle of it.

// bareRenderer draws an entry without its border and background.
type bareRenderer struct{ fyne.WidgetRenderer }

// Objects returns all but these two, which come first.
func (r bareRenderer) Objects() []fyne.CanvasObject {
	all := r.WidgetRenderer.Objects()
	for len(all) > 0 {
		if _, is := all[0].(*canvas.Rectangle); !is {
			break
		}
		all = all[1:]
	}
	return all
}

// CreateRenderer is Fyne's, without border and background where the entry is bare.
func (e *entry) CreateRenderer() fyne.WidgetRenderer {
	r := e.Entry.CreateRenderer()
	if e.bare {
		return bareRenderer{r}
	}
	return r
}

// room is an entry of one line with its words in the middle of its height, which large text makes higher than Fyne’s
// own room above and below them.
type room struct {
	widget.BaseWidget
	entry fyne.CanvasObject
	over  *container.ThemeOverride // nil while the text was never large
}

// roomy returns an entry as it is drawn.
func roomy(e fyne.CanvasObject) fyne.CanvasObject {
	r := &room{entry: e}
	r.ExtendBaseWidget(r)
	return r
}

// inner returns the entry, with a theme of its own where the text is large.
func (r *room) inner() fyne.CanvasObject {
	if own := (roomyTheme{}); own.Size(theme.SizeNameInnerPadding) == own.theme().Size(theme.SizeNameInnerPadding) {
		return r.entry
	}
	if r.over == nil {
		r.over = container.NewThemeOverride(r.entry, roomyTheme{})
	}
	return r.over
}

// CreateRenderer is Fyne's.
func (r *room) CreateRenderer() fyne.WidgetRenderer { return &roomRenderer{r: r, drawn: r.inner()} }

type roomRenderer struct {
	r     *room
	drawn fyne.CanvasObject
}

// Destroy is Fyne's.
func (*roomRenderer) Destroy() {}

// Layout is Fyne's.
func (d *roomRenderer) Layout(size fyne.Size) { d.drawn.Resize(size) }

// MinSize is Fyne's.
func (d *roomRenderer) MinSize() fyne.Size { return d.drawn.MinSize() }

// Objects is Fyne's.
func (d *roomRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{d.drawn} }

// Refresh is called after another text size was chosen.
func (d *roomRenderer) Refresh() {
	if now := d.r.inner(); now != d.drawn {
		d.drawn = now
		now.Move(fyne.NewPos(0, 0))
		now.Resize(d.r.Size())
	}
	d.drawn.Refresh()
}

// roomyTheme is the theme of the program, with more room around the words of an entry.
type roomyTheme struct{}

func (roomyTheme) theme() fyne.Theme { return fyne.CurrentApp().Settings().Theme() }

// Color is Fyne's.
func (t roomyTheme) Color(name fyne.ThemeColorName, v fyne.ThemeVariant) color.Color {
	return t.theme().Color(name, v)
}

// Font is Fyne's.
func (t roomyTheme) Font(s fyne.TextStyle) fyne.Resource { return t.theme().Font(s) }

// Icon is Fyne's.
func (t roomyTheme) Icon(name fyne.ThemeIconName) fyne.Resource { return t.theme().Icon(name) }

// Size is Fyne's, with more room around the words.
func (t roomyTheme) Size(name fyne.ThemeSizeName) float32 {
	size := t.theme().Size(name)
	if name != theme.SizeNameInnerPadding {
		return size
	}
	line := fyne.MeasureText("M", t.theme().Size(theme.SizeNameText), fyne.TextStyle{}).Height
	if room := (unit(36) - line) / 2; room > size+1 {
		return room
	}
	return size
}
