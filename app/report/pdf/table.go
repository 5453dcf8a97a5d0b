package pdf

import (
	"math"
	"slices"
	"strings"

	"handrail/app/report"
)

const (
	cellSize = 9.0
	padding  = 6.0 // at each side of a cell
	narrow   = 44  // the least width of a column
)

// column is one cell of a row: its place from the margin, its width and its lines.
type column struct {
	x, width float64
	lines    [][]glyph
	right    bool
}

// table writes a table that goes over pages: each of them has its head again. One with more columns than paper is wide
// becomes a list of names and values.
func (p *page) table(t report.Table) {
	n := len(t.Columns)
	for _, row := range t.Rows {
		n = max(n, len(row))
	}
	if n == 0 {
		return
	}
	if float64(n)*narrow > p.inner() {
		p.records(t)
		return
	}
	widths := p.widths(t, n)
	titles := p.columns(t.Columns, t.Right, widths, style{bold, cellSize, muted})
	height := cellSize * leading
	tall := float64(mostLines(titles))*height + padding
	head := func() {
		p.fill(margin, p.y, p.inner(), tall, sunk)
		p.over(titles, height, padding/2, true, func() {})
	}
	again := head
	if tall > p.whole()/3 { // a head that leaves no room is written once, as a row
		again = func() {}
		p.rowOver(titles, height, again)
	} else {
		p.need(tall + 3*height)
		head()
	}
	for _, row := range t.Rows {
		p.rowOver(p.columns(row, t.Right, widths, style{sans, cellSize, ink}), height, again)
	}
	p.y += gap
}

// columns returns a row as cells in columns of these widths.
func (p *page) columns(row []string, right []bool, widths []float64, s style) []column {
	out, x := make([]column, len(widths)), 0.0
	for i, width := range widths {
		text := ""
		if i < len(row) {
			text = row[i]
		}
		inside := width - 2*padding
		out[i] = column{x + padding, inside, wrap(p.set.spans(span{text, s}), inside), i < len(right) && right[i]}
		x += width
	}
	return out
}

// mostLines returns the lines of the highest cell.
func mostLines(all []column) (most int) {
	for _, c := range all {
		most = max(most, len(c.lines))
	}
	return most
}

// rowOver writes a row of a table, and the head again where a page begins.
func (p *page) rowOver(all []column, height float64, again func()) {
	lines := float64(mostLines(all))
	if need := lines*height + padding; p.room() < need && (need < p.whole()/2 || p.room() < 3*height) {
		p.next()
		again()
	}
	p.over(all, height, padding/2, true, again)
}

// cells writes a row.
func (p *page) cells(all []column, height, space float64, ruled bool) {
	if need := float64(mostLines(all))*height + 2*space; need < p.whole()/2 {
		p.need(need)
	}
	p.over(all, height, space, ruled, func() {})
}

// over writes the lines of a row that fit, and the others on the pages that follow.
func (p *page) over(all []column, height, space float64, ruled bool, again func()) {
	p.y += space
	for from, lines := 0, mostLines(all); from < lines; {
		fit := min(int((p.room()-space)/height), lines-from)
		if fit < 1 {
			p.next()
			again()
			p.y += space
			fit = max(1, min(int((p.room()-space)/height), lines-from))
		}
		for _, c := range all {
			for i := from; i < min(from+fit, len(c.lines)); i++ {
				x := margin + c.x
				if c.right {
					x += c.width - widthOf(c.lines[i])
				}
				p.put(x, p.y+float64(i-from)*height, c.lines[i])
			}
		}
		p.y += float64(fit) * height
		from += fit
	}
	p.y += space
	if ruled {
		p.line(margin, p.y, p.width-margin, 0.5, rule)
	}
}

// widths shares the width of the page among columns: what each needs if there is room, else what its longest word needs
// and more by how long its texts usually are.
func (p *page) widths(t report.Table, n int) []float64 {
	whole, usual, word := make([]float64, n), make([]float64, n), make([]float64, n)
	even := p.inner() / float64(n)
	for r, row := range append([][]string{t.Columns}, t.Rows...) {
		s := style{sans, cellSize, ink}
		if r == 0 {
			s.face = bold
		}
		for i, text := range row {
			all, long := lengths(p.set.spans(span{text, s}))
			all = min(all+2*padding+1, 2*p.inner())
			whole[i] = max(whole[i], all)
			usual[i] += all * all // of the squares, so that a few long texts count
			word[i] = max(word[i], min(long+2*padding+1, max(even, 150)))
		}
	}
	least := 0.0
	for i := range whole {
		usual[i] = math.Sqrt(usual[i] / float64(len(t.Rows)+1))
		word[i] = max(word[i], min(narrow, even))
		whole[i] = max(whole[i], word[i])
		if whole[i] <= even {
			word[i] = whole[i] // a short column stays in one line
		}
		least += word[i]
	}
	if least > p.inner() {
		for i := range word {
			word[i] = min(word[i], even)
		}
	}
	return share(whole, usual, word, p.inner())
}

// lengths returns the width of a text and of the longest part that wrap keeps together.
func lengths(g []glyph) (all, long float64) {
	part := 0.0
	for _, one := range g {
		all += one.width
		if one.r != ' ' {
			part += one.width
			long = max(long, part)
		}
		if strings.ContainsRune(breaks, one.r) {
			part = 0
		}
	}
	return all, long
}

// share returns widths that are room wide together. None is less than least, and none more than whole unless all are.
func share(whole, usual, least []float64, room float64) []float64 {
	all := 0.0
	for _, v := range whole {
		all += v
	}
	out := slices.Clone(whole)
	if all <= room {
		for i := range out {
			out[i] += (room - all) * whole[i] / all
		}
		return out
	}
	full := make([]bool, len(out))
	for again := true; again; {
		again = false
		spare, weights := room, 0.0
		for i := range out {
			if full[i] {
				spare -= whole[i]
				continue
			}
			spare -= least[i]
			weights += max(usual[i]-least[i], 1)
		}
		for i := range out {
			if full[i] {
				continue
			}
			out[i] = least[i] + max(spare, 0)*max(usual[i]-least[i], 1)/weights
			if out[i] >= whole[i] {
				out[i], full[i], again = whole[i], true, true
			}
		}
	}
	return out
}

// records writes each row as names and values.
func (p *page) records(t report.Table) {
	for _, row := range t.Rows {
		var facts []report.Fact
		for i, text := range row {
			f := report.Fact{Value: text}
			if i < len(t.Columns) {
				f.Label = t.Columns[i]
			}
			facts = append(facts, f)
		}
		p.rows(facts)
		p.line(margin, p.y, p.width-margin, 0.5, rule)
		p.y += gap
	}
}
