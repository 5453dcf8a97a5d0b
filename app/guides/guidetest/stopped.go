package guidetest

import (
	"context"
	"errors"
	"time"

	"handrail/app/guide"
)

// stopped checks that a stop never hangs, whatever a step does, and that nothing is
// done after it.
func stopped(t T, made Make) {
	t.Helper()
	w := New()
	g := made(w.Services())
	p := &person{t: t, g: g, chosen: map[string]string{g.Subject: Subjects(g)[0]}, world: w, said: speech{}}
	p.walk()
	ctx, stop := context.WithCancel(t.Context())
	stop()
	v, looker := p.visit(), guide.Looker{Library: shelf{}, Now: func() time.Time { return Noon }}
	patches, entries := len(w.Office.Patches), len(w.Journal.All)
	for _, step := range g.Steps {
		calls := map[string]func() error{}
		if step.Look != nil {
			calls["Look"] = func() error { _, err := looker.Look(ctx, step, &v, nil); return err }
		}
		if step.Plan != nil {
			calls["Plan"] = func() error { _, err := step.RunPlan(ctx, &v); return err }
		}
		if step.Hand != nil {
			calls["Hand"] = func() error { _, err := step.RunHand(ctx, &v); return err }
		}
		if step.People != nil {
			calls["People"] = func() error { _, err := step.People(ctx, &v); return err }
		}
		if step.Wait != nil {
			calls["Wait"] = func() error { _, err := step.RunWait(ctx, &v); return err }
		}
		if step.Apply != nil {
			calls["Apply"] = func() error { return step.RunApply(ctx, &v, &guide.Plan{}, nil) }
		}
		for name, call := range calls {
			begun := time.Now()
			if err := call(); !errors.Is(err, context.Canceled) {
				t.Errorf("%s: %s of %s does not end although it was stopped (%v)", g.ID, name, step.ID, err)
			}
			if took := time.Since(begun); took > 2*time.Second { // it takes nothing; a busy computer may take its time
				t.Errorf("%s: %s of %s takes %v to stop", g.ID, name, step.ID, took)
			}
		}
	}
	if len(w.Office.Patches) != patches || len(w.Journal.All) != entries {
		t.Errorf("%s: something was sent after the stop", g.ID)
	}
}
