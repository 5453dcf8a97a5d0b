package screens

import (
	"errors"
	"testing"

	"handrail/app/guide"
	"handrail/app/task"
	"handrail/app/tenant"
)

// TestHomeSaysHowOldItsNumbersAre: beside the number and under the list, with their age.
func TestHomeSaysHowOldItsNumbersAre(t *testing.T) {
	s, f := tenantStage(t, task.Inline{})
	s.full()
	f.signedIn, s.world.now = false, sunday.AddDate(0, 0, 10)
	s.open("home").shows("They cannot complete MFA today. Data from 22 Nov 2026 07:14 (10 days ago), older than",
		"Registered methods: data from 22 Nov 2026 07:14 (10 days ago), older than", "Connect to refresh")
	s.world.now = sunday.AddDate(0, 0, -1)
	s.open("home").shows("(time unknown)").hides("-1 day")
}

// TestEmptyAnswersSayWhy: nothing is there, it is still being read, or it could not be read.
func TestEmptyAnswersSayWhy(t *testing.T) {
	done := guide.Visit{ID: "v", Guide: "demo", Step: "keep", Page: guide.ShowPage, Ended: sunday,
		Answers: map[string]string{"domain": "a.example"}, Outcomes: map[string]guide.Outcome{}}
	m := &task.Manual{}
	s, f := tenantStage(t, m)
	if err := s.memory.SaveVisit(t.Context(), done); err != nil {
		t.Fatal(err)
	}
	f.people = f.people[:1]
	s.open("home")
	for range 20 {
		if h, ok := s.w.current.(*home); ok && h.drawn {
			break
		}
		m.Run()
	}
	s.shows("Handrail reads the saved data.").hides("Nothing needs you now")
	for m.Run() {
	}
	s.shows("Nothing needs you now.", "Nothing waits.").hides("Handrail reads the saved data.")

	s, f = tenantStage(t, task.Inline{})
	if err := s.memory.SaveVisit(t.Context(), done); err != nil {
		t.Fatal(err)
	}
	f.viewErr = errors.New("the file is damaged")
	s.open("home").shows("Handrail could not read everything.",
		"Handrail found nothing here, but could not read everything.").hides("Nothing waits.")
	f.viewErr = nil
	delete(f.status, tenant.SectionRegistration)
	s.open("home").hides("has only sign-in methods")
}

// TestManyLinesComeInParts: with many guides a press shows twenty more, so that the window never stands still.
func TestManyLinesComeInParts(t *testing.T) {
	s := newStage(t, task.Inline{})
	s.full()
	problem := s.memory.visits["a"]
	for i := range 60 {
		v := problem.Clone()
		v.ID, v.Subject = "n"+itoa(i), "d"+itoa(i)+".example"
		_ = s.memory.SaveVisit(t.Context(), v)
	}
	s.open("home").shows("62 things need you now", "Show 20 more")
	h := s.w.current.(*home)
	before := len(h.buttons)
	s.tab("Show 20 more").enter().shows("Show 20 more")
	if n := len(h.buttons) - before; n != 20 {
		t.Errorf("one press shows %d more", n)
	}
	if nameOf(s.w.Win.Canvas().Focused()) != "Show 20 more" {
		t.Errorf("the focus is on %q", nameOf(s.w.Win.Canvas().Focused()))
	}
	s.enter().shows("Show 19 more").enter().hides("more")
}
