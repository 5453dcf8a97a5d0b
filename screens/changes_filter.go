package screens

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"handrail/app/drift"
	"handrail/app/task"
	"handrail/screens/parts"
)

// changesFilter are the fields above the list: two days, what the changes are about, and whom.
type changesFilter struct {
	from, to, person *parts.NamedField
	subject          *parts.Picker
	object           fyne.CanvasObject
	stop             func() // of the pause after the last key; nil before any
}

func (f *changesFilter) make(c *changes) {
	f.from = parts.NewDateField("From", func(day time.Time) { f.pick(c, f.from, day) })
	f.to = parts.NewDateField("To", func(day time.Time) { f.pick(c, f.to, day) })
	f.from.SetWeek(c.w.forms().First, c.w.now())
	f.to.SetWeek(c.w.forms().First, c.w.now())
	f.from.OnSubmit, f.to.OnSubmit = func() { f.read(c) }, func() { f.read(c) }
	f.subject = parts.NewPicker("Subject")
	all := []parts.Option{{Label: "All"}}
	for _, s := range drift.Subjects() {
		all = append(all, parts.Option{Value: string(s.ID), Label: s.Title})
	}
	f.subject.SetOptions(all)
	f.subject.OnChange = func(string) { c.fill() }
	f.person = parts.NewNamedField("Person", "Anyone", "search")
	f.person.OnChange = func(string) { f.soon(c) }
	// In the smallest window the days have a line of their own: beside all others they would be cut off.
	f.object = parts.Share(8, 440, parts.Share(8, 190, f.from, f.to), parts.Share(8, 140, f.subject, f.person))
	f.showDays(c)
}

// soon shows what passes once the person stops typing.
func (f *changesFilter) soon(c *changes) {
	if f.stop != nil {
		f.stop()
	}
	hold := c.w.p.Pause
	if hold == nil {
		hold = pause
	}
	f.stop = c.jobs.start(func(ctx context.Context, _ task.Report) error { return hold(ctx, typingPause) }, nil,
		func(err error) {
			if err == nil {
				c.fill()
			}
		})
}

// showDays writes the days into the fields.
func (f *changesFilter) showDays(c *changes) {
	for field, day := range map[*parts.NamedField]time.Time{f.from: c.from, f.to: c.to} {
		field.SetText(showDay(day, c.w.now()))
		field.SetDay(day)
		field.SetError("")
	}
}

// pick takes a day of the calendar.
func (f *changesFilter) pick(c *changes, field *parts.NamedField, day time.Time) {
	field.SetText(showDay(day, c.w.now()))
	f.read(c)
	c.w.focus(field.Entry())
}

// read takes the days that were typed, and compares where they are others. A day that is wrong is explained under its
// field, and nothing changes.
func (f *changesFilter) read(c *changes) {
	now, right := c.w.now(), true
	days := map[*parts.NamedField]time.Time{}
	for _, field := range []*parts.NamedField{f.from, f.to} {
		day, err := c.w.parseDay(field.Text(), false)
		field.SetError("")
		switch {
		case err != nil:
			field.SetError(wrong(err))
			right = false
		case day.After(now):
			field.SetError("This day has not come yet.")
			right = false
		}
		days[field] = day
	}
	if right && days[f.from].After(days[f.to]) {
		f.from.SetError("This day is after the other one.")
		right = false
	}
	c.object.Refresh()
	if !right || days[f.from].Equal(c.from) && days[f.to].Equal(c.to) {
		return
	}
	c.from, c.to = days[f.from], days[f.to]
	f.showDays(c)
	c.load()
}

// close closes a calendar, and reports whether one was open.
func (f *changesFilter) close() bool {
	return f.from != nil && (f.from.Close() || f.to.Close())
}

// on reports whether the list is narrowed.
func (f *changesFilter) on() bool {
	return f.subject.Value() != "" || strings.TrimSpace(f.person.Text()) != ""
}

// clear shows everything again.
func (f *changesFilter) clear() {
	f.subject.SetValue("")
	f.person.SetText("")
}

// passes reports whether a change is about the subject, and about the person or made by them; names are those of whom.
func (f *changesFilter) passes(t drift.Told, names string) bool {
	if s := f.subject.Value(); s != "" && drift.SubjectOf(t.Section) != drift.Subject(s) {
		return false
	}
	for _, word := range strings.Fields(strings.ToLower(f.person.Text())) {
		if !strings.Contains(names, word) {
			return false
		}
	}
	return true
}

// whom returns the names of all whom a change is about, and of who made it, in lower case.
func whom(t drift.Told) string {
	names := []string{t.Subject}
	for _, r := range t.About {
		names = append(names, r.Name)
	}
	if t.By != nil {
		names = append(names, t.By.Name)
	}
	return strings.ToLower(strings.Join(names, "\n"))
}
