package guide

import (
	"context"

	"handrail/app/task"
)

// The functions of a step are called through these methods, or through a Looker.
// They return the context's error once it is cancelled, so that a guide need not
// ask. A guide passes its context on to everything that it calls.

// RunPlan calls the step's Plan, and notes in it what it rests on.
func (s Step) RunPlan(ctx context.Context, v *Visit) (*Plan, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	ctx, rests := withRests(ctx)
	p, err := s.Plan(ctx, v)
	if p != nil {
		p.Rests = rests()
	}
	return p, err
}

// RunApply calls the step's Apply. Nothing is sent once ctx is cancelled.
func (s Step) RunApply(ctx context.Context, v *Visit, shown *Plan, progress task.Report) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if progress == nil {
		progress = func(task.Progress) {}
	}
	return s.Apply(ctx, v, shown, progress)
}

// RunHand calls the step's Hand.
func (s Step) RunHand(ctx context.Context, v *Visit) (*Handover, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return s.Hand(ctx, v)
}

// RunWait calls the step's Wait.
func (s Step) RunWait(ctx context.Context, v *Visit) (Until, error) {
	if err := ctx.Err(); err != nil {
		return Until{}, err
	}
	return s.Wait(ctx, v)
}
