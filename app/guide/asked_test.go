package guide

import (
	"maps"
	"slices"
	"testing"
)

// revealing is a guide whose questions bring up others: by a default, by a question
// that comes later, and by an answer to a question that is no longer asked.
func revealing() Guide {
	is := func(name, text string) func(*Visit) bool {
		return func(v *Visit) bool { return v.Answer(name) == text }
	}
	always := func(text string) func(*Visit) string { return func(*Visit) string { return text } }
	return Guide{ID: "r", Subject: "kind", Steps: []Step{{ID: "ask", Asks: []Ask{
		{Name: "early", Label: "Early", Validate: full, Default: always("e"), When: is("late", "on")},
		{Name: "kind", Label: "Kind", Validate: full, Default: always("group")},
		{Name: "group", Label: "Group", Validate: full, When: is("kind", "group"),
			Default: func(v *Visit) string { return "all of " + v.Answer("kind") }},
		{Name: "nested", Label: "Nested", Validate: full, When: is("group", "all of group"), Default: always("no")},
		{Name: "late", Label: "Late", Validate: full, Default: always("on")},
		{Name: "hidden", Label: "Hidden", Validate: full, When: is("kind", "never")},
	}}}}
}

func names(asks []Ask) (all []string) {
	for _, a := range asks {
		all = append(all, a.Name)
	}
	return all
}

// TestOneDecisionOnWhatIsAsked: Asks, Submit and Answer ask the same questions,
// whatever is typed.
func TestOneDecisionOnWhatIsAsked(t *testing.T) {
	for name, c := range map[string]struct {
		typed map[string]string
		want  []string
	}{
		"defaults alone":         {nil, []string{"early", "kind", "group", "nested", "late"}},
		"a draft hides two":      {map[string]string{"kind": "person"}, []string{"early", "kind", "late"}},
		"a draft hides one":      {map[string]string{"group": "a few"}, []string{"early", "kind", "group", "late"}},
		"a later question hides": {map[string]string{"late": "off"}, []string{"kind", "group", "nested", "late"}},
		"a draft of a hidden one": {map[string]string{"kind": "person", "group": "all of group"},
			[]string{"early", "kind", "late"}},
		"an emptied field is invalid": {map[string]string{"late": ""}, []string{"kind", "group", "nested", "late"}},
	} {
		s := New(revealing(), "v", start)
		s.Draft(c.typed)
		if got := names(s.Asks()); !slices.Equal(got, c.want) {
			t.Errorf("%s: asked %v, want %v", name, got, c.want)
		}
		walk := New(revealing(), "v", start)
		wrong := walk.Answer("ask", c.typed, start)
		_, refused := s.Submit(nil, start)
		if len(wrong) != len(refused) {
			t.Errorf("%s: Answer refuses %v, Submit %v", name, wrong, refused)
		}
		if len(refused) > 0 {
			continue
		}
		if got := slices.Sorted(maps.Keys(s.Visit().Answers)); !slices.Equal(got,
			slices.Sorted(slices.Values(c.want))) {
			t.Errorf("%s: Submit confirmed %v, want %v", name, got, c.want)
		}
		if a, b := walk.Visit().Answers, s.Visit().Answers; !maps.Equal(a, b) {
			t.Errorf("%s: Answer confirmed %v, Submit %v", name, a, b)
		}
	}
}

// TestAHiddenAnswerCountsAsNone: after a change of mind, what an earlier answer
// brought up is asked no more, although that answer is kept.
func TestAHiddenAnswerCountsAsNone(t *testing.T) {
	s := New(revealing(), "v", start)
	submit(t, s, nil)
	s.ChangeAnswer("kind")
	s.Draft(map[string]string{"kind": "person"})
	if got, want := names(s.Asks()), []string{"early", "kind", "late"}; !slices.Equal(got, want) {
		t.Errorf("asked %v, want %v", got, want)
	}
	if s.Visit().Answers["group"] != "all of group" {
		t.Error("the answer that is hidden is lost")
	}
}

// TestQuestionsInACircleEnd: two questions that hide each other end somewhere, and
// always at the same place.
func TestQuestionsInACircleEnd(t *testing.T) {
	unless := func(name string) func(*Visit) bool { return func(v *Visit) bool { return v.Answer(name) == "" } }
	yes := func(*Visit) string { return "yes" }
	g := Guide{ID: "c", Steps: []Step{{ID: "ask", Asks: []Ask{
		{Name: "a", Validate: full, Default: yes, When: unless("b")},
		{Name: "b", Validate: full, Default: yes, When: unless("c")},
		{Name: "c", Validate: full, Default: yes, When: unless("a")},
	}}}}
	s := New(g, "v", start)
	first := names(s.Asks())
	for range 3 {
		if again := names(s.Asks()); !slices.Equal(first, again) {
			t.Errorf("asked %v, then %v", first, again)
		}
	}
}
