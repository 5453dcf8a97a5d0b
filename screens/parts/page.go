package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"handrail/assets"
)

// flow scrolls its content up and down and keeps its height right: text that
// wraps is measured at the width there is before the scrolling is.
type flow struct {
	widget.BaseWidget
	scroll *container.Scroll
}

func newFlow(content fyne.CanvasObject) *flow {
	f := &flow{scroll: container.NewVScroll(content)}
	f.ExtendBaseWidget(f)
	return f
}

// CreateRenderer is Fyne's.
func (f *flow) CreateRenderer() fyne.WidgetRenderer { return &flowRenderer{f} }

type flowRenderer struct{ f *flow }

func (r *flowRenderer) Layout(size fyne.Size) {
	settle(r.f.scroll.Content, size.Width)
	r.f.scroll.Resize(size)
	r.f.scroll.Refresh()
}

func (r *flowRenderer) MinSize() fyne.Size {
	return fyne.NewSize(r.f.scroll.Content.MinSize().Width, unit(120))
}

func (r *flowRenderer) Refresh() {
	r.f.scroll.Content.Refresh()
	r.Layout(r.f.Size())
}

func (r *flowRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.f.scroll} }

func (r *flowRenderer) Destroy() {}

// NewPage is the frame of a page: margins, heading, lead, and body, whose
// sections stand 24 apart. It scrolls up and down only. lead may be empty.
func NewPage(title, lead string, body ...fyne.CanvasObject) fyne.CanvasObject {
	head := Column(4, Heading(title))
	if lead != "" {
		head.Add(Muted(lead))
	}
	all := append([]fyne.CanvasObject{head}, body...)
	return newFlow(container.New(pageInset{top: 24}, container.New(column{pageGap}, all...)))
}

// NewActionPage is a page with buttons beside its heading. What body holds may change while the page is shown.
func NewActionPage(title string, lead *Paragraph, actions []fyne.CanvasObject,
	body ...fyne.CanvasObject) fyne.CanvasObject {
	all := []fyne.CanvasObject{NewLine(false, nil, Column(4, Heading(title), lead), Across(12, actions...))}
	return newFlow(container.New(pageInset{top: 24}, container.New(column{pageGap}, append(all, body...)...)))
}

// pageGap is 24 around sections, 8 between paragraphs, else 16.
func pageGap(above, below fyne.CanvasObject) float32 {
	if isSection(above) || isSection(below) {
		return 24
	}
	_, a := above.(*Paragraph)
	_, b := below.(*Paragraph)
	if a && b {
		return 8
	}
	return 16
}

func isSection(o fyne.CanvasObject) bool {
	c, ok := o.(*fyne.Container)
	if !ok {
		return false
	}
	_, ok = c.Layout.(sectionLayout)
	return ok
}

type sectionLayout struct{ column }

// Section is a part of a page under a heading of its own.
func Section(heading string, body ...fyne.CanvasObject) fyne.CanvasObject {
	all := append([]fyne.CanvasObject{Bold(heading)}, body...)
	return container.New(sectionLayout{column{func(_, _ fyne.CanvasObject) float32 { return 8 }}}, all...)
}

// NewEmpty is the page of a place that has nothing to show yet: a drawing where
// wanted, a heading, why it is empty, and what to do.
func NewEmpty(drawing bool, heading, text string, body ...fyne.CanvasObject) fyne.CanvasObject {
	var all []fyne.CanvasObject
	if drawing = drawing && !LargeText(); drawing { // large text needs its room
		all = append(all, newDrawing())
	}
	words := Column(8, Heading(heading))
	if text != "" {
		words.Add(Text(text))
	}
	all = append(append(all, words), body...)
	block := Column(24, all...)
	top := float32(24)
	if drawing {
		top = 80
	}
	return newFlow(container.New(pageInset{top, drawing}, container.New(atMost{528, drawing}, block)))
}

// drawing is the staircase with its handrail.
type drawing struct {
	widget.BaseWidget
	stairs, rail *canvas.Image
}

func newDrawing() *drawing {
	d := &drawing{stairs: &canvas.Image{}, rail: &canvas.Image{}}
	d.stairs.FillMode, d.rail.FillMode = canvas.ImageFillContain, canvas.ImageFillContain
	d.paint()
	d.ExtendBaseWidget(d)
	return d
}

// CreateRenderer is Fyne's.
func (d *drawing) CreateRenderer() fyne.WidgetRenderer { return &drawingRenderer{d} }

// Refresh is Fyne's: takes the colours of the theme again.
func (d *drawing) Refresh() {
	d.paint()
	d.BaseWidget.Refresh()
}

func (d *drawing) paint() {
	d.stairs.Resource = theme.NewColoredResource(assets.Drawing("stairs"), Edge)
	d.rail.Resource = theme.NewColoredResource(assets.Drawing("rail"), Accent)
}

type drawingRenderer struct{ d *drawing }

func (r *drawingRenderer) Layout(fyne.Size) {
	r.d.stairs.Resize(fyne.NewSize(240, 114)) // at the left, never stretched
	r.d.rail.Resize(fyne.NewSize(240, 114))
}

func (r *drawingRenderer) MinSize() fyne.Size { return fyne.NewSize(240, 114) }

func (r *drawingRenderer) Refresh() {
	r.d.stairs.Refresh()
	r.d.rail.Refresh()
}

func (r *drawingRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.d.stairs, r.d.rail}
}

func (r *drawingRenderer) Destroy() {}

// pageInset keeps the margins of a page, which follow the text size, and its greatest width.
type pageInset struct {
	top    float32
	centre bool // the content is in the middle of all the room
}

// Layout places the content inside the margins.
func (p pageInset) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	now := p.now()
	if !p.centre {
		now.right = pageRight(size.Width)
	}
	now.Layout(objs, size)
}

// MinSize adds the margins.
func (p pageInset) MinSize(objs []fyne.CanvasObject) fyne.Size { return p.now().MinSize(objs) }

func (p pageInset) now() inset { return inset{p.top, margin(), 24, margin()} }

// NewStart is the page of the first start: a heading and a lead beside a small drawing, then body.
func NewStart(heading, lead string, body ...fyne.CanvasObject) fyne.CanvasObject {
	d := newDrawing()
	head := NewLine(false, nil, Column(4, Heading(heading), Text(lead)), d)
	all := append([]fyne.CanvasObject{head}, body...)
	return newFlow(container.New(pageInset{top: 24}, container.New(column{pageGap}, all...)))
}
