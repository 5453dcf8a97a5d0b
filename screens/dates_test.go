package screens

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"handrail/app/guide"
	"handrail/app/reminder"
	"handrail/app/task"
	"handrail/screens/parts"
)

// someDates are a date of each sort, as they are collected on sunday.
func someDates() reminder.List {
	return reminder.List{At: sunday, Organisation: "o", All: []reminder.Reminder{
		{ID: "a", Kind: reminder.Waiting, Title: "Watch it burn", About: "Light the beacon, northgate.example",
			Why: "A fire needs a fortnight.", At: sunday.Add(-time.Hour), Guide: "demo", Visit: "v", Step: "watch"},
		{ID: "d", Kind: reminder.Certificates, Title: "The certificate of mx.example expires", Why: "Microsoft renews it.",
			At: sunday.AddDate(0, 0, 1), Quiet: true, Guide: "demo"},
		{ID: "b", Kind: reminder.Exceptions, Title: "An exclusion ends", About: "Ben Adeyemi", Names: true, Why: "It ends.",
			At: time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC), AllDay: true, Place: "changes"},
		{ID: "c", Kind: reminder.Microsoft, Title: "Text messages end", Why: "Microsoft ends them.",
			At: time.Date(2027, 2, 1, 0, 0, 0, 0, time.UTC), AllDay: true, Guide: "demo"},
		{ID: "e", Kind: reminder.Licences, Title: "When your domains must be renewed", Why: "Handrail cannot read this.",
			Place: "mail"}}}
}

// dated gives the stage dates.
func (s *stage) dated(l reminder.List) *stage {
	s.ports.Reminders = func(context.Context) (reminder.List, error) { return l, nil }
	return s
}

func TestDatesAreShownWithTheirReasons(t *testing.T) {
	s := newStage(t, task.Inline{}).dated(someDates())
	s.open("dates").shows("Dates", "4 dates are known, 1 is not. The next one is tomorrow.", "Due now", "Watch it burn",
		"A fire needs a fortnight.", "In the next 30 days", "30 November", "In 8 days", "Ben Adeyemi", "Later",
		"1 February 2027",
		"In 71 days", "Date not known", "Handrail cannot read this.")
	s.key(fyne.KeyEscape)
	if _, ok := s.w.current.(*home); !ok {
		t.Errorf("Esc leads to %T", s.w.current)
	}
}

func TestDatesAreFiltered(t *testing.T) {
	s := newStage(t, task.Inline{}).dated(someDates())
	s.open("dates").w.current.(*dates).Find()
	s.write("feb").shows("Text messages end").hides("Watch it burn")
	s.write("zzz").shows("No date passes this filter.").tab("Show all dates").enter().shows("Watch it burn")
	d := s.w.current.(*dates)
	d.kind.SetValue(string(reminder.Licences))
	d.fill()
	s.shows("Date not known").hides("Watch it burn")
}

// TestAWaitingStepCanBeCheckedNow: it shows until when it waits, and its button checks again at once.
func TestAWaitingStepCanBeCheckedNow(t *testing.T) {
	s := newStage(t, task.Inline{})
	s.begin().upTo("watch").wizard().Main()
	v, looks := s.only(), 0
	l := someDates()
	l.All[0].Visit, l.All[0].At = v.ID, sunday.AddDate(0, 0, 14)
	s.dated(l).open("dates").shows("6 December", "In 14 days")
	looks = s.world.looks
	s.tab("Check now").enter()
	if s.wizard().s.Step().ID != "watch" || s.world.looks != looks+1 {
		t.Errorf("it stands on %s after %d checks", s.wizard().s.Step().ID, s.world.looks-looks)
	}
}

func TestDatesAreSavedAsACalendar(t *testing.T) {
	s := newStage(t, task.Inline{}).dated(someDates())
	s.open("dates").tab("Save calendar file").enter().shows("Saved.", "3 dates")
	read := func() string {
		files, err := filepath.Glob(filepath.Join(s.ports.SaveFolder, "*.ics"))
		if err != nil || len(files) == 0 {
			t.Fatal(files, err)
		}
		text, err := os.ReadFile(files[len(files)-1])
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	if text := read(); strings.Count(text, "BEGIN:VEVENT") != 3 || strings.Contains(text, "Ben") {
		t.Errorf("the file is\n%s", text)
	}
	if name := nameOf(s.w.Win.Canvas().Focused()); name != "Copy path" {
		t.Errorf("the focus is on %q", name)
	}
	for _, one := range []string{"handrail-dates-2026-11-22.ics", "handrail-dates-2026-11-22-2.ics"} {
		_ = os.Remove(filepath.Join(s.ports.SaveFolder, one))
	}
	s.tab("Save to calendar").enter().shows("1 date ")
	if text := read(); strings.Count(text, "BEGIN:VEVENT") != 1 {
		t.Errorf("one date became\n%s", text)
	}
	d := s.w.current.(*dates)
	d.kind.SetValue(string(reminder.Licences))
	d.fill()
	d.SaveAs()
	s.shows("No date in this list is still to come")
}

func TestDatesThatCannotBeRead(t *testing.T) {
	s := newStage(t, task.Inline{})
	s.open("dates").shows("collects no dates")
	s.ports.Reminders = func(context.Context) (reminder.List, error) { return reminder.List{}, errors.New("broken") }
	s.open("dates").shows("Handrail could not collect the dates.").tab("Try again")
	s.dated(reminder.List{At: sunday}).open("dates").shows("No dates yet.")
}

func TestHomeNamesTheNextDates(t *testing.T) {
	s := newStage(t, task.Inline{})
	s.full()
	s.dated(someDates()).open("home").shows("What waits", "Text messages end.", "Microsoft ends them.", "1 February 2027",
		"For 1 more thing, the date is not known.")
	s.hides("The certificate of mx.example expires")
	s.tab("See all dates").enter()
	if _, ok := s.w.current.(*dates); !ok {
		t.Errorf("it leads to %T", s.w.current)
	}
	s.ports.Reminders = func(context.Context) (reminder.List, error) { return reminder.List{}, errors.New("broken") }
	s.open("home").hides("Text messages end.")
}

// TestDatesFit: with text of twice the size nothing needs more than the smallest window.
func TestDatesFit(t *testing.T) {
	for _, scale := range []float32{1, 2} {
		s := newStage(t, task.Inline{}).dated(someDates())
		s.open("dates").w.app.Settings().SetTheme(parts.NewTheme(parts.Look{Variant: "light", Scale: scale}))
		if got := s.w.Win.Content().MinSize(); got.Width > minWidth || got.Height > minHeight {
			t.Errorf("at %v the page needs %v", scale, got)
		}
	}
}

// TestEveryDateLeadsSomewhere: each button has words of its own and opens what it names.
func TestEveryDateLeadsSomewhere(t *testing.T) {
	s := newStage(t, task.Inline{})
	s.open("home")
	for _, c := range []struct {
		r    reminder.Reminder
		want string
	}{
		{reminder.Reminder{Kind: reminder.Waiting, Visit: "v", Step: "s"}, "Check now"},
		{reminder.Reminder{Kind: reminder.Exceptions, Visit: "v"}, "Open the guide"},
		{reminder.Reminder{Guide: "demo"}, "Start the guide"}, {reminder.Reminder{Guide: "gone"}, "See the guides"},
		{reminder.Reminder{Place: "changes"}, "See what changed"}, {reminder.Reminder{Place: "person/1"}, "See the person"},
		{reminder.Reminder{Place: "organisation"}, "Open Organisation"}, {reminder.Reminder{}, "See your domains"},
	} {
		label, open := s.w.wayTo(c.r)
		if label != c.want || open == nil {
			t.Errorf("%+v has %q, want %q", c.r, label, c.want)
		}
	}
	page := reminder.Reminder{Link: "https://admin.microsoft.com/#/subscriptions", LinkTitle: "Your products"}
	label, open := s.w.wayTo(page)
	if open(); label != "Open Your products" || len(s.memory.opened) != 1 || s.memory.opened[0] != page.Link {
		t.Errorf("%s opens %q", label, s.memory.opened)
	}
	_, open = s.w.wayTo(reminder.Reminder{Link: "file:///etc/passwd", LinkTitle: "a file"})
	if open(); len(s.memory.opened) != 1 {
		t.Errorf("%q is opened", s.memory.opened[1])
	}
	s.shows("Handrail does not open this link")
	_, open = s.w.wayTo(reminder.Reminder{Guide: "demo"})
	open()
	s.at("where", guide.AskPage)
}
