package screens

import (
	"context"

	"handrail/app/guide"
	"handrail/screens/parts"
)

// going offers the way from a finding to the step that does something about it. here is the visit that the finding
// belongs to, nil for none; goTo opens one of its steps. A step that cannot start yet is not offered, but the one that
// has to come first.
func (w *Window) going(here *guide.Session, goTo func(step string)) parts.Going {
	return func(id, step string) (string, func()) {
		if here == nil || id != "" && id != here.Guide().ID {
			if _, known := w.guide(id); !known {
				return "", nil
			}
			return "Open the guide", func() { w.Show("guide/" + id) }
		}
		open := here.Startable(step)
		switch {
		case open == "" || step == "":
			return "", nil
		case open == step:
			return "Go to this step", func() { goTo(step) }
		case open == here.Step().ID:
			return "", nil // its main button is on this page
		}
		return "Go to the step before it", func() { goTo(open) }
	}
}

// session runs in a job and returns a saved visit; nil where it is not there any more.
func (w *Window) session(ctx context.Context, id string) *guide.Session {
	if id == "" || w.p.Visits == nil {
		return nil
	}
	v, err := w.p.Visits.Visit(ctx, id)
	if err != nil {
		return nil
	}
	g, known := w.guide(v.Guide)
	if !known {
		return nil
	}
	return guide.Open(g, v)
}

// goTo opens a step of the visit that a record comes from.
func (s *reports) goTo(step string) { s.w.openVisit(s.one.Visit, step, false) }
