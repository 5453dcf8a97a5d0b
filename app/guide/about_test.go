package guide

import "testing"

// TestAFactNamesTheVisit: a guide whose Subject says nothing of what it is about is named by a fact, once it is known.
func TestAFactNamesTheVisit(t *testing.T) {
	g := sample()
	g.About = "about"
	s := New(g, "v", start)
	submit(t, s, map[string]string{"name": "ann"})
	if v := s.Visit(); v.Subject != "" {
		t.Errorf("named %q before anything is known", v.Subject)
	}
	for _, c := range []struct{ fact, want string }{{"unknown", ""}, {"northgate.example", "northgate.example"}} {
		s.SetOutcome("see", Outcome{State: InProgress, At: start, Facts: map[string]string{"about": c.fact}}, start)
		if v := s.Visit(); v.Subject != c.want {
			t.Errorf("%q names it %q", c.fact, v.Subject)
		}
	}
	submit(t, s, nil)
	if v := s.Visit(); v.Subject != "northgate.example" {
		t.Errorf("later it is %q", v.Subject)
	}
}
