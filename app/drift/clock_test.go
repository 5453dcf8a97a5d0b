package drift

import (
	"strings"
	"testing"
	"time"

	"handrail/app/tenant"
)

// TestAClockThatWasAhead: what was read while the clock was wrong counts now, and not in a time that ended before.
func TestAClockThatWasAhead(t *testing.T) {
	d := &diary{}
	d.read(1, "10:00", tenant.SectionUsers, someone(ada, `"displayName":"Ada"`))
	d.read(28, "10:00", tenant.SectionUsers, someone(ada, `"displayName":"Ada"`), someone(ben, `"displayName":"Ben"`))
	day := func(n int) time.Time { return time.Date(2026, 11, n, 9, 0, 0, 0, time.Local) }
	r, err := Since(t.Context(), Sources{View: d.view(t), Now: true}, day(5), day(10))
	if err != nil || len(r.Told) != 1 || r.Told[0].Text != "Ben has a new account." || !r.Ahead ||
		!strings.HasPrefix(strings.Join(r.Rest(), " "), "Some changes have a day that has not come yet. ") {
		t.Errorf("%v: %+v, %q", err, r.Told, r.Rest())
	}
	if r, err = Since(t.Context(), Sources{View: d.view(t)}, day(5), day(10)); err != nil || len(r.Told) > 0 || r.Ahead {
		t.Errorf("until day 10: %v: %+v", err, r.Told)
	}
	if r, err = Since(t.Context(), Sources{View: d.view(t), Now: true}, day(5), day(29)); err != nil ||
		len(r.Told) != 1 || r.Ahead {
		t.Errorf("the clock is right: %v: %+v", err, r.Told)
	}
}
