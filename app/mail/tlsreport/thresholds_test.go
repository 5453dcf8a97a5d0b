package tlsreport

import "testing"

func TestThresholdsAreKept(t *testing.T) {
	own := NewThresholds(30, 3, 20)
	for kept, want := range map[string]Thresholds{
		"": DefaultThresholds(), own.Encode(): own, DefaultThresholds().Encode(): DefaultThresholds(),
		"0 2 14": DefaultThresholds(), "14 2": DefaultThresholds(), "a b c": DefaultThresholds(),
		"14 2 9000": DefaultThresholds(), "14 -1 14": DefaultThresholds(),
	} {
		if got := ThresholdsOf(kept); got != want {
			t.Errorf("%q gives %+v", kept, got)
		}
	}
	if own.Window != 60 || NewThresholds(1, 1, 1).Window != 28 {
		t.Errorf("%+v looks back over too little", own)
	}
}
