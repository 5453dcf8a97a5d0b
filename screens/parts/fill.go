package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// free is a layout made of two functions.
type free struct {
	place func(size fyne.Size)
	least func() fyne.Size
}

func containerOf(place func(size fyne.Size), least func() fyne.Size, objs ...fyne.CanvasObject) *fyne.Container {
	return container.New(free{place, least}, objs...)
}

// Layout places the objects.
func (f free) Layout(_ []fyne.CanvasObject, size fyne.Size) { f.place(size) }

// MinSize is what was given.
func (f free) MinSize([]fyne.CanvasObject) fyne.Size { return f.least() }

// NewFillPage is a page whose last part, a long list, takes the room that the
// rest leaves. Where that is too little for a few rows, for instance with large
// text, the page scrolls. lead may be empty.
func NewFillPage(title, lead string, head []fyne.CanvasObject, list fyne.CanvasObject) fyne.CanvasObject {
	top := Column(4, Heading(title))
	if lead != "" {
		top.Add(Muted(lead))
	}
	return newFillPage(top, head, list)
}

// NewFillActionPage is NewFillPage with buttons beside its heading. What head holds may change while it is shown.
func NewFillActionPage(title string, lead *Paragraph, actions, head []fyne.CanvasObject,
	list fyne.CanvasObject) fyne.CanvasObject {
	return newFillPage(NewLine(false, nil, Column(4, Heading(title), lead), Across(12, actions...)), head, list)
}

func newFillPage(top fyne.CanvasObject, head []fyne.CanvasObject, list fyne.CanvasObject) fyne.CanvasObject {
	all := append([]fyne.CanvasObject{top}, head...)
	f := &fillPage{head: container.New(column{func(_, _ fyne.CanvasObject) float32 { return 12 }}, all...), list: list}
	f.scroll = container.NewVScroll(containerOf(f.place, f.least, f.head, f.list))
	f.ExtendBaseWidget(f)
	return f
}

// listLeast is the least height of the list, at text size 100 %.
const listLeast = 240

type fillPage struct {
	widget.BaseWidget
	head   *fyne.Container
	list   fyne.CanvasObject
	scroll *container.Scroll
	room   fyne.Size // of the page
}

// CreateRenderer is Fyne's.
func (f *fillPage) CreateRenderer() fyne.WidgetRenderer { return &fillRenderer{f} }

func (f *fillPage) place(size fyne.Size) {
	x, w := margin(), size.Width-margin()-pageRight(size.Width)
	f.head.Move(fyne.NewPos(x, 24))
	h := settle(f.head, w)
	f.list.Move(fyne.NewPos(x, 24+h+12))
	f.list.Resize(fyne.NewSize(w, size.Height-h-24-12-16))
}

func (f *fillPage) least() fyne.Size {
	need := 24 + f.head.MinSize().Height + 12 + unit(listLeast) + 16
	return fyne.NewSize(f.head.MinSize().Width+2*margin(), max(need, f.room.Height))
}

type fillRenderer struct{ f *fillPage }

// Layout measures the head at the width there is before the list gets its height.
func (r *fillRenderer) Layout(size fyne.Size) {
	settle(r.f.head, size.Width-margin()-pageRight(size.Width))
	r.f.room = size
	r.f.scroll.Resize(size)
	r.f.scroll.Content.Resize(fyne.NewSize(size.Width, r.f.least().Height))
	r.f.place(fyne.NewSize(size.Width, r.f.least().Height))
	r.f.scroll.Refresh()
}

func (r *fillRenderer) MinSize() fyne.Size {
	return fyne.NewSize(r.f.head.MinSize().Width+2*margin(), unit(120))
}

func (r *fillRenderer) Refresh() {
	r.f.head.Refresh()
	r.Layout(r.f.Size())
}

func (r *fillRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.f.scroll} }

func (r *fillRenderer) Destroy() {}
