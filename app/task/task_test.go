package task

import (
	"context"
	"errors"
	"testing"
)

func count(ctx context.Context, report Report) error {
	for i := 1; i <= 3; i++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		report(Progress{Done: i, Total: 3})
	}
	return nil
}

func TestInline_RunsToTheEnd(t *testing.T) {
	var seen, done int
	Inline{}.Start(count, func(p Progress) { seen = p.Done }, func(err error) {
		done++
		if err != nil {
			t.Error(err)
		}
	})
	if seen != 3 || done != 1 {
		t.Fatalf("progress %d, done called %d times", seen, done)
	}
}

func TestManual_CancelBeforeRun(t *testing.T) {
	var m Manual
	var got error
	cancel := m.Start(count, func(Progress) { t.Error("a cancelled job went on") }, func(err error) { got = err })
	if m.Waiting() != 1 {
		t.Fatal("the job does not wait")
	}
	cancel()
	cancel()
	if !m.Run() || !errors.Is(got, context.Canceled) {
		t.Fatalf("got %v", got)
	}
	if m.Run() {
		t.Fatal("there was a second job")
	}
}

func TestManual_ShowsProgressWithoutRunning(t *testing.T) {
	var m Manual
	var seen Progress
	m.Start(count, func(p Progress) { seen = p }, nil)
	m.Show(Progress{Done: 2, Total: 5, Note: "half way"})
	if seen.Done != 2 || m.Waiting() != 1 {
		t.Fatalf("got %+v", seen)
	}
}
