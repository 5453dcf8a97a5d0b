package screens

import (
	"context"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/screens/parts"
)

// questionPage is the Asks page while it is open.
type questionPage struct {
	fields []field
	wrong  []guide.FieldError
	told   *parts.Summary // all that is wrong; nil for nothing
}

// field is one question as it is drawn.
type field struct {
	ask    guide.Ask
	object fyne.CanvasObject
	text   func() string
	set    func(string) // of a typed answer; nil for a choice
	fail   func(string)
	focus  func() fyne.Focusable
}

// showAsks opens the Asks page afresh.
func (z *wizard) showAsks() {
	z.asks = questionPage{}
	z.drawAsks()
}

// drawAsks draws the questions, what was wrong with the answers, and the terms.
func (z *wizard) drawAsks() {
	z.keepTyped()
	step := z.s.Step()
	z.asks.fields = nil
	body := append(z.summary(), words(step.Text)...)
	for _, a := range z.s.Asks() {
		f := z.field(a)
		z.asks.fields = append(z.asks.fields, f)
		body = append(body, f.object)
	}
	z.markWrong()
	body = append(body, z.terms(step.Terms)...)
	label := step.NextLabel
	if label == "" {
		label = "Continue"
	}
	if z.target = z.firstField(); z.asks.told != nil {
		z.target = z.asks.told
	}
	z.draw(step.Title, step.Summary, body, parts.NewButton(label, parts.Main, "", z.submit), z.submit)
}

// field draws one question with what is known of its answer.
func (z *wizard) field(a guide.Ask) field {
	f := field{ask: a}
	value := z.s.Value(a)
	if a.Kind == guide.Choice {
		v := z.s.Visit()
		var options []parts.Option
		for _, o := range a.Options(&v) {
			options = append(options, parts.Option{Value: o.Value, Label: o.Label, Hint: o.Hint})
		}
		c := parts.NewChoice(a.Label, a.Hint, options)
		c.SetValue(value)
		c.OnChange = func(string) { z.onChoice(a.Name); z.typing() }
		f.object, f.text, f.fail, f.focus = c, c.Value, c.SetError, c.Focus
	} else if levels := levelsOf(a, z.s.Visit()); len(levels.Rows) > 0 {
		c := parts.NewLevelField(a.Label, a.Hint, levels)
		c.SetValue(value)
		c.OnChange = z.typing
		f.object, f.text, f.fail, f.focus, f.set = c, c.Value, c.SetError, c.Focus, c.SetValue
	} else {
		hint := a.Hint
		if a.Day {
			hint = dayWords(hint)
		}
		e := parts.NewField(a.Label, hint, a.Kind == guide.Lines)
		e.SetText(value)
		e.OnSubmit, e.OnChange = z.submit, func(string) { z.typing() }
		f.object, f.text, f.fail, f.focus, f.set = e, e.Text, e.SetError, e.Entry, e.SetText
		switch {
		case a.Day:
			z.dayField(&f, e, value)
		case a.Clock:
			z.clockField(e)
		case a.File:
			f.object = parts.Column(8, e, parts.Across(0, z.w.chooseInto(&z.jobs, false, e)))
		}
	}
	if a.Editor != "" {
		edit := parts.NewButton("Edit as a table", parts.Plain, "", func() { z.w.Show(a.Editor + "/" + z.s.Visit().ID) })
		f.object = parts.Column(8, f.object, edit)
	}
	if a.Help != "" {
		f.object = parts.Column(4, f.object, newExpander("What is this?", parts.Text(a.Help), z.page.Refresh))
	}
	return f
}

// levelsOf returns the levels of a question; none where it is another, or where they are not known yet.
func levelsOf(a guide.Ask, v guide.Visit) report.Levels {
	if a.Levels == nil {
		return report.Levels{}
	}
	return a.Levels(&v)
}

// onChoice draws the page again where a choice brings up or hides a question,
// and leaves the focus on the choice.
func (z *wizard) onChoice(name string) {
	z.keepTyped()
	var before, after []string
	for _, f := range z.asks.fields {
		before = append(before, f.ask.Name)
	}
	for _, a := range z.s.Asks() {
		after = append(after, a.Name)
	}
	if slices.Equal(before, after) {
		return
	}
	z.asks.wrong = nil
	z.drawAsks()
	for _, f := range z.asks.fields {
		if f.ask.Name == name {
			z.w.focus(f.focus())
		}
	}
}

// typed returns what stands in the fields.
func (z *wizard) typed() map[string]string {
	typed := map[string]string{}
	for _, f := range z.asks.fields {
		typed[f.ask.Name] = f.text()
	}
	return typed
}

// keepTyped keeps what stands in the fields as drafts. It tells whether there
// was anything to keep.
func (z *wizard) keepTyped() bool {
	if z.s.Page() != guide.AskPage || len(z.asks.fields) == 0 {
		return z.keepReason()
	}
	before := z.s.Visit().Drafts
	typed := z.typed()
	for _, f := range z.asks.fields {
		// A default that no one touched is no draft.
		if typed[f.ask.Name] == z.s.Value(f.ask) {
			if _, drafted := before[f.ask.Name]; !drafted {
				delete(typed, f.ask.Name)
			}
		}
	}
	z.s.Draft(typed)
	return true
}

// typing saves what is typed as a draft, at most a second after it was typed, so
// that a crash loses no more. The page stays as it is.
func (z *wizard) typing() {
	if z.planned {
		return
	}
	z.planned = true
	wait := z.w.p.Pause
	if wait == nil {
		wait = pause
	}
	z.jobs.start(func(ctx context.Context, _ task.Report) error { return wait(ctx, draftAfter) }, nil, func(error) {
		if z.planned = false; z.keepTyped() {
			z.w.saver.save(z.s.Visit(), func(err error) { z.saveErr = err })
		}
	})
}

// draftAfter is how long after typing a draft is saved.
const draftAfter = time.Second

// submit confirms the answers, or says beside each field what is wrong with it.
func (z *wizard) submit() {
	typed := z.typed()
	cleared, bad := z.s.Submit(typed, z.w.now())
	if len(bad) > 0 {
		z.asks.wrong = bad
		z.save()
		z.drawAsks()
		return
	}
	z.asks = questionPage{}
	if n, ok := clearedNote(cleared); ok {
		z.notes = append(z.notes, n)
	}
	if back := z.back; back != "" {
		z.back = ""
		if z.s.Page() != guide.ShowPage || z.s.Step().Look == nil {
			_ = z.s.GoTo(back) // where it cannot start, the visit stays where it is
		}
	}
	z.moved()
}

// clearedNote names what a changed answer made void.
func clearedNote(cleared []guide.Invalidated) (note, bool) {
	if len(cleared) == 0 {
		return note{}, false
	}
	var names []string
	for _, c := range cleared {
		names = append(names, "“"+c.Label+"”")
	}
	return note{report.Note, "You changed an answer.",
		"These steps depend on your old answer. Complete them again: " + guide.AllNames(names) + ".", nil}, true
}

// summary stands at the top of the page, takes the focus, and has all that is wrong, in the same
// words as beside the fields. Enter on it goes to the first of them.
func (z *wizard) summary() []fyne.CanvasObject {
	z.asks.told = nil
	if len(z.asks.wrong) == 0 {
		return nil
	}
	var lines []string
	for _, w := range z.asks.wrong {
		lines = append(lines, w.Label+": "+wrong(w.Err))
	}
	z.asks.told = parts.NewSummary("There is a problem.", strings.Join(lines, "\n"), func() { z.w.focus(z.firstField()) })
	return []fyne.CanvasObject{z.asks.told}
}

// markWrong puts the words beside the fields.
func (z *wizard) markWrong() {
	for _, w := range z.asks.wrong {
		for _, f := range z.asks.fields {
			if f.ask.Name == w.Name {
				f.fail(wrong(w.Err))
			}
		}
	}
}

// firstField returns what takes the focus: the first wrong field, else the first.
func (z *wizard) firstField() fyne.Focusable {
	for _, w := range z.asks.wrong {
		for _, f := range z.asks.fields {
			if f.ask.Name == w.Name {
				return f.focus()
			}
		}
	}
	if len(z.asks.fields) > 0 {
		return z.asks.fields[0].focus()
	}
	return nil
}

// answers draws the confirmed answers that a step rests on, each with a way to
// change it. own holds the questions of the step itself; a plan also shows the
// answers it depends on.
func (z *wizard) answers(step guide.Step) []fyne.CanvasObject {
	v := z.s.Visit()
	var rows []fyne.CanvasObject
	for _, st := range z.s.Guide().Steps {
		for _, a := range z.s.AsksOf(st.ID) {
			own := st.ID == step.ID
			rests := step.Plan != nil && slices.Contains(step.DependsOn, a.Name)
			text, known := v.Answers[a.Name]
			if !known || !own && !rests {
				continue
			}
			name := a.Name
			change := parts.NewButton("Change", parts.Quiet, "", func() { z.change(name) })
			rows = append(rows, line(true, parts.Muted(a.Label), parts.Text(shownAnswer(a, &v, text)), change))
		}
	}
	if len(rows) == 0 {
		return nil
	}
	list := parts.NewRows(rows...)
	if len(rows) > 2*foldedFrom || step.Plan == nil && len(rows) > foldedFrom {
		return []fyne.CanvasObject{newExpander("Your "+itoa(len(rows))+" answers", list, z.page.Refresh)}
	}
	return []fyne.CanvasObject{list}
}

// foldedFrom is how many answers stand open above what was found, and half as many
// as above a plan: more would push it off the page.
const foldedFrom = 3

// shownAnswer returns an answer as a person reads it: the label of a choice,
// a day in words, "Not provided" for nothing.
func shownAnswer(a guide.Ask, v *guide.Visit, text string) string {
	if a.Kind == guide.Choice && a.Options != nil {
		for _, o := range a.Options(v) {
			if o.Value == text {
				return o.Label
			}
		}
	}
	if strings.TrimSpace(text) == "" {
		return "Not provided"
	}
	if a.Day {
		return dayWords(text)
	}
	if lines := strings.Split(strings.TrimRight(text, "\n"), "\n"); len(lines) > shownLines+1 {
		return strings.Join(lines[:shownLines], "\n") + "\nand " + plural(len(lines)-shownLines, "more line")
	}
	return text
}

// shownLines is how many lines of a long answer are shown above what was found.
const shownLines = 3

// change opens the page that asks for name; Continue returns to this step.
func (z *wizard) change(name string) {
	from := z.s.Step().ID
	if !z.s.ChangeAnswer(name) {
		return
	}
	if z.back = from; z.s.Step().ID == from {
		z.back = ""
	}
	z.moved()
}
