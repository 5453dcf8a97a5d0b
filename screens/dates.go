package screens

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"handrail/app/guide"
	"handrail/app/reminder"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/screens/parts"
)

// datesStep is how many dates are drawn at first and with each press.
const datesStep = 40

// dates is the page with everything that waits or ends.
type dates struct {
	w      *Window
	jobs   *jobs
	object *fyne.Container

	list  reminder.List
	gap   dataGap
	age   string              // of the organisation’s data in the list; "" if it is current
	shown []reminder.Reminder // those that pass the filter
	kind  *parts.Picker
	words *parts.NamedField
	lead  *parts.Paragraph
	note  *fyne.Container // what became of an action
	body  *fyne.Container
	most  int // how many are drawn
}

func newDates(w *Window) screen {
	d := &dates{w: w, jobs: &jobs{runner: w.p.Runner}, object: container.NewStack(), lead: parts.Muted(""),
		most: datesStep}
	d.note, d.body = parts.Column(12), parts.Column(16)
	return d
}

// Object returns what is drawn.
func (d *dates) Object() fyne.CanvasObject { return d.object }

// Enter collects the dates.
func (d *dates) Enter() {
	if d.w.p.Reminders == nil {
		home := parts.NewButton("Home", parts.Main, "", func() { d.w.Show("home") })
		d.show(parts.NewEmpty(false, "Dates", "This Handrail collects no dates.", home))
		d.w.focus(home)
		return
	}
	d.show(parts.NewEmpty(false, "Dates", "Reading the data on this computer…"))
	d.load()
}

// Leave stops the jobs.
func (d *dates) Leave() { d.jobs.leave() }

// Escape closes what is open on the page, then goes Home.
func (d *dates) Escape() {
	if len(d.note.Objects) > 0 {
		d.tell()
		return
	}
	d.w.Show("home")
}

// Find moves to the search.
func (d *dates) Find() {
	if d.words != nil {
		d.w.focus(d.words.Entry())
	}
}

// HelpTopic names the page in the help.
func (d *dates) HelpTopic() string { return "dates" }

func (d *dates) show(page fyne.CanvasObject) {
	d.object.Objects = []fyne.CanvasObject{page}
	d.object.Refresh()
}

// load collects the dates from the saved data.
func (d *dates) load() {
	var l reminder.List
	var age string
	var gap dataGap
	d.jobs.start(func(ctx context.Context, _ task.Report) (err error) {
		if l, err = d.w.p.Reminders(ctx); err != nil {
			return err
		}
		gap, age, err = d.fetchAge(ctx)
		return err
	}, nil, func(err error) {
		if err != nil {
			again := parts.NewButton("Try again", parts.Plain, "", d.load)
			d.show(parts.NewPage("Dates", "Handrail could not collect the dates.", d.w.showError(err, again)))
			d.w.focus(again)
			return
		}
		d.list, d.age, d.gap = l, age, gap
		d.page()
	})
}

// fetchAge is fetchAges of the data that dates come from.
func (d *dates) fetchAge(ctx context.Context) (g dataGap, age string, err error) {
	if d.w.p.Tenant == nil {
		return g, "", nil
	}
	conn, err := fetchConnection(ctx, d.w.p.Tenant)
	if err != nil {
		return g, "", err
	}
	return d.w.fetchAges(ctx, conn, reminder.Sections())
}

// page builds the frame: heading, button and filter.
func (d *dates) page() {
	d.kind = parts.NewPicker("Subject")
	all := []parts.Option{{Label: "All"}}
	for _, k := range reminder.Kinds() {
		all = append(all, parts.Option{Value: string(k), Label: k.Title()})
	}
	d.kind.SetOptions(all)
	d.kind.OnChange = func(string) { d.fill() }
	d.words = parts.NewNamedField("Search", "Any word", "search")
	d.words.OnChange = func(string) { d.fill() }
	save := parts.NewButton("Save calendar file", parts.Plain, "calendar", d.SaveAs)
	body := []fyne.CanvasObject{parts.Share(8, 140, d.kind, d.words), d.note, d.body}
	if d.age != "" {
		body = append([]fyne.CanvasObject{parts.NewBadge("behind", d.age+" Later dates are not known.", true)}, body...)
	}
	if gap, _ := d.gap.draw(d.w); gap != nil {
		body = append(gap, body...)
	}
	d.show(parts.NewActionPage("Dates", d.lead, []fyne.CanvasObject{save}, body...))
	d.fill()
	d.w.focus(save)
}

// tell shows what became of an action; nothing takes it away.
func (d *dates) tell(o ...fyne.CanvasObject) {
	d.note.Objects = o
	boxes(d.note)
	parts.Grow(d.object)
	d.object.Refresh()
}

// passes reports whether a reminder passes the filter.
func (d *dates) passes(r reminder.Reminder) bool {
	if k := d.kind.Value(); k != "" && string(r.Kind) != k {
		return false
	}
	text := strings.ToLower(strings.Join([]string{r.Title, r.About, r.Why, dateWords(r, d.w.now())}, "\n"))
	for _, word := range strings.Fields(strings.ToLower(d.words.Text())) {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

// fill shows the dates that pass the filter, in parts: due, to come, not known.
func (d *dates) fill() {
	d.shown = nil
	for _, r := range d.list.All {
		if d.passes(r) {
			d.shown = append(d.shown, r)
		}
	}
	d.lead.SetText(d.leadWords())
	d.body.Objects = nil
	now, drawn := d.w.now().Local(), d.shown[:min(d.most, len(d.shown))]
	due := func(r reminder.Reminder) bool { return r.Due(now) }
	for _, part := range []struct {
		heading string
		of      func(reminder.Reminder) bool
	}{{"Due now", due},
		{"In the next 30 days", func(r reminder.Reminder) bool { return r.Known() && !due(r) && r.Days(now) <= 30 }},
		{"Later", func(r reminder.Reminder) bool { return r.Known() && !due(r) && r.Days(now) > 30 }},
		{"Date not known", func(r reminder.Reminder) bool { return !r.Known() }}} {
		var rows []fyne.CanvasObject
		for _, r := range drawn {
			if part.of(r) {
				rows = append(rows, d.row(r))
			}
		}
		if len(rows) > 0 {
			d.body.Add(parts.Section(part.heading, parts.NewRows(rows...)))
		}
	}
	d.below(len(drawn))
	boxes(d.note, d.body)
	parts.Grow(d.object)
	d.object.Refresh()
}

// below adds what stands under the list: why it is empty, or the button for more.
func (d *dates) below(drawn int) {
	everything := parts.NewButton("Show all dates", parts.Plain, "", func() {
		d.kind.SetValue("")
		d.words.SetText("")
		d.fill()
		d.w.focus(d.words.Entry())
	})
	switch {
	case len(d.list.All) == 0:
		d.body.Add(parts.NewBanner(report.Note, "No dates yet.",
			"A date appears here when a guide waits, or when something ends."))
		d.body.Add(parts.Across(0, parts.NewButton("See the guides", parts.Plain, "", func() { d.w.Show("guides") })))
	case len(d.shown) == 0:
		d.body.Add(parts.NewBanner(report.Note, "No date passes this filter.",
			"Choose another subject, or type fewer letters."))
		d.body.Add(parts.Across(0, everything))
	case drawn < len(d.shown):
		d.body.Add(parts.Across(0, parts.NewButton("Show "+guide.Figures(min(datesStep, len(d.shown)-drawn))+" more",
			parts.Quiet, "down", func() { d.most += datesStep; d.fill() })))
	}
}

// leadWords counts the dates, and names the next one.
func (d *dates) leadWords() string {
	now, unknown := d.w.now().Local(), d.list.Unknown()
	text := guide.Count(len(d.list.All)-unknown, "date is", "dates are") + " known"
	if unknown > 0 {
		text += ", " + guide.Count(unknown, "is", "are") + " not"
	}
	text += "."
	for _, r := range d.list.All {
		if r.Known() && !r.Due(now) {
			text += " The next one is " + strings.ToLower(leftWords(r, now)[:1]) + leftWords(r, now)[1:] + "."
			break
		}
	}
	return text
}
