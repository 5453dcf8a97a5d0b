package runsheet

import (
	"slices"
	"strings"
)

// Column is a part of an item.
type Column int

// The parts of an item, in the order of the text.
const (
	ColumnStart  Column = iota // from the start of the event; empty: it follows the item above
	ColumnLength               // empty for a moment
	ColumnCue
	ColumnWho
	ColumnScreen
	ColumnSound
	ColumnNote
	columns = 7
)

// Line is one item while it is edited: its parts as they are typed, which may not be readable yet.
type Line [columns]string

// Blank reports whether nothing has been typed into the line.
func (l Line) Blank() bool { return l == Line{} }

// mostUndone is how many changes a Grid can undo.
const mostUndone = 100

// Grid is a run sheet while it is edited as a table. ReadGrid makes one of the text form, and Text makes text of it
// again, without loss: also of lines that Parse refuses. Every change can be undone.
type Grid struct {
	now        sheet
	past, next []sheet
	typing     cell // the cell of the last change, where that was typing
}

// sheet is one state of a Grid.
type sheet struct {
	lines []Line
	above []string // the comments above each line, and below the last
	row   int      // where the person was
}

type cell struct {
	row    int
	column Column
	on     bool
}

// ReadGrid returns the table of a sheet that people typed. It reads any text.
func ReadGrid(text string) *Grid {
	g := &Grid{}
	comments := ""
	for _, line := range strings.Split(text, "\n") {
		switch line = strings.TrimSpace(line); {
		case line == "":
		case strings.HasPrefix(line, "#"):
			comments += line + "\n"
		default:
			g.now.lines, g.now.above = append(g.now.lines, lineOf(line)), append(g.now.above, comments)
			comments = ""
		}
	}
	g.now.above = append(g.now.above, comments)
	return g
}

// lineOf returns the parts of a line of text. A line with fewer than three has no start.
func lineOf(text string) (l Line) {
	parts := strings.SplitN(text, "|", columns)
	if missing := 3 - len(parts); missing > 0 {
		parts = append(make([]string, missing), parts...)
	}
	for i, p := range parts {
		l[i] = cellText(Column(i), p)
	}
	return l
}

// cellText returns what a cell holds of a text: one line without the marks of the text form.
func cellText(c Column, text string) string {
	text = clean(text)
	if c == ColumnStart {
		text = strings.TrimLeft(text, "# ")
	}
	return text
}

// Text returns the sheet as Parse reads it. Lines in which nothing is typed are left out.
func (g *Grid) Text() string {
	var b strings.Builder
	for i, l := range g.now.lines {
		b.WriteString(g.now.above[i])
		if l.Blank() {
			continue
		}
		last := int(ColumnWho)
		for k := last; k < columns; k++ {
			if l[k] != "" {
				last = k + 1
			}
		}
		b.WriteString(strings.TrimRight(strings.Join(l[:last], " | "), " ") + "\n")
	}
	b.WriteString(g.now.above[len(g.now.lines)])
	return b.String()
}

// Len returns the number of lines.
func (g *Grid) Len() int { return len(g.now.lines) }

// Line returns a line.
func (g *Grid) Line(row int) Line { return g.now.lines[row] }

// change keeps the state as it is, so that it can be undone, and returns a copy to change.
func (g *Grid) change(row int) *sheet {
	g.now.row = row
	g.past = append(g.past, g.now)
	if len(g.past) > mostUndone {
		g.past = slices.Delete(g.past, 0, 1)
	}
	g.next, g.typing = nil, cell{}
	g.now.lines, g.now.above = slices.Clone(g.now.lines), slices.Clone(g.now.above)
	return &g.now
}

// Set changes one part of a line. What is typed into one cell without a pause is undone at once. It reports whether
// anything changed.
func (g *Grid) Set(row int, c Column, text string) bool {
	text = cellText(c, text)
	if row < 0 || row >= g.Len() || g.now.lines[row][c] == text {
		return false
	}
	if at := (cell{row, c, true}); g.typing == at {
		g.now.lines[row][c] = text // already a copy
	} else {
		g.change(row).lines[row][c] = text
		g.typing = at
	}
	return true
}

// Rest ends the typing into a cell: what follows is undone for itself.
func (g *Grid) Rest() { g.typing = cell{} }

// Insert puts an empty line before row, or at the end. It returns the row of the new line; false where the sheet is
// full.
func (g *Grid) Insert(row int) (int, bool) { return g.put(row, Line{}) }

// Duplicate puts a copy of a line below it. The copy follows the line, also where that has a fixed start.
func (g *Grid) Duplicate(row int) (int, bool) {
	if row < 0 || row >= g.Len() {
		return row, false
	}
	l := g.now.lines[row]
	l[ColumnStart] = ""
	return g.put(row+1, l)
}

func (g *Grid) put(row int, l Line) (int, bool) {
	row = min(max(row, 0), g.Len())
	if g.Len() >= mostItems {
		return row, false
	}
	s := g.change(row)
	s.lines, s.above = slices.Insert(s.lines, row, l), slices.Insert(s.above, row, "")
	s.above[row], s.above[row+1] = s.above[row+1], ""
	return row, true
}

// Delete removes a line. It returns the row to go to.
func (g *Grid) Delete(row int) int {
	if row < 0 || row >= g.Len() {
		return row
	}
	s := g.change(row)
	s.above[row+1] = s.above[row] + s.above[row+1]
	s.lines, s.above = slices.Delete(s.lines, row, row+1), slices.Delete(s.above, row, row+1)
	return max(0, min(row, len(s.lines)-1))
}

// Move moves a line up (by -1) or down (by 1) and returns its new row. A fixed start goes with its line. Only those
// up to the start of the event stay at their place: they are the frame of the event, and what is in it changes.
func (g *Grid) Move(row, by int) int {
	to := row + by
	if row < 0 || row >= g.Len() || to < 0 || to >= g.Len() {
		return row
	}
	s := g.change(row)
	upper := &s.lines[min(row, to)][ColumnStart]
	frame := false
	if at, err := ParseOffset(*upper); *upper != "" && err == nil {
		frame = at <= 0
	}
	s.lines[row], s.lines[to] = s.lines[to], s.lines[row]
	if frame {
		a, b := &s.lines[row][ColumnStart], &s.lines[to][ColumnStart]
		*a, *b = *b, *a
	}
	s.row = to
	return to
}

// Replace puts the lines of another sheet in place of all.
func (g *Grid) Replace(text string) {
	other := ReadGrid(text)
	g.change(0)
	g.now = other.now
}

// Undo takes back the last change and returns the row where it was; false if there is none.
func (g *Grid) Undo() (row int, ok bool) { return g.step(&g.past, &g.next) }

// Redo makes again what Undo took back.
func (g *Grid) Redo() (row int, ok bool) { return g.step(&g.next, &g.past) }

func (g *Grid) step(from, to *[]sheet) (int, bool) {
	n := len(*from)
	if n == 0 {
		return g.now.row, false
	}
	*to = append(*to, g.now)
	g.now, *from = (*from)[n-1], (*from)[:n-1]
	g.typing = cell{}
	return max(0, min(g.now.row, g.Len()-1)), true
}
