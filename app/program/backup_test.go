package program

import (
	"context"
	"slices"
	"testing"
	"time"

	"handrail/app/drift"
)

// TestTheFirstDayAnswersFromMicrosoftsBackup: what the difference report of the sample says is there after the first
// reading, between the day of the snapshot and that reading, and not again as a change of later.
func TestTheFirstDayAnswersFromMicrosoftsBackup(t *testing.T) {
	p, ctx := openSample(t), context.Background()
	if _, err := p.Tenant.Refresh(ctx, nil, nil); err != nil {
		t.Fatal(err)
	}
	v, err := p.Tenant.View(ctx)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now().Add(time.Hour)
	r, err := drift.Since(ctx, drift.Sources{View: v}, time.Time{}, now)
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	for _, one := range r.Told {
		told = append(told, one.Text)
		if one.Backup.IsZero() || !one.Backup.Equal(one.Since) || !one.Since.Before(one.At) {
			t.Errorf("%+v", one)
		}
	}
	want := []string{"Groups: “All staff and volunteers” is new.", "Jill Ward cannot sign in any more.",
		"The policy “CA001 Second step for administrators” is now on."}
	if slices.Sort(told); !slices.Equal(told, want) {
		t.Errorf("%q", told)
	}
	if n := len(p.sim.Writes()); n > 0 {
		t.Errorf("%d writes", n)
	}
}
