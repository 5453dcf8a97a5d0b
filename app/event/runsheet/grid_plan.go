package runsheet

import (
	"time"
)

// Placed is a line of a Grid with its times, as far as they are known.
type Placed struct {
	Slot
	Blank bool   // nothing is typed into it; it takes no time
	Wrong error  // why a part of it cannot be read, app.Invalid; its times are without that part
	Where Column // which part
	Later bool   // Repair of its overlap moves everything below too
}

// Sum is what the lines of a Grid add up to.
type Sum struct {
	Items    int
	Length   time.Duration // of all items together
	End      time.Time     // when the last one ends
	Overlaps int           // items that begin before the one above ends
	Apart    time.Time     // when the last one ends without the overlaps
	Unread   int           // lines with a part that cannot be read, which the figures leave out
}

// Plan places the lines in time, for an event that begins at start, and adds them up.
func (g *Grid) Plan(start time.Time) ([]Placed, Sum) {
	all := make([]Placed, g.Len())
	sum := Sum{End: start, Apart: start}
	var items []Item
	var rows []int
	for i, l := range g.now.lines {
		if all[i].Blank = l.Blank(); all[i].Blank {
			continue
		}
		item, where, err := itemOf(l)
		if all[i].Wrong, all[i].Where = err, where; err != nil {
			sum.Unread++
		}
		items, rows = append(items, item), append(rows, i)
		sum.Length += item.Length
	}
	sum.Items = len(items)
	slots := Plan(items, start)
	for k, s := range slots {
		all[rows[k]].Slot = s
		if k == 0 || s.End.After(sum.End) {
			sum.End = s.End
		}
		if s.Overlap > 0 {
			sum.Overlaps++
			all[rows[k]].Later = separate(append([]Item(nil), items...), slots, k) == len(items)
		}
	}
	for k, s := range Plan(apart(items), start) {
		if k == 0 || s.End.After(sum.Apart) {
			sum.Apart = s.End
		}
	}
	at := start
	for i := range all {
		if all[i].Blank {
			all[i].Start, all[i].End = at, at
		}
		at = all[i].End
	}
	return all, sum
}

// apart returns the items without overlaps: what has a fixed start waits for the end of the item above.
func apart(items []Item) []Item {
	out := append([]Item(nil), items...)
	var end time.Duration
	for i := range out {
		if out[i].Fixed {
			if i > 0 {
				out[i].At = max(out[i].At, end)
			}
			end = out[i].At
		}
		end += out[i].Length
	}
	return out
}

// separate moves item i, which overlaps, to the end of the one above, and the fixed starts below by as much: free time
// before one of them takes up the move. slots are the items as planned. It returns the first item that stays where it
// is, or len(items).
func separate(items []Item, slots []Slot, i int) int {
	by := slots[i].Overlap
	for k := i; k < len(items); k++ {
		if !items[k].Fixed {
			continue
		}
		if k > i {
			if by -= max(0, slots[k].Start.Sub(slots[k-1].End)); by <= 0 {
				return k
			}
		}
		items[k].At += by
	}
	return len(items)
}

// Repair starts a line when the one above ends, and moves fixed starts below it by as much, unless there is free time
// before them. It reports whether anything changed.
func (g *Grid) Repair(row int) bool {
	if row < 0 || row >= g.Len() {
		return false
	}
	var items []Item
	var rows []int
	at := -1
	for i, l := range g.now.lines {
		if l.Blank() {
			continue
		}
		if i == row {
			at = len(items)
		}
		item, _, _ := itemOf(l) // a part that cannot be read takes no time here, as in Plan
		items, rows = append(items, item), append(rows, i)
	}
	slots := Plan(items, time.Unix(0, 0))
	if at < 0 || slots[at].Overlap == 0 {
		return false
	}
	separate(items, slots, at)
	s := g.change(row)
	for k, item := range items {
		if item.Fixed {
			s.lines[rows[k]][ColumnStart] = offsetText(item.At)
		}
	}
	return true
}

// Fix fixes the start of a line where it is now.
func (g *Grid) Fix(row int, start time.Time) {
	if placed, _ := g.Plan(start); row >= 0 && row < len(placed) {
		g.FixAt(row, placed[row].Start.Sub(start))
	}
}

// FixAt fixes the start of a line, from the start of the event.
func (g *Grid) FixAt(row int, at time.Duration) {
	g.Rest()
	g.Set(row, ColumnStart, offsetText(at))
	g.Rest()
}

// Free lets a line follow the one above.
func (g *Grid) Free(row int) {
	g.Rest()
	g.Set(row, ColumnStart, "")
	g.Rest()
}
