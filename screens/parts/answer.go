package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// answer is a row with exactly one action: its button, which Tab reaches. A press elsewhere on the row does the same.
type answer struct {
	widget.BaseWidget
	content fyne.CanvasObject
	button  *Button
	veil    *canvas.Rectangle
	least   float32 // height at text size 100 %
}

var (
	_ fyne.Tappable      = (*answer)(nil)
	_ desktop.Hoverable  = (*answer)(nil)
	_ desktop.Cursorable = (*answer)(nil)
)

func newAnswer(content fyne.CanvasObject, b *Button, least float32) *answer {
	a := &answer{content: content, button: b, veil: canvas.NewRectangle(nil), least: least}
	a.veil.CornerRadius = 7
	a.veil.Hide()
	a.ExtendBaseWidget(a)
	return a
}

func (a *answer) inner() fyne.CanvasObject { return a.content }

// Tapped is Fyne's.
func (a *answer) Tapped(e *fyne.PointEvent) { a.button.Tapped(e) }

// MouseIn is Fyne's.
func (a *answer) MouseIn(*desktop.MouseEvent) { a.hover(true) }

// MouseMoved is Fyne's.
func (a *answer) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is Fyne's.
func (a *answer) MouseOut() { a.hover(false) }

// Cursor is Fyne's.
func (a *answer) Cursor() desktop.Cursor { return desktop.PointerCursor }

func (a *answer) hover(on bool) {
	a.veil.FillColor = tone("hover")
	a.veil.Hidden = !on
	a.veil.Refresh()
}

// CreateRenderer is Fyne's.
func (a *answer) CreateRenderer() fyne.WidgetRenderer { return &answerRenderer{a} }

type answerRenderer struct{ a *answer }

func (r *answerRenderer) Layout(size fyne.Size) {
	r.a.veil.Resize(size)
	high := settle(r.a.content, size.Width)
	r.a.content.Move(fyne.NewPos(0, max(0, (size.Height-high)/2)))
}

func (r *answerRenderer) MinSize() fyne.Size {
	m := r.a.content.MinSize()
	return fyne.NewSize(m.Width, max(m.Height, unit(r.a.least)))
}

func (r *answerRenderer) Refresh() {
	r.a.content.Refresh()
	r.Layout(r.a.Size())
}

func (r *answerRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.a.veil, r.a.content}
}

func (r *answerRenderer) Destroy() {}

// answerButton is how wide the button of a row is at least.
const answerButton = 176

// atLeast is a layout that makes a button at least as wide as those of the rows around it.
type atLeast float32

// Layout sets the button to all of the room.
func (atLeast) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objs {
		m := o.MinSize()
		o.Resize(fyne.NewSize(size.Width, m.Height))
		o.Move(fyne.NewPos(0, (size.Height-m.Height)/2))
	}
}

// MinSize is that of the button, or the width.
func (w atLeast) MinSize(objs []fyne.CanvasObject) fyne.Size {
	size := fyne.NewSize(unit(float32(w)), 0)
	for _, o := range objs {
		size = size.Max(o.MinSize())
	}
	return size
}

// NewAnswer is a row of what needs the person: the state, the fact in bold over the reason, and one button. reason may
// be empty.
func NewAnswer(state fyne.CanvasObject, fact, reason fyne.CanvasObject, b *Button) fyne.CanvasObject {
	words := Column(0, fact)
	if reason != nil {
		words.Add(reason)
	}
	return newAnswer(inside(8, 16, 8, 16, NewLine(false, state, words, container.New(atLeast(answerButton), b))), b, 56)
}

// NewWaiting is a row of what waits: until when, what, and one link.
func NewWaiting(state fyne.CanvasObject, what fyne.CanvasObject, b *Button) fyne.CanvasObject {
	return newAnswer(inside(4, 10, 4, 16, NewLine(false, state, what, b)), b, 36)
}

// NewHalf is a row of a half panel: an icon, a fact over a caption, and one link.
func NewHalf(icon fyne.CanvasObject, fact, caption fyne.CanvasObject, b *Button) fyne.CanvasObject {
	words := Column(0, fact)
	if caption != nil {
		words.Add(caption)
	}
	return newAnswer(inside(6, 8, 6, 16, container.New(&halfLine{}, icon, words, b)), b, 48)
}

// NewHalfIcon is the icon of a half row, in a colour of the theme.
func NewHalfIcon(name string, c fyne.ThemeColorName) fyne.CanvasObject { return newGlyph(name, c, 20) }

// halfLine lays an icon, words and a link beside each other. Where the words would have too little room, the link is
// below them.
type halfLine struct{ stacked bool }

const (
	halfGap  = 12
	halfLeft = 20 + halfGap
)

// Layout sets the words to what icon and link leave.
func (l *halfLine) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	icon, words, link := objs[0], objs[1], objs[2]
	m, left := link.MinSize(), unit(20)+halfGap
	icon.Resize(icon.MinSize())
	room := size.Width - left - m.Width - halfGap
	l.stacked = room < unit(150)
	if l.stacked {
		room = size.Width - left
	}
	high := settle(words, room)
	words.Move(fyne.NewPos(left, 0))
	if l.stacked {
		icon.Move(fyne.NewPos(0, 0))
		link.Resize(m)
		link.Move(fyne.NewPos(left-6, high))
		return
	}
	all := max(high, m.Height)
	words.Move(fyne.NewPos(left, (all-high)/2))
	icon.Move(fyne.NewPos(0, (all-icon.MinSize().Height)/2))
	link.Resize(m)
	link.Move(fyne.NewPos(size.Width-m.Width, (all-m.Height)/2))
}

// MinSize is for the form chosen last.
func (l *halfLine) MinSize(objs []fyne.CanvasObject) fyne.Size {
	words, link := objs[1].MinSize(), objs[2].MinSize()
	if l.stacked {
		return fyne.NewSize(halfLeft+max(words.Width, link.Width), words.Height+link.Height)
	}
	return fyne.NewSize(halfLeft+words.Width+link.Width+halfGap, max(words.Height, link.Height))
}

// RecommendationRow is what a recommended guide is drawn from.
type RecommendationRow struct {
	Number  int
	Title   string // the guide's
	Reason  string // one sentence
	Connect bool   // it needs a connection that is not there
	Time    string // "45 minutes"
	Button  *Button
}

// NewRecommendation is a row of a recommended guide.
func NewRecommendation(r RecommendationRow) fyne.CanvasObject {
	icon, word := "tick", "Ready to start"
	if r.Connect {
		icon, word = "connect", "Connect first"
	}
	mark := func(icon, word string) fyne.CanvasObject {
		return Across(8, newGlyph(icon, MutedInk, 16), NewWord(word))
	}
	needs := Column(4, mark(icon, word), mark("clock", r.Time))
	row := NewLine(false, nil, container.New(hang(40),
		newInk(figure(r.Number), Accent, theme.SizeNameHeadingText, false),
		Column(0, Bold(r.Title), Muted(r.Reason))),
		Across(24, container.New(atLeast(120), needs), container.New(atLeast(answerButton), r.Button)))
	return newAnswer(inside(10, 16, 10, 16, row), r.Button, 72)
}

func figure(n int) string { return string(rune('0' + n%10)) }

// hang is a layout of two: a mark of this width, and what stands behind it.
type hang float32

// Layout sets the second to the rest of the width.
func (h hang) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	left := unit(float32(h))
	high := settle(objs[1], max(0, size.Width-left))
	objs[1].Move(fyne.NewPos(left, 0))
	m := objs[0].MinSize()
	objs[0].Resize(m)
	objs[0].Move(fyne.NewPos(0, max(0, (high-m.Height)/2)))
}

// MinSize is right once Layout has run at the present width.
func (h hang) MinSize(objs []fyne.CanvasObject) fyne.Size {
	a, b := objs[0].MinSize(), objs[1].MinSize()
	return fyne.NewSize(unit(float32(h))+b.Width, max(a.Height, b.Height))
}
