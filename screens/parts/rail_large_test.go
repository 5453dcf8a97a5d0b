package parts

import (
	"testing"

	"fyne.io/fyne/v2/test"
)

// TestTheRailInLargeText: the bar of a page counts on the width of the rail, so nothing in the rail may need more.
func TestTheRailInLargeText(t *testing.T) {
	a := test.NewTempApp(t)
	for _, scale := range []float32{1, 1.2, 1.5, 2} {
		a.Settings().SetTheme(NewTheme(Look{Variant: "light", Scale: scale}))
		r := NewRail([]RailItem{{"home", "home", "Home"}, {"organisation", "organisation", "Organisation"}}, func(string) {})
		r.Select("organisation")
		r.SetFoot("No organisation yet", "", "Connect organisation", func() {})
		if got := r.MinSize().Width; got != railWidth() {
			t.Errorf("at %v the rail needs %v, not %v", scale, got, railWidth())
		}
	}
}
