package guide

import (
	"errors"
	"maps"
	"time"
)

// Question is an error of an Apply that the person can decide: its facts bring up a question
// of the same step. Nothing is tried again before that was answered and confirmed.
type Question struct {
	Facts map[string]string
	Err   error
}

// Error returns what happened.
func (q *Question) Error() string { return q.Err.Error() }

// Unwrap returns the failure itself.
func (q *Question) Unwrap() error { return q.Err }

// Decide opens the questions of the current step with the facts of a Question in the chain
// of err, and reports whether there is one. note says how the step stands meanwhile.
func (s *Session) Decide(err error, note string, now time.Time) bool {
	var q *Question
	if !errors.As(err, &q) {
		return false
	}
	facts := maps.Clone(s.visit.Outcomes[s.Step().ID].Facts)
	if facts == nil {
		facts = map[string]string{}
	}
	maps.Copy(facts, q.Facts)
	s.SetOutcome(s.Step().ID, Outcome{State: HasProblem, At: now.UTC(), Note: note, Facts: facts}, now)
	if s.pages(s.Step())[0] != AskPage {
		return false
	}
	s.visit.Page = AskPage
	return true
}
