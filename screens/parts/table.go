package parts

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"handrail/app/guide"
)

// manyRows is where a table turns into a list that draws only what is seen.
const manyRows = 200

// NewPlanTable shows what would change: setting, now, after. A change has an
// arrow and bold words; the rest stays as it is.
func NewPlanTable(changes []guide.Change) fyne.CanvasObject {
	return planTable([]string{"Setting", "Now", "After"}, []float32{0.9, 0.8, 1.4}, 10, changes)
}

// planTable: share is the width of each column, pad the room above and below the words of a row.
func planTable(columns []string, share []float32, pad float32, changes []guide.Change) fyne.CanvasObject {
	var words [][]string
	for _, c := range changes {
		words = append(words, []string{c.Setting, c.Now, c.After})
	}
	l := &cells{share: share, least: longest(columns, words), bold: true, icon: 28}
	rows := []fyne.CanvasObject{newHead(l, columns...)}
	for _, c := range changes {
		after := fyne.CanvasObject(inside(0, 0, 0, 32, Muted("No change")))
		if !c.Unchanged() {
			after = container.New(&bannerLayout{}, newGlyph("arrow", Accent, 20), Bold(c.After))
		}
		row := container.New(l, named(columns, Text(c.Setting), Muted(c.Now), after)...)
		rows = append(rows, inside(pad, 16, pad, 16, row))
	}
	return framed(rows)
}

// NewTable shows rows under headings; right marks the columns that hold figures.
func NewTable(columns []string, right []bool, rows [][]string) fyne.CanvasObject {
	l := &cells{share: shares(columns, rows), least: longest(columns, rows), right: right}
	head := newHead(l, columns...)
	if len(rows) > manyRows {
		l.fixed = true
		return newLongTable(l, head, rows)
	}
	all := []fyne.CanvasObject{head}
	for _, r := range rows {
		var row []fyne.CanvasObject
		for i := range columns {
			row = append(row, cellText(r, i, right))
		}
		all = append(all, inside(6, 16, 6, 16, container.New(l, named(columns, row...)...)))
	}
	return framed(all)
}

func cellText(row []string, i int, right []bool) fyne.CanvasObject {
	s := ""
	if i < len(row) {
		s = row[i]
	}
	p := Text(s)
	p.most = 0
	if i < len(right) && right[i] {
		p.label.Alignment = fyne.TextAlignTrailing
	}
	return p
}

// framed is a panel with a sunk first row and lines between rows.
func framed(rows []fyne.CanvasObject) fyne.CanvasObject {
	return container.New(stack{}, newBox(Surface, LineTone, 8), inside(1, 1, 1, 1, Column(0, parted(rows)...)))
}

func newHead(l *cells, columns ...string) fyne.CanvasObject {
	row := container.New(l)
	for i, c := range columns {
		p := Caption(c)
		if i < len(l.right) && l.right[i] {
			p.label.Alignment = fyne.TextAlignTrailing
		}
		row.Add(p)
	}
	back := newBox(Sunk, "", 7)
	back.roundTop = true
	return container.New(stack{}, back, inside(9, 16, 9, 16, row))
}

// shares returns each column its part of the width by its longest words.
func shares(columns []string, rows [][]string) []float32 {
	s := make([]float32, len(columns))
	for i, c := range columns {
		n := len([]rune(c))
		for _, r := range rows {
			if i < len(r) {
				n = max(n, len([]rune(r[i])))
			}
		}
		s[i] = float32(min(max(n, 6), 40))
	}
	return s
}

// shortCell is the length, in letters, up to which what stands in a cell is not broken into lines.
const shortCell = 8

// longest returns the longest words of each column, a few of about one length, since
// letters are not equally wide. Of very many rows the first ones speak for all.
func longest(columns []string, rows [][]string) [][]string {
	const few, near = 12, 3 // how many are kept, and how much shorter they may be
	words := make([][]string, len(columns))
	for i, c := range columns {
		take := func(text string) {
			parts := strings.Fields(text)
			if len([]rune(text)) <= shortCell { // “−60 min” stays on one line
				parts = []string{text}
			}
			for _, w := range parts {
				switch all := words[i]; {
				case len(all) == 0 || len(w) > len(all[0])+near:
					words[i] = []string{w}
				case len(w) > len(all[0]):
					words[i] = append([]string{w}, all[:min(len(all), few-1)]...)
				case len(w) >= len(all[0])-near && len(all) < few && !slices.Contains(all, w):
					words[i] = append(all, w)
				}
			}
		}
		take(c)
		for _, r := range rows[:min(len(rows), manyRows)] {
			if i < len(r) {
				take(r[i])
			}
		}
	}
	return words
}

// newLongTable draws only the rows that are seen, each one line high.
func newLongTable(l *cells, head fyne.CanvasObject, rows [][]string) fyne.CanvasObject {
	list := newManyList(len(rows), func() fyne.CanvasObject { return newTableLine(l) },
		func(i int, o fyne.CanvasObject) {
			o.(*tableLine).set(rows[i])
		}, nil)
	list.text = func(i int) string { return strings.Join(rows[i], "\n") }
	return framed([]fyne.CanvasObject{head, container.New(fixedHeight{336}, list)})
}

// tableLine is one row of a long table, 28 high, cells cut short.
type tableLine struct {
	widget.BaseWidget
	labels []*widget.Label
	all    *fyne.Container
}

func newTableLine(l *cells) *tableLine {
	t := &tableLine{}
	row := container.New(l)
	for i := range l.share {
		label := widget.NewLabel("")
		label.Truncation = fyne.TextTruncateEllipsis
		if i < len(l.right) && l.right[i] {
			label.Alignment = fyne.TextAlignTrailing
		}
		t.labels = append(t.labels, label)
		row.Add(inside(-8, -8, -8, -8, label))
	}
	t.all = inside(4, 16, 4, 16, row)
	t.ExtendBaseWidget(t)
	return t
}

// CreateRenderer is Fyne's.
func (t *tableLine) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(t.all) }

// MinSize is the same for every row.
func (t *tableLine) MinSize() fyne.Size { return fyne.NewSize(unit(200), unit(28)) }

func (t *tableLine) set(row []string) {
	for i, l := range t.labels {
		s := ""
		if i < len(row) {
			s = row[i]
		}
		l.SetText(s)
	}
}

// NewFacts shows names and values in two columns.
func NewFacts(names, values []string) fyne.CanvasObject {
	var rows []fyne.CanvasObject
	var words [][]string
	for i := range names {
		words = append(words, []string{names[i], values[i]})
	}
	l := &cells{share: []float32{1, 2}, least: longest([]string{"", ""}, words)}
	for i := range names {
		name := newParagraph(names[i], theme.SizeNameText, false, widget.LowImportance)
		rows = append(rows, inside(8, 16, 8, 16, container.New(l, name, Text(values[i]))))
	}
	return NewRows(rows...)
}
