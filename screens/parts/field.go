package parts

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Field is one question answered by typing: label, hint, entry, and a line for
// what is wrong.
type Field struct {
	widget.BaseWidget
	OnSubmit func()            // Enter in a field of one line
	OnChange func(text string) // as the person types

	entry  *entry
	wrong  *problemLine
	body   *fyne.Container
	search bool // of a list
}

// SearchesList marks a field that searches a list, so that the search of the page says that there is one.
func (f *Field) SearchesList() { f.search = true }

// NewField makes a field; multi gives several lines, in which Tab still moves on.
func NewField(label, hint string, multi bool) *Field {
	f := &Field{entry: newEntry(multi), wrong: newProblemLine()}
	f.entry.OnChanged = func(s string) {
		if f.OnChange != nil {
			f.OnChange(s)
		}
	}
	f.entry.OnSubmitted = func(string) {
		if f.OnSubmit != nil {
			f.OnSubmit()
		}
	}
	f.body = Column(4)
	if label != "" {
		f.body.Add(Bold(label))
	}
	if hint != "" {
		f.body.Add(Muted(hint))
	}
	f.body.Add(f.wrong)
	drawn := fyne.CanvasObject(f.entry)
	if !multi {
		drawn = roomy(drawn)
	}
	f.body.Add(container.New(atMost{width: 560}, container.New(stack{}, drawn, f.entry.ring)))
	f.ExtendBaseWidget(f)
	return f
}

// CreateRenderer is Fyne's.
func (f *Field) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(f.body) }

// Text returns what stands in the field, as typed.
func (f *Field) Text() string { return f.entry.Text }

// How many lines a field of several lines shows: with more to read it is higher.
const (
	fewestLines = 4
	mostLines   = 14
)

// SetText fills the field; in one line the cursor stands behind it.
func (f *Field) SetText(s string) {
	f.entry.SetText(s)
	if !f.entry.MultiLine {
		f.entry.CursorColumn = len([]rune(s))
		return
	}
	f.entry.SetMinRowsVisible(min(max(fewestLines, strings.Count(s, "\n")+2), mostLines))
}

// SetError shows what is wrong; "" removes it. What was typed stays.
func (f *Field) SetError(msg string) {
	f.wrong.set(msg)
	f.entry.wrong = msg != ""
	f.entry.paintRing()
	f.body.Refresh()
}

// Error returns what SetError said last.
func (f *Field) Error() string { return f.wrong.text.String() }

// Entry returns what takes the focus.
func (f *Field) Entry() fyne.Focusable { return f.entry }

// entry is Fyne's entry with a border of 2 pixels when it has the focus.
type entry struct {
	widget.Entry
	bare    bool // without border and background
	ring    *canvas.Rectangle
	focused bool
	wrong   bool
	onLeave func()            // the focus went elsewhere; may be nil
	onDown  func()            // the key Down opens something; may be nil
	onEnter func(back bool)   // Enter, or with Shift; nil is Fyne's own
	shift   bool              // is held down
	whole   fyne.CanvasObject // the part that is drawn, where the entry is only inside it; else nil
}

// shown returns what the driver knows: it finds the window of a part that is drawn, not of one inside it.
func (e *entry) shown() fyne.CanvasObject {
	if e.whole != nil {
		return e.whole
	}
	return e
}

func newEntry(multi bool) *entry {
	e := &entry{}
	e.addRing()
	if multi {
		e.MultiLine = true
		e.Wrapping = fyne.TextWrapWord
		e.SetMinRowsVisible(fewestLines)
	}
	e.ExtendBaseWidget(e)
	return e
}

// addRing makes the border that shows the focus.
func (e *entry) addRing() {
	e.ring = canvas.NewRectangle(tone(""))
	e.ring.CornerRadius, e.ring.StrokeWidth, e.ring.Hidden = 6, 2, true
}

// AcceptsTab is false: Tab always moves on.
func (e *entry) AcceptsTab() bool { return false }

// MinSize is at least 36 high.
func (e *entry) MinSize() fyne.Size {
	return e.Entry.MinSize().Max(fyne.NewSize(unit(120), unit(36)))
}

// FocusGained is Fyne's.
func (e *entry) FocusGained() {
	e.focused = true
	e.Entry.FocusGained()
	e.paintRing()
	reveal(e)
}

// FocusLost is Fyne's.
func (e *entry) FocusLost() {
	e.focused = false
	e.Entry.FocusLost()
	e.paintRing()
	if e.onLeave != nil {
		e.onLeave()
	}
}

// Refresh is Fyne's.
func (e *entry) Refresh() {
	e.Entry.Refresh()
	e.paintRing()
}

func (e *entry) paintRing() {
	e.ring.Hidden = !e.focused && !e.wrong
	e.ring.StrokeColor = tone(Accent)
	if e.wrong && !e.focused {
		e.ring.StrokeColor = tone(ProblemInk)
	}
	e.ring.Refresh()
}

// problemLine shows what is wrong with an answer: icon and words.
type problemLine struct {
	widget.BaseWidget
	text *Paragraph
	body *fyne.Container
}

func newProblemLine() *problemLine {
	p := &problemLine{text: newParagraph("", theme.SizeNameText, false, widget.DangerImportance)}
	p.body = container.New(&bannerLayout{}, newGlyph("problem", ProblemInk, 20), p.text)
	p.Hidden = true
	p.ExtendBaseWidget(p)
	return p
}

// CreateRenderer is Fyne's.
func (p *problemLine) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(p.body) }

func (p *problemLine) set(msg string) {
	p.text.SetText(msg)
	if msg == "" {
		p.Hide()
	} else {
		p.Show()
	}
}
