package terminal

import (
	"testing"
	"time"
)

func TestTheClockOfTheFlags(t *testing.T) {
	f := Flags{now: "2026-11-29T09:20:00Z"}
	if err := f.check(); err != nil || !f.Clock()().Equal(f.Now) {
		t.Errorf("%v, %v: the clock does not stand still", err, f.Clock()())
	}
	f.Pace = 1000
	if err := f.check(); err != nil {
		t.Fatal(err)
	}
	a := f.Clock()()
	time.Sleep(3 * time.Millisecond)
	// Every clock of the same flags shows the same time.
	if b := f.Clock()(); b.Sub(a) < 3*time.Second || a.Before(f.Now) {
		t.Errorf("in 3 ms it went from %v to %v", a, b)
	}
	for _, bad := range []Flags{{Pace: 10}, {now: "2026-11-29T09:20:00Z", Pace: -1},
		{now: "2026-11-29T09:20:00Z", Pace: 5000}} {
		if err := bad.check(); err == nil {
			t.Errorf("%+v is taken", bad)
		}
	}
}
