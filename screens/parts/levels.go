package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"handrail/app/report"
)

// Levels shows figures at several levels: a curve, a slider under it, and the figures in the same
// columns. One soft band with bold figures joins what belongs to the chosen level. The slider moves
// it at once: with a click, by dragging, with the arrow keys, and with Home and End.
type Levels struct {
	widget.BaseWidget
	// OnChange is called when the person chooses a level; nil: nothing can be chosen, and there is no slider.
	OnChange func(level int)

	block   report.Levels
	level   int
	focused bool
}

var (
	_ fyne.Focusable     = (*Levels)(nil)
	_ fyne.Tappable      = (*Levels)(nil)
	_ fyne.Draggable     = (*Levels)(nil)
	_ desktop.Cursorable = (*Levels)(nil)
)

// NewLevels makes the part; onChange nil gives no slider.
func NewLevels(b report.Levels, onChange func(level int)) *Levels {
	l := &Levels{OnChange: onChange, block: b}
	l.level = max(-1, min(b.Chosen, len(b.Labels)-1)) // -1: none is chosen
	if onChange != nil {
		l.level = max(0, l.level)
	}
	l.ExtendBaseWidget(l)
	return l
}

// Level returns the chosen level.
func (l *Levels) Level() int { return l.level }

// SetLevel chooses a level without calling OnChange. One that is not there changes nothing.
func (l *Levels) SetLevel(level int) {
	if level >= 0 && level < len(l.block.Labels) && level != l.level {
		l.level = level
		l.Refresh()
	}
}

func (l *Levels) choose(level int) {
	level = max(0, min(level, len(l.block.Labels)-1))
	if l.OnChange == nil || level == l.level || len(l.block.Labels) == 0 {
		return
	}
	l.SetLevel(level)
	l.OnChange(level)
}

// shown returns the level whose figures are shown alone: the chosen one, else the last.
func (l *Levels) shown() int {
	if l.level < 0 {
		return len(l.block.Labels) - 1
	}
	return l.level
}

// name returns what the chosen level is called; "" if none is.
func (l *Levels) name(narrow bool) string {
	at := l.level
	if narrow {
		at = l.shown()
	}
	switch {
	case at < 0:
		return ""
	case at < len(l.block.Words):
		return l.block.Words[at].Name
	case at < len(l.block.Labels):
		return l.block.Labels[at]
	}
	return ""
}

// TypedKey is Fyne's.
func (l *Levels) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyLeft, fyne.KeyDown:
		l.choose(l.level - 1)
	case fyne.KeyRight, fyne.KeyUp:
		l.choose(l.level + 1)
	case fyne.KeyHome:
		l.choose(0)
	case fyne.KeyEnd:
		l.choose(len(l.block.Labels) - 1)
	default:
		passKey(l, e)
	}
}

// TypedRune is Fyne's.
func (l *Levels) TypedRune(rune) {}

// FocusGained is Fyne's.
func (l *Levels) FocusGained() { l.focused = true; l.Refresh(); reveal(l) }

// FocusLost is Fyne's.
func (l *Levels) FocusLost() { l.focused = false; l.Refresh() }

// Tapped is Fyne's.
func (l *Levels) Tapped(e *fyne.PointEvent) {
	if l.OnChange != nil {
		if c := fyne.CurrentApp().Driver().CanvasForObject(l); c != nil {
			c.Focus(l)
		}
		l.choose(l.at(e.Position.X))
	}
}

// Dragged is Fyne's.
func (l *Levels) Dragged(e *fyne.DragEvent) { l.choose(l.at(e.Position.X)) }

// DragEnd is Fyne's.
func (l *Levels) DragEnd() {}

// Cursor is Fyne's.
func (l *Levels) Cursor() desktop.Cursor {
	if l.OnChange == nil {
		return desktop.DefaultCursor
	}
	return desktop.PointerCursor
}

// at returns the level whose column is at x.
func (l *Levels) at(x float32) int {
	g := l.geometry(l.Size().Width)
	if g.column <= 0 {
		return l.level
	}
	return int(max(0, x-g.left) / g.column)
}

// LevelField is a question that is answered with a level: what the level means, and Levels.
type LevelField struct {
	widget.BaseWidget
	OnChange func()

	levels      *Levels
	title, text *Paragraph
	wrong       *problemLine
	body        *fyne.Container
}

// NewLevelField makes the question with the label and the hint of it.
func NewLevelField(label, hint string, b report.Levels) *LevelField {
	f := &LevelField{title: Lead(""), text: Muted(""), wrong: newProblemLine()}
	f.levels = NewLevels(b, func(int) {
		f.say()
		if f.OnChange != nil {
			f.OnChange()
		}
	})
	f.body = Column(12, Column(4, Bold(label), Muted(hint), f.wrong), Column(4, f.title, f.text), NewPanel(f.levels))
	f.say()
	f.ExtendBaseWidget(f)
	return f
}

// say shows what the level means.
func (f *LevelField) say() {
	var w report.LevelWord
	if at := f.levels.level; at < len(f.levels.block.Words) {
		w = f.levels.block.Words[at]
	}
	high := func() float32 { return f.title.MinSize().Height + f.text.MinSize().Height }
	before := high()
	f.title.SetText(w.Title)
	f.text.SetText(w.Text)
	if high() != before {
		f.body.Refresh() // what stands below moves
	}
}

// CreateRenderer is Fyne's.
func (f *LevelField) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(f.body) }

// Value returns the label of the chosen level.
func (f *LevelField) Value() string {
	if at := f.levels.level; at < len(f.levels.block.Labels) {
		return f.levels.block.Labels[at]
	}
	return ""
}

// SetValue chooses the level with a label.
func (f *LevelField) SetValue(label string) {
	for i, one := range f.levels.block.Labels {
		if one == label {
			f.levels.SetLevel(i)
		}
	}
	f.say()
}

// SetError shows what is wrong; "" removes it.
func (f *LevelField) SetError(msg string) {
	f.wrong.set(msg)
	f.body.Refresh()
}

// Focus returns what takes the focus.
func (f *LevelField) Focus() fyne.Focusable { return f.levels }
