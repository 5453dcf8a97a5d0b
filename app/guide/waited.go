package guide

import (
	"context"
	"slices"
	"strings"
	"time"

	"handrail/app"
)

// longestCheck is how long the check of one step may take when no person waits for it.
const longestCheck = 2 * time.Minute

// pauses are how long to wait before each further automatic check of a step whose wait is over. After the last one
// only a person checks.
var pauses = []time.Duration{5 * time.Minute, 15 * time.Minute, time.Hour, 4 * time.Hour}

// Backoff is which automatic checks were made of steps whose wait is over. It is kept in memory only: a new start of
// the program begins again. The zero value is ready; not safe for concurrent use.
type Backoff struct{ steps map[string]tries }

// tries are the checks of one step. until is the end of the wait that they belong to.
type tries struct {
	until time.Time
	made  int
	next  time.Time
}

// Waited is a step whose wait is over.
type Waited struct {
	Guide Guide
	Visit Visit
	Step  Step
	// Next is when it is checked automatically again if it is not done yet; zero: never.
	Next time.Time
}

// Due returns the steps to check at now, and counts each as checked: those whose wait is over and whose pause is over.
// A check that opens a browser is never made automatically.
func (b *Backoff) Due(guides []Guide, visits []Visit, now time.Time) (all []Waited) {
	if b.steps == nil {
		b.steps = map[string]tries{}
	}
	for _, v := range visits {
		i := slices.IndexFunc(guides, func(g Guide) bool { return g.ID == v.Guide })
		if i < 0 || !v.Ended.IsZero() {
			continue
		}
		for _, step := range guides[i].Steps {
			o, key := v.Outcomes[step.ID], v.ID+"/"+step.ID
			if o.State != Waiting || o.Until.After(now) || step.Look == nil || step.CheckLabel != "" {
				continue
			}
			t := b.steps[key]
			if !t.until.Equal(o.Until) {
				t = tries{until: o.Until}
			}
			if t.made > len(pauses) || t.next.After(now) {
				continue
			}
			w := Waited{Guide: guides[i], Visit: v, Step: step}
			if t.made < len(pauses) {
				w.Next = now.Add(pauses[t.made])
			}
			t.next, t.made = w.Next, t.made+1
			b.steps[key], all = t, append(all, w)
		}
	}
	return all
}

// CheckWaited looks again at a step whose wait is over and returns the outcome to settle. Where nothing holds the step
// back any more it stays one whose wait is over, so that Home shows it: only the person completes a step. ctx must not
// let a browser open.
func (l Looker) CheckWaited(ctx context.Context, w Waited) (Renewed, error) {
	ctx, cancel := context.WithTimeout(ctx, longestCheck)
	defer cancel()
	old := w.Visit.Outcomes[w.Step.ID]
	f, err := l.renew(ctx, w.Step, w.Visit.Clone())
	if err != nil {
		return Renewed{}, err
	}
	if o := &f.Outcome; o.State != HasProblem && !(o.State == Waiting && o.Until.After(l.Now())) {
		o.State, o.Until, o.Note = Waiting, old.Until, "The wait is over. The last check found nothing that holds you up."
		if f.Held != nil {
			message, _ := app.UserMessage(f.Held)
			o.Note = strings.TrimSpace("The wait is over, but this is not done yet. " + message)
			if !w.Next.IsZero() {
				o.Note += " Handrail checks again at " + w.Next.Local().Format("15:04") + " while it is open."
			}
		}
	}
	return Renewed{w.Guide, w.Visit.ID, w.Visit.Subject, f}, nil
}
