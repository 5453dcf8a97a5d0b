package screens

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"handrail/app/drift"
	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/task"
)

// TestHomeAnswersThreeQuestions: what needs the person, what waits until when, what is well since when, on the first
// screen of the smallest window.
func TestHomeAnswersThreeQuestions(t *testing.T) {
	s := newStage(t, task.Inline{})
	s.full()
	v := s.memory.visits["e"]
	v.Outcomes["keep"] = guide.Outcome{State: guide.Completed, At: v.Ended, Report: "r", Headline: "The beacon is lit"}
	s.memory.visits["e"] = v
	s.memory.kept["r"] = report.SavedReport{ID: "r", Worst: report.OK}
	s.ports.Library = listed{s.memory}
	s.open("home").shows("Sunday 22 November, 09:14. 2 things need you now; 2 wait.", "What needs you now",
		"What waits", "Until 6 December", "Until you continue", "What is well", "The beacon is lit",
		"Since Friday 20 November.")
	for _, heading := range []string{"What needs you now", "What waits", "What is well"} {
		if y := s.place(heading); y < 0 || y > minHeight {
			t.Errorf("%q stands at %v", heading, y)
		}
	}
	s.memory.kept["r"] = report.SavedReport{ID: "r", Worst: report.Unknown}
	s.open("home").shows("Nothing is confirmed yet.", "Completed")
}

// listed is a library that lists its reports.
type listed struct{ *memory }

func (l listed) Reports(context.Context) (all []report.SavedReport, err error) {
	for _, r := range l.kept {
		all = append(all, r)
	}
	return all, nil
}

// place returns how far down the words stand in the window; -1 where they do not.
func (s *stage) place(words string) float32 {
	y := float32(-1)
	var visit func(o fyne.CanvasObject, top float32)
	visit = func(o fyne.CanvasObject, top float32) {
		if !o.Visible() {
			return
		}
		top += o.Position().Y
		if strings.TrimSpace(textOf(o)) == words && y < 0 {
			y = top
		}
		switch o := o.(type) {
		case *fyne.Container:
			for _, child := range o.Objects {
				visit(child, top)
			}
		case fyne.Widget:
			for _, child := range test.WidgetRenderer(o).Objects() {
				visit(child, top)
			}
		}
	}
	visit(s.w.Win.Content(), 0)
	return y
}

// TestTodaysEventComesFirst: with its countdown, above problems, and its button opens the screen of the day. Before the
// day it waits.
func TestTodaysEventComesFirst(t *testing.T) {
	s := newStage(t, task.Inline{})
	s.full()
	start := sunday.Add(3*time.Hour + 12*time.Minute)
	s.ports.Guides[0].Occasion = func(v *guide.Visit) (guide.Occasion, bool) {
		return guide.Occasion{Title: "Evening prayer", Start: start, End: start.Add(time.Hour), Ready: "Rehearsed.",
			Screen: "event-day", Step: "watch"}, v.ID == "c"
	}
	s.open("home").shows("3 things need you now", "Today at 12:26", "Evening prayer starts in 3 hours 12 minutes",
		"Rehearsed.")
	if nameOf(s.w.Win.Canvas().Focused()) != "Open event-day screen" {
		t.Errorf("first is %q", nameOf(s.w.Win.Canvas().Focused()))
	}
	s.enter()
	if _, ok := s.w.current.(*dayScreen); !ok {
		t.Errorf("it leads to %T", s.w.current)
	}
	s.world.now = start.Add(time.Minute)
	s.open("home").shows("Evening prayer is under way")
	s.world.now = start.Add(2 * time.Hour)
	s.open("home").hides("Evening prayer")
	s.world.now = start.AddDate(0, 0, -3)
	s.open("home").shows("Until 22 November", "Evening prayer at 12:26").hides("starts in")
}

// TestTheCountdownCounts: once a minute, without a new page.
func TestTheCountdownCounts(t *testing.T) {
	s := newStage(t, task.Inline{})
	s.full()
	start, minutes := sunday.Add(62*time.Minute), 0
	s.ports.Guides[0].Occasion = func(v *guide.Visit) (guide.Occasion, bool) {
		return guide.Occasion{Title: "Prayer", Start: start, End: start.Add(time.Hour)}, v.ID == "c"
	}
	s.ports.Pause = func(context.Context, time.Duration) error {
		if minutes++; minutes > 2 {
			return errors.New("enough")
		}
		s.world.now = s.world.now.Add(time.Minute)
		return nil
	}
	s.open("home").shows("Prayer starts in 1 hour").hides("1 hour 2 minutes")
}

// TestAnEventCrossesMidnight: Home that stays open says on the next day that it began yesterday.
func TestAnEventCrossesMidnight(t *testing.T) {
	s := newStage(t, task.Inline{})
	s.full()
	s.world.now = time.Date(2026, 11, 22, 23, 49, 0, 0, time.Local)
	start, minutes := s.world.now.Add(time.Minute), 0
	s.ports.Guides[0].Occasion = func(v *guide.Visit) (guide.Occasion, bool) {
		return guide.Occasion{Title: "Vigil", Start: start, End: start.Add(time.Hour)}, v.ID == "c"
	}
	s.ports.Pause = func(context.Context, time.Duration) error {
		if minutes++; minutes > 12 {
			return errors.New("enough")
		}
		s.world.now = s.world.now.Add(time.Minute)
		return nil
	}
	s.open("home").shows("Monday 23 November, 00:00", "Since 22 Nov 2026 23:50", "Vigil is under way").hides("Today at")
}

// TestALineHasOneAction: pressing elsewhere on a line does what its button does, and Tab stops once on it.
func TestALineHasOneAction(t *testing.T) {
	s := newStage(t, task.Inline{})
	s.full()
	s.open("home")
	opened, stops := 0, map[fyne.Focusable]int{}
	c := s.w.Win.Canvas()
	for range 40 {
		stops[c.Focused()]++
		c.FocusNext()
	}
	var lines []fyne.Tappable
	walk(s.w.body, func(o fyne.CanvasObject) {
		tappable, press := o.(fyne.Tappable)
		_, focus := o.(fyne.Focusable)
		if press && !focus && textOf(o) != "" { // the bar at the side has no words
			lines = append(lines, tappable)
		}
	})
	if len(lines) < 4 {
		t.Fatalf("%d lines can be pressed", len(lines))
	}
	for _, l := range lines {
		s.w.Show("home")
		l.Tapped(&fyne.PointEvent{})
		if _, still := s.w.current.(*home); !still {
			opened++
		}
	}
	if opened != len(lines) {
		t.Errorf("%d of %d lines lead somewhere", opened, len(lines))
	}
}

// TestGoodNewsReachesHome: the newest good change is named although three others are worse.
func TestGoodNewsReachesHome(t *testing.T) {
	var all []drift.Told
	for _, s := range []report.Severity{report.Problem, report.Warning, report.Note, report.Note, report.OK} {
		all = append(all, drift.Told{Severity: s})
	}
	got := worthTelling(all)
	if len(got) != halfShown || got[0].Severity != report.Problem || got[2].Severity != report.OK {
		t.Errorf("%+v", got)
	}
	if got := worthTelling(all[:2]); len(got) != 2 {
		t.Errorf("%+v", got)
	}
}

// TestHomeSaysTheNumberOfTheGuide: never that of a list beside it.
func TestHomeSaysTheNumberOfTheGuide(t *testing.T) {
	s, _ := tenantStage(t, task.Inline{})
	v := guide.Visit{ID: "v", Guide: "demo", Step: "plan", Page: guide.AskPage,
		Answers:  map[string]string{"domain": "a.b"},
		Outcomes: map[string]guide.Outcome{"where": {State: guide.Completed}}, Started: sunday.Add(-time.Hour)}
	if err := s.memory.SaveVisit(t.Context(), v); err != nil {
		t.Fatal(err)
	}
	counted := guide.Counted{Code: onlyPhones, Step: "today", Severity: report.Warning, Count: 27,
		Title: "27 people can sign in only by phone", Text: "They end soon."}
	demo := slices.IndexFunc(s.ports.Guides, func(g guide.Guide) bool { return g.ID == "demo" })
	s.ports.Guides[demo].Counts = func(context.Context, []guide.Visit) ([]guide.Counted, error) {
		return []guide.Counted{counted}, nil
	}
	s.open("home").shows("27 people can sign in only by phone").hides("registered only phones")
	s.tab("See who is affected").enter()
	if z := s.wizard(); z.s.Visit().ID != "v" || z.s.Step().ID != "today" {
		t.Errorf("it leads to %s of %s", z.s.Step().ID, z.s.Visit().ID)
	}
	counted = guide.Counted{Code: onlyPhones, Severity: report.Unknown, Title: "It is not known"}
	s.open("home").shows("1 person has registered only phones").hides("can sign in only by phone")
}
