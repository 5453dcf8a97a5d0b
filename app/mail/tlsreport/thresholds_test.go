package tlsreport

import "testing"

func TestThresholdsAreKept(t *testing.T) {
	own := Ask(30, 3, 20)
	for kept, want := range map[string]Thresholds{
		"": Usual(), own.Kept(): own, Usual().Kept(): Usual(), "0 2 14": Usual(), "14 2": Usual(), "a b c": Usual(), "14 2 9000": Usual(), "14 -1 14": Usual(),
	} {
		if got := ThresholdsOf(kept); got != want {
			t.Errorf("%q gives %+v", kept, got)
		}
	}
	if own.Window != 60 || Ask(1, 1, 1).Window != 28 {
		t.Errorf("%+v looks back over too little", own)
	}
}
