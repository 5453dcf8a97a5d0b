package parts

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// TestNoWordOfATableBreaks: a short column beside long ones keeps the room that
// its longest word needs, and all columns together stay within the table.
func TestNoWordOfATableBreaks(t *testing.T) {
	test.NewTempApp(t)
	columns := []string{"Way", "What people see", "May they remove it?"}
	rows := [][]string{{"Waymark", "illicitly", "known Asked"},
		{"Available", "Nothing, until they open the page of add-ins and take it from there",
			"Yes, and they can fetch it again"}}
	l := &cells{share: shares(columns, rows), least: longest(columns, rows)}
	for _, total := range []float32{300, 400, 700, 1400} {
		sum := cellGap * float32(len(columns)-1)
		for i := range columns {
			w := l.width(i, total)
			sum += w
			for _, r := range append(rows, columns) {
				for _, text := range strings.Fields(r[i]) {
					if word := fyne.MeasureText(text, 14, fyne.TextStyle{}).Width; total >= 400 && w < word {
						t.Errorf("%g wide: column %d has %g, “%s” needs %g", total, i, w, text, word)
					}
				}
			}
		}
		if sum > total+0.5 || sum < total-0.5 {
			t.Errorf("%g wide: the columns take %g", total, sum)
		}
	}
}

// TestCellsStackWhereWordsWouldBreak: with large text, each value stands below the first cell beside the name
// of its column, the head keeps its first name, and no word breaks; an empty value is left out.
func TestCellsStackWhereWordsWouldBreak(t *testing.T) {
	a := test.NewTempApp(t)
	columns := []string{"Report", "Knows people", "Data received", "Devices"}
	right := []bool{false, false, false, true}
	for _, c := range []struct {
		scale   float32
		stacked bool
	}{{1, false}, {2, true}} {
		a.Settings().SetTheme(NewTheme(Look{Variant: "light", Scale: c.scale}))
		table := NewTable(columns, right, [][]string{{"Defender-managed endpoints", "Yes", "25 November 2026", "11"},
			{"Old proxy", "", "25 November 2026", "3"}})
		settle(table, 440)
		shown := map[string]int{}
		var visit func(o fyne.CanvasObject)
		visit = func(o fyne.CanvasObject) {
			if !o.Visible() {
				return
			}
			switch o := o.(type) {
			case *Paragraph:
				shown[o.String()]++
				for _, word := range strings.Fields(o.String()) {
					size := o.label.Theme().Size(o.label.SizeName)
					if w := fyne.MeasureText(word, size, o.label.TextStyle).Width; w > o.Size().Width {
						t.Errorf("%g: “%s” needs %g and has %g", c.scale, word, w, o.Size().Width)
					}
				}
			case *fyne.Container:
				for _, o := range o.Objects {
					visit(o)
				}
			}
		}
		visit(table)
		want := map[string]int{"Report": 1, "Knows people": 1, "Data received": 1, "Devices": 1, "Old proxy": 1}
		if c.stacked {
			want = map[string]int{"Report": 1, "Knows people": 1, "Data received": 2, "Devices": 2, "Old proxy": 1}
		}
		for text, n := range want {
			if shown[text] != n {
				t.Errorf("%g: %q is shown %d times, want %d", c.scale, text, shown[text], n)
			}
		}
	}
}

// TestATableNeverWidensTheWindow: with the largest text, also a table of many columns fits on the page.
func TestATableNeverWidensTheWindow(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(NewTheme(Look{Variant: "light", Scale: 2}))
	for n := 2; n <= 8; n++ {
		columns := strings.Fields(strings.Repeat("Policies ", n))
		room := barWidth() - 2*margin()
		if m := NewTable(columns, nil, [][]string{columns}).MinSize().Width; m > room {
			t.Errorf("%d columns need %g of %g", n, m, room)
		}
	}
}

// TestShortCellsStayOnOneLine: a figure with its unit is not broken, however narrow its column would be.
func TestShortCellsStayOnOneLine(t *testing.T) {
	long := strings.Repeat("words of an item that is long ", 4)
	scaled(t, 1, fyne.NewSize(420, 300), NewTable([]string{"At", "What", "Who", "Note"}, nil,
		[][]string{{"−60 min", long, long, long}}))
	least := longest([]string{"At", "What"}, [][]string{{"−60 min", long}})
	if got := least[0]; len(got) == 0 || got[0] != "−60 min" {
		t.Errorf("the first column is at least as wide as %q", got)
	}
}
