package parts

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"handrail/assets"
)

// box is a filled rectangle whose colours follow the theme.
type box struct {
	widget.BaseWidget
	fill, edge fyne.ThemeColorName
	stroke     float32
	radius     float32
	roundTop   bool // only the upper corners are round
	least      fyne.Size
	rect       *canvas.Rectangle
}

func newBox(fill, edge fyne.ThemeColorName, radius float32) *box {
	b := &box{fill: fill, edge: edge, radius: radius, rect: canvas.NewRectangle(nil)}
	if edge != "" {
		b.stroke = 1
	}
	b.ExtendBaseWidget(b)
	return b
}

// CreateRenderer is Fyne's.
func (b *box) CreateRenderer() fyne.WidgetRenderer {
	b.paint()
	return widget.NewSimpleRenderer(b.rect)
}

// MinSize is Fyne's.
func (b *box) MinSize() fyne.Size { return b.least }

// Refresh is Fyne's: takes the colours of the theme again.
func (b *box) Refresh() {
	b.paint()
	b.BaseWidget.Refresh()
}

func (b *box) paint() {
	b.rect.FillColor, b.rect.StrokeColor, b.rect.StrokeWidth = tone(b.fill), tone(b.edge), b.stroke
	b.rect.CornerRadius = b.radius
	if b.roundTop {
		b.rect.CornerRadius = 0
		b.rect.TopLeftCornerRadius, b.rect.TopRightCornerRadius = b.radius, b.radius
	}
	b.rect.Refresh()
}

// rule is a line of one pixel across, or down where vertical.
func rule(vertical bool) fyne.CanvasObject {
	b := newBox(LineTone, "", 0)
	b.least = fyne.NewSize(0, 1)
	if vertical {
		b.least = fyne.NewSize(1, 0)
	}
	return b
}

// glyph is an icon of the set in a colour of the theme.
type glyph struct {
	widget.BaseWidget
	name  string
	tone  fyne.ThemeColorName
	size  float32
	image *canvas.Image
	drawn color.Color // in which it was drawn last
}

func newGlyph(name string, c fyne.ThemeColorName, size float32) *glyph {
	g := &glyph{name: name, tone: c, size: size}
	g.ExtendBaseWidget(g)
	return g
}

// CreateRenderer is Fyne's.
func (g *glyph) CreateRenderer() fyne.WidgetRenderer {
	g.image = canvas.NewImageFromResource(theme.NewColoredResource(assets.Icon(g.name), g.tone))
	g.image.FillMode = canvas.ImageFillContain
	g.drawn = tone(g.tone)
	return widget.NewSimpleRenderer(g.image)
}

// MinSize is Fyne's.
func (g *glyph) MinSize() fyne.Size { return fyne.NewSquareSize(unit(g.size)) }

// Refresh is Fyne's. An icon in the colour that it has is not drawn again: that takes longer than all else of a row.
func (g *glyph) Refresh() {
	if g.image != nil {
		now := tone(g.tone)
		if now == g.drawn {
			return
		}
		g.drawn = now
		g.image.Resource = theme.NewColoredResource(assets.Icon(g.name), g.tone)
		g.image.Refresh()
	}
	g.BaseWidget.Refresh()
}

func (g *glyph) set(name string, c fyne.ThemeColorName) {
	if g.name == name && g.tone == c {
		return
	}
	g.name, g.tone, g.drawn = name, c, nil
	g.Refresh()
}

// Icon returns an icon of the set in the colour of text.
func Icon(name string) fyne.Resource { return theme.NewThemedResource(assets.Icon(name)) }

// IconIn returns an icon of the set, 20 pixels, in a colour of the theme.
func IconIn(name string, c fyne.ThemeColorName) fyne.CanvasObject { return newGlyph(name, c, 20) }

// ink is one line of text without padding, in a colour of the theme.
type ink struct {
	widget.BaseWidget
	tone  fyne.ThemeColorName
	size  fyne.ThemeSizeName
	under bool
	found fyne.ThemeColorName // of a match of a search; "" where it is none
	text  *canvas.Text
}

func newInk(s string, c fyne.ThemeColorName, size fyne.ThemeSizeName, bold bool) *ink {
	i := &ink{tone: c, size: size, text: canvas.NewText(s, nil)}
	i.text.TextStyle.Bold = bold
	i.ExtendBaseWidget(i)
	return i
}

// NewWord is a word or two of small muted text, on one line.
func NewWord(s string) fyne.CanvasObject {
	return newInk(s, MutedInk, theme.SizeNameCaptionText, false)
}

// NewFigure is a number that counts, on one line.
func NewFigure(s string) fyne.CanvasObject { return newInk(s, Ink, theme.SizeNameText, true) }

// CreateRenderer is Fyne's.
func (i *ink) CreateRenderer() fyne.WidgetRenderer {
	i.paint()
	return widget.NewSimpleRenderer(i.text)
}

// MinSize is Fyne's.
func (i *ink) MinSize() fyne.Size {
	i.text.TextSize = theme.Size(i.size)
	return i.text.MinSize()
}

// Refresh is Fyne's.
func (i *ink) Refresh() {
	i.paint()
	i.BaseWidget.Refresh()
}

func (i *ink) paint() {
	i.text.Color, i.text.TextSize = tone(i.tone), theme.Size(i.size)
	i.text.TextStyle.Underline = i.under || i.found != ""
	if i.found != "" {
		i.text.Color = tone(i.found)
	}
	i.text.Refresh()
}

func (i *ink) set(s string, c fyne.ThemeColorName, bold bool) {
	i.text.Text, i.tone, i.text.TextStyle.Bold = s, c, bold
	i.Refresh()
}

// NewPanel is a surface with a border; what lies in it is below each other.
func NewPanel(objs ...fyne.CanvasObject) fyne.CanvasObject {
	return container.New(stack{}, newBox(Surface, LineTone, 8), inside(16, 16, 16, 16, Column(12, objs...)))
}

// NewRows is a panel whose rows are parted by lines. Each row brings its own
// distance to the border, as NewRow does.
func NewRows(rows ...fyne.CanvasObject) fyne.CanvasObject {
	return container.New(stack{}, newBox(Surface, LineTone, 8), inside(1, 1, 1, 1, Column(0, parted(rows)...)))
}

func parted(rows []fyne.CanvasObject) []fyne.CanvasObject {
	var objs []fyne.CanvasObject
	for i, r := range rows {
		if i > 0 {
			objs = append(objs, rule(false))
		}
		objs = append(objs, r)
	}
	return objs
}

// stack lays objects over each other. Unlike Fyne's own it gives wrapped text
// its width before it measures the height.
type stack struct{}

// Layout places every object over all of the space.
func (stack) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objs {
		o.Move(fyne.NewPos(0, 0))
		o.Resize(size)
	}
}

// MinSize is the greatest of all.
func (stack) MinSize(objs []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range objs {
		if o.Visible() {
			size = size.Max(o.MinSize())
		}
	}
	return size
}
