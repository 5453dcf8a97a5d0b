package parts

import (
	"fmt"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"handrail/app/report"
)

// someLevels are levels from 0 to 10.
func someLevels() report.Levels {
	b := report.Levels{Axis: "Score", Chosen: 4, Rows: []report.LevelRow{{Name: "apps", Label: "Apps blocked"},
		{Name: "unknown", Label: "Apps, people unknown", Unknown: true}}}
	for i := range 11 {
		b.Labels = append(b.Labels, fmt.Sprint(i))
		b.Words = append(b.Words, report.LevelWord{Name: fmt.Sprintf("%d or lower", i),
			Title: fmt.Sprintf("Score %d or lower would block %d apps", i, i*i), Text: "At least 3 people."})
		for n := range b.Rows {
			v := i * i / (1 + 9*n)
			b.Rows[n].Values, b.Rows[n].Texts = append(b.Rows[n].Values, float64(v)), append(b.Rows[n].Texts, fmt.Sprint(v))
		}
	}
	return b
}

// TestLevelsMoveAtOnce: by the arrow keys, to the ends, with a click and by dragging.
func TestLevelsMoveAtOnce(t *testing.T) {
	for _, scale := range []float32{1, 2} {
		start(t, Look{Variant: "light", Scale: scale})
		var got []string
		f := NewLevelField("Up to which score?", "Move the slider.", someLevels())
		f.OnChange = func() { got = append(got, f.Value()+" "+f.title.String()) }
		w := test.NewTempWindow(t, f)
		w.Resize(fyne.NewSize(560, 700))
		w.Canvas().Focus(f.Focus())
		for _, key := range []fyne.KeyName{fyne.KeyRight, fyne.KeyLeft, fyne.KeyHome, fyne.KeyLeft, fyne.KeyEnd} {
			f.levels.TypedKey(&fyne.KeyEvent{Name: key})
		}
		g := f.levels.geometry(f.levels.Size().Width)
		if g.narrow != (scale == 2) {
			t.Errorf("%v: %+v", scale, g)
		}
		f.levels.Tapped(&fyne.PointEvent{Position: fyne.NewPos(g.left+g.column*2.5, 100)})
		f.levels.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(g.left+g.column*99, 100)}})
		want := []string{"5", "4", "0", "10", "2", "10"}
		for i := range want {
			n := want[i]
			var v int
			_, _ = fmt.Sscan(n, &v)
			want[i] = fmt.Sprintf("%s Score %s or lower would block %d apps", n, n, v*v)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%v: %q", scale, got)
		}
		f.SetValue("3")
		if f.Value() != "3" || len(got) != len(want) {
			t.Errorf("%s, %d changes", f.Value(), len(got))
		}
	}
}

// TestLevelsWithoutSlider: in a document nothing can be chosen.
func TestLevelsWithoutSlider(t *testing.T) {
	start(t, Look{Variant: "dark"})
	l := NewLevels(someLevels(), nil)
	test.NewTempWindow(t, l).Resize(fyne.NewSize(700, 400))
	l.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	l.Tapped(&fyne.PointEvent{Position: fyne.NewPos(600, 10)})
	if l.Level() != 4 {
		t.Error(l.Level())
	}
	NewLevels(report.Levels{}, nil).Resize(fyne.NewSize(100, 100))
}

// TestLevelsWithNoneChosen: no band, and in a narrow place the figures of the last.
func TestLevelsWithNoneChosen(t *testing.T) {
	start(t, Look{Variant: "light"})
	b := someLevels()
	b.Chosen = -1
	l := NewLevels(b, nil)
	r := test.WidgetRenderer(l).(*levelRenderer)
	for width, name := range map[float32]string{700: "", 300: "10 or lower"} {
		l.Resize(fyne.NewSize(width, 400))
		if !r.band.Hidden || r.name.Text != name || r.cells[0][10].Hidden {
			t.Errorf("%v: band %v, name %q", width, !r.band.Hidden, r.name.Text)
		}
	}
}
