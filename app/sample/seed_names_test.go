package sample

import (
	"testing"
	"time"
)

// TestThePrayerFitsItsHour: no evening prayer starts at three in the morning.
func TestThePrayerFitsItsHour(t *testing.T) {
	for at, want := range map[string]string{"23:51": "Night prayer", "06:10": "Morning prayer", "10:30": "Midday prayer",
		"15:00": "Evening prayer"} {
		now, err := time.Parse("2006-01-02 15:04", "2026-11-26 "+at)
		if err != nil {
			t.Fatal(err)
		}
		if got := service(now); got["title"] != want {
			t.Errorf("at %s, %q starts at %s, want %q", at, got["title"], got["time"], want)
		}
	}
}
