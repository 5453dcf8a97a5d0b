package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// These parts are for the day of an event: read across a room, changed every
// second. Nothing in them wraps; what is too long is cut.

// ClockSize is the size of the clock, 64.
const ClockSize fyne.ThemeSizeName = "clock"

// Words is one line of text that changes. It is cut where it is wider than its
// room.
type Words struct {
	widget.BaseWidget
	full    string
	ink     *ink
	right   bool
	shrinks bool
	size    fyne.ThemeSizeName // that it was made with
}

// NewWords makes a line in a colour and a size of the theme.
func NewWords(s string, c fyne.ThemeColorName, size fyne.ThemeSizeName, bold bool) *Words {
	w := &Words{full: s, ink: newInk(s, c, size, bold), size: size}
	w.ExtendBaseWidget(w)
	return w
}

// Right puts the words at the right end of their room.
func (w *Words) Right() *Words { w.right = true; return w }

// Shrinks lets words that are too long be as small as other text before they are cut.
func (w *Words) Shrinks() *Words { w.shrinks = true; return w }

// Set changes the words and their colour; nothing is drawn where nothing changes.
func (w *Words) Set(s string, c fyne.ThemeColorName, bold bool) {
	if w.full == s && w.ink.tone == c && w.ink.text.TextStyle.Bold == bold {
		return
	}
	w.full, w.ink.tone, w.ink.text.TextStyle.Bold = s, c, bold
	w.Refresh()
}

// String returns the words, also those that are cut.
func (w *Words) String() string { return w.full }

// CreateRenderer is Fyne's.
func (w *Words) CreateRenderer() fyne.WidgetRenderer {
	return &wordsRenderer{w: w, objs: []fyne.CanvasObject{w.ink}}
}

type wordsRenderer struct {
	w    *Words
	objs []fyne.CanvasObject
}

func (r *wordsRenderer) Layout(size fyne.Size) {
	i := r.w.ink
	if r.w.shrinks {
		i.size = r.w.size
		if fyne.MeasureText(r.w.full, theme.Size(i.size), i.text.TextStyle).Width > size.Width {
			i.size = theme.SizeNameText
		}
	}
	i.text.Text = fit(r.w.full, size.Width, theme.Size(i.size), i.text.TextStyle)
	m := i.MinSize()
	x := float32(0)
	if r.w.right {
		x = max(0, size.Width-m.Width)
	}
	i.Resize(m)
	i.Move(fyne.NewPos(x, (size.Height-m.Height)/2))
	i.Refresh()
}

func (r *wordsRenderer) MinSize() fyne.Size {
	return fyne.MeasureText(r.w.full, theme.Size(r.w.size), r.w.ink.text.TextStyle)
}

func (r *wordsRenderer) Refresh() { r.Layout(r.w.Size()) }

func (r *wordsRenderer) Objects() []fyne.CanvasObject { return r.objs }

func (r *wordsRenderer) Destroy() {}

// fit cuts text to a width, with three dots where something is missing.
func fit(text string, width, size float32, style fyne.TextStyle) string {
	if width <= 0 || fyne.MeasureText(text, size, style).Width <= width+0.5 {
		return text
	}
	runes := []rune(text)
	low, high := 0, len(runes)
	for low < high {
		middle := (low + high + 1) / 2
		if fyne.MeasureText(string(runes[:middle])+"…", size, style).Width <= width {
			low = middle
		} else {
			high = middle - 1
		}
	}
	return string(runes[:low]) + "…"
}

// NewKeyCap is the name of a key in a frame.
func NewKeyCap(name string, c fyne.ThemeColorName) fyne.CanvasObject {
	b := newBox("", c, 4)
	return container.New(stack{}, b, inside(3, 8, 3, 8, newInk(name, c, theme.SizeNameCaptionText, false)))
}

// KeyButton is a button with the key that does the same.
type KeyButton struct {
	pressable
	label *ink
}

// NewKeyButton makes one; main is the large one that fills its width.
func NewKeyButton(label, icon, key string, main bool, on func()) *KeyButton {
	b := &KeyButton{}
	b.OnTapped, b.radius = on, 6
	c, size := Ink, theme.SizeNameText
	if main {
		b.fill, c, size = Accent, OnAccent, theme.SizeNameHeadingText
	}
	b.label = newInk(label, c, size, main)
	objs := []fyne.CanvasObject{b.label, NewKeyCap(key, c)}
	if icon != "" {
		objs = append([]fyne.CanvasObject{newGlyph(icon, c, 20)}, objs...)
	}
	b.content = container.NewCenter(Across(12, objs...))
	b.least = func() fyne.Size {
		m := b.content.MinSize()
		if main {
			return fyne.NewSize(m.Width+32, unit(56))
		}
		return fyne.NewSize(m.Width+16, unit(36))
	}
	b.ExtendBaseWidget(b)
	return b
}

// NewToolButton makes one for a row of tools above what they act on: with a border, and its key at rest.
func NewToolButton(label, key string, on func()) *KeyButton {
	b := &KeyButton{label: newInk(label, Ink, theme.SizeNameText, false)}
	b.OnTapped, b.radius, b.fill, b.edge = on, 6, Surface, Edge
	frame := container.New(stack{}, newBox("", Edge, 4),
		inside(2, 6, 2, 6, newInk(key, MutedInk, theme.SizeNameCaptionText, false)))
	b.content = container.NewCenter(Across(8, b.label, frame))
	b.least = func() fyne.Size { return fyne.NewSize(b.content.MinSize().Width+20, unit(36)) }
	b.ExtendBaseWidget(b)
	return b
}

// Label returns the words on it.
func (b *KeyButton) Label() string { return b.label.text.Text }

// SetLabel changes the words on it.
func (b *KeyButton) SetLabel(s string) {
	if b.label.text.Text != s {
		b.label.text.Text = s
		b.Refresh()
	}
}

// Track is a bar that fills.
type Track struct {
	widget.BaseWidget
	part float32
	back *box
	fill *box
}

// NewTrack makes an empty one.
func NewTrack() *Track {
	t := &Track{back: newBox(LineTone, "", 4), fill: newBox(Accent, "", 4)}
	t.ExtendBaseWidget(t)
	return t
}

// Set fills it up to part, from 0 to 1.
func (t *Track) Set(part float32, c fyne.ThemeColorName) {
	part = min(max(part, 0), 1)
	if t.part != part || t.fill.fill != c {
		t.part, t.fill.fill = part, c
		t.Refresh()
	}
}

// CreateRenderer is Fyne's.
func (t *Track) CreateRenderer() fyne.WidgetRenderer { return &trackRenderer{t} }

type trackRenderer struct{ t *Track }

func (r *trackRenderer) Layout(size fyne.Size) {
	r.t.back.Resize(size)
	r.t.fill.Resize(fyne.NewSize(size.Width*r.t.part, size.Height))
	r.t.fill.Hidden = r.t.part == 0
}
func (r *trackRenderer) MinSize() fyne.Size { return fyne.NewSize(40, 8) }
func (r *trackRenderer) Refresh() {
	r.Layout(r.t.Size())
	r.t.back.Refresh()
	r.t.fill.Refresh()
	canvas.Refresh(r.t)
}
func (r *trackRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.t.back, r.t.fill}
}
func (r *trackRenderer) Destroy() {}

// NewCard is a panel of the day; strong has a border in the accent.
func NewCard(strong bool, content fyne.CanvasObject) fyne.CanvasObject {
	b := newBox(Surface, LineTone, 8)
	if strong {
		b.edge, b.stroke = Accent, 2
	}
	return container.New(stack{}, b, inside(14, 20, 14, 20, content))
}

// NewStrip is the line at the top of the day's screen.
func NewStrip(content fyne.CanvasObject) fyne.CanvasObject {
	return container.New(stack{}, newBox(RailFill, "", 0),
		container.NewBorder(nil, rule(false), nil, nil, inside(8, 24, 8, 24, content)))
}

// NewRule is a line down between two columns.
func NewRule() fyne.CanvasObject { return rule(true) }

// DayLine is what a row of the run sheet shows.
type DayLine struct {
	Icon                          string
	Offset, Clock, Cue, Who, Real string
	Now, Passed                   bool
}

// DayRow is one row of the run sheet on the day, 44 high: who does it is beside what it is, or below where there is
// little room.
type DayRow struct {
	widget.BaseWidget
	back                          *box
	icon                          *glyph
	offset, clock, cue, who, real *Words
	line                          fyne.CanvasObject
}

// NewDayRow makes an empty one.
func NewDayRow() *DayRow {
	w := func() *Words { return NewWords("", Ink, theme.SizeNameText, false) }
	r := &DayRow{back: newBox("", "", 6), icon: newGlyph("ring", MutedInk, 20), offset: w(), clock: w(), cue: w(),
		who: NewWords("", MutedInk, theme.SizeNameCaptionText, false), real: w().Right(), line: rule(false)}
	r.ExtendBaseWidget(r)
	return r
}

// Set shows l.
func (r *DayRow) Set(l DayLine) {
	c, quiet, fill := Ink, MutedInk, fyne.ThemeColorName("")
	icon := c
	switch {
	case l.Now:
		fill, icon, quiet = Soft, Accent, Ink
	case l.Passed:
		c, icon = MutedInk, MutedInk
	}
	if r.back.fill != fill {
		r.back.fill = fill
		r.back.Refresh()
	}
	r.icon.set(l.Icon, icon)
	r.offset.Set(l.Offset, quiet, l.Now)
	r.clock.Set(l.Clock, c, l.Now)
	r.cue.Set(l.Cue, c, l.Now)
	if r.who.String() == "" != (l.Who == "") { // what stands in the middle of the row, or above who
		defer r.Refresh()
	}
	r.who.Set(l.Who, MutedInk, false)
	r.real.Set(l.Real, quiet, l.Now)
}

// CreateRenderer is Fyne's.
func (r *DayRow) CreateRenderer() fyne.WidgetRenderer { return &dayRowRenderer{r} }

type dayRowRenderer struct{ r *DayRow }

// Layout puts who below what where there is little room.
func (d *dayRowRenderer) Layout(size fyne.Size) {
	r := d.r
	r.back.Resize(size)
	r.line.Move(fyne.NewPos(0, size.Height-1))
	r.line.Resize(fyne.NewSize(size.Width, 1))
	put := func(o fyne.CanvasObject, x, w float32) {
		o.Move(fyne.NewPos(x, 0))
		o.Resize(fyne.NewSize(max(0, w), size.Height))
	}
	r.icon.Move(fyne.NewPos(12, (size.Height-unit(20))/2))
	r.icon.Resize(fyne.NewSquareSize(unit(20)))
	x := 20 + unit(20)
	put(r.offset, x, unit(78))
	x += unit(82)
	put(r.clock, x, unit(44))
	x += unit(54)
	end := size.Width - 12 - unit(104)
	put(r.real, end, unit(104))
	if size.Width >= unit(dayBeside) {
		who := (end - x) * 0.36
		put(r.who, end-who, who-8)
		put(r.cue, x, end-who-x-8)
		return
	}
	put(r.cue, x, end-x-8)
	if r.who.String() == "" {
		return
	}
	high := unit(20)
	r.cue.Move(fyne.NewPos(x, unit(3)))
	r.cue.Resize(fyne.NewSize(max(0, end-x-8), high))
	r.who.Move(fyne.NewPos(x, unit(3)+high-2))
	r.who.Resize(fyne.NewSize(max(0, end-x-8), high))
}

// dayBeside is the width of a row from which who is beside what, at text size 100 %.
const dayBeside = 640

func (d *dayRowRenderer) MinSize() fyne.Size { return fyne.NewSize(unit(380), unit(44)) }
func (d *dayRowRenderer) Refresh() {
	d.Layout(d.r.Size())
	for _, o := range d.Objects() {
		o.Refresh()
	}
}
func (d *dayRowRenderer) Objects() []fyne.CanvasObject {
	r := d.r
	return []fyne.CanvasObject{r.back, r.line, r.icon, r.offset, r.clock, r.cue, r.who, r.real}
}
func (d *dayRowRenderer) Destroy() {}
