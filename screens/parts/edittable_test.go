package parts

import (
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// tableOf returns a table of many rows in a window.
func tableOf(t *testing.T, scale float32, rows int, size fyne.Size) (*EditTable, fyne.Window, *[]string) {
	a := start(t, Look{Variant: "light", Scale: scale})
	typed := &[]string{}
	e := NewEditTable()
	e.Row = func(i int) EditRow {
		r := EditRow{Cells: [6]string{"10:30", "4 min", fmt.Sprintf("**Item** %d", i), "Farida", "Camera", "Voice"},
			Fields: [7]string{"10:30", "4", fmt.Sprintf("**Item** %d", i), "Farida", "Camera", "Voice", ""}}
		if i%7 == 3 {
			r.Fixed, r.Mark, r.Warn, r.Why, r.Repair = true, "fixed start", "Overlap of 3 minutes:",
				"the item above ends at 10:50.", "Move later items by 3 minutes"
		}
		if i%11 == 5 {
			r.Fields[6], r.Wrong, r.Bad = "A note", "“soon” is not a length.", 1
		}
		return r
	}
	e.OnChange = func(row, column int, text string) { *typed = append(*typed, fmt.Sprint(row, column, text)) }
	w := a.NewWindow("")
	w.SetContent(e)
	w.Resize(size)
	e.SetTotal("64 min", "Ends at 11:31,", "61 minutes after the start.")
	e.Set(rows, 0)
	return e, w, typed
}

// rings returns how many fields have the border of the focus.
func rings(e *EditTable) (n int) {
	for _, c := range e.fields.cells {
		if !c.Hidden && !c.ring.Hidden {
			n++
		}
	}
	return n
}

// TestOnlyWhatIsSeenIsDrawn: 2,000 rows need no more widgets than those that fit, and no key takes long.
func TestOnlyWhatIsSeenIsDrawn(t *testing.T) {
	e, w, _ := tableOf(t, 1, 2000, fyne.NewSize(760, 400))
	e.Edit(0, editWhat)
	begin := time.Now()
	for range 40 {
		w.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	}
	if took := time.Since(begin) / 40; took > 200*time.Millisecond {
		t.Errorf("a key takes %v", took)
	}
	if row, column := e.Current(); row != 40 || column != editWhat || e.scroll.Offset.Y == 0 {
		t.Errorf("it is at %d, %d, scrolled to %v", row, column, e.scroll.Offset.Y)
	}
	e.Edit(1999, editWhat)
	if n := len(e.lines); n > 30 {
		t.Errorf("%d rows are drawn", n)
	}
	y := e.tops[1999] - e.scroll.Offset.Y
	if y < 0 || y+84 > e.scroll.Size().Height+1 {
		t.Errorf("the last row is at %v of %v", y, e.scroll.Size().Height)
	}
}

// TestOnlyTheFocusedFieldHasTheAccent, and what is typed into it is told once, with its place.
func TestOnlyTheFocusedFieldHasTheAccent(t *testing.T) {
	e, w, typed := tableOf(t, 1, 20, fyne.NewSize(760, 400))
	e.Edit(2, editLength)
	if rings(e) != 1 || len(*typed) != 0 {
		t.Errorf("%d fields have the accent; told: %q", rings(e), *typed)
	}
	test.Type(w.Canvas().Focused(), "5")
	if len(*typed) != 1 || (*typed)[0] != "2 145" {
		t.Errorf("told: %q", *typed)
	}
	for range 6 {
		w.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyTab})
	}
	if row, column := e.Current(); row != 3 || column != editTime || rings(e) != 1 || len(*typed) != 1 {
		t.Errorf("at %d, %d with %d accents; told: %q", row, column, rings(e), *typed)
	}
	clicked := e.lines[0].row
	e.lines[0].Tapped(&fyne.PointEvent{Position: fyne.NewPos(e.at.x[editWho]+4, 10)})
	if row, column := e.Current(); row != clicked || column != editWho {
		t.Errorf("a click on who edits %d, %d", row, column)
	}
	if got := e.lines[0].words[editWhat].String(); got == "" || got[0] != '*' {
		t.Errorf("words are not plain: %q", got)
	}
}

// TestARowFoldsWhereThereIsLittleRoom: what and when above the rest, and one field below the other.
func TestARowFoldsWhereThereIsLittleRoom(t *testing.T) {
	e, _, _ := tableOf(t, 2, 20, fyne.NewSize(700, 500))
	if !e.at.folded || e.head.all.Visible() || e.lines[0].more.String() != "4 min · Farida · Camera · Voice" {
		t.Errorf("it is not folded: %q", e.lines[0].more.String())
	}
	e.Edit(3, editSound)
	for c := editLength; c < editFieldCount; c++ {
		if o := e.fields.all.Objects[4+2*c]; o.Size().Width < 400 || o.Position().X < 0 ||
			o.Position().X+o.Size().Width > e.scroll.Size().Width {
			t.Errorf("field %d is at %v, %v", c, o.Position(), o.Size())
		}
	}
	wide, _, _ := tableOf(t, 1, 3, fyne.NewSize(1400, 900))
	if needs := wide.needs(1400); needs > 300 || wide.all.Objects[0].Size().Height != needs {
		t.Errorf("three rows are %v high, and need %v", wide.all.Objects[0].Size().Height, needs)
	}
}

// TestACellPassesKeysOn: the driver knows the cell, not the entry in it, so a key that is not the table's own reaches
// the window only through the cell.
func TestACellPassesKeysOn(t *testing.T) {
	test.NewTempApp(t)
	c := newCell(NewEditTable(), 0)
	if c.entry.shown() != fyne.CanvasObject(c) {
		t.Errorf("keys are passed on for %T", c.entry.shown())
	}
	if e := newEntry(false); e.shown() != fyne.CanvasObject(e) {
		t.Errorf("those of a field for %T", e.shown())
	}
}
