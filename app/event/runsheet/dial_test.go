package runsheet

import (
	"testing"
	"time"

	"handrail/app"
)

func dialOf(t *testing.T, date, clock, zone, text string) (Dial, []Slot) {
	t.Helper()
	items, err := Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	d, err := DialOf(Start{date, clock, zone}, items)
	if err != nil {
		t.Fatal(err)
	}
	return d, Plan(items, d.Zero())
}

// TestTimesAsPeopleAtThePlaceReadThem: past midnight with the day, in a night of change with the name of the time.
func TestTimesAsPeopleAtThePlaceReadThem(t *testing.T) {
	const night = "-30||Doors\n0|90|Vigil\n|60|Procession\n|30|Breakfast"
	for name, c := range map[string]struct {
		date, clock, zone string
		want              []string
	}{
		"an evening": {"2026-11-29", "18:30", "Europe/London",
			[]string{"18:00", "18:30", "20:00", "21:00"}},
		"past midnight": {"2026-11-29", "23:00", "Europe/London",
			[]string{"22:30", "23:00", "00:30 Mon", "01:30 Mon"}},
		"the clocks go back": {"2026-10-25", "00:00", "Europe/London",
			[]string{"23:30 Sat BST", "00:00 BST", "01:30 BST", "01:30 GMT"}},
		"the clocks go forward": {"2026-03-29", "00:00", "Europe/London",
			[]string{"23:30 Sat GMT", "00:00 GMT", "02:30 BST", "03:30 BST"}},
		"half an hour": {"2026-04-05", "00:15", "Australia/Lord_Howe",
			[]string{"23:45 Sat +11", "00:15 +11", "01:45 +11", "02:15 +1030"}},
		"no letters": {"2026-11-29", "23:50", "America/Sao_Paulo",
			[]string{"23:20", "23:50", "01:20 Mon", "02:20 Mon"}},
	} {
		d, slots := dialOf(t, c.date, c.clock, c.zone, night)
		for i, s := range slots {
			if got := d.Text(s.Start); got != c.want[i] {
				t.Errorf("%s: item %d begins at %s, want %s", name, i, got, c.want[i])
			}
			if off, err := d.Offset(d.Text(s.Start), s.Start); err != nil || !d.Zero().Add(off).Equal(s.Start) {
				t.Errorf("%s: %s is read as %v, %v", name, d.Text(s.Start), off, err)
			}
		}
	}
}

func TestAFixedStartAsPeopleTypeIt(t *testing.T) {
	d, slots := dialOf(t, "2026-11-29", "23:00", "Europe/London", "0|40|Vigil\n|40|Procession")
	near := slots[1].Start // 23:40
	for text, want := range map[string]time.Duration{"23:45": 45 * minute, "2345": 45 * minute, "23.45": 45 * minute,
		"0:10": 70 * minute, "00:10 Mon": 70 * minute, "22:50": -10 * minute, "+17": 17 * minute, "-5": -5 * minute,
		"−5": -5 * minute, "start": 0, "11:45 PM": 45 * minute, "23:45:30": 45*minute + 30*time.Second} {
		if got, err := d.Offset(text, near); err != nil || got != want {
			t.Errorf("%q is %v, %v, want %v", text, got, err, want)
		}
	}
	for _, text := range []string{"", "17", "soon", "25:00", "23:45 Tue", "23:45 GMT BST", "10:61"} {
		if got, err := d.Offset(text, near); app.CodeOf(err) != app.Invalid {
			t.Errorf("%q is %v, %v", text, got, err)
		}
	}
	d, _ = dialOf(t, "2026-03-29", "00:00", "Europe/London", "0|300|Night")
	if _, err := d.Offset("01:30", d.Zero().Add(time.Hour)); app.CodeOf(err) != app.Invalid {
		t.Errorf("a time that the clocks skip: %v", err)
	}
	if got, err := d.Offset("01:30 Mon", d.Zero().Add(time.Hour)); err != nil || got != 24*time.Hour+30*minute {
		t.Errorf("the same time of the next night: %v, %v", got, err)
	}
	d, _ = dialOf(t, "2026-10-25", "00:00", "Europe/London", "0|300|Night")
	for text, want := range map[string]time.Duration{"01:30": 150 * minute, "01:30 BST": 90 * minute,
		"01:30 GMT": 150 * minute} {
		if got, err := d.Offset(text, d.Zero().Add(160*minute)); err != nil || got != want {
			t.Errorf("%q is %v, %v, want %v", text, got, err, want)
		}
	}
	if _, err := DialOf(Start{"2026-11-29", "10:30", "Nowhere/Place"}, nil); app.CodeOf(err) != app.Invalid {
		t.Error(err)
	}
	if _, err := DialOf(Start{"soon", "10:30", "Europe/London"}, nil); app.CodeOf(err) != app.Invalid {
		t.Error(err)
	}
}
