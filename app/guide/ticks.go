package guide

import "strings"

// ticks begins the name of the draft that keeps what is ticked off in a step.
const ticks = "ticks/"

// Checked returns what is ticked off of the current step's Handover.Todo.
func (s *Session) Checked() []string {
	text := s.visit.Drafts[ticks+s.Step().ID]
	if text == "" {
		return nil
	}
	return strings.Split(text, "\n")
}

// SetChecked keeps what is ticked off, with everything else that is begun and not yet
// confirmed.
func (s *Session) SetChecked(done []string) {
	if name := ticks + s.Step().ID; len(done) == 0 {
		delete(s.visit.Drafts, name)
	} else {
		s.visit.Drafts[name] = strings.Join(done, "\n")
	}
}

// passed begins the name of the draft that keeps to whom a step was handed over, and the answer.
const passed = "passed/"

// PassedOn returns what was saved with SetPassedOn for the current step; "" where nothing was.
func (s *Session) PassedOn() string { return s.visit.Drafts[passed+s.Step().ID] }

// SetPassedOn saves what is known of the current step since it was handed over to someone else; "" forgets it.
func (s *Session) SetPassedOn(text string) {
	if name := passed + s.Step().ID; text == "" {
		delete(s.visit.Drafts, name)
	} else {
		s.visit.Drafts[name] = text
	}
}
