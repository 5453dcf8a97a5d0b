package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

func newEditFields(t *EditTable) *editFields {
	f := &editFields{t: t, back: newBox(Soft, "", 0), bar: newBox(Accent, "", 0), remarks: newRemarks(t),
		time: NewWords("", Ink, theme.SizeNameText, true)}
	objs := []fyne.CanvasObject{f.back, f.bar, f.time}
	for c := range f.cells {
		f.cells[c] = newCell(t, c)
		f.labels[c] = NewWords(editTitles[c], MutedInk, theme.SizeNameCaptionText, false)
		objs = append(objs, f.labels[c], container.New(stack{}, roomy(f.cells[c]), f.cells[c].ring))
	}
	f.all = containerOf(f.place, func() fyne.Size { return fyne.NewSize(unit(200), unit(44)) },
		append(objs, f.remarks.all)...)
	f.ExtendBaseWidget(f)
	return f
}

// CreateRenderer is Fyne's.
func (f *editFields) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(f.all) }

// height returns the height of the fields without the small lines below.
func (f *editFields) height(g editGeometry, r EditRow) float32 {
	if !g.folded {
		return unit(84) // the note has a line of its own
	}
	return unit(12) + unit(26) + float32(len(f.shown(r)))*unit(60)
}

// span returns from where to where a field of a folded row at top is.
func (f *editFields) span(top float32, r EditRow, column int) (from, to float32) {
	from = top + unit(32)
	for i, c := range f.shown(r) {
		if c == column {
			from += float32(i) * unit(60)
		}
	}
	to = from + unit(60)
	if f.shown(r)[0] == column {
		from = top // with the time
	}
	return from, to
}

// shown returns the fields that there are.
func (f *editFields) shown(r EditRow) (all []int) {
	for c := range f.cells {
		if c != editTime || r.Fixed {
			all = append(all, c)
		}
	}
	return all
}

// set fills the fields, except the one that the person types into.
func (f *editFields) set(g editGeometry, r EditRow) {
	f.at, f.row = g, r
	f.time.Set(r.Cells[editTime], Ink, true)
	f.time.Hidden = r.Fixed && !g.folded
	f.filling = true
	for c, e := range f.cells {
		e.Hidden = c == editTime && !r.Fixed
		if !e.focused && e.Text != r.Fields[c] {
			e.SetText(r.Fields[c])
			e.CursorColumn = len([]rune(r.Fields[c]))
		}
		wrong := r.Wrong != "" && r.Bad == c
		if e.wrong != wrong {
			e.wrong = wrong
			e.paintRing()
		}
		f.labels[c].Hidden = e.Hidden || !g.folded && c != editNote
	}
	f.filling = false
	f.remarks.set(f.t.current, g, r, true)
}

// rest lets all fields be filled: the row is another one now.
func (f *editFields) rest() {
	f.filling = true
	for c, e := range f.cells {
		if i := f.t.current; i < len(f.t.rows) && e.Text != f.t.rows[i].Fields[c] {
			e.SetText(f.t.rows[i].Fields[c])
			e.CursorColumn = len([]rune(e.Text))
		}
	}
	f.filling = false
}

// focus moves the focus to a field.
func (f *editFields) focus(column int) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(f.t); c != nil {
		c.Focus(f.cells[column])
	}
}

func (f *editFields) place(size fyne.Size) {
	g := f.at
	f.back.Resize(size)
	f.bar.Resize(fyne.NewSize(3, size.Height))
	field := func(c int, x, y, w float32) {
		o := f.all.Objects[4+2*c]
		o.Move(fyne.NewPos(x, y))
		o.Resize(fyne.NewSize(max(0, w), unit(36)))
	}
	label := func(o *Words, x, y, w, h float32) {
		o.Move(fyne.NewPos(x, y))
		o.Resize(fyne.NewSize(max(0, w), h))
	}
	if g.folded {
		y := unit(6)
		label(f.time, editPad, y, size.Width-2*editPad, unit(24))
		y += unit(26)
		for _, c := range f.shown(f.row) {
			label(f.labels[c], editPad, y, size.Width-2*editPad, unit(18))
			field(c, editPad-8, y+unit(19), size.Width-2*editPad+16)
			y += unit(60)
		}
	} else {
		label(f.time, g.x[editTime], unit(4), g.w[editTime], unit(36))
		pad := float32(8) // that of a field, so that its words stand in their column
		for c := range editColumns {
			field(c, g.x[c]-pad, unit(4), g.w[c]+unit(editGap)-4)
		}
		x := g.x[editWhat]
		label(f.labels[editNote], g.x[editLength], unit(44), g.w[editLength], unit(36))
		field(editNote, x-pad, unit(44), g.end()-x+unit(editGap)-4)
	}
	high := f.height(g, f.row)
	f.remarks.all.Move(fyne.NewPos(0, high))
	f.remarks.all.Resize(fyne.NewSize(size.Width, max(0, size.Height-high)))
}
