package guide

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"
)

// TestDecide: a failure that the person can decide opens the question of its step; any other
// failure does not, and the answer stays the person's own.
func TestDecide(t *testing.T) {
	g := Guide{ID: "g", Steps: []Step{{ID: "one", Title: "One", Asks: []Ask{{Name: "leave", Kind: Line,
		Validate: func(*Visit, string) error { return nil },
		When:     func(v *Visit) bool { return v.Fact("refused") != "" }}},
		Plan: func(context.Context, *Visit) (*Plan, error) { return &Plan{}, nil }}}}
	s := New(g, "v", time.Unix(0, 0))
	s.SetOutcome("one", Outcome{State: InProgress, At: time.Unix(0, 0), Facts: map[string]string{"seen": "1"}},
		time.Unix(0, 0))
	if s.Page() != ShowPage {
		t.Fatal("asked before anything happened")
	}
	if s.Decide(errors.New("no"), "", time.Unix(0, 0)) || s.Page() != ShowPage {
		t.Error("a plain failure asks nothing")
	}
	if s.Decide(&Question{Facts: map[string]string{"other": "x"}, Err: errors.New("no")}, "", time.Unix(0, 0)) {
		t.Error("no question has this fact")
	}
	failure := fmt.Errorf("outer: %w", &Question{Facts: map[string]string{"refused": "a b"}, Err: errors.New("no")})
	if !s.Decide(failure, "Decide.", time.Unix(0, 0)) || s.Page() != AskPage || len(s.Asks()) != 1 {
		t.Errorf("%s, %d questions", s.Page(), len(s.Asks()))
	}
	v := s.Visit()
	if v.Fact("refused") != "a b" || v.Fact("seen") != "1" || v.Outcomes["one"].State != HasProblem ||
		v.Outcomes["one"].Note != "Decide." || v.Answer("leave") != "" {
		t.Errorf("%+v", v)
	}
}
