package terminal

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/task"
)

// walk is one run through a guide's looks and plans.
type walk struct {
	guide   guide.Guide
	visit   guide.Visit
	at      time.Time
	given   map[string]string // answers from the command line
	missing map[string]string // answers that no one gave: name to label
	passed  map[string]bool   // steps that were skipped
	looks   []look
	plans   []*guide.Plan
	hands   []handover
	skipped []skip
	failed  []error
}

// look is what one step found.
type look struct {
	step guide.Step
	doc  *report.Document
}

// skip is a step, or its plan, that could not be gone through.
type skip struct{ title, why string }

// newWalk checks the given answers by name. Values are checked as the walk
// comes to their question, because one may rest on another.
func newWalk(g guide.Guide, given settings, at time.Time) (*walk, error) {
	w := &walk{
		guide: g, at: at.UTC(), given: map[string]string{}, missing: map[string]string{}, passed: map[string]bool{},
		visit: guide.Visit{
			ID: app.NewID(), Guide: g.ID, Started: at.UTC(), Changed: at.UTC(),
			Answers: map[string]string{}, Drafts: map[string]string{}, Outcomes: map[string]guide.Outcome{},
		},
	}
	asks := map[string]guide.Ask{}
	var names []string
	for _, s := range g.Steps {
		for _, a := range s.Asks {
			asks[a.Name] = a
			names = append(names, a.Name)
		}
	}
	for _, s := range given {
		a, ok := asks[s.name]
		if !ok {
			return nil, app.Errorf(app.Invalid, "Its questions are: "+strings.Join(names, ", ")+".",
				"The guide %s asks nothing called “%s”.", g.ID, s.name)
		}
		if a.Kind == guide.Lines {
			s.value = strings.ReplaceAll(s.value, `\n`, "\n")
		}
		w.given[s.name] = s.value
	}
	return w, nil
}

// steps walks every step. A given answer that cannot be used stops it.
func (w *walk) steps(ctx context.Context, note func(string), progress task.Report) error {
	for _, s := range w.guide.Steps {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := w.answer(s); err != nil {
			return err
		}
		if s.Look == nil && s.Plan == nil || s.Press != "" {
			if w.lacks(s) != "" {
				w.passed[s.ID] = true
			} else if err := w.hand(ctx, s); err != nil {
				return err
			}
			continue
		}
		if why := w.lacks(s); why != "" {
			w.passed[s.ID] = true
			w.skipped = append(w.skipped, skip{s.Title, why})
			continue
		}
		note(s.Title)
		if err := w.look(ctx, s, progress); err != nil {
			return err
		}
		if err := w.plan(ctx, s); err != nil {
			return err
		}
		if err := w.hand(ctx, s); err != nil {
			return err
		}
	}
	return w.unused()
}

// answer settles the questions of a step: what was given, else the default.
func (w *walk) answer(s guide.Step) error {
	for _, a := range s.Asks {
		if a.When != nil && !a.When(&w.visit) {
			continue
		}
		text, given := w.given[a.Name]
		if !given && a.Default != nil {
			text = a.Default(&w.visit)
		}
		if a.Clean != nil {
			text = a.Clean(text)
		}
		if err := a.Valid(&w.visit, text); err != nil {
			if given {
				return badAnswer(a, err)
			}
			w.missing[a.Name] = a.Label
			continue
		}
		w.visit.Answers[a.Name] = text
		if a.Name == w.guide.Subject {
			w.visit.Subject = w.guide.Called(&w.visit, a.Name, text)
		}
	}
	return nil
}

// badAnswer names the answer that cannot be used beside the guide's own words.
func badAnswer(a guide.Ask, err error) error {
	message, hint := app.Say(err)
	return &app.Error{Code: app.Invalid, Message: "The answer “" + a.Name + "” cannot be used. " + message, Hint: hint, Err: err}
}

// lacks says what a step rests on that is not there; "" when all is.
func (w *walk) lacks(s guide.Step) string {
	var labels []string
	need := func(name string) {
		if label, ok := w.missing[name]; ok {
			labels = append(labels, fmt.Sprintf("%s (-set %s=…)", label, name))
		}
	}
	for _, a := range s.Asks {
		need(a.Name)
	}
	for _, name := range s.DependsOn {
		if !slices.ContainsFunc(s.Asks, func(a guide.Ask) bool { return a.Name == name }) {
			need(name)
		}
	}
	switch {
	case len(labels) > 0:
		return "no answer was given to: " + strings.Join(labels, "; ")
	case s.Needs != "" && w.passed[s.Needs]:
		return "it comes after a step that was skipped"
	}
	return ""
}

// look runs the Look of a step. What fails is kept and the walk goes on; only a
// stop ends it.
func (w *walk) look(ctx context.Context, s guide.Step, progress task.Report) error {
	if s.Look == nil {
		return nil
	}
	seen := w.visit.Clone()
	doc, err := s.Look(ctx, &seen, progress)
	if err == nil && doc == nil {
		err = errors.New("terminal: step " + s.ID + " found no document")
	}
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		w.failed = append(w.failed, err)
		w.skipped = append(w.skipped, skip{s.Title, "it could not be looked at"})
		return nil
	}
	o := guide.Outcome{State: guide.Completed, At: w.at, Facts: doc.Facts()}
	if s.Gate != nil && s.Gate(&seen, doc) != nil {
		o.State = guide.HasProblem
	}
	w.visit.Outcomes[s.ID] = o
	w.looks = append(w.looks, look{s, doc})
	return nil
}

// plan asks what a step would change. A plan that cannot be made now is told
// with its reason; it is no failure of the run.
func (w *walk) plan(ctx context.Context, s guide.Step) error {
	if s.Plan == nil {
		return nil
	}
	seen := w.visit.Clone()
	p, err := s.Plan(ctx, &seen)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil && app.CodeOf(err) == app.Internal:
		w.failed = append(w.failed, err)
	case err != nil:
		message, hint := app.Say(err)
		w.skipped = append(w.skipped, skip{s.Title, strings.TrimSpace(message + " " + hint)})
	case p != nil:
		w.plans = append(w.plans, p)
	}
	return nil
}

// unused complains about an answer that was given although, with the other
// answers, its question is never asked. A mistake must not pass for a result.
func (w *walk) unused() error {
	for name := range w.given {
		if _, ok := w.visit.Answers[name]; !ok {
			return app.Errorf(app.Invalid, "Leave it out, or change the answers it rests on.",
				"With the other answers, the guide does not ask for “%s”.", name)
		}
	}
	return nil
}
