package guide

import (
	"context"
	"slices"
	"strings"
	"time"

	"handrail/app"
	"handrail/app/report"
	"handrail/app/task"
)

// Looker runs the looks of guides and keeps what they find. The window, the
// terminal and the sample all look through it.
type Looker struct {
	Library report.Library
	Now     app.Clock
	// Loose documents belong to no visit: those of the terminal.
	Loose bool
}

// Found is what a look found.
type Found struct {
	Step     string
	Document *report.Document
	At       time.Time
	Saved    *report.Document // what is saved of it; nil: nothing, because the person chose that
	Report   string           // id in the library; "" where it is not kept
	NotKept  error            // why not
	Held     error            // what the step's Gate says; nil lets go on
	Outcome  Outcome          // of the step, not yet settled
	rests    []string         // what the look read
}

// Look runs the Look of step for v, keeps its document in the library and puts
// what was found into v, so that the step's other functions see it. A look never completes a step: the outcome stays
// completed or waiting where it was, is a problem where a grave finding holds the
// step back, else in progress. The caller settles Found.Outcome.
func (l Looker) Look(ctx context.Context, step Step, v *Visit, rep task.Report) (Found, error) {
	if err := ctx.Err(); err != nil {
		return Found{}, err
	}
	if rep == nil {
		rep = func(task.Progress) {}
	}
	ctx, rests := withRests(ctx)
	doc, err := step.Look(ctx, v, rep)
	if err == nil && doc == nil {
		err = app.Errorf(app.Internal, "Try again.", "The step “%s” found nothing to show.", step.Title)
	}
	if err != nil {
		return Found{}, l.keepDone(ctx, step, v, doc, err)
	}
	if doc.At.IsZero() {
		doc.At = l.Now().UTC()
	}
	f := l.keep(ctx, step, v, doc)
	f.Step, f.Document, f.At, f.rests = step.ID, doc, doc.At, rests()
	f.judge(step, v)
	return f, nil
}

// judge sets the outcome from what was found and how the step was before.
func (f *Found) judge(step Step, v *Visit) {
	old, doc := v.Outcomes[step.ID], f.Document
	o := Outcome{State: InProgress, At: f.At, Report: f.Report, Until: old.Until, Rests: f.rests}
	if f.Saved != nil {
		o.Facts, o.Headline = f.Saved.Facts(), f.Saved.Result()
	}
	if old.State == Completed || old.State == Waiting {
		o.State, o.Note = old.State, old.Note
	}
	v.Outcomes[step.ID] = o
	if step.Ready != nil {
		f.Held = step.Ready(v, doc)
	}
	if f.Held != nil && doc.MaxSeverity() == report.Problem {
		message, hint := app.UserMessage(f.Held)
		if message != "" && hint != "" {
			message += " "
		}
		o.State, o.Note = HasProblem, message+hint
	}
	f.Outcome = o
}

// Evidence is data that was imported: how many pieces by name (Step.Evidence),
// and what one and several of them are called.
type Evidence struct {
	New       map[string]int
	One, Many string // "new report", "new reports"
}

// Renewed is a step that was looked at again because of imported data.
type Renewed struct {
	Guide   Guide
	Visit   string // id
	Subject string
	Found   Found
}

// Apply settles the new outcome on v, which may have changed meanwhile. It
// reports false where the step was begun again meanwhile.
func (r Renewed) Apply(s *Session, now time.Time) bool {
	o, ok := s.visit.Outcomes[r.Found.Step]
	if !ok {
		return false
	}
	next := r.Found.Outcome
	if o.State == Completed && next.State != HasProblem {
		next.State, next.Note, next.Until = o.State, o.Note, o.Until
	}
	s.SetOutcome(r.Found.Step, next, now)
	return true
}

// ApplyAll applies what was found for one visit, in the order of its steps. It
// returns the last headline; "" where nothing was applied.
func ApplyAll(s *Session, all []Renewed, now time.Time) (news string) {
	for _, r := range all {
		if r.Apply(s, now) {
			news = r.Found.Outcome.Headline
		}
	}
	return news
}

// Renew looks again at every step that was looked at before and rests on e, in
// the latest visit of each guide and subject that has one. Their headlines begin
// with what arrived. visits are as Visits returns them. The caller applies and saves
// the result, in which all of one visit is together. A look that fails is left out:
// what was found before stays; the last such error is returned beside the others.
func (l Looker) Renew(ctx context.Context, guides []Guide, visits []Visit, e Evidence) (all []Renewed, failed error) {
	if len(e.New) == 0 {
		return nil, nil
	}
	seen := map[string]bool{}
	for _, v := range visits {
		i := slices.IndexFunc(guides, func(g Guide) bool { return g.ID == v.Guide })
		if i < 0 || seen[v.Guide+"/"+v.Subject] {
			continue
		}
		for _, step := range guides[i].Steps {
			if step.Evidence == nil || step.Look == nil || v.Outcomes[step.ID].Report == "" {
				continue
			}
			seen[v.Guide+"/"+v.Subject] = true
			n := e.New[step.Evidence(&v)]
			if n == 0 {
				continue
			}
			f, err := l.renew(ctx, step, v.Clone())
			if err != nil {
				if ctx.Err() != nil {
					return all, ctx.Err()
				}
				failed = err
				continue
			}
			f.Outcome.Headline = e.headline(n, v.Subject, f.Outcome.Headline)
			all = append(all, Renewed{guides[i], v.ID, v.Subject, f})
		}
	}
	return all, failed
}

// renew looks again at a step and asks whether it still waits.
func (l Looker) renew(ctx context.Context, step Step, v Visit) (Found, error) {
	f, err := l.Look(ctx, step, &v, nil)
	if err != nil || step.Wait == nil {
		return f, err
	}
	until, err := step.RunWait(ctx, &v)
	f.Outcome = f.Outcome.Waits(until, l.Now())
	return f, err
}

// headline returns what arrived with the result.
func (e Evidence) headline(n int, subject, result string) string {
	text := Count(n, e.One, e.Many)
	if subject != "" {
		text += " about " + subject
	}
	if result == "" {
		return text + "."
	}
	return text + ". " + strings.TrimSuffix(result, ".") + "."
}

// Waits returns o as it is with what the step's Wait says: waiting until a date to
// come, or waiting no longer. What is completed stays completed.
func (o Outcome) Waits(u Until, now time.Time) Outcome {
	switch {
	case o.State == Completed:
	case u.At.After(now):
		o.State, o.Until, o.Note = Waiting, u.At.UTC(), u.Reason
	case o.State == Waiting:
		o.State, o.Until, o.Note = InProgress, time.Time{}, ""
	}
	return o
}
