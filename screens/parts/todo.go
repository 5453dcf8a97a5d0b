package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// NewTodo is a list of things to do, one after the other, each ticked off by a
// press. ticked reports which are; changed is called with those ticked since.
func NewTodo(lines []string, ticked func(line string) bool, changed func(done []string)) fyne.CanvasObject {
	rows := make([]*todoRow, len(lines))
	objs := make([]fyne.CanvasObject, len(lines))
	for i, line := range lines {
		r := &todoRow{line: line, mark: newGlyph("ring", MutedInk, 20),
			word: newInk("", MutedInk, theme.SizeNameText, false)}
		r.content = inside(10, 16, 10, 16, NewLine(true, Across(8, r.mark, r.word), Text(line), nil))
		r.radius, r.ringInside = 7, true
		r.OnTapped = func() {
			r.tick(!r.done)
			var done []string
			for _, one := range rows {
				if one.done {
					done = append(done, one.line)
				}
			}
			changed(done)
		}
		r.ExtendBaseWidget(r)
		r.tick(ticked(line))
		rows[i], objs[i] = r, r
	}
	return NewRows(objs...)
}

type todoRow struct {
	pressable
	line string
	mark *glyph
	word *ink
	done bool
}

// tick shows whether it is done: by a mark and a word, not by colour alone.
func (r *todoRow) tick(done bool) {
	r.done = done
	if done {
		r.mark.set("tick", Accent)
		r.word.set("Done", Ink, false)
	} else {
		r.mark.set("ring", MutedInk)
		r.word.set("To do", MutedInk, false)
	}
	r.Refresh()
}
