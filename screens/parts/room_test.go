package parts

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"handrail/app/report"
)

// scaled shows o in a window of a size with text of a scale.
func scaled(t *testing.T, scale float32, size fyne.Size, o fyne.CanvasObject) {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(NewTheme(Look{Variant: "light", Scale: scale}))
	w := test.NewTempWindow(t, o)
	w.SetPadded(false)
	w.Resize(size)
}

// topOf returns where an object begins in its window.
func topOf(o fyne.CanvasObject) float32 {
	return fyne.CurrentApp().Driver().AbsolutePositionForObject(o).Y
}

// TestTheRailKeepsItsFootApart: also with the largest text, in the smallest window and under a notice, no place of the
// rail lies under its foot.
func TestTheRailKeepsItsFootApart(t *testing.T) {
	for _, scale := range []float32{1, 1.5, 2} {
		test.NewTempApp(t).Settings().SetTheme(NewTheme(Look{Variant: "light", Scale: scale}))
		var items []RailItem
		for _, id := range []string{"home", "guides", "reports", "organisation", "settings", "help"} {
			items = append(items, RailItem{id, "home", id})
		}
		r := NewRail(items, func(string) {})
		r.SetFoot("Northgate Community Trust", "Data from 26 Nov 2026 20:13", "Refresh", func() {})
		w := test.NewTempWindow(t, r)
		w.SetPadded(false)
		for _, height := range []float32{596, 1080, 596} {
			w.Resize(fyne.NewSize(railWidth(), height))
			last := r.rows[len(r.rows)-1]
			if end, foot := topOf(last)+last.Size().Height, topOf(r.foot); end > foot || r.foot.Size().Height+foot > height {
				t.Errorf("at %v and %v high the places end at %v, the foot is %v to %v", scale, height, end, foot,
					foot+r.foot.Size().Height)
			}
			if high := last.Size().Height; scale == 1 && high != 40 {
				t.Errorf("at %v high a place is %v high, want 40", height, high)
			}
		}
	}
}

// TestWordsStandInTheMiddleOfAField: what is typed stands in the middle of a field of one line at each text size.
func TestWordsStandInTheMiddleOfAField(t *testing.T) {
	for _, scale := range []float32{1, 1.5, 2} {
		test.NewTempApp(t).Settings().SetTheme(NewTheme(Look{Variant: "light", Scale: scale}))
		f := NewField("Name", "", false)
		f.SetText("typed")
		w := test.NewTempWindow(t, f)
		w.Resize(fyne.NewSize(600, 300))
		var words fyne.CanvasObject
		var find func(o fyne.CanvasObject)
		find = func(o fyne.CanvasObject) {
			if x, ok := o.(*canvas.Text); ok && x.Text == "typed" {
				words = x
			}
			switch o := o.(type) {
			case *fyne.Container:
				for _, child := range o.Objects {
					find(child)
				}
			case fyne.Widget:
				for _, child := range test.WidgetRenderer(o).Objects() {
					find(child)
				}
			}
		}
		find(f.entry)
		if words == nil {
			t.Fatal("the words are not drawn")
		}
		above := topOf(words) - topOf(f.entry)
		below := f.entry.Size().Height - above - words.MinSize().Height
		if above-below > 3 || below-above > 3 {
			t.Errorf("at %v there is %v above the words and %v below", scale, above, below)
		}
	}
}

// TestASignStandsAtTheRight: the arrow of a row is beside its words, also where the parts of the row are below each
// other.
func TestASignStandsAtTheRight(t *testing.T) {
	arrow, words := IconIn("right", MutedInk), Text("How you receive email today")
	line := NewLine(false, SeverityChip(report.OK), words, arrow)
	scaled(t, 2, fyne.NewSize(500, 400), NewRow(nil, line))
	if end := arrow.Position().X + arrow.Size().Width; end < line.Size().Width-1 || words.Position().Y == 0 {
		t.Errorf("the arrow ends at %v of %v; the words begin at %v", end, line.Size().Width, words.Position().Y)
	}
	if high := arrow.Position().Y + arrow.Size().Height; high > words.Position().Y+words.Size().Height {
		t.Errorf("the arrow has a line of its own: it ends at %v", high)
	}
}

// TestColumnsFillTheLeftFirst: of three equal objects two are in the left column.
func TestColumnsFillTheLeftFirst(t *testing.T) {
	a, b, c := Bold("One"), Bold("Two"), Bold("Three")
	scaled(t, 1, fyne.NewSize(900, 400), Columns(16, 300, a, b, c))
	if b.Position().X != a.Position().X || c.Position().X <= a.Position().X {
		t.Errorf("they begin at %v, %v and %v", a.Position(), b.Position(), c.Position())
	}
}
