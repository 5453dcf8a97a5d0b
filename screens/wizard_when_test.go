package screens

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"handrail/app/guide/ask"
	"handrail/app/region"
	"handrail/app/task"
)

// asksDay opens a guide whose first step asks for a day, or for a time.
func asksDay(t *testing.T, forms region.Forms, clock bool) *stage {
	s := newStage(t, task.Inline{})
	s.ports.Forms = forms
	one := &s.ports.Guides[0].Steps[0].Asks[0]
	*one = ask.Day(one.Name, ask.Words{Label: "On which day?", Hint: "For example 2026-11-29."})
	if clock {
		*one = ask.Clock(one.Name, ask.Words{Label: "When?", Hint: "For example 10:30."})
	}
	s.open("guides")
	s.w.startVisit(s.ports.Guides[0])
	return s
}

// TestADayIsTypedOrChosen: in words, in figures as the system has them, or in a calendar by keyboard alone. What is
// saved is always the same form.
func TestADayIsTypedOrChosen(t *testing.T) {
	us := region.Forms{Day: "1/2/2006", First: time.Sunday}
	for typed, c := range map[string]struct {
		forms region.Forms
		want  string
	}{
		"6 December 2026": {us, "2026-12-06"}, "2026-12-06": {us, "2026-12-06"}, "12/6/2026": {us, "2026-12-06"},
		"6/12/2026": {region.Forms{Day: "02/01/2006"}, "2026-12-06"}, "6 Dec": {us, "2026-12-06"},
		"6.12.2026": {us, "2026-12-06"}, "Dec 6, 2026": {us, "2026-12-06"}, "tomorrow": {us, "2026-11-23"},
		"soon": {us, "soon"},
	} {
		s := asksDay(t, c.forms, false)
		s.write(typed)
		if got := s.wizard().typed()["domain"]; got != c.want {
			t.Errorf("%q is %q, want %q", typed, got, c.want)
		}
	}
	s := asksDay(t, us, false)
	field := s.w.Win.Canvas().Focused()
	s.key(fyne.KeyDown) // opens the calendar
	s.key(fyne.KeyHome, fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn)
	if got := s.wizard().typed()["domain"]; got != "2026-12-06" || s.w.Win.Canvas().Focused() != field {
		t.Errorf("chosen %q, the focus is on %q", got, nameOf(s.w.Win.Canvas().Focused()))
	}
	if got := s.only().Drafts["domain"]; got != "2026-12-06" {
		t.Errorf("%q is saved as a draft", got)
	}
	s.key(fyne.KeyDown, fyne.KeyLeft, fyne.KeyEscape)
	if got := s.wizard().typed()["domain"]; got != "2026-12-06" || s.w.Win.Canvas().Focused() != field {
		t.Errorf("after Esc %q, the focus is on %q", got, nameOf(s.w.Win.Canvas().Focused()))
	}
	s.tab("Choose a day").enter()
	if s.w.Win.Canvas().Overlays().Top() == nil {
		t.Error("the button opens nothing")
	}
	s.key(fyne.KeyEscape)
	s.reopen("visit/" + s.only().ID)
	if got := s.wizard().typed()["domain"]; got != "2026-12-06" {
		t.Errorf("after a new start %q", got)
	}
	s.wizard().Main()
	if got := s.only().Answers["domain"]; got != "2026-12-06" {
		t.Errorf("the answer is %q", got)
	}
}

// TestADayIsReadInWords: in the example beside its field and among the answers it looks as in the field.
func TestADayIsReadInWords(t *testing.T) {
	s := asksDay(t, region.Forms{}, false)
	s.shows("For example 29 November 2026.")
	v := s.only()
	if got := shownAnswer(s.ports.Guides[0].Steps[0].Asks[0], &v, "2026-12-06"); got != "6 December 2026" {
		t.Errorf("the answer is shown as %q", got)
	}
	if got := dayWords("2026-13-40, 1.2026-12-06"); got != "2026-13-40, 1.6 December 2026" {
		t.Errorf("got %q", got)
	}
}

func TestATimeIsChosen(t *testing.T) {
	s := asksDay(t, region.Forms{}, true)
	s.write("9.30").key(fyne.KeyDown)
	s.write("18:45").enter()
	if got := s.wizard().typed()["domain"]; got != "18:45" {
		t.Errorf("chosen %q", got)
	}
}

// TestTheCalendarBeginsItsWeekAsTheSystemDoes, also in the fields above what changed.
func TestTheCalendarBeginsItsWeekAsTheSystemDoes(t *testing.T) {
	for _, first := range []time.Weekday{time.Sunday, time.Monday} {
		s := newStage(t, task.Inline{})
		s.ports.Tenant = keeping{newFakeLink(), nil}
		s.ports.Forms = region.Forms{Day: "1/2/2006", First: first}
		s.open("was").key(fyne.KeyDown, fyne.KeyHome, fyne.KeyReturn)
		day := s.w.current.(*was).day
		if day.Weekday() != first {
			t.Errorf("a week begins on %s, want %s", day.Weekday(), first)
		}
	}
}
