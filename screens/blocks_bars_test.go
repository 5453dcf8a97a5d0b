package screens

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"handrail/app/report"
	"handrail/screens/parts"
)

// TestAmountsAreLyingBars: a list of amounts shows each word and figure, with
// bars as long as their part of the most.
func TestAmountsAreLyingBars(t *testing.T) {
	test.NewTempApp(t)
	o := drawChart(report.Chart{Title: "People", Labels: []string{"Nothing changes", "Cannot get in"},
		Series: []report.Series{
			{Name: "People", Values: []float64{40, 10}, Meanings: []string{"quiet", "problem"}}}})
	o.Resize(fyne.NewSize(600, 200))
	text := textOf(o)
	for _, want := range []string{"Nothing changes", "Cannot get in", "40", "10"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in %q", want, text)
		}
	}
	row := barRow{part: 0.25}
	objs := []fyne.CanvasObject{newSwatch("quiet", 40, 20), newSwatch("quiet", 8, 16), newSwatch("quiet", 20, 20)}
	row.Layout(objs, fyne.NewSize(600, 24))
	full := barRow{part: 1}
	bar := objs[1].Size().Width
	full.Layout(objs, fyne.NewSize(600, 24))
	if most := objs[1].Size().Width; bar*4 != most || objs[2].Position().X+objs[2].Size().Width > 600 {
		t.Errorf("a quarter is %v of %v; the figure ends at %v", bar, most, objs[2].Position().X+objs[2].Size().Width)
	}
}

// TestBarsBeginAtOnePlace: also where one label is longer than the room that labels have.
func TestBarsBeginAtOnePlace(t *testing.T) {
	test.NewTempApp(t)
	o := drawBars(report.Chart{Labels: []string{"Nothing changes", "Can no longer sign in with a text message at all"},
		Series: []report.Series{{Values: []float64{40, 10}, Meanings: []string{"quiet", "warning"}}}}).(*fyne.Container)
	o.Resize(fyne.NewSize(700, 200))
	var begins []float32
	for _, row := range o.Objects {
		begins = append(begins, row.(*fyne.Container).Objects[1].Position().X)
	}
	if len(begins) != 2 || begins[0] != begins[1] {
		t.Errorf("the bars begin at %v", begins)
	}
}

// TestBarsWithLargeText: a long label takes a line of its own, and the chart needs no more width than a step has.
func TestBarsWithLargeText(t *testing.T) {
	a := test.NewTempApp(t)
	a.Settings().SetTheme(parts.NewTheme(parts.Look{Variant: "light", Scale: 2}))
	o := drawBars(report.Chart{Labels: []string{"Can no longer sign in with a text message"},
		Series: []report.Series{{Values: []float64{10}, Meanings: []string{"warning"}}}})
	if w := o.MinSize().Width; w > 300 {
		t.Errorf("the chart needs %v", w)
	}
}

// TestTheSampleFitsWithLargeText: also under the words that it is one.
func TestTheSampleFitsWithLargeText(t *testing.T) {
	s := sampleStage(t)
	s.memory.setting = map[string]string{settingTheme: "light", settingTextSize: "200"}
	for _, route := range []string{"home", "guides", "guide/mfa-methods", "settings"} {
		s.open(route)
		if m := s.w.Win.Content().MinSize(); m.Width > minWidth || m.Height > minHeight {
			t.Errorf("%s needs %v", route, m)
		}
	}
}
