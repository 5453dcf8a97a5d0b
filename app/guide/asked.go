package guide

import (
	"maps"
	"slices"
	"time"
)

// Asks returns the questions of the current step that are asked now, in order.
// It alone decides this, for the window, the terminal and the sample. What would
// be confirmed counts: drafts, else answers, else defaults. A default can
// therefore bring up another question, and so can a choice not yet confirmed. A
// question that is not asked counts as unanswered.
func (s *Session) Asks() []Ask {
	asks, _ := s.asked(s.Step())
	return asks
}

// AsksOf is Asks for the step id.
func (s *Session) AsksOf(id string) []Ask {
	i := s.find(id)
	if i < 0 {
		return nil
	}
	asks, _ := s.asked(s.guide.Steps[i])
	return asks
}

// Value returns what is in the field of a: a draft, else the answer, else the default.
func (s *Session) Value(a Ask) string {
	_, probe := s.asked(s.Step())
	return s.value(a, &probe)
}

// value is Value with probe as the visit that a default rests on.
func (s *Session) value(a Ask, probe *Visit) string {
	if d, ok := s.visit.Drafts[a.Name]; ok {
		return d
	}
	if d, ok := s.visit.Answers[a.Name]; ok {
		return d
	}
	if a.Default != nil {
		return a.Default(probe)
	}
	return ""
}

// asked returns the questions of step that are asked now, and the visit with their
// answers as they would be confirmed. It repeats until nothing changes, because a
// question may rest on a later one. Questions that rest on each other in a circle
// end after as many rounds as there are questions.
func (s *Session) asked(step Step) ([]Ask, Visit) {
	all := step.Asks
	probe := s.visit.Clone()
	for _, a := range all {
		delete(probe.Answers, a.Name)
	}
	var asks []Ask
	for range len(all) + 1 {
		before := maps.Clone(probe.Answers)
		asks = nil
		for _, a := range all {
			if a.When != nil && !a.When(&probe) {
				delete(probe.Answers, a.Name)
				continue
			}
			asks = append(asks, a)
			text := s.value(a, &probe)
			if a.Normalize != nil {
				text = a.Normalize(text)
			}
			probe.Answers[a.Name] = text
		}
		if maps.Equal(before, probe.Answers) {
			break
		}
	}
	return asks, probe
}

// checked returns the answers to the questions that are asked now, ready to be
// confirmed, and what is wrong with the others.
func (s *Session) checked() (clean map[string]string, wrong []FieldError) {
	asks, probe := s.asked(s.Step())
	clean = map[string]string{}
	for _, a := range asks {
		text := probe.Answers[a.Name]
		if err := a.Validate(&probe, text); err != nil {
			wrong = append(wrong, FieldError{a.Name, a.Label, err})
			delete(probe.Answers, a.Name)
			continue
		}
		clean[a.Name] = text
	}
	return clean, wrong
}

// confirm makes clean the answers of the current step.
func (s *Session) confirm(clean map[string]string) (cleared []Invalidated) {
	for _, a := range s.Step().Asks {
		if text, ok := clean[a.Name]; ok {
			cleared = append(cleared, s.set(a.Name, text, clean)...)
		}
	}
	return cleared
}

// Answer confirms the answers of the step id without moving on, where no one
// watches: given ones, else defaults. Unlike Submit it confirms the good ones
// although others are wrong. given may hold answers of other steps too.
func (s *Session) Answer(id string, given map[string]string, now time.Time) []FieldError {
	i := s.find(id)
	if i < 0 {
		return nil
	}
	s.open(i)
	for _, a := range s.Step().Asks {
		if text, ok := given[a.Name]; ok {
			s.Draft(map[string]string{a.Name: text})
		}
	}
	clean, wrong := s.checked()
	s.confirm(clean)
	for _, a := range s.Step().Asks {
		delete(s.visit.Drafts, a.Name)
	}
	s.visit.Changed = now.UTC()
	return slices.Clip(wrong)
}
