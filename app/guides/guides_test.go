package guides

import (
	"context"
	"regexp"
	"slices"
	"testing"
	"time"
	"unicode/utf8"

	"handrail/app/guide"
)

func TestGuidesAreWellMade(t *testing.T) {
	name := regexp.MustCompile(`^[a-z][a-z0-9_-]*$`)
	ids := map[string]bool{}
	for _, g := range All(env()) {
		if ids[g.ID] || !name.MatchString(g.ID) {
			t.Errorf("guide id %q is there twice or badly made", g.ID)
		}
		ids[g.ID] = true
		if n := utf8.RuneCountInString(g.Outcome); n == 0 || n > 120 {
			t.Errorf("%s: the outcome has %d characters, at most 120 are allowed", g.ID, n)
		}
		if g.Title == "" || g.Topic == "" || g.Minutes <= 0 || len(g.Needs) == 0 || len(g.Steps) == 0 {
			t.Errorf("%s: title, topic, minutes, needs or steps are missing", g.ID)
		}
		steps, asks := map[string]bool{}, map[string]bool{}
		for i, step := range g.Steps {
			if steps[step.ID] || !name.MatchString(step.ID) || step.Title == "" || step.Summary == "" {
				t.Errorf("%s: step %q is there twice, badly made or without words", g.ID, step.ID)
			}
			if step.Needs != "" && !steps[step.Needs] {
				t.Errorf("%s: step %s needs %q, which does not come before it", g.ID, step.ID, step.Needs)
			}
			steps[step.ID] = true
			wellAsked(t, g, step, asks)
			if step.Apply != nil {
				later := slices.ContainsFunc(g.Steps[i+1:], func(s guide.Step) bool { return s.Look != nil })
				if step.Plan == nil || !later {
					t.Errorf("%s: step %s changes something without a plan before or a look after", g.ID, step.ID)
				}
			}
		}
		for _, step := range g.Steps {
			for _, dep := range step.DependsOn {
				if !asks[dep] {
					t.Errorf("%s: step %s depends on the answer %q, which nobody asks for", g.ID, step.ID, dep)
				}
			}
		}
		if !asks[g.Subject] {
			t.Errorf("%s: the subject %q is never asked for", g.ID, g.Subject)
		}
		if g.Resume != nil && (!steps[g.Resume.Step] || g.Resume.Due == nil) {
			t.Errorf("%s: it is resumed at %q, which is no step", g.ID, g.Resume.Step)
		}
	}
}

func wellAsked(t *testing.T, g guide.Guide, step guide.Step, asks map[string]bool) {
	t.Helper()
	for _, a := range step.Asks {
		if asks[a.Name] || a.Name == "" || a.Label == "" || a.Hint == "" || a.Validate == nil {
			t.Errorf("%s: the question %q is there twice, or has no label, hint or validator", g.ID, a.Name)
		}
		if (a.Kind == guide.Choice) != (a.Options != nil) {
			t.Errorf("%s: the question %s is a choice without options, or the other way round", g.ID, a.Name)
		}
		for _, dep := range a.DependsOn {
			if !asks[dep] {
				t.Errorf("%s: the question %s depends on %q, which is not asked before it", g.ID, a.Name, dep)
			}
		}
		asks[a.Name] = true
	}
}

// walked returns a visit of g on which every question that has a good default was
// answered with it, as the terminal does, and every check was made.
func walked(t *testing.T, g guide.Guide, answers map[string]string) *guide.Visit {
	t.Helper()
	v := &guide.Visit{ID: "v", Guide: g.ID, Started: noon, Answers: map[string]string{}, Drafts: map[string]string{}, Outcomes: map[string]guide.Outcome{}}
	for _, step := range g.Steps {
		for _, a := range step.Asks {
			if a.When != nil && !a.When(v) {
				continue
			}
			text, given := answers[a.Name]
			if !given && a.Default != nil {
				text = a.Default(v)
			}
			if text == "" {
				text = typical[a.Name]
			}
			if a.Normalize != nil {
				text = a.Normalize(text)
			}
			if err := a.Validate(v, text); err != nil {
				t.Fatalf("%s: with %v, the answer %q to %s is refused: %v", g.ID, answers, text, a.Name, err)
			}
			v.Answers[a.Name] = text
		}
		o := guide.Outcome{State: guide.Completed, At: noon}
		if step.Look != nil {
			doc, err := step.Look(context.Background(), v, nil)
			if err != nil {
				t.Fatalf("%s: with %v, the look of %s fails: %v", g.ID, answers, step.ID, err)
			}
			o.Facts = doc.Facts()
		}
		v.Outcomes[step.ID] = o
	}
	v.Subject = v.Answers[g.Subject]
	return v
}

func TestDefaultsCarryThroughEveryStep(t *testing.T) {
	for _, g := range All(env()) {
		for _, domain := range subjects(g) {
			v := walked(t, g, map[string]string{g.Subject: domain})
			for _, step := range g.Steps {
				if step.Plan != nil {
					if p, err := step.Plan(context.Background(), v); err != nil || len(p.Changes) == 0 || len(p.Affected) == 0 || p.Undo == "" && p.NoUndo == "" {
						t.Errorf("%s, %s: the plan of %s is missing or says too little (%v)", g.ID, domain, step.ID, err)
					}
				}
				if step.Hand != nil {
					h, err := step.Hand(context.Background(), v)
					if err != nil || h.Nothing == "" && (h.Done == "" || len(h.Records)+len(h.Bundles)+len(h.Messages)+len(h.Links) == 0) {
						t.Errorf("%s, %s: the handover of %s is missing or empty (%v)", g.ID, domain, step.ID, err)
					}
				}
				if step.Wait != nil {
					if u, err := step.Wait(context.Background(), v); err != nil || u.Reason == "" {
						t.Errorf("%s, %s: %s waits without a reason (%v)", g.ID, domain, step.ID, err)
					}
				}
			}
		}
	}
}

// TestStoppedFunctionsReturnAtOnce: a stop must never hang, whatever a step does.
func TestStoppedFunctionsReturnAtOnce(t *testing.T) {
	stopped, stop := context.WithCancel(context.Background())
	stop()
	for _, g := range All(env()) {
		v := walked(t, g, map[string]string{g.Subject: subjects(g)[0]})
		for _, step := range g.Steps {
			calls := map[string]func() error{}
			if step.Look != nil {
				calls["Look"] = func() error { _, err := step.Look(stopped, v, nil); return err }
			}
			if step.Plan != nil {
				calls["Plan"] = func() error { _, err := step.Plan(stopped, v); return err }
			}
			if step.Hand != nil {
				calls["Hand"] = func() error { _, err := step.Hand(stopped, v); return err }
			}
			if step.Wait != nil {
				calls["Wait"] = func() error { _, err := step.Wait(stopped, v); return err }
			}
			if step.Apply != nil {
				calls["Apply"] = func() error { return step.Apply(stopped, v, &guide.Plan{}, nil) }
			}
			for name, call := range calls {
				best := time.Hour
				for range 3 {
					begun := time.Now()
					if err := call(); err == nil {
						t.Errorf("%s: %s of %s goes on although it was stopped", g.ID, name, step.ID)
					}
					best = min(best, time.Since(begun))
				}
				if best > 2*time.Second { // it takes nothing; a busy computer may take its time
					t.Errorf("%s: %s of %s takes %v to stop", g.ID, name, step.ID, best)
				}
			}
		}
	}
}

// TestWhoIsSignedIn: the guide that connects names the account and its roles,
// or reports that they are not known.
func TestWhoIsSignedIn(t *testing.T) {
	for _, g := range All(env()) {
		if g.ID != "connect" {
			continue
		}
		step := g.Steps[len(g.Steps)-1]
		doc, err := step.Look(t.Context(), &guide.Visit{Answers: map[string]string{}}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if f := doc.Facts(); f["account"] != "ada@northgate.example" || f["own-roles"] != "Global Administrator" {
			t.Errorf("account %q with %q", f["account"], f["own-roles"])
		}
	}
}
