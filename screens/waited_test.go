package screens

import (
	"context"
	"errors"
	"testing"
	"time"

	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
)

// TestAWaitThatIsOverIsCheckedInTheBackground: while Handrail is open, a step whose wait is over is checked without a
// press, with growing pauses, and with a context in which no browser opens. Home shows what was found.
func TestAWaitThatIsOverIsCheckedInTheBackground(t *testing.T) {
	s := newStage(t, task.Inline{})
	s.begin().upTo("watch").tab("Continue without waiting").enter()
	id, looks := s.only().ID, s.world.looks
	for i := range s.ports.Guides[0].Steps {
		step := &s.ports.Guides[0].Steps[i]
		look := step.Look
		if step.ID != "watch" {
			continue
		}
		step.Look = func(ctx context.Context, v *guide.Visit, rep task.Report) (*report.Document, error) {
			if !tenant.IsUnattended(ctx) {
				t.Error("the check could open a browser")
			}
			return look(ctx, v, rep)
		}
	}
	minutes := 0
	s.ports.Between = func(context.Context, time.Duration) error {
		if minutes++; minutes > 12*60 {
			return errors.New("the day is over")
		}
		s.world.now = s.world.now.Add(time.Minute)
		return nil
	}
	s.world.now = s.world.until.Add(-time.Hour)
	s.reopen("home").shows("The last check found nothing that holds you up.")
	if n := s.world.looks - looks; n != 5 {
		t.Errorf("it is checked %d times in 12 hours", n)
	}
	v, err := s.memory.Visit(t.Context(), id)
	if o := v.Outcomes["watch"]; err != nil || o.State != guide.Waiting || !o.At.After(o.Until) {
		t.Errorf("%v, %+v", err, o)
	}
}
