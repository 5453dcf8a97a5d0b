package guide

import "testing"

// TestEachStateHasItsWordAndIcon: no two states read or look alike, so that none rests on colour.
func TestEachStateHasItsWordAndIcon(t *testing.T) {
	seen := map[string]State{}
	for s, want := range map[State]string{NotStarted: "Not yet started", InProgress: "In progress",
		CannotStart: "Cannot start yet", Waiting: "Waiting", Completed: "Completed", HasProblem: "There is a problem"} {
		if s.Label() != want {
			t.Errorf("%s reads %q", s, s.Label())
		}
		for _, mark := range []string{s.Label(), "icon " + s.Icon()} {
			if other, twice := seen[mark]; twice {
				t.Errorf("%s and %s both have %q", s, other, mark)
			}
			seen[mark] = s
		}
	}
}
