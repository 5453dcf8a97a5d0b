package app

import "testing"

// TestShortIDsDiffer: an ID is never shown whole, two stay apart, and a name stays.
func TestShortIDsDiffer(t *testing.T) {
	for id, want := range map[string]string{
		"6f1d8a3c-0b52-4c3e-9f57-2a0c6f4e1b77": "with an ID that ends in 4e1b77",
		"6F1D8A3C-0B52-4C3E-9F57-2A0C6F4E1B78": "with an ID that ends in 4E1B78",
		"Wardens":                              "Wardens", "": "", "6f1d8a3c-0b52-4c3e-9f57-2a0c6f4e1b7": "6f1d8a3c-0b52-4c3e-9f57-2a0c6f4e1b7",
	} {
		if got := ShortID(id); got != want {
			t.Errorf("%q: %q, want %q", id, got, want)
		}
	}
}
