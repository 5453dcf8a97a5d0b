package parts

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// TestTheBarFitsAtAnyTextSize: no button of the bar leaves the smallest window or stands on another one, and
// the words on each stay the same.
func TestTheBarFitsAtAnyTextSize(t *testing.T) {
	a := test.NewTempApp(t)
	for _, scale := range []float32{0.8, 1, 1.3, 1.5, 2} {
		a.Settings().SetTheme(NewTheme(Look{Variant: "light", Scale: scale}))
		all := []*Button{NewButton("Back", Quiet, "left", nil), NewButton("Apply in the sample organisation", Plain, "", nil),
			NewButton("Continue to who is affected by it", Main, "", nil)}
		bar := NewBar(all[0], all[1:]...)
		width := barWidth()
		if m := bar.MinSize(); m.Width > width {
			t.Errorf("%g: the bar needs %g of %g", scale, m.Width, width)
		}
		bar.Resize(fyne.NewSize(width, bar.MinSize().Height))
		for i, b := range all {
			p, s := b.Position(), b.Size()
			if p.X < 0 || p.Y < 0 || p.X+s.Width > width || p.Y+s.Height > bar.Size().Height {
				t.Errorf("%g: “%s” is at %v, %v, and the bar is %v", scale, b.Label(), p, s, bar.Size())
			}
			for _, c := range all[i+1:] {
				q, r := c.Position(), c.Size()
				if p.X < q.X+r.Width && q.X < p.X+s.Width && p.Y < q.Y+r.Height && q.Y < p.Y+s.Height {
					t.Errorf("%g: “%s” stands on “%s”", scale, b.Label(), c.Label())
				}
			}
		}
		if all[1].Label() != "Apply in the sample organisation" {
			t.Errorf("%g: the button says %q", scale, all[1].Label())
		}
	}
}

// TestManyButtonsCrowdTheBar: in large text three buttons beside Back need more lines than a page can give; in usual
// text, and for Back with the main button, they do not.
func TestManyButtonsCrowdTheBar(t *testing.T) {
	a := test.NewTempApp(t)
	for scale, want := range map[float32]bool{1: false, 2: true} {
		a.Settings().SetTheme(NewTheme(Look{Variant: "light", Scale: scale}))
		back, main := NewButton("Back", Quiet, "left", nil), NewButton("Continue to the plan", Main, "", nil)
		if got := CrowdsBar(back, NewButton("Show the people", Plain, "", nil), NewButton("Check again", Plain, "", nil),
			main); got != want {
			t.Errorf("%g: crowded %v, want %v", scale, got, want)
		}
		if CrowdsBar(back, main) {
			t.Errorf("%g: Back and one button crowd it", scale)
		}
	}
}
