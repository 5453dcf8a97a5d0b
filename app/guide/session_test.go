package guide

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"handrail/app/report"
	"handrail/app/task"
)

var start = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

func full(_ *Visit, text string) error {
	if text == "" {
		return errors.New("nothing typed")
	}
	return nil
}

func lookAt(context.Context, *Visit, task.Report) (*report.Document, error) {
	return &report.Document{}, nil
}

// sample is a guide with every kind of step: questions only; a look; questions
// with a plan, one of them hidden by another; a handover; and the end.
func sample() Guide {
	return Guide{ID: "g", Title: "G", Subject: "name", Steps: []Step{
		{ID: "who", Title: "Who", Asks: []Ask{{Name: "name", Label: "Name", Validate: full}}},
		{ID: "see", Title: "See", Needs: "who", DependsOn: []string{"name"}, Look: lookAt},
		{ID: "how", Title: "How", Needs: "see", DependsOn: []string{"name", "way", "detail"},
			Asks: []Ask{
				{Name: "way", Label: "Way", Validate: full, DependsOn: []string{"name"},
					Default: func(*Visit) string { return "plain" }},
				{Name: "detail", Label: "Detail", Validate: full, DependsOn: []string{"way"},
					Default: func(v *Visit) string { return "for " + v.Answer("way") },
					When:    func(v *Visit) bool { return v.Answer("way") == "fancy" }},
			},
			Plan: func(context.Context, *Visit) (*Plan, error) { return &Plan{}, nil }},
		{ID: "do", Title: "Do", Needs: "how", DependsOn: []string{"name", "way"},
			Hand: func(context.Context, *Visit) (*Handover, error) { return &Handover{}, nil }},
		{ID: "end", Title: "End", Needs: "do", DependsOn: []string{"name"}, Look: lookAt},
	}}
}

func submit(t *testing.T, s *Session, typed map[string]string) []Invalidated {
	t.Helper()
	cleared, wrong := s.Submit(typed, start)
	if len(wrong) > 0 {
		t.Fatalf("step %s refused %v: %v", s.Step().ID, typed, wrong[0].Err)
	}
	return cleared
}

func complete(s *Session) { s.Complete(Outcome{State: Completed, At: start}, start) }

// walked returns a session that completed every step.
func walked(t *testing.T) *Session {
	t.Helper()
	s := New(sample(), "v", start)
	submit(t, s, map[string]string{"name": "ann"})
	complete(s)
	submit(t, s, map[string]string{"way": "fancy", "detail": "blue"})
	complete(s)
	complete(s)
	complete(s)
	return s
}

func TestStatesFollowTheWalk(t *testing.T) {
	s := New(sample(), "v", start)
	want := func(states ...State) {
		t.Helper()
		for i, id := range []string{"who", "see", "how", "do", "end"} {
			if got := s.StateOf(id); got != states[i] {
				t.Errorf("at %s/%s: state of %s = %s, want %s", s.Step().ID, s.Page(), id, got, states[i])
			}
		}
	}
	want(InProgress, CannotStart, CannotStart, CannotStart, CannotStart)
	submit(t, s, map[string]string{"name": "ann"})
	want(Completed, InProgress, CannotStart, CannotStart, CannotStart)
	s.SetOutcome("see", Outcome{State: HasProblem, At: start, Note: "broken"}, start)
	want(Completed, HasProblem, CannotStart, CannotStart, CannotStart)
	complete(s)
	want(Completed, Completed, InProgress, CannotStart, CannotStart)
	submit(t, s, nil)
	complete(s)
	want(Completed, Completed, Completed, InProgress, CannotStart)
	s.Complete(Outcome{State: Waiting, At: start, Until: start.Add(time.Hour)}, start)
	want(Completed, Completed, Completed, Waiting, CannotStart)
	if s.Step().ID != "do" {
		t.Errorf("the session moved on to %s although it needs what still waits", s.Step().ID)
	}
	if v := s.Visit(); v.Subject != "ann" {
		t.Errorf("subject %q, want ann", v.Subject)
	}
}

func TestGoToSaysWhatIsMissing(t *testing.T) {
	s := New(sample(), "v", start)
	for id, ok := range map[string]bool{"who": true, "see": false, "end": false, "gone": false} {
		if err := s.GoTo(id); (err == nil) != ok {
			t.Errorf("GoTo(%s) = %v", id, err)
		}
	}
	s = walked(t)
	if err := s.GoTo("how"); err != nil || s.Page() != ShowPage {
		t.Errorf("a completed step opens at %s (%v), want its second page", s.Page(), err)
	}
}

// TestGoToTheOpenStepKeepsItsPage: who comes back from a list of a step finds what they left, not its questions.
func TestGoToTheOpenStepKeepsItsPage(t *testing.T) {
	s := New(sample(), "v", start)
	submit(t, s, map[string]string{"name": "a"})
	complete(s) // see
	submit(t, s, map[string]string{"way": "plain"})
	if s.Step().ID != "how" || s.Page() != ShowPage {
		t.Fatalf("at %s/%s", s.Step().ID, s.Page())
	}
	if err := s.GoTo("how"); err != nil || s.Page() != ShowPage {
		t.Errorf("back at the page %s (%v)", s.Page(), err)
	}
}

func TestChangeClearsOnlyWhatRestsOnIt(t *testing.T) {
	cases := []struct {
		change string
		typed  map[string]string
		gone   []string // answers and outcomes named
		kept   map[string]string
	}{
		{"name", map[string]string{"name": "ann"}, nil,
			map[string]string{"name": "ann", "way": "fancy", "detail": "blue"}},
		{"name", map[string]string{"name": "bob"}, []string{"see", "way", "how", "do", "detail", "end"},
			map[string]string{"name": "bob"}},
		{"way", map[string]string{"way": "plain"}, []string{"how", "detail", "do"},
			map[string]string{"name": "ann", "way": "plain"}},
		{"way", map[string]string{"way": "fancy", "detail": "red"}, []string{"how"},
			map[string]string{"name": "ann", "way": "fancy", "detail": "red"}},
	}
	for _, c := range cases {
		s := walked(t)
		if !s.ChangeAnswer(c.change) || s.Page() != AskPage {
			t.Fatalf("%s cannot be changed", c.change)
		}
		var got []string
		for _, g := range submit(t, s, c.typed) {
			got = append(got, g.Name)
		}
		slices.Sort(got)
		slices.Sort(c.gone)
		if !slices.Equal(got, c.gone) {
			t.Errorf("changing to %v cleared %v, want %v", c.typed, got, c.gone)
		}
		v := s.Visit()
		if len(v.Answers) != len(c.kept) {
			t.Errorf("changing to %v kept %v, want %v", c.typed, v.Answers, c.kept)
		}
		for name, text := range c.kept {
			if v.Answers[name] != text {
				t.Errorf("changing to %v: %s = %q, want %q", c.typed, name, v.Answers[name], text)
			}
		}
		for _, id := range c.gone {
			if o, ok := v.Outcomes[id]; ok && o.State == Completed {
				t.Errorf("outcome of %s was named as cleared and is still there", id)
			}
		}
	}
}

func TestWrongAnswersStayTyped(t *testing.T) {
	s := New(sample(), "v", start)
	if _, wrong := s.Submit(map[string]string{"name": ""}, start); len(wrong) != 1 || wrong[0].Label != "Name" {
		t.Fatalf("wrong = %v", wrong)
	}
	if s.Step().ID != "who" || len(s.Visit().Answers) != 0 {
		t.Error("a refused answer moved the session or was kept as confirmed")
	}
	submit(t, s, map[string]string{"name": "ann"})
	complete(s)
	if _, wrong := s.Submit(map[string]string{"way": ""}, start); len(wrong) != 1 {
		t.Error("an emptied field was filled with its default behind the person's back")
	}
	if got := s.Value(s.Step().Asks[0]); got != "" {
		t.Errorf("the emptied field shows %q again", got)
	}
}

func TestWhatIsTypedBringsUpQuestions(t *testing.T) {
	s := New(sample(), "v", start)
	submit(t, s, map[string]string{"name": "ann"})
	complete(s)
	if got := len(s.Asks()); got != 1 {
		t.Fatalf("%d questions at first, want 1", got)
	}
	s.Draft(map[string]string{"way": "fancy"})
	asks := s.Asks()
	if len(asks) != 2 {
		t.Fatalf("%d questions once “fancy” is typed, want 2", len(asks))
	}
	if got := s.Value(asks[1]); got != "for fancy" {
		t.Errorf("default of the new question = %q; it does not see what was typed", got)
	}
	if len(s.Visit().Answers) != 1 {
		t.Error("typing confirmed an answer")
	}
	submit(t, s, map[string]string{"way": "fancy"})
	if got := s.Visit().Answers["detail"]; got != "for fancy" {
		t.Errorf("detail = %q, want its default", got)
	}
	if len(s.Visit().Drafts) != 0 {
		t.Errorf("drafts are left: %v", s.Visit().Drafts)
	}
}

func TestBackLosesNothing(t *testing.T) {
	s := walked(t)
	before := s.Visit()
	pages := 0
	for s.Back() {
		pages++
	}
	// end, do, how (two pages), see, who
	if pages != 5 || s.Step().ID != "who" {
		t.Errorf("%d pages back to %s, want 5 to who", pages, s.Step().ID)
	}
	after := s.Visit()
	for name, text := range before.Answers {
		if after.Answers[name] != text {
			t.Errorf("Back changed %s from %q to %q", name, text, after.Answers[name])
		}
	}
	if len(after.Outcomes) != len(before.Outcomes) || !s.Ended() {
		t.Error("Back changed outcomes")
	}
}

// TestBackNeverShowsWhatWasNotAsked: what a step found needs its answers, and a step that
// cannot start is passed over.
func TestBackNeverShowsWhatWasNotAsked(t *testing.T) {
	g := sample()
	g.Steps[3].Needs = "see" // “do” can start before “how” is answered
	s := New(g, "v", start)
	submit(t, s, map[string]string{"name": "a"})
	complete(s) // see
	if err := s.GoTo("do"); err != nil {
		t.Fatal(err)
	}
	if !s.Back() || s.Step().ID != "how" || s.Page() != AskPage {
		t.Errorf("back at %s/%s, want the questions of how", s.Step().ID, s.Page())
	}
	g.Steps[1].Needs, g.Steps[2].Needs, g.Steps[3].Needs = "who", "see", "who"
	s = New(g, "v", start)
	submit(t, s, map[string]string{"name": "a"})
	if err := s.GoTo("do"); err != nil {
		t.Fatal(err)
	}
	if !s.Back() || s.Step().ID != "see" {
		t.Errorf("back at %s, which cannot start", s.Step().ID)
	}
}

func TestVisitEndsWhenTheLastOpenStepIsDone(t *testing.T) {
	s := walked(t)
	if !s.Ended() {
		t.Fatal("every step is completed and the visit goes on")
	}
	s.SetOutcome("see", Outcome{State: HasProblem, At: start}, start)
	if s.Ended() {
		t.Error("a step came undone and the visit counts as ended")
	}
	if err := s.GoTo("see"); err != nil {
		t.Fatal(err)
	}
	complete(s)
	if !s.Ended() {
		t.Error("the open step in the middle was completed and the visit did not end")
	}
	s.ChangeAnswer("way")
	submit(t, s, map[string]string{"way": "plain"})
	if s.Ended() {
		t.Error("a changed answer undid steps and the visit counts as ended")
	}
}

func TestOpenKeptVisit(t *testing.T) {
	kept := walked(t).Visit()
	kept.Step, kept.Page = "how", AskPage
	kept.Drafts["way"] = "half typed"
	cases := []struct {
		name  string
		spoil func(*Visit)
		step  string
		page  Page
	}{
		{"as it was", func(*Visit) {}, "how", AskPage},
		{"a page the step no longer has", func(v *Visit) { v.Step, v.Page = "see", AskPage }, "see", ShowPage},
		{"a step the guide no longer has", func(v *Visit) { v.Step = "gone" }, "who", AskPage},
		{"nothing in it", func(v *Visit) { *v = Visit{ID: v.ID, Guide: v.Guide} }, "who", AskPage},
	}
	for _, c := range cases {
		v := kept.Clone()
		c.spoil(&v)
		s := Open(sample(), v)
		if s.Step().ID != c.step || s.Page() != c.page {
			t.Errorf("%s: opens at %s/%s, want %s/%s", c.name, s.Step().ID, s.Page(), c.step, c.page)
		}
		got := s.Visit()
		for name, text := range v.Answers {
			if got.Answers[name] != text {
				t.Errorf("%s: %s = %q, want %q", c.name, name, got.Answers[name], text)
			}
		}
		s.Draft(map[string]string{"way": "x"}) // a visit without maps must not break
	}
	s := Open(sample(), kept)
	if got := s.Value(s.Step().Asks[0]); got != "half typed" {
		t.Errorf("what was typed came back as %q", got)
	}
	s.Visit().Answers["name"] = "changed outside"
	if got := s.Visit(); got.Answers["name"] != "ann" {
		t.Error("a copy of the visit changes the session")
	}
}

func TestSettleKeepsReportAndFacts(t *testing.T) {
	s := New(sample(), "v", start)
	s.SetOutcome("see", Outcome{State: InProgress, At: start, Report: "r1", Facts: map[string]string{"a": "1"}}, start)
	s.SetOutcome("see", Outcome{State: Completed, At: start}, start)
	v := s.Visit()
	if o := v.Outcomes["see"]; o.Report != "r1" || o.Facts["a"] != "1" {
		t.Errorf("completing a step forgot what its look found: %+v", o)
	}
	s.SetOutcome("see", Outcome{State: Completed, At: start, Report: "r2", Facts: map[string]string{"a": "2"}}, start)
	v = s.Visit()
	if v.Outcomes["see"].Report != "r2" || v.Fact("a") != "2" {
		t.Error("a newer look did not take the place of the older one")
	}
}

// TestAPageWithoutAQuestionIsPassedOver: forwards and backwards, as long as nothing is asked.
func TestAPageWithoutAQuestionIsPassedOver(t *testing.T) {
	g := sample()
	asked := false
	for i := range g.Steps[2].Asks {
		g.Steps[2].Asks[i].When = func(*Visit) bool { return asked }
	}
	s := New(g, "v", start)
	submit(t, s, map[string]string{"name": "n"})
	complete(s)
	if s.Step().ID != "how" || s.Page() != ShowPage {
		t.Fatalf("%s, %s", s.Step().ID, s.Page())
	}
	if !s.Back() || s.Step().ID != "see" {
		t.Errorf("back is %s, %s", s.Step().ID, s.Page())
	}
	asked = true
	complete(s)
	if s.Step().ID != "how" || s.Page() != AskPage {
		t.Errorf("%s, %s", s.Step().ID, s.Page())
	}
}
