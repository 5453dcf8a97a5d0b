package tenant

import "testing"

func TestAListThatEndsEarly(t *testing.T) {
	for _, c := range []struct {
		rows, total int
		early       bool
	}{
		{0, 2, true}, {1, 2, true}, {2, 2, false}, {7, 9, true}, {8, 9, true}, {0, 0, false}, {5, 0, false},
		{47, 50, true}, {48, 50, false}, {989, 1000, true}, {990, 1000, false}, {1001, 1000, false},
	} {
		if got := short(c.rows, c.total); got != c.early {
			t.Errorf("%d of %d: early is %v", c.rows, c.total, got)
		}
	}
}

// TestHowFarASectionIs: rows are counted once there are any.
func TestHowFarASectionIs(t *testing.T) {
	for want, of := range map[string][2]int{"People": {}, "People: 0 of 9": {0, 9}, "People: 3 of 9": {3, 9},
		"People: 9": {9, 9}} {
		if got := counted(SectionUsers, of[0], of[1]); got != want {
			t.Errorf("%v: %q, want %q", of, got, want)
		}
	}
}
