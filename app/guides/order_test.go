package guides

import (
	"slices"
	"testing"

	"handrail/app/guide"
	"handrail/app/guides/guidetest"
)

// most is how many questions of a guide may decide what other steps ask.
const most = 2

// TestAGuideHasFewBranches: at most two answers of a guide decide which questions its other steps ask.
func TestAGuideHasFewBranches(t *testing.T) {
	for _, g := range All(guidetest.New().Services()) {
		if got := branches(g); len(got) > most {
			t.Errorf("%s: %v decide what other steps ask", g.ID, got)
		}
	}
}

// TestVisitedStepsAreReachable: whatever was answered, a guide has the same steps in the same places, and each step that
// was done can be opened again.
func TestVisitedStepsAreReachable(t *testing.T) {
	for _, g := range All(guidetest.New().Services()) {
		v := guide.Visit{ID: "v", Guide: g.ID, Step: g.Steps[0].ID, Answers: guidetest.Answers(),
			Outcomes: map[string]guide.Outcome{}}
		for i, step := range g.Steps {
			v.Outcomes[step.ID] = guide.Outcome{State: guide.Completed, At: guidetest.Noon}
			s := guide.Open(g, v)
			for n, done := range g.Steps[:i+1] {
				if err := s.GoTo(done.ID); err != nil || s.Index() != n || len(s.Guide().Steps) != len(g.Steps) {
					t.Errorf("%s: after %s, %s is step %d of %d: %v", g.ID, step.ID, done.ID, s.Index()+1, len(s.Guide().Steps), err)
				}
			}
		}
	}
}

// branches returns the questions whose answer decides which questions another step asks.
func branches(g guide.Guide) (all []string) {
	for i, step := range g.Steps {
		for _, a := range step.Asks {
			if a.Options == nil {
				continue
			}
			v := guide.Visit{Answers: guidetest.Answers(), Outcomes: map[string]guide.Outcome{}}
			var first []string
			for n, o := range a.Options(&v) {
				v.Answers[a.Name] = o.Value
				asked := askedElsewhere(g, i, &v)
				if n == 0 {
					first = asked
				} else if !slices.Equal(first, asked) && !slices.Contains(all, a.Name) {
					all = append(all, a.Name)
				}
			}
		}
	}
	return all
}

func askedElsewhere(g guide.Guide, but int, v *guide.Visit) (names []string) {
	for i, step := range g.Steps {
		for _, a := range step.Asks {
			if i != but && (a.When == nil || a.When(v)) {
				names = append(names, a.Name)
			}
		}
	}
	return names
}
