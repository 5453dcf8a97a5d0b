package screens

import (
	"context"
	"strings"
	"time"

	"handrail/app/event/runsheet"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/screens/parts"
)

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
	if !e.g.Repair(row) {
		return
	}
	e.after(row)
	if !e.table.Editing() {
		e.w.focus(e.table) // the link is gone
	}
}

// toggle fixes the start of a row where it is, or lets the row follow the one above.
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
