package parts

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
)

const (
	editPad = 16 // at the sides of a row
	editGap = 14 // between columns
)

// editGeometry is where the columns of an EditTable are. Where there is too little room for them, for instance with
// large text, a row is folded: what and when above the rest.
type editGeometry struct {
	folded bool
	x, w   [editColumns]float32
}

// end returns the right end of the last column.
func (g editGeometry) end() float32 { return g.x[editSound] + g.w[editSound] }

// editShares is how the room that the figures leave is shared.
var editShares = [editColumns]float32{0, 0, 2, 1.25, 1.4, 1.2}

// measure finds out where the columns are and how high the rows.
func (t *EditTable) measure(width float32) {
	g := editGeometry{}
	g.w[editTime], g.w[editLength] = unit(44), unit(56)
	for _, r := range t.rows {
		for _, c := range []int{editTime, editLength} {
			g.w[c] = max(g.w[c], fyne.MeasureText(r.Cells[c], theme.TextSize(), bold(c == editTime)).Width)
		}
	}
	gap := unit(editGap)
	rest := width - 2*editPad - g.w[editTime] - g.w[editLength] - 5*gap
	g.folded = rest < unit(440)
	sum := float32(0)
	for _, s := range editShares {
		sum += s
	}
	x := float32(editPad)
	for c := range g.x {
		if editShares[c] > 0 {
			g.w[c] = max(0, rest*editShares[c]/sum)
		}
		g.x[c] = x
		x += g.w[c] + gap
	}
	if g.folded {
		g.x[editWhat], g.x[editSound], g.w[editSound] = editPad, editPad, max(0, width-2*editPad)
	}
	t.at = g
	t.tops = append(t.tops[:0], 0)
	y := float32(0)
	for i, r := range t.rows {
		if i >= t.from {
			y += t.height(i, r)
		}
		t.tops = append(t.tops, y)
	}
}

// height returns how high a row is.
func (t *EditTable) height(i int, r EditRow) float32 {
	if t.editing && i == t.current {
		return t.fields.height(t.at, r) + remarksHeight(t.at, r, true)
	}
	h := unit(36)
	if t.at.folded {
		h = unit(52)
	}
	return h + remarksHeight(t.at, r, false)
}

// remarksHeight returns the room of the small lines under a row.
func remarksHeight(g editGeometry, r EditRow, edited bool) (h float32) {
	if r.Fields[editNote] != "" && !edited {
		h += unit(18)
	}
	if r.Warn != "" {
		if h += unit(30); g.folded {
			h += unit(36)
		}
	}
	if r.Wrong != "" {
		h += unit(18) * wrongLines(g, r.Wrong)
	}
	if h > 0 {
		h += unit(4)
	}
	return h
}

// wrongLines returns on how many lines a text about a field is, at most.
func wrongLines(g editGeometry, text string) float32 {
	room := max(unit(80), (g.end()-g.x[editWhat]-unit(24))*0.9)
	return float32(math.Ceil(float64(fyne.MeasureText(text, theme.CaptionTextSize(), fyne.TextStyle{}).Width / room)))
}

// place draws the rows that are seen.
func (t *EditTable) place() {
	if len(t.tops) != len(t.rows)+1 {
		return
	}
	y, bottom := t.scroll.Offset.Y, t.scroll.Offset.Y+t.scroll.Size().Height
	width := t.scroll.Size().Width
	var objs []fyne.CanvasObject
	used := 0
	for i := t.from; i < len(t.rows); i++ {
		top, height := t.tops[i], t.tops[i+1]-t.tops[i]
		edited := t.editing && i == t.current
		if !edited && (top+height < y || top > bottom) {
			continue
		}
		var o fyne.CanvasObject
		if edited {
			t.fields.set(t.at, t.rows[i])
			o = t.fields
		} else {
			if used == len(t.lines) {
				t.lines = append(t.lines, newEditLine(t))
			}
			line := t.lines[used]
			used++
			line.set(i, t.at, t.rows[i], i == t.current && !t.ring.Hidden)
			o = line
		}
		o.Move(fyne.NewPos(0, top))
		o.Resize(fyne.NewSize(width, height))
		objs = append(objs, o)
	}
	t.body.Objects = objs
	for _, o := range objs {
		o.Refresh()
	}
}

// editHead is the line with the titles of the columns.
type editHead struct {
	words [editColumns]*Words
	all   *fyne.Container
}

func newEditHead() *editHead {
	h := &editHead{}
	back := newBox(Sunk, "", 7)
	back.roundTop = true
	objs := []fyne.CanvasObject{}
	for c := range h.words {
		h.words[c] = NewWords(editTitles[c], MutedInk, theme.SizeNameCaptionText, false)
		objs = append(objs, h.words[c])
	}
	h.all = container.New(stack{}, back, container.NewWithoutLayout(objs...))
	return h
}

// MinSize is that of one line.
func (h *editHead) MinSize() fyne.Size { return fyne.NewSize(0, unit(28)) }

func (h *editHead) place(g editGeometry) {
	show(h.all, !g.folded)
	for c, w := range h.words {
		w.Move(fyne.NewPos(g.x[c], 0))
		w.Resize(fyne.NewSize(g.w[c], unit(28)))
	}
}

// editTotal is the last row.
type editTotal struct {
	word, sum *Words
	text      *Paragraph
	body      *fyne.Container
	all       *fyne.Container
}

func newEditTotal() *editTotal {
	f := &editTotal{word: NewWords("Total", Ink, theme.SizeNameText, true),
		sum: NewWords("", Ink, theme.SizeNameText, true), text: newLead("", "")}
	f.text.most = 0
	f.body = container.NewWithoutLayout(f.word, f.sum, f.text)
	f.all = container.New(stack{}, newBox(Sunk, "", 7), container.NewBorder(rule(false), nil, nil, nil, f.body))
	return f
}

func (f *editTotal) set(sum, lead, rest string) {
	f.sum.Set(sum, Ink, true)
	text := newLead(lead, rest)
	text.most = 0
	f.text = text
	f.body.Objects[2] = text
	f.body.Refresh()
}

// MinSize is that of one line.
func (f *editTotal) MinSize() fyne.Size { return fyne.NewSize(0, unit(36)) }

// settle places the words, and returns the height that they need.
func (f *editTotal) settle(g editGeometry, width float32) float32 {
	line := unit(20)
	f.word.Move(fyne.NewPos(g.x[editTime], 8))
	f.word.Resize(fyne.NewSize(max(g.w[editTime], f.word.MinSize().Width), line))
	x, y := g.x[editLength], float32(8)
	if g.folded {
		x = editPad + f.word.MinSize().Width + unit(editGap)
	}
	f.sum.Move(fyne.NewPos(x, 8))
	f.sum.Resize(fyne.NewSize(max(g.w[editLength], f.sum.MinSize().Width), line))
	if x = g.x[editWhat]; g.folded {
		x, y = editPad, 8+line+4
	}
	f.text.Move(fyne.NewPos(x, y))
	return max(unit(36), y+settle(f.text, max(unit(60), width-x-editPad))+9)
}
