package terminal

import (
	"context"
	"fmt"
	"os"
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
	session *guide.Session
	visit   guide.Visit // as the session has it
	looker  guide.Looker
	at      time.Time
	given   map[string]string // answers from the command line
	sample  map[string]string // answers of the sample, where none was given
	known   map[string]string // what need not be asked again, by guide.Ask.Known
	used    map[string]string // what of it answered a question, by name
	missing map[string]string // answers that no one gave: name to label
	passed  map[string]bool   // steps that were skipped
	looks   []look
	plans   []planned
	hands   []handover
	later   bool // make what steps hand over when it is written
	// handsLater is what is made then.
	handsLater []laterHand
	skipped    []skip
	failed     []error
}

// look is what one step found.
type look struct {
	step  guide.Step
	doc   *report.Document
	saved *report.Document // what may be saved of it; nil: nothing
}

// skip is a step, or its plan, that could not be gone through.
type skip struct{ title, why string }

// newWalk checks the given answers by name. Values are checked as the walk
// comes to their question, because one may rest on another.
func newWalk(g guide.Guide, given settings, at time.Time, library report.Library) (*walk, error) {
	w := &walk{
		guide: g, session: guide.New(g, app.NewID(), at), at: at.UTC(),
		looker: guide.Looker{Library: library, Now: func() time.Time { return at }, Loose: true},
		given:  map[string]string{}, missing: map[string]string{}, passed: map[string]bool{},
	}
	w.visit = w.session.Visit()
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
			return nil, app.Errorf(app.Invalid, "Use one of its questions: "+strings.Join(names, ", ")+".",
				"The guide %s has no question called “%s”.", g.ID, s.name)
		}
		if a.Kind == guide.Lines && !namesFile(s.value) {
			s.value = strings.ReplaceAll(s.value, `\n`, "\n")
		}
		w.given[s.name] = s.value
	}
	return w, nil
}

// namesFile reports whether an answer is the path of a file: on Windows, one such as C:\new.txt has a \n that is no line
// end.
func namesFile(text string) bool {
	st, err := os.Stat(strings.Trim(strings.TrimSpace(text), `"`))
	return err == nil && app.IsFile(st.Mode())
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
		if s.Look == nil && s.Plan == nil || s.CheckLabel != "" {
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

// answer confirms the questions of a step that the session asks: with what was
// given, else the sample's answers, else what is known, else the default.
func (w *walk) answer(s guide.Step) error {
	answers := w.given
	if len(answers) == 0 {
		answers = w.sample
	}
	for _, wrong := range w.session.Answer(s.ID, w.withKnown(s, answers), w.at) {
		if _, given := w.given[wrong.Name]; given {
			return badAnswer(wrong)
		}
		w.missing[wrong.Name] = wrong.Label
	}
	w.visit = w.session.Visit()
	return nil
}

// badAnswer names the answer that cannot be used beside the guide's own words.
func badAnswer(wrong guide.FieldError) error {
	message, hint := app.UserMessage(wrong.Err)
	return &app.Error{Code: app.Invalid, Message: "The answer “" + wrong.Name + "” cannot be used. " + message,
		Hint: hint, Err: wrong.Err}
}

// lacks returns what a step depends on and does not have; "" for nothing.
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
		return "it needs a step that was skipped"
	}
	return ""
}

// look runs the Look of a step. A failure is noted and the walk continues; only a
// stop ends it.
func (w *walk) look(ctx context.Context, s guide.Step, progress task.Report) error {
	if s.Look == nil {
		return nil
	}
	seen := w.visit.Clone()
	f, err := w.looker.Look(ctx, s, &seen, progress)
	if err != nil {
		if ctx.Err() != nil {
			if app.CodeOf(err) == app.Cancelled {
				return err // it tells what was saved by then
			}
			return ctx.Err()
		}
		w.failed = append(w.failed, err)
		w.skipped = append(w.skipped, skip{s.Title, "it could not be checked"})
		return nil
	}
	o := f.Outcome
	if o.State, o.At = guide.Completed, w.at; f.Held != nil {
		o.State = guide.HasProblem
	}
	w.session.SetOutcome(s.ID, o, w.at)
	w.visit = w.session.Visit()
	w.looks = append(w.looks, look{s, f.Document, f.Saved})
	return nil
}

// plan asks what a step would change. A plan that cannot be made now is told
// with its reason; it is no failure of the run.
func (w *walk) plan(ctx context.Context, s guide.Step) error {
	if s.Plan == nil {
		return nil
	}
	seen := w.visit.Clone()
	p, err := s.RunPlan(ctx, &seen)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil && app.CodeOf(err) == app.Internal:
		w.failed = append(w.failed, err)
	case err != nil:
		message, hint := app.UserMessage(err)
		w.skipped = append(w.skipped, skip{s.Title, strings.TrimSpace(message + " " + hint)})
	case p != nil:
		w.plans = append(w.plans, planned{s.ID, s.Title, p})
	}
	return nil
}

// unused complains about an answer that was given although, with the other
// answers, its question is never asked. A mistake must not pass for a result.
func (w *walk) unused() error {
	for name := range w.given {
		if _, ok := w.visit.Answers[name]; !ok {
			return app.Errorf(app.Invalid, "Leave it out, or change the answers that it depends on.",
				"With the other answers, the guide does not ask for “%s”.", name)
		}
	}
	return nil
}
