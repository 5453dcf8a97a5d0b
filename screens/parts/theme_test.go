package parts

import (
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// luminance is the relative luminance of WCAG 2.2.
func luminance(c color.Color) float64 {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	part := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*part(n.R) + 0.7152*part(n.G) + 0.0722*part(n.B)
}

func contrast(a, b color.Color) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// The lowest contrast of each ink on the grounds it stands on, light and dark.
func TestTheme_Contrast(t *testing.T) {
	grounds := []fyne.ThemeColorName{Page, RailFill, Surface, Sunk, Soft}
	for _, c := range []struct {
		ink         fyne.ThemeColorName
		on          []fyne.ThemeColorName
		light, dark float64
	}{
		{Ink, grounds, 13.2, 10.4}, {MutedInk, grounds, 5.6, 5.8}, {Accent, grounds, 6.0, 6.8},
		{ProblemInk, grounds, 5.7, 6.5}, {LookInk, grounds, 5.9, 7.4}, {Edge, grounds[:3], 3.0, 4.3},
		{OnAccent, []fyne.ThemeColorName{Accent}, 7.1, 9.6},
		{ProblemInk, []fyne.ThemeColorName{ProblemFill}, 5.9, 7.5},
		{LookInk, []fyne.ThemeColorName{LookFill}, 6.3, 8.0},
		{ChartQuiet, grounds[:1], 3.2, 3.2}, {ChartWarning, grounds[:1], 3.2, 3.2},
		{ChartProblem, grounds[:1], 3.2, 3.2},
	} {
		for i, want := range []float64{c.light, c.dark} {
			th := NewTheme(Look{Variant: []string{"light", "dark"}[i]})
			for _, g := range c.on {
				got := contrast(th.Color(c.ink, 0), th.Color(g, 0))
				if got < want-0.05 {
					t.Errorf("%s on %s, %d: %.2f, want at least %.1f", c.ink, g, i, got, want)
				}
			}
		}
	}
}

func TestTheme_FollowsTheSystemUnlessChosen(t *testing.T) {
	for _, c := range []struct {
		variant string
		system  fyne.ThemeVariant
		dark    bool
	}{{"system", theme.VariantDark, true}, {"", theme.VariantLight, false}, {"light", theme.VariantDark, false},
		{"dark", theme.VariantLight, true}} {
		got := luminance(NewTheme(Look{Variant: c.variant}).Color(Page, c.system)) < 0.5
		if got != c.dark {
			t.Errorf("%q on %v: dark is %v", c.variant, c.system, got)
		}
	}
}

func TestTheme_TextSizeStaysInBounds(t *testing.T) {
	for _, c := range []struct{ scale, want float32 }{{0, 14}, {0.1, 11.2}, {0.8, 11.2}, {1.5, 21}, {2, 28}, {9, 28}} {
		if got := NewTheme(Look{Scale: c.scale}).Size(theme.SizeNameText); math.Abs(float64(got-c.want)) > 0.01 {
			t.Errorf("scale %v: text %v, want %v", c.scale, got, c.want)
		}
	}
}
