package history

import (
	"testing"
	"time"
)

func TestHowLongMomentsAreKept(t *testing.T) {
	now := time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)
	for value, months := range map[string]int{"": 24, "3": 3, "12": 12, "24": 24, "60": 60, "0": 0, "7": 24, "-1": 24,
		"soon": 24} {
		k := KeepOf(map[string]string{KeepSetting: value})
		if k.Months != months {
			t.Errorf("%q keeps %d months, not %d", value, k.Months, months)
		}
	}
	if got := (Keep{Months: 3}).Limit(now); !got.Equal(time.Date(2026, 8, 26, 12, 0, 0, 0, time.UTC)) {
		t.Error(got)
	}
	if got := (Keep{}).Limit(now); !got.IsZero() {
		t.Error("kept for good, and removed before", got)
	}
	same := func(a, b string) bool {
		k := KeepOf(nil)
		parse := func(s string) time.Time { at, _ := time.Parse(time.DateOnly, s); return at.Add(time.Hour) }
		x, old := k.Period(now, parse(a))
		y, too := k.Period(now, parse(b))
		return old && too && x == y
	}
	for days, want := range map[[2]string]bool{
		{"2026-11-23", "2026-11-24"}: false, // every moment of the last 90 days
		{"2026-07-06", "2026-07-12"}: true,  // Monday and Sunday
		{"2026-07-05", "2026-07-06"}: false, // Sunday and Monday
		{"2025-12-29", "2026-01-04"}: true,  // one week of two years
		{"2025-03-01", "2025-03-31"}: true,  // a month, after a year
		{"2025-03-31", "2025-04-01"}: false,
		{"2024-03-01", "2025-03-01"}: false,
	} {
		if got := same(days[0], days[1]); got != want {
			t.Errorf("%v are of one period: %t", days, got)
		}
	}
}

func TestClasses(t *testing.T) {
	class := func(before, after string) Class { return Fields{}.class(before, after) }
	if got := class(`{"a":1,"b":{"c":1}}`, `{"a":2,"b":{"c":2}}`); got != "a,b.c" ||
		!got.Within(map[string]bool{"a": true, "b": true}) || got.Within(map[string]bool{"a": true}) {
		t.Error(got)
	}
	if got := class(`{"a":1,"b":1,"c":1,"d":1,"e":1,"f":1,"g":1}`, `{}`); got != ClassMany || got.Within(nil) {
		t.Error(got)
	}
	if got := class(`1`, `2`); got != ClassMany {
		t.Error(got)
	}
	c := Counts{}
	c.Add(ClassNone, 3)
	c.Add(ClassAdded, 2)
	c.Add("a", 1)
	c.Add("a", -1)
	if len(c) != 1 || c.All() != 2 {
		t.Error(c)
	}
}

func (f Fields) class(before, after string) Class {
	return ClassOf(f.Move([]byte(before), []byte(after)))
}
