package parts

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// editLine is a row that reads like one of a plain table.
type editLine struct {
	widget.BaseWidget
	t       *EditTable
	row     int
	at      editGeometry
	back    *box
	words   [editColumns]*Words
	mark    *Words
	more    *Words // the other cells, where the row is folded
	line    fyne.CanvasObject
	remarks *remarks
	all     *fyne.Container
}

func newEditLine(t *EditTable) *editLine {
	l := &editLine{t: t, back: newBox("", "", 0), line: rule(false), remarks: newRemarks(t),
		mark: NewWords("", MutedInk, theme.SizeNameCaptionText, false),
		more: NewWords("", MutedInk, theme.SizeNameCaptionText, false)}
	objs := []fyne.CanvasObject{l.back}
	for c := range l.words {
		l.words[c] = NewWords("", Ink, theme.SizeNameText, false)
		objs = append(objs, l.words[c])
	}
	l.all = containerOf(l.place, func() fyne.Size { return fyne.NewSize(unit(200), unit(36)) },
		append(objs, l.mark, l.more, l.remarks.all, l.line)...)
	l.ExtendBaseWidget(l)
	return l
}

// CreateRenderer is Fyne's.
func (l *editLine) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(l.all) }

// Tapped is Fyne's: the cell is edited.
func (l *editLine) Tapped(e *fyne.PointEvent) {
	column := editWhat
	if e != nil && !l.at.folded {
		for c := range l.at.x {
			if e.Position.X >= l.at.x[c]-editGap/2 {
				column = c
			}
		}
	}
	l.t.Edit(l.row, column)
}

func (l *editLine) set(row int, g editGeometry, r EditRow, current bool) {
	l.row, l.at = row, g
	fill := fyne.ThemeColorName("")
	if current {
		fill = Soft
	}
	if l.back.fill != fill {
		l.back.fill = fill
		l.back.Refresh()
	}
	for c, w := range l.words {
		w.Hidden = g.folded && c != editTime && c != editWhat
		w.Set(r.Cells[c], Ink, current && c == editTime || g.folded && c == editWhat)
	}
	l.mark.Set(r.Mark, MutedInk, false)
	l.more.Hidden = !g.folded
	if g.folded {
		var rest []string
		for _, c := range []int{editLength, editWho, editScreen, editSound} {
			if r.Cells[c] != "" {
				rest = append(rest, r.Cells[c])
			}
		}
		l.more.Set(strings.Join(rest, " · "), MutedInk, false)
	}
	l.remarks.set(row, g, r, false)
}

func (l *editLine) place(size fyne.Size) {
	g, high := l.at, unit(36)
	l.back.Resize(size)
	put := func(w *Words, x, y, width, height float32) {
		w.Move(fyne.NewPos(x, y))
		w.Resize(fyne.NewSize(max(0, width), height))
	}
	cue, start := l.words[editWhat], g.x[editWhat]
	room := g.w[editWhat]
	if g.folded {
		high = unit(52)
		put(l.words[editTime], editPad, unit(6), g.w[editTime], unit(20))
		start = editPad + g.w[editTime] + unit(editGap)
		room = size.Width - start - editPad
		put(l.more, editPad, unit(28), size.Width-2*editPad, unit(18))
	} else {
		for c, w := range l.words {
			put(w, g.x[c], 0, g.w[c], high)
		}
	}
	y, line := float32(0), high
	if g.folded {
		y, line = unit(6), unit(20)
	}
	small := float32(0)
	if l.mark.String() != "" {
		small = l.mark.MinSize().Width
	}
	width := min(cue.MinSize().Width+1, room-small-unit(6))
	if small == 0 {
		width = room
	}
	put(cue, start, y, width, line)
	put(l.mark, start+width+unit(6), y, small+1, line)
	l.remarks.all.Move(fyne.NewPos(0, high))
	l.remarks.all.Resize(fyne.NewSize(size.Width, max(0, size.Height-high)))
	l.line.Move(fyne.NewPos(0, size.Height-1))
	l.line.Resize(fyne.NewSize(size.Width, 1))
}

// remarks are the small lines under a row: its note, an overlap with its repair, and what cannot be read.
type remarks struct {
	t          *EditTable
	row        int
	at         editGeometry
	note       *Words
	icon       *glyph
	warn, why  *Words
	link       *Button
	wrongIcon  *glyph
	wrong      *Paragraph
	hasWarn    bool
	wrongShown float32
	all        *fyne.Container
}

func newRemarks(t *EditTable) *remarks {
	caption := theme.SizeNameCaptionText
	m := &remarks{t: t, note: NewWords("", MutedInk, caption, false), icon: newGlyph("look", LookInk, 16),
		warn: NewWords("", LookInk, caption, true), why: NewWords("", LookInk, caption, false),
		wrongIcon: newGlyph("problem", ProblemInk, 16),
		wrong:     newParagraph("", caption, false, widget.DangerImportance)}
	m.link = NewButton("", Quiet, "", func() {
		if t.OnRepair != nil {
			t.OnRepair(m.row)
		}
	})
	m.link.ringInside = true
	m.all = containerOf(m.place, func() fyne.Size { return fyne.Size{} }, m.note, m.icon, m.warn, m.why, m.link,
		m.wrongIcon, m.wrong)
	return m
}

func (m *remarks) set(row int, g editGeometry, r EditRow, edited bool) {
	m.row, m.at = row, g
	m.hasWarn = r.Warn != ""
	m.note.Hidden = r.Fields[editNote] == "" || edited
	m.note.Set("Note: "+r.Fields[editNote], MutedInk, false)
	for _, o := range []fyne.CanvasObject{m.icon, m.warn, m.why} {
		show(o, m.hasWarn)
	}
	show(m.link, r.Repair != "")
	m.warn.Set(r.Warn, LookInk, true)
	m.why.Set(r.Why, LookInk, false)
	m.link.SetLabel(r.Repair)
	m.wrongShown = 0
	if r.Wrong != "" {
		m.wrongShown = wrongLines(g, r.Wrong)
	}
	show(m.wrongIcon, r.Wrong != "")
	show(m.wrong, r.Wrong != "")
	m.wrong.SetText(r.Wrong)
}

func (m *remarks) place(size fyne.Size) {
	g, y := m.at, float32(0)
	x := g.x[editWhat]
	width := size.Width - x - editPad
	line := unit(18)
	put := func(o fyne.CanvasObject, x, y, w, h float32) {
		o.Move(fyne.NewPos(x, y))
		o.Resize(fyne.NewSize(max(0, w), h))
	}
	icon := m.icon.MinSize().Width
	in := x + icon + unit(8)
	if !m.note.Hidden {
		put(m.note, x, y, width, line)
		y += line
	}
	if m.hasWarn {
		high := unit(30)
		if g.folded {
			high = line
		}
		put(m.icon, x, y+(high-icon)/2, icon, icon)
		lead := m.warn.MinSize().Width
		put(m.warn, in, y, min(lead+1, size.Width-in-editPad), high)
		why := m.why.MinSize().Width + 1
		if g.folded {
			put(m.why, in, y+line, size.Width-in-editPad, line)
			put(m.link, in-6, y+2*line, m.link.MinSize().Width, high+unit(10))
			y += unit(36) + unit(30)
		} else {
			put(m.why, in+lead+unit(5), y, why, high)
			put(m.link, in+lead+why+unit(14), y+unit(1), m.link.MinSize().Width, unit(28))
			y += high
		}
	}
	if m.wrongShown > 0 {
		put(m.wrongIcon, x, y+unit(1), icon, icon)
		put(m.wrong, in, y, size.Width-in-editPad, m.wrongShown*line)
	}
}

// editFields is the row that is edited.
type editFields struct {
	widget.BaseWidget
	t       *EditTable
	at      editGeometry
	row     EditRow
	filling bool // the program fills the fields
	back    *box
	bar     *box
	time    *Words
	cells   [editFieldCount]*cell
	labels  [editFieldCount]*Words
	remarks *remarks
	all     *fyne.Container
}
