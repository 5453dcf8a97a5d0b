package program

import (
	"context"
	"slices"
	"testing"
	"time"

	"handrail/app/drift"
	"handrail/app/terminal"
)

// TestTheFirstDayAnswersFromMicrosoftsBackup: what the difference report of the sample says is there after the first
// reading, between the day of the snapshot and that reading, and not again as a change of later.
func TestTheFirstDayAnswersFromMicrosoftsBackup(t *testing.T) {
	ctx := context.Background()
	p, err := Open(ctx, terminal.Flags{Data: t.TempDir(), Sample: true, People: 120}, false) // it has no month before
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
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
			t.Errorf("%s: %s, %s, %s", one.Text, one.Backup, one.Since, one.At)
		}
	}
	want := []string{"Jill Ward cannot sign in any more.", "The group “All staff and volunteers” is new.",
		"The policy “CA001 Second step for administrators” is now on."}
	if slices.Sort(told); !slices.Equal(told, want) {
		t.Errorf("%q", told)
	}
	if n := len(p.sim.Writes()); n > 0 {
		t.Errorf("%d writes", n)
	}
}
