package display

import "testing"

func TestPlacementComesBack(t *testing.T) {
	for _, p := range []placement{{area{100, 60, 1300, 860}, false}, {area{-1920, 0, -720, 800}, true}} {
		if got, ok := readPlacement(p.String()); !ok || got != p {
			t.Errorf("%q is read as %+v, %v", p, got, ok)
		}
	}
	for _, text := range []string{"", "full", "1 2 3", "5 5 5 9", "9 0 1 1", "a b c d"} {
		if p, ok := readPlacement(text); ok {
			t.Errorf("%q is a place: %+v", text, p)
		}
	}
}
