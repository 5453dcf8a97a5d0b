package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"handrail/app/report"
)

// manyFindings is where rows that open in place give way to a list of fixed
// rows beside one open finding: drawing more rows at once takes too long.
const manyFindings = 200

// Going returns the words of the button that leads to a step of a guide, and what it does. No words: there is no way.
type Going func(guide, step string) (label string, on func())

// NewFindings shows what was found, most serious first. A row opens at once and shows
// what it means and what to do; the first that asks to act is open. onGo offers the
// way to the guide and the step that does it; nil offers none.
func NewFindings(items []report.Finding, onGo Going) fyne.CanvasObject {
	items = report.SortBySeverity(items)
	if len(items) > manyFindings {
		return newManyFindings(items, onGo)
	}
	rows := make([]fyne.CanvasObject, len(items))
	for i, f := range items {
		rows[i] = newFindingRow(f, i == 0 && f.Severity.NeedsAction(), i == 0, i == len(items)-1, onGo)
	}
	return NewRows(rows...)
}

// findingRow is a head that can be pressed and a body that opens under it.
type findingRow struct {
	widget.BaseWidget
	head  *pressable
	title *Paragraph
	arrow *glyph
	open  bool
	body  fyne.CanvasObject // made when first opened
	all   *fyne.Container
	make  func() fyne.CanvasObject

	onToggle func(open bool) // may be nil
}

func newFindingRow(f report.Finding, open, first, last bool, onGo Going) *findingRow {
	r := &findingRow{title: Text(f.Title), arrow: newGlyph("down", MutedInk, 20)}
	r.make = func() fyne.CanvasObject { return findingBody(f, onGo) }
	r.head = &pressable{OnTapped: r.toggle, ringInside: true,
		content: inside(8, 16, 8, 16, NewLine(true, SeverityChip(f.Severity), r.title, r.arrow))}
	if first || last {
		r.head.radius = 7
	}
	r.head.ExtendBaseWidget(r.head)
	r.all = Column(0, r.head)
	r.ExtendBaseWidget(r)
	if open {
		r.toggle()
	}
	return r
}

// CreateRenderer is Fyne's.
func (r *findingRow) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.all) }

func (r *findingRow) toggle() {
	r.open = !r.open
	if r.body == nil {
		r.body = r.make()
		r.all.Add(r.body)
	}
	r.arrow.set("down", MutedInk)
	r.title.label.TextStyle.Bold = r.open
	if r.onToggle != nil {
		r.onToggle(r.open)
	}
	if r.open {
		r.arrow.set("up", MutedInk)
		r.body.Show()
	} else {
		r.body.Hide()
	}
	r.title.Refresh()
	r.all.Refresh()
}

// findingBody shows what a finding means and what to do, and links to the step.
func findingBody(f report.Finding, onGo Going) fyne.CanvasObject {
	words := Column(8)
	if f.Text != "" {
		words.Add(Text(f.Text))
	}
	if f.Do != "" {
		words.Add(newLead("What to do:", f.Do))
	}
	if f.Subject != "" {
		words.Add(Caption("About " + f.Subject))
	}
	if onGo != nil && (f.Guide != "" || f.Step != "") {
		if label, on := onGo(f.Guide, f.Step); label != "" {
			words.Add(Across(0, inside(0, 0, 0, -6, NewButton(label, Quiet, "arrow", on))))
		}
	}
	return inside(0, 16, 12, 16, NewLine(true, spacer(), words, nil))
}

// spacer keeps the place of a state that is not repeated.
func spacer() fyne.CanvasObject { return container.NewWithoutLayout() }

// manyList is a list of fixed rows above the one that is open. It knows Home,
// End, Page Up and Page Down, which Fyne's list does not.
type manyList struct {
	widget.List
	current int
	onOpen  func(i int)
	text    func(i int) string // the words of a row, for the search of the page; nil: it is not searched
}

func newManyFindings(items []report.Finding, onGo Going) fyne.CanvasObject {
	detail := Column(0)
	show := func(i int) {
		f := items[i]
		head := NewLine(true, SeverityChip(f.Severity), Bold(f.Title), nil)
		detail.Objects = []fyne.CanvasObject{inside(12, 16, 4, 16, head), findingBody(f, onGo)}
		detail.Refresh()
	}
	list := newManyList(len(items), func() fyne.CanvasObject { return newFindingLine() },
		func(i int, o fyne.CanvasObject) { o.(*findingLine).set(items[i]) }, show)
	list.text = func(i int) string { return items[i].Title }
	show(0)
	return Column(16, container.New(stack{}, newBox(Surface, LineTone, 8),
		inside(1, 1, 1, 1, container.New(fixedHeight{360}, list))),
		container.New(stack{}, newBox(Surface, LineTone, 8), detail))
}

func newManyList(n int, make func() fyne.CanvasObject, fill func(i int, o fyne.CanvasObject),
	onOpen func(i int)) *manyList {
	l := &manyList{onOpen: onOpen}
	l.Length = func() int { return n }
	l.CreateItem = make
	l.UpdateItem = fill
	l.OnSelected = func(i widget.ListItemID) {
		l.current = i
		if l.onOpen != nil {
			l.onOpen(i)
		}
	}
	l.ExtendBaseWidget(l)
	return l
}

// TypedKey adds the keys for long ways to those of Fyne's list.
func (l *manyList) TypedKey(e *fyne.KeyEvent) {
	n := l.Length()
	page := max(1, int(l.Size().Height/unit(36))-1)
	to := l.current
	switch e.Name {
	case fyne.KeyHome:
		to = 0
	case fyne.KeyEnd:
		to = n - 1
	case fyne.KeyPageUp:
		to -= page
	case fyne.KeyPageDown:
		to += page
	case fyne.KeyUp:
		to--
	case fyne.KeyDown:
		to++
	case fyne.KeySpace:
		l.List.TypedKey(e)
		return
	default:
		passKey(l, e) // Fyne’s list would swallow it
		return
	}
	if n > 0 {
		l.Select(min(max(to, 0), n-1))
	}
}

// findingLine is one row of a long list: fixed height, the title cut short.
type findingLine struct {
	widget.BaseWidget
	icon  *glyph
	word  *ink
	title *widget.Label
	all   *fyne.Container
}

func newFindingLine() *findingLine {
	l := &findingLine{icon: newGlyph("tick", Ink, 20), word: newInk("", Ink, theme.SizeNameText, false),
		title: widget.NewLabel("")}
	l.title.Truncation = fyne.TextTruncateEllipsis
	l.all = container.New(lineLayout{}, l.icon, l.word, l.title)
	l.ExtendBaseWidget(l)
	return l
}

// CreateRenderer is Fyne's.
func (l *findingLine) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(l.all) }

// MinSize is the same for every row.
func (l *findingLine) MinSize() fyne.Size { return fyne.NewSize(unit(240), unit(36)) }

func (l *findingLine) set(f report.Finding) {
	icon, c := severity(f.Severity)
	l.icon.set(icon, c)
	l.word.set(f.Severity.Label(), c, false)
	l.title.SetText(f.Title)
}

// lineLayout places icon, word and title of a findingLine.
type lineLayout struct{}

// Layout lines the titles up under each other.
func (lineLayout) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	side, word := objs[0].MinSize(), objs[1].MinSize()
	objs[0].Resize(side)
	objs[0].Move(fyne.NewPos(12, (size.Height-side.Height)/2))
	objs[1].Resize(word)
	objs[1].Move(fyne.NewPos(20+side.Width, (size.Height-word.Height)/2))
	x, h := 8+unit(144), objs[2].MinSize().Height
	objs[2].Resize(fyne.NewSize(max(0, size.Width-x-8), h))
	objs[2].Move(fyne.NewPos(x, (size.Height-h)/2))
}

// MinSize is set by the row.
func (lineLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// fixedHeight is a layout with one height, in pixels at text size 100 %.
type fixedHeight struct{ height float32 }

// Layout places every object over all of the space.
func (h fixedHeight) Layout(objs []fyne.CanvasObject, size fyne.Size) { stack{}.Layout(objs, size) }

// MinSize has the height.
func (h fixedHeight) MinSize(objs []fyne.CanvasObject) fyne.Size {
	m := stack{}.MinSize(objs)
	return fyne.NewSize(m.Width, max(m.Height, unit(h.height)))
}
