package screens

import (
	"testing"
	"time"

	"handrail/app/guide"
	"handrail/app/task"
)

// TestAProblemIsCheckedAgain: a page that shows a problem found some time ago checks again when it is opened; one that
// was found just now does not.
func TestAProblemIsCheckedAgain(t *testing.T) {
	s := newStage(t, task.Inline{})
	s.begin().upTo("hand").world.dead = true
	s.upTo("check").wizard().Main()
	id, looks := s.only().ID, s.world.looks
	if got := s.only().Outcomes["check"].State; got != guide.HasProblem {
		t.Fatalf("the step is %s", got)
	}
	s.world.now = s.world.now.Add(problemAge - time.Second)
	if s.w.openVisit(id, "check", false); s.world.looks != looks {
		t.Error("it checked again at once")
	}
	s.world.now, s.world.dead = s.world.now.Add(2*time.Second), false
	if s.w.openVisit(id, "check", false); s.world.looks != looks+1 {
		t.Errorf("it checked %d times", s.world.looks-looks)
	}
	if got := s.only().Outcomes["check"].State; got == guide.HasProblem {
		t.Errorf("the step is %s", got)
	}
}

// TestNoButtonWaits: “Continue without waiting” is there only where the next step can start without the wait.
func TestNoButtonWaits(t *testing.T) {
	s := newStage(t, task.Inline{})
	s.begin().upTo("watch").shows("Continue without waiting", "Check again")
	s = newStage(t, task.Inline{})
	s.ports.Guides[0].Steps[7].Needs = "watch"
	s.begin().upTo("watch").shows("Waiting until", "Check again").hides("Continue without waiting")
}

// TestAWaitSaysWhen: the time of day on the same day, else the date, and how long it is.
func TestAWaitSaysWhen(t *testing.T) {
	s := newStage(t, task.Inline{})
	s.world.until = sunday.Add(45 * time.Minute)
	s.begin().upTo("watch").shows("Waiting until Sunday 22 November 2026, "+s.world.until.Local().Format("15:04"),
		"That is in 45 minutes.")
	for d, want := range map[time.Duration]string{time.Second: "1 minute", 90 * time.Minute: "90 minutes",
		91 * time.Minute: "2 hours", 24 * time.Hour: "24 hours", 25 * time.Hour: "2 days", 14 * 24 * time.Hour: "14 days"} {
		if got := inTime(d); got != want {
			t.Errorf("%v is %q, want %q", d, got, want)
		}
	}
}

// TestNoWayToALockedStep: the button under a finding leads to a step that can start, and is not there where the person
// is already on the page to begin with.
func TestNoWayToALockedStep(t *testing.T) {
	s := newStage(t, task.Inline{})
	s.begin()
	here, went := s.wizard().s, ""
	going := s.w.going(here, func(step string) { went = step })
	for _, c := range []struct{ guide, step, label, to string }{
		{"", "where", "Go to this step", "where"},
		{"demo", "today", "Go to this step", "today"},
		{"", "light", "", ""}, // it needs “today”, where the person is
		{"", "gone", "", ""},
		{"", "", "", ""},
		{"none", "x", "", ""},
	} {
		went = ""
		label, on := going(c.guide, c.step)
		if on != nil {
			on()
		}
		if label != c.label || went != c.to {
			t.Errorf("%s/%s: %q leads to %q", c.guide, c.step, label, went)
		}
	}
	s.wizard().goTo("where")
	if label, on := s.w.going(s.wizard().s, func(step string) { went = step })("", "light"); label !=
		"Go to the step before it" {
		t.Errorf("%q", label)
	} else if on(); went != "today" {
		t.Errorf("it leads to %q", went)
	}
}
