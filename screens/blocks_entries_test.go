package screens

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"handrail/app/report"
	"handrail/screens/parts"
)

// TestAListIsNarrowed: by letters of a name or of an address, and to one kind,
// both together; a short list or one of a single kind offers no choice.
func TestAListIsNarrowed(t *testing.T) {
	test.NewTempApp(t)
	var items []report.Entry
	for i := range 12 {
		e := report.Entry{Title: fmt.Sprint("Person ", i), About: fmt.Sprintf("p%d@a.example", i), Severity: report.OK,
			State: "Nothing changes", Kinds: []string{"Nothing changes"}}
		if i%4 == 0 {
			e.Severity, e.State, e.Kinds = report.Warning, "Must act, Loses it", []string{"Must act", "Loses it"}
		}
		items = append(items, e)
	}
	o := newEntries(items, BlockEvents{})
	search, only := partOf[*parts.Field](o), partOf[*parts.Picker](o)
	if search == nil || only == nil {
		t.Fatal("nothing to search or to choose with")
	}
	if got := only.Label(); got != "All (12)" {
		t.Errorf("%q is chosen", got)
	}
	names := func() int { return strings.Count(textOf(o), "Person ") }
	only.SetValue("Loses it")
	only.OnChange("Loses it")
	if n := names(); n != 3 || only.Label() != "Loses it (3)" {
		t.Errorf("%d of a kind, %q", n, only.Label())
	}
	search.SetText("P8@")
	search.OnChange("P8@")
	if n := names(); n != 1 {
		t.Errorf("%d with these letters in the address", n)
	}
	search.SetText("p7@")
	search.OnChange("p7@")
	if n := names(); n != 0 || !strings.Contains(textOf(o), "show all") {
		t.Errorf("%d of another kind", n)
	}
	for i := range items {
		items[i].Kinds = []string{"One"}
	}
	if none := (BlockEvents{}); partOf[*parts.Picker](newEntries(items, none)) != nil ||
		partOf[*parts.Field](newEntries(items[:8], none)) != nil {
		t.Error("a choice where there is nothing to choose")
	}
	if got := textOf(newEntries(nil, BlockEvents{})); !strings.Contains(got, "Nothing is listed") {
		t.Errorf("an empty list says %q", got)
	}
}

// partOf finds the first object of a type.
func partOf[T fyne.CanvasObject](o fyne.CanvasObject) (none T) {
	if found, ok := o.(T); ok {
		return found
	}
	if c, ok := o.(*fyne.Container); ok {
		for _, inside := range c.Objects {
			if found := partOf[T](inside); fyne.CanvasObject(found) != fyne.CanvasObject(none) {
				return found
			}
		}
	}
	return none
}

// TestARowThatOpensNothingShowsAll: what it is about stands in the row; where the row opens
// a document, that shows it.
func TestARowThatOpensNothingShowsAll(t *testing.T) {
	test.NewTempApp(t)
	e := report.Entry{Title: "Ama", About: "3 sign-ins would have been stopped.", State: "Would be stopped"}
	if got := textOf(newEntry(e, nil)); !strings.Contains(got, e.About) {
		t.Errorf("the reason is nowhere: %q", got)
	}
	e.Open = &report.Document{Title: "Ama"}
	if got := textOf(newEntry(e, func(*report.Document) {})); strings.Contains(got, e.About) {
		t.Errorf("%q", got)
	}
}
