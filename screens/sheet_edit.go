package screens

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"handrail/app"
	"handrail/app/event/programme"
	"handrail/app/event/runsheet"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/screens/parts"
)

// shortcuter is a screen with shortcuts of its own.
type shortcuter interface {
	Shortcut(fyne.Shortcut) bool // false: not one of its own
}

// sheetKeys are the shortcuts of the table, by the names on its buttons.
var sheetKeys = []struct {
	key      fyne.KeyName
	modifier fyne.KeyModifier
}{{fyne.KeyI, fyne.KeyModifierShortcutDefault}, {fyne.KeyD, fyne.KeyModifierShortcutDefault},
	{fyne.KeyT, fyne.KeyModifierShortcutDefault}, {fyne.KeyDelete, fyne.KeyModifierShortcutDefault},
	{fyne.KeyR, fyne.KeyModifierShortcutDefault}, {fyne.KeyUp, fyne.KeyModifierAlt}, {fyne.KeyDown, fyne.KeyModifierAlt}}

// setShortcuts gives the shortcuts of a screen to it where no field has the focus.
func (w *Window) setShortcuts() {
	pass := func(s fyne.Shortcut) {
		if c, ok := w.current.(shortcuter); ok {
			c.Shortcut(s)
		}
	}
	for _, k := range sheetKeys {
		w.Win.Canvas().AddShortcut(&desktop.CustomShortcut{KeyName: k.key, Modifier: k.modifier}, pass)
	}
	w.Win.Canvas().AddShortcut(&fyne.ShortcutUndo{}, pass)
	w.Win.Canvas().AddShortcut(&fyne.ShortcutRedo{}, pass)
}

// keyCap returns the name of a key with Ctrl, or with Cmd on a Mac.
func keyCap(key string) string {
	if runtime.GOOS == "darwin" {
		return "Cmd+" + key
	}
	return "Ctrl+" + key
}

// makeTools makes the buttons above the table, each with its key.
func (e *sheetScreen) makeTools() []fyne.CanvasObject {
	at := func(do func(row int)) func() {
		return func() { row, _ := e.table.Current(); do(row) }
	}
	e.fix = parts.NewToolButton("Fix start", keyCap("T"), at(e.toggle))
	e.tools = []*parts.KeyButton{
		parts.NewToolButton("Insert row", keyCap("I"), at(func(row int) { e.insert(row + 1) })),
		parts.NewToolButton("Duplicate", keyCap("D"), at(e.duplicate)),
		parts.NewToolButton("Move up", "Alt+↑", at(func(row int) { e.move(row, -1) })),
		parts.NewToolButton("Move down", "Alt+↓", at(func(row int) { e.move(row, 1) })),
		parts.NewToolButton("Delete row", keyCap("Del"), at(e.remove)),
		e.fix,
		parts.NewToolButton("Undo", keyCap("Z"), e.undo),
	}
	all := make([]fyne.CanvasObject, 0, len(e.tools)+1)
	for _, b := range e.tools {
		all = append(all, b)
	}
	return append(all, e.early)
}

// Shortcut does what a shortcut of the table means.
func (e *sheetScreen) Shortcut(s fyne.Shortcut) bool { return e.s != nil && e.shortcut(s) }

func (e *sheetScreen) shortcut(s fyne.Shortcut) bool {
	row, _ := e.table.Current()
	switch c := s.(type) {
	case *fyne.ShortcutUndo:
		e.undo()
		return true
	case *fyne.ShortcutRedo:
		if to, ok := e.g.Redo(); ok {
			e.after(to)
		}
		return true
	case *desktop.CustomShortcut:
		alt := c.Modifier == fyne.KeyModifierAlt
		usual := c.Modifier == fyne.KeyModifierShortcutDefault
		switch {
		case usual && c.KeyName == fyne.KeyI:
			e.insert(row + 1)
		case usual && c.KeyName == fyne.KeyD:
			e.duplicate(row)
		case usual && c.KeyName == fyne.KeyT:
			e.toggle(row)
		case usual && c.KeyName == fyne.KeyDelete:
			e.remove(row)
		case usual && c.KeyName == fyne.KeyR:
			e.repair(row)
		case alt && c.KeyName == fyne.KeyUp:
			e.move(row, -1)
		case alt && c.KeyName == fyne.KeyDown:
			e.move(row, 1)
		default:
			return false
		}
		return true
	}
	return false
}

// after shows the sheet after a change, with a row as the current one.
func (e *sheetScreen) after(row int) {
	clear(e.refused)
	e.settled()
	e.changed = true
	e.typing()
	if e.g.Len() == 0 {
		e.g.Insert(0)
	}
	e.refresh()
	e.table.Select(row)
}

func (e *sheetScreen) insert(row int) {
	to, ok := e.g.Insert(row)
	if !ok {
		e.full()
		return
	}
	e.after(to)
	e.table.Edit(to, int(runsheet.ColumnLength))
}

func (e *sheetScreen) duplicate(row int) {
	to, ok := e.g.Duplicate(row)
	if !ok {
		e.full()
		return
	}
	e.after(to)
}

func (e *sheetScreen) full() {
	e.tell(parts.NewBanner(report.Warning, "A run sheet can have up to 2,000 items.", "Split it into two events."))
}

func (e *sheetScreen) move(row, by int) { e.after(e.g.Move(row, by)) }
func (e *sheetScreen) remove(row int)   { e.after(e.g.Delete(row)) }

func (e *sheetScreen) repair(row int) {
	if e.g.Repair(row) {
		e.after(row)
	}
}

// toggle gives a row the start that it has, or lets it follow the one above.
func (e *sheetScreen) toggle(row int) {
	if row >= len(e.rows) {
		return
	}
	if e.g.Line(row)[runsheet.ColumnStart] != "" {
		e.g.Free(row)
		e.after(row)
		return
	}
	e.g.Fix(row, e.zero)
	e.after(row)
	e.table.Edit(row, int(runsheet.ColumnStart))
}

func (e *sheetScreen) undo() {
	if row, ok := e.g.Undo(); ok {
		e.after(row)
	}
}

// onType takes what is typed into a cell. A fixed start is typed as a clock time.
func (e *sheetScreen) onType(row, column int, text string) {
	delete(e.refused, row)
	if c := runsheet.Column(column); c != runsheet.ColumnStart {
		e.g.Set(row, c, text)
	} else if at, err := e.dial.Offset(text, e.rows[row].Start); err != nil {
		e.refused[row] = wrong(err)
	} else {
		e.g.Set(row, c, e.offset(at))
	}
	e.settled()
	e.changed = true
	e.typing()
	e.refresh()
}

// settled takes away what was said about an item that could not be read: it changes.
func (e *sheetScreen) settled() {
	if e.warned {
		e.tell()
	}
}

// offset returns an offset as the text form has it.
func (e *sheetScreen) offset(at time.Duration) string {
	line := runsheet.String([]runsheet.Item{{Fixed: true, At: at, Cue: "x"}})
	text, _, _ := strings.Cut(line, " ")
	return text
}

// typing saves what is typed as a draft, at most a second after it was typed.
func (e *sheetScreen) typing() {
	if e.planned {
		return
	}
	e.planned = true
	wait := e.w.p.Pause
	if wait == nil {
		wait = pause
	}
	e.jobs.start(func(ctx context.Context, _ task.Report) error { return wait(ctx, draftAfter) }, nil, func(error) {
		e.planned = false
		e.draft()
	})
}

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

// onMove says what the button for fixed starts does in the current row.
func (e *sheetScreen) onMove() {
	if row, _ := e.table.Current(); row < e.g.Len() && e.g.Line(row)[runsheet.ColumnStart] != "" {
		e.fix.SetLabel("Free start")
	} else {
		e.fix.SetLabel("Fix start")
	}
}

// total returns the words of the last row.
func (e *sheetScreen) total(sum runsheet.Sum) (length, lead, rest string) {
	lead = "Ends at " + e.dial.Text(sum.End) + ","
	rest = inWords(sum.End.Sub(e.zero)) + " after the start."
	if sum.Overlap {
		rest += " Without the overlap it ends at " + e.dial.Text(sum.Apart) + "."
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
