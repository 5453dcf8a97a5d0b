package parts

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
)

// TestFieldsHaveNoThemeOfTheirOwn: Fyne loads all fonts again for each, and keeps them with their page. Only large text
// needs one, and has it also where it was chosen while the field was shown.
func TestFieldsHaveNoThemeOfTheirOwn(t *testing.T) {
	themes := func(w fyne.Window) (n int) {
		for _, o := range test.LaidOutObjects(w.Content()) {
			if _, is := o.(*container.ThemeOverride); is {
				n++
			}
		}
		return n
	}
	test.NewTempApp(t).Settings().SetTheme(NewTheme(Look{Variant: "light", Scale: 1}))
	bar := NewFindBar()
	named := NewDateField("From", func(time.Time) {})
	w := test.NewTempWindow(t, Column(8, NewField("Name", "", false), NewField("Text", "", true), NewSearch("Any word"),
		NewNamedField("Search", "", "search"), named, bar))
	w.Resize(fyne.NewSize(900, 700))
	if n := themes(w); n != 0 {
		t.Errorf("%d themes at the usual size", n)
	}
	fyne.CurrentApp().Settings().SetTheme(NewTheme(Look{Variant: "light", Scale: 2}))
	bar.Refresh()
	w.Content().Refresh()
	if n := themes(w); n != 3 {
		t.Errorf("%d themes with large text", n)
	}
	drawn := test.TempWidgetRenderer(t, named.entry).Objects()
	if _, is := drawn[0].(*canvas.Rectangle); is || len(drawn) == 0 {
		t.Error("a named field has two borders")
	}
}
