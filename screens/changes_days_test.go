package screens

import (
	"testing"
	"time"
)

// TestADayEndsBeforeTheNextMidnight: what was read at midnight is of the day that begins.
func TestADayEndsBeforeTheNextMidnight(t *testing.T) {
	day := time.Date(2026, 11, 8, 0, 0, 0, 0, time.Local)
	next, now := time.Date(2026, 11, 9, 0, 0, 0, 0, time.Local), time.Date(2026, 11, 20, 9, 0, 0, 0, time.Local)
	if end := endOf(day, now); !end.Before(next) || next.Sub(end) > time.Microsecond {
		t.Errorf("the day ends at %s", end)
	}
	if end := endOf(midnight(now), now); !end.Equal(now) {
		t.Errorf("today ends at %s, not now", end)
	}
}
