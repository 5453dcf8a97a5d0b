package screens

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"handrail/app/affected"
	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/screens/parts"
)

// begin runs in a job: it chooses what is shown first, where nothing was chosen, and finds it.
func (v *affectedView) begin(l *affected.List, k affected.Known) []int {
	if v.filter == "" {
		v.filter = affected.MustAct
		if l.Count(affected.Yes) == 0 {
			v.filter = affected.Everyone
			if l.Count(affected.Unknown) > 0 {
				v.filter = affected.NotKnown
			}
		}
	}
	found := l.Find(v.asked(), v.words, k)
	l.Sort(found, v.order)
	return found
}

// asked is the filter that counts: an effect, where one was chosen.
func (v *affectedView) asked() affected.Filter {
	if v.fate != "" {
		return v.fate
	}
	return v.filter
}

// orders are how the list can be sorted.
var orders = []parts.Option{{Value: string(affected.WorstFirst), Label: "worst first"},
	{Value: string(affected.ByName), Label: "by name"}, {Value: string(affected.ByDay), Label: "by day"},
	{Value: string(affected.ByDepartment), Label: "by department"},
	{Value: string(affected.ByManager), Label: "by manager"}}

// drawList draws the page of the list with what was found last.
func (p *affectedPage) drawList() {
	v := &p.w.affected
	p.search = parts.NewSearch("Search by name")
	p.search.SetText(v.words)
	p.search.OnChange = func(s string) { p.ask(func() { v.words = s }, true) }
	p.search.OnSubmit = func() { p.w.focus(p.table.Focus()) }
	row := []fyne.CanvasObject{parts.AtLeast(190, p.search)}
	p.chips, p.filters = nil, nil
	for _, c := range p.sums.chips {
		chip := parts.NewFilterChip(c.Word, guide.Figures(c.People), nil)
		chip.OnTapped = func() { p.ask(func() { v.filter, v.fate = c.Filter, "" }, false) }
		chip.Set(guide.Figures(c.People), v.asked() == c.Filter)
		p.chips, p.filters, row = append(p.chips, chip), append(p.filters, c.Filter), append(row, chip)
	}
	effect := parts.NewPicker("Effect")
	options := []parts.Option{{Label: "any"}}
	for _, c := range p.sums.fates {
		options = append(options, parts.Option{Value: string(c.Filter), Label: c.Word + " (" + guide.Figures(c.People) + ")"})
	}
	effect.SetOptions(options)
	effect.SetValue(string(v.fate))
	effect.OnChange = func(s string) { p.ask(func() { v.fate = affected.Filter(s) }, false) }
	p.table = parts.NewPeopleTable([3]string{"Why", "Until", "Email"}, p.row, p.open)
	p.table.Sort.SetOptions(orders)
	p.table.Sort.SetValue(string(v.order))
	p.table.Sort.OnChange = func(s string) { p.ask(func() { v.order = affected.Order(s) }, false) }
	p.table.Set(len(p.shown), v.current)
	p.place = parts.Fill()
	p.fill()
	p.told.Objects = p.note
	boxes(p.told)
	head := []fyne.CanvasObject{p.told, p.drawHead(), parts.Wrap(8, append(row, parts.AtLeast(200, effect))...)}
	p.onEscape = p.escapeList
	p.show(container.NewBorder(nil, p.bar(), nil, nil, parts.NewFillPage(p.list.Title, p.lead(), head, p.place)))
}

// lead is the line under the heading: the people outside the filter, and how old the data is where
// it is old. The rail shows its age too.
func (p *affectedPage) lead() string { return strings.TrimSpace(p.list.Summary + " " + p.age) }

// escapeList clears the search, then leaves the page.
func (p *affectedPage) escapeList() {
	if p.search != nil && p.search.Text() != "" {
		p.search.SetText("")
		p.w.focus(p.search.Entry())
		return
	}
	p.leavePage()
}

// Find moves the focus to the search.
func (p *affectedPage) Find() {
	if p.search != nil {
		p.w.focus(p.search.Entry())
	}
}

// bar has what can be done with the list.
func (p *affectedPage) bar() fyne.CanvasObject {
	back := parts.NewButton("Back", parts.Quiet, "left", p.leavePage)
	save := parts.NewButton("Save list…", parts.Plain, "", p.SaveAs)
	print := parts.NewButton("Print", parts.Plain, "", p.Print)
	p.onMain = func() { p.write(p.unwritten()) }
	if parts.LargeText() { // the page to save the list also has it
		print = nil
	}
	return parts.NewWideBar(back, save, print, parts.NewButton(p.writeLabel(), parts.Main, "", p.onMain))
}

// writeLabel returns the words of the main button: whom it writes to.
func (p *affectedPage) writeLabel() string {
	pr := p.sums.progress
	switch {
	case pr.Left == 0:
		return "Write to people"
	case pr.Written > 0:
		return "Write to the other " + people1(pr.Left)
	}
	return "Write to " + people1(pr.Left)
}

// unwritten returns the filter that the main button writes to.
func (p *affectedPage) unwritten() affected.Filter {
	if p.sums.progress.Left > 0 {
		return affected.NotWritten
	}
	return p.w.affected.asked()
}

// ask changes what is asked for, then finds and sorts in a job. typing waits for the next key. A
// nil change finds again and keeps the place.
func (p *affectedPage) ask(change func(), typing bool) {
	if change != nil {
		change()
		p.w.affected.current = 0
	}
	p.round++
	round, v, l, k := p.round, p.w.affected, p.list, p.known
	hold := p.w.p.Pause
	if hold == nil {
		hold = pause
	}
	var found []int
	p.jobs.start(func(ctx context.Context, _ task.Report) error {
		if typing {
			if err := hold(ctx, typingPause); err != nil {
				return err
			}
		}
		found = l.Find(v.asked(), v.words, k)
		l.Sort(found, v.order)
		return nil
	}, nil, func(err error) {
		if err != nil || round != p.round {
			return // someone typed on
		}
		p.shown = found
		p.table.Set(len(found), p.w.affected.current)
		for i, c := range p.chips {
			c.Set(c.Number(), p.w.affected.asked() == p.filters[i])
		}
		p.fill()
	})
}

// fill shows the table, or why no one is in it.
func (p *affectedPage) fill() {
	p.place.Objects = []fyne.CanvasObject{p.table}
	if len(p.shown) == 0 {
		p.place.Objects = []fyne.CanvasObject{p.none()}
	}
	p.place.Refresh()
}

// none returns why no one is listed, and offers everyone.
func (p *affectedPage) none() fyne.CanvasObject {
	v := &p.w.affected
	everyone := parts.NewButton("Show everyone", parts.Plain, "", func() {
		p.ask(func() { v.filter, v.fate, v.words = affected.Everyone, "", "" }, false)
		p.search.SetText("")
		p.w.focus(p.search.Entry())
	})
	lead, text := "No one is in this list.", "Select another filter, or show everyone."
	if v.words != "" && v.asked() != affected.Everyone {
		everyone = parts.NewButton("Search everyone", parts.Plain, "", func() {
			p.ask(func() { v.filter, v.fate = affected.Everyone, "" }, false)
			p.w.focus(p.search.Entry())
		})
	}
	if v.words != "" {
		lead, text = "No one matches.", "No name, address, department or manager in this list contains these letters."
	}
	return parts.Column(12, parts.NewBanner(report.Note, lead, text), everyone)
}

// shortDay is a day in a column; "" where there is none.
func shortDay(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format("2 Jan 2006")
}

// row is a person as a row.
func (p *affectedPage) row(i int) parts.PeopleRow {
	if i < 0 || i >= len(p.shown) {
		return parts.PeopleRow{}
	}
	at := p.shown[i]
	one := &p.list.People[at]
	f := p.list.Fate(at)
	r := parts.PeopleRow{Name: one.Label(), State: f.Title, Why: one.Why, Until: shortDay(one.Until)}
	r.Icon, r.Tone = parts.SeverityIcon(f.Severity)
	switch m := p.known[one.ID]; {
	case !m.Written.IsZero():
		r.MailIcon, r.Mail = "tick", "Emailed"
	case one.Must == affected.Yes:
		r.MailIcon, r.Mail, r.Waits = "ring", "Not yet", true
	case p.list.Settled(at) && !m.First.IsZero():
		r.Mail = "Done"
	}
	return r
}
