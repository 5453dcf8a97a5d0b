package screens

import (
	"fmt"
	"strings"
	"time"

	"handrail/app"
	"handrail/app/event/programme"
	"handrail/app/event/runsheet"
	"handrail/screens/parts"
)

// refresh adds the sheet up and shows it.
func (e *sheetScreen) refresh() {
	rows, sum := e.g.Plan(e.zero)
	e.rows = rows
	first, last := e.zero, sum.End
	for _, r := range rows {
		if r.Start.Before(first) {
			first = r.Start
		}
	}
	if d, err := runsheet.NewDial(e.start, first, last); err == nil {
		e.dial = d
	}
	from, early := 0, e.first()
	if e.hidden && early < len(rows)-1 {
		from = early
	}
	switch {
	case early == 0 || early >= len(rows)-1:
		e.early.Hide()
	case e.hidden:
		e.early.SetLabel("Show " + plural(early, "earlier item"))
		e.early.SetIcon("down")
		e.early.Show()
	default:
		e.early.SetLabel("Hide " + plural(early, "earlier item"))
		e.early.SetIcon("up")
		e.early.Show()
	}
	e.table.SetTotal(e.total(sum))
	e.table.Set(len(rows), from)
	e.onMove()
}

// onMove writes on the button for fixed starts what it does in the current row.
func (e *sheetScreen) onMove() {
	if row, _ := e.table.Current(); row < e.g.Len() && e.g.Line(row)[runsheet.ColumnStart] != "" {
		e.fix.SetLabel("Free start")
	} else {
		e.fix.SetLabel("Fix start")
	}
	e.layTools()
}

// layTools places the buttons above the table again: new words on them take another width.
func (e *sheetScreen) layTools() {
	high := e.bar.MinSize().Height
	if e.bar.Refresh(); e.bar.MinSize().Height != high {
		e.page.Refresh()
	}
}

// total returns the words of the last row.
func (e *sheetScreen) total(sum runsheet.Sum) (length, lead, rest string) {
	lead = "Ends at " + e.dial.Text(sum.End) + ","
	rest = inWords(sum.End.Sub(e.zero)) + " after the start."
	if sum.Overlaps > 0 {
		rest += " Without the " + strings.TrimPrefix(plural(sum.Overlaps, "overlap"), "1 ") + " it ends at " +
			e.dial.Text(sum.Apart) + "."
	}
	if sum.Unread > 0 {
		rest += " Not counted: " + plural(sum.Unread, "item") + " with a part that Handrail cannot read."
	}
	if e.dial.Changes() {
		rest += " The clocks change during the event. Lengths are real time."
	}
	length = itoa(int(sum.Length/time.Minute)) + " min"
	if seconds := int(sum.Length % time.Minute / time.Second); seconds > 0 {
		length = fmt.Sprintf("%d:%02d min", sum.Length/time.Minute, seconds)
	}
	return length, lead, rest
}

// inWords returns a length in minutes, with seconds where there are any: "3 minutes", "1 minute 30 seconds".
func inWords(d time.Duration) string {
	m, s := int(d/time.Minute), int(d%time.Minute/time.Second)
	switch {
	case s == 0:
		return plural(m, "minute")
	case m == 0:
		return plural(s, "second")
	}
	return plural(m, "minute") + " " + plural(s, "second")
}

// row returns a row as the table shows it.
func (e *sheetScreen) row(i int) parts.EditRow {
	if i >= min(len(e.rows), e.g.Len()) {
		return parts.EditRow{}
	}
	r, l := e.rows[i], e.g.Line(i)
	out := parts.EditRow{Fields: l, Fixed: l[runsheet.ColumnStart] != "", Wrong: e.refused[i],
		Cells: [6]string{e.dial.Text(r.Start), programme.Length(r.Length), l[runsheet.ColumnCue], l[runsheet.ColumnWho],
			l[runsheet.ColumnScreen], l[runsheet.ColumnSound]}}
	if out.Fixed {
		out.Mark, out.Fields[0] = "fixed start", out.Cells[0]
		if r.Gap > 0 {
			out.Mark += ", " + inWords(r.Gap) + " free before it"
		}
	}
	if r.Wrong != nil && out.Wrong == "" {
		out.Wrong, out.Bad = wrong(e.wordsOf(r)), int(r.Where)
		if r.Where == runsheet.ColumnLength || r.Where == runsheet.ColumnStart {
			out.Cells[r.Where], out.Fields[r.Where] = l[r.Where], l[r.Where]
		}
	}
	if r.Overlap > 0 {
		out.Warn = "Overlap of " + inWords(r.Overlap) + ":"
		out.Why = "the item above ends at " + e.dial.Text(r.Start.Add(r.Overlap)) + "."
		out.Repair = "Start it " + inWords(r.Overlap) + " later"
		if r.Later {
			out.Repair = "Move later items by " + inWords(r.Overlap)
		}
	}
	return out
}

// wordsOf returns what is wrong with a row, in the words of the table.
func (e *sheetScreen) wordsOf(r runsheet.Placed) error {
	if r.Where == runsheet.ColumnCue {
		return app.Errorf(app.Invalid, "Enter it in the column “What”.", "This item does not say what happens.")
	}
	return r.Wrong
}
