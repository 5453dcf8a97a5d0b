package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// cells lays the cells of one row beside each other, 16 apart, by share, but none
// so narrow that its longest word breaks. Where there is no room for that, for instance
// with large text, the cells are below each other, each beside the name of its column.
type cells struct {
	share []float32
	least [][]string // the longest words
	right []bool
	bold  bool      // the words may be bold
	icon  float32   // room that the last column needs besides its words
	fixed bool      // never below each other
	words []float32 // how wide the longest words are
	at    float32   // in letters of this size

	stacked bool // what the last Layout chose
}

const cellGap = 16

// narrowest is the width that every table can do with: a page of the smallest
// window with the largest text, less its margins.
const narrowest = 380

// named adds to the cells of a row the names of all columns but the first, which are
// hidden while the cells are beside each other.
func named(columns []string, row ...fyne.CanvasObject) []fyne.CanvasObject {
	for _, c := range columns[1:] {
		p := Caption(c)
		p.Hide()
		row = append(row, p)
	}
	return row
}

// Layout sets each cell to its width, then to the height it needs.
func (l *cells) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	n := min(len(l.share), len(objs)) // while a row is made, it has fewer
	l.stacked = !l.fixed && !l.fits(size.Width)
	row, names := objs[:n], objs[n:]
	for i, o := range row {
		l.dress(o, i, len(names) > 0)
	}
	for _, o := range names {
		show(o, l.stacked)
	}
	if l.stacked {
		l.stack(row, names, size.Width)
		return
	}
	x := float32(0)
	for i, o := range row {
		show(o, true)
		w := l.width(i, size.Width)
		o.Move(fyne.NewPos(x, 0))
		settle(o, w)
		x += w + cellGap
	}
}

// stack lays the first cell above the others, each of those beside its name, or below it where
// a word would break. A row without names is the head or a fact.
func (l *cells) stack(row, names []fyne.CanvasObject, width float32) {
	if len(row) == 0 {
		return
	}
	first, _ := row[0].(*Paragraph)
	head := len(names) == 0 && first != nil && first.label.SizeName == theme.SizeNameCaptionText
	y, left := settle(row[0], width), float32(0)
	row[0].Move(fyne.NewPos(0, 0))
	for _, o := range names {
		left = max(left, fyne.MeasureText(o.(*Paragraph).String(), theme.CaptionTextSize(), fyne.TextStyle{}).Width+2)
	}
	left = min(left, width*0.4)
	for i, o := range row[1:] {
		p, text := o.(*Paragraph)
		empty := text && p.String() == ""
		show(o, !head && !empty)
		if i < len(names) {
			show(names[i], !empty)
		}
		if head || empty {
			continue
		}
		x, top := float32(0), y+4
		if i < len(names) {
			names[i].Move(fyne.NewPos(0, top+unit(2)))
			if x = left + cellGap; l.word(i+1) > width-x {
				x, top = 0, top+settle(names[i], width)+unit(2)
			} else {
				y = top + unit(2) + settle(names[i], left)
			}
		}
		o.Move(fyne.NewPos(x, top))
		y = max(y, top+settle(o, width-x))
	}
}

// dress sets the words of a cell for the form that was chosen: stacked, the first is a heading and
// figures are at the left like all others.
func (l *cells) dress(o fyne.CanvasObject, i int, named bool) {
	p, ok := o.(*Paragraph)
	if !ok || p.label == nil {
		return
	}
	align, heading := fyne.TextAlignLeading, l.stacked && named && i == 0
	if !l.stacked && i < len(l.right) && l.right[i] {
		align = fyne.TextAlignTrailing
	}
	if p.label.Alignment != align || p.label.TextStyle.Bold != heading {
		p.label.Alignment, p.label.TextStyle.Bold = align, heading
		p.label.Refresh()
	}
}

func show(o fyne.CanvasObject, visible bool) {
	switch {
	case visible && !o.Visible():
		o.Show()
	case !visible && o.Visible():
		o.Hide()
	}
}

// MinSize is right once Layout has run at the present width.
func (l *cells) MinSize(objs []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	n := len(l.share)
	column := min(60, narrowest/float32(n)-cellGap) // however many there are, the window need not grow
	for i, o := range objs {
		if i < n {
			size.Width += min(o.MinSize().Width, max(8, column)) + cellGap
		}
		if !o.Visible() {
			continue
		}
		top := float32(0)
		if l.stacked {
			top = o.Position().Y
		}
		size.Height = max(size.Height, top+o.MinSize().Height)
	}
	return size
}

// fits reports whether no word has to break at this width.
func (l *cells) fits(total float32) bool {
	total -= cellGap * float32(len(l.share)-1)
	for i := range l.share {
		total -= l.word(i)
	}
	return total >= 0
}

func (l *cells) width(i int, total float32) float32 {
	sum := float32(0)
	for _, s := range l.share {
		sum += s
	}
	total -= cellGap * float32(len(l.share)-1)
	short, spare := float32(0), float32(0) // what some columns lack, and others can give
	words := float32(0)
	for k := range l.share {
		words += l.word(k)
		if d := total*l.share[k]/sum - l.word(k); d < 0 {
			short -= d
		} else {
			spare += d
		}
	}
	w := total * l.share[i] / sum
	switch d := w - l.word(i); {
	case short == 0 || words == 0:
	case spare < short: // words must break: each column a little
		w = total * l.word(i) / words
	case d < 0:
		w -= d
	default:
		w -= d * short / spare
	}
	return max(0, w)
}

// word returns the width of a column's longest word; a very long one, such as an
// address, has to break.
func (l *cells) word(i int) float32 {
	if i >= len(l.least) {
		return 0
	}
	if size := theme.TextSize(); l.at != size {
		l.at, l.words = size, nil
		for _, some := range l.least {
			width := float32(0)
			for _, w := range some {
				width = max(width, fyne.MeasureText(w, size, bold(l.bold)).Width+2)
			}
			l.words = append(l.words, min(width, unit(160)))
		}
		l.words[len(l.words)-1] += l.icon
	}
	return l.words[i]
}
