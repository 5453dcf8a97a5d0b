package screens

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"handrail/app/event/runsheet"
	"handrail/screens/parts"
)

// large lays out the day for large text, of which the smallest window cannot hold all: clock and next item are beside
// what is on, the items are below and scroll with them, and the keys stay at the foot.
func (d *dayScreen) large(clock, now, next fyne.CanvasObject) fyne.CanvasObject {
	f := &d.face
	for _, c := range f.counts {
		if line, ok := c.Layout.(*countLine); ok {
			line.under = true
		}
	}
	f.rows = nil
	rows := parts.Column(0)
	for range d.run.Items {
		row := parts.NewDayRow()
		f.rows = append(f.rows, row)
		rows.Add(row)
	}
	inside := func(top, bottom float32, o fyne.CanvasObject) fyne.CanvasObject {
		return container.New(layout.NewCustomPaddedLayout(top, bottom, 16, 16), o)
	}
	top := parts.Share(16, 200, parts.Column(8, clock, next), now)
	foot := inside(8, 8, parts.Wrap(8, f.undo, f.hold, f.done))
	return container.NewBorder(nil, foot, nil, nil,
		container.NewVScroll(inside(8, 8, parts.Column(12, f.note, top, rows))))
}

// tellRows draws the items again.
func (d *dayScreen) tellRows() {
	for i, row := range d.face.rows {
		if i < len(d.state.Rows) {
			row.Set(d.line(i))
		}
	}
	d.face.list.Refresh()
}

// line describes the state of an item.
func (d *dayScreen) line(i int) parts.DayLine {
	s := d.state
	row := s.Rows[i]
	l := parts.DayLine{Offset: runsheet.FormatOffset(row.Start.Sub(d.run.Start)), Clock: d.at(row.Start), Cue: row.Cue,
		Who: row.Who, Icon: "ring"}
	switch {
	case i < s.Now && row.Instant():
		l.Icon, l.Real, l.Passed = "tick", "done "+d.at(row.Ended), true
	case i < s.Now:
		l.Icon, l.Real, l.Passed = "tick", "started "+d.at(row.Began), true
	case i == s.Now && s.Began:
		l.Icon, l.Real, l.Now = "play", "since "+d.at(row.ExpectedAt), true
	case i == s.Now:
		l.Icon, l.Real, l.Now = "play", "at "+d.at(row.ExpectedAt), true
	case i == s.Now+1:
		l.Icon, l.Real = "right", "next "+d.at(row.ExpectedAt)
	default:
		l.Real = "about " + d.at(row.ExpectedAt)
	}
	return l
}
