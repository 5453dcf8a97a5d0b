package parts

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"handrail/app/report"
)

// hoverAt returns what the mouse is over at a place, as the window finds it: the topmost that takes it.
func hoverAt(o fyne.CanvasObject) (found desktop.Hoverable) {
	var walk func(o fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		if !o.Visible() {
			return
		}
		if h, is := o.(desktop.Hoverable); is {
			found = h
		}
		switch o := o.(type) {
		case *fyne.Container:
			for _, inner := range o.Objects {
				walk(inner)
			}
		case fyne.Widget:
			for _, inner := range test.WidgetRenderer(o).Objects() {
				walk(inner)
			}
		}
	}
	walk(o)
	return found
}

// stops counts what Tab stops at.
func stops(o fyne.CanvasObject) (n int) {
	if !o.Visible() {
		return 0
	}
	if _, is := o.(fyne.Focusable); is {
		n++
	}
	switch o := o.(type) {
	case *fyne.Container:
		for _, inner := range o.Objects {
			n += stops(inner)
		}
	case fyne.Widget:
		for _, inner := range test.WidgetRenderer(o).Objects() {
			n += stops(inner)
		}
	}
	return n
}

// TestTheMouseSelectsWords: words under the mouse can be selected and copied; Tab does not stop at them before that.
func TestTheMouseSelectsWords(t *testing.T) {
	test.NewTempApp(t)
	for name, o := range map[string]fyne.CanvasObject{"text": Text("Some words."), "heading": Heading("A heading"),
		"code": NewCode(report.Code{Label: "Value", Text: "v=spf1 -all"}, nil)} {
		w := test.NewTempWindow(t, o)
		w.Resize(fyne.NewSize(400, 200))
		before := stops(o)
		over := hoverAt(o)
		if over == nil {
			t.Fatalf("%s: the mouse is over nothing", name)
		}
		over.MouseIn(&desktop.MouseEvent{})
		if got := stops(o); got != before+1 {
			t.Errorf("%s: under the mouse %d things take the focus, before %d", name, got, before)
		}
		over.MouseOut()
		if got := stops(o); got != before {
			t.Errorf("%s: after the mouse left %d things take the focus, before %d", name, got, before)
		}
	}
}

// TestSelectedWordsAreCopied selects a word as the mouse does, and it stays selected when the mouse leaves.
func TestSelectedWordsAreCopied(t *testing.T) {
	test.NewTempApp(t)
	p := Text("Handrail saves files")
	w := test.NewTempWindow(t, p)
	w.Resize(fyne.NewSize(400, 200))
	s := hoverAt(p).(*selector)
	s.MouseIn(&desktop.MouseEvent{})
	test.DoubleTap(test.WidgetRenderer(p.label).Objects()[0].(fyne.DoubleTappable))
	if got := p.label.SelectedText(); got != "Handrail" {
		t.Fatalf("selected %q, want a word", got)
	}
	if s.MouseOut(); p.label.SelectedText() != "Handrail" {
		t.Error("the selection is gone when the mouse leaves")
	}
}

// TestWordsOfSeveralKindsAreCopiedWhole: a banner has “Copy” for the mouse.
func TestWordsOfSeveralKindsAreCopiedWhole(t *testing.T) {
	a := test.NewTempApp(t)
	p := newLead("Saved.", "It is here.")
	w := test.NewTempWindow(t, p)
	w.Resize(fyne.NewSize(400, 200))
	test.TapSecondary(hoverAt(p).(*selector))
	var item fyne.Tappable
	var walk func(o fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		switch o := o.(type) {
		case *fyne.Container:
			for _, inner := range o.Objects {
				walk(inner)
			}
		case fyne.Widget:
			if tap, is := o.(fyne.Tappable); is && strings.HasSuffix(fmt.Sprintf("%T", o), "menuItem") {
				item = tap
			}
			for _, inner := range test.WidgetRenderer(o).Objects() {
				walk(inner)
			}
		}
	}
	if walk(w.Canvas().Overlays().Top()); item == nil {
		t.Fatal("there is no menu")
	}
	item.Tapped(&fyne.PointEvent{})
	if got := a.Clipboard().Content(); got != "Saved. It is here." {
		t.Errorf("copied %q", got)
	}
}

// TestAClickOnARowPressesIt: words in a row that is pressed as a whole take neither the mouse nor the focus.
func TestAClickOnARowPressesIt(t *testing.T) {
	test.NewTempApp(t)
	row := NewRow(func() {}, NewLine(true, nil, Column(0, Bold("Name"), Muted("more")), nil))
	w := test.NewTempWindow(t, row)
	w.Resize(fyne.NewSize(400, 200))
	if over, ok := hoverAt(row).(*Row); !ok {
		t.Errorf("the mouse is over %T, want the row", over)
	}
	if got := stops(row); got != 1 {
		t.Errorf("%d things take the focus, want the row alone", got)
	}
}

// BenchmarkParagraphs measures what a page of 200 paragraphs costs, with what lets the mouse select them.
func BenchmarkParagraphs(b *testing.B) {
	for name, pressed := range map[string]bool{"selectable": false, "not": true} {
		b.Run(name, func(b *testing.B) {
			test.NewTempApp(b)
			for b.Loop() {
				page := Column(8)
				for range 200 {
					p := Text("Some words that are long enough to need more than one line of the page, as most are.")
					p.pressed = pressed
					page.Add(p)
				}
				page.Resize(fyne.NewSize(600, 4000))
				page.MinSize()
			}
		})
	}
}
