package screens

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/task"
	"handrail/app/tenant"
	"handrail/screens/parts"
)

// was is the page with the data of a section as it was on a past day.
type was struct {
	w      *Window
	jobs   *jobs
	object *fyne.Container

	section string
	day     time.Time
	asked   int // counts loads; what an older one finds is dropped
	past    pastRows
	open    *pastRow // the row that is shown; nil for the list

	data *parts.Picker
	date *parts.NamedField
	lead *parts.Paragraph
	body *fyne.Container
	back *parts.Button // from a row to the list
}

func newWas(w *Window) screen {
	if w.p.Tenant == nil {
		return newNoOrganisation(w)
	}
	return &was{w: w, jobs: &jobs{runner: w.p.Runner}, object: container.NewStack(), lead: parts.Muted(""),
		body: parts.Column(12), section: tenant.SectionUsers}
}

// Object returns what is drawn.
func (s *was) Object() fyne.CanvasObject { return s.object }

// Open sets the section.
func (s *was) Open(id string) { s.section = id }

// Enter shows the data as it was a week ago.
func (s *was) Enter() {
	s.day = midnight(s.w.now()).AddDate(0, 0, -7)
	s.data = parts.NewPicker("Data")
	var all []parts.Option
	for _, sec := range tenant.Sections() {
		if !sec.Log {
			all = append(all, parts.Option{Value: sec.ID, Label: sec.Title})
		}
	}
	s.data.SetOptions(all)
	s.data.SetValue(s.section)
	s.data.OnChange = func(section string) {
		s.section = section
		s.load()
	}
	s.date = parts.NewDateField("As it was on", func(day time.Time) {
		s.date.SetText(showDay(day, s.w.now()))
		s.read()
		s.w.focus(s.date.Entry())
	})
	s.date.SetWeek(s.w.forms().First, s.w.now())
	s.date.OnSubmit = s.read
	s.date.SetText(showDay(s.day, s.w.now()))
	s.date.SetDay(s.day)
	back := parts.NewButton("Organisation", parts.Quiet, "left", s.leave)
	s.object.Objects = []fyne.CanvasObject{container.NewBorder(nil, parts.NewWideBar(back), nil, nil,
		parts.NewActionPage("Past days", s.lead, nil, parts.Share(8, 260, s.data, s.date), s.body))}
	s.object.Refresh()
	s.w.focus(s.date.Entry())
	s.load()
}

// Leave stops the jobs.
func (s *was) Leave() { s.jobs.leave() }

// Escape closes what is open, then goes back to the organisation.
func (s *was) Escape() {
	switch {
	case s.date.Close():
	case s.open != nil:
		s.open = nil
		s.draw(nil)
		s.w.focus(s.date.Entry())
	default:
		s.leave()
	}
}

func (s *was) leave() { s.w.Show("organisation") }

// read takes the day that was typed.
func (s *was) read() {
	day, err := s.w.parseDay(s.date.Text(), false)
	if err == nil && day.After(s.w.now()) {
		err = app.Errorf(app.Invalid, "Enter today or an earlier day.", "This day has not come yet.")
	}
	if err != nil {
		s.date.SetError(wrong(err))
		s.object.Refresh()
		return
	}
	s.date.SetError("")
	s.date.SetText(showDay(day, s.w.now()))
	s.date.SetDay(day)
	if s.day != day {
		s.day = day
		s.load()
	}
}

func (s *was) load() {
	s.asked++
	asked, section, at := s.asked, s.section, endOf(s.day, s.w.now())
	s.lead.SetText("Reading the data on this computer…")
	var past pastRows
	s.jobs.start(func(ctx context.Context, _ task.Report) error {
		view, err := s.w.p.Tenant.View(ctx)
		if err != nil {
			return err
		}
		past, err = fetchPast(ctx, view, section, at)
		return err
	}, nil, func(err error) {
		if asked == s.asked {
			s.past, s.open = past, nil
			s.draw(err)
		}
	})
}

// draw shows the rows, and from which day they are.
func (s *was) draw(err error) {
	s.body.Objects = nil
	title := "“" + tenant.TitleOf(s.section) + "”"
	switch {
	case app.CodeOf(err) == app.NotFound:
		s.lead.SetText("No organisation is connected.")
	case err != nil:
		s.lead.SetText("Handrail could not read the data.")
		s.body.Add(s.w.showError(err))
	case s.past.none:
		s.lead.SetText("Handrail cannot remember this organisation, so it does not know how it was.")
	case s.past.moment.Number == 0 && s.past.first.IsZero():
		s.lead.SetText("Handrail has not compared " + title + " yet, so it does not know how it was.")
	case s.past.moment.Number == 0:
		s.lead.SetText("Handrail remembers " + title + " since " + s.past.first.Local().Format("2 January 2006") +
			". How it was before is not known.")
	case s.open != nil:
		s.lead.SetText(s.sentence())
		s.body.Objects = s.one()
	default:
		s.lead.SetText(s.sentence())
		s.body.Objects = s.list()
	}
	s.object.Refresh()
}

// sentence describes how many rows there are, and from when what is shown is: of the nearest earlier moment that is
// remembered.
func (s *was) sentence() string {
	at := s.past.moment.At
	words := guide.Count(s.past.count, "item", "items") + ", as Handrail read them on " + moment(at)
	if s.open != nil {
		words = "As Handrail read it on " + moment(at)
	}
	if midnight(at).Equal(s.day) {
		return words + "."
	}
	return words + ", the nearest earlier day that it remembers."
}
