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
