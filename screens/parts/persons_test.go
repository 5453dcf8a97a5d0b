package parts

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
)

func TestPersons_KeysMoveAndEnterOpens(t *testing.T) {
	a := start(t, Look{})
	var opened []int
	asked := 0
	p := NewPersons(func(i int) PersonRow { asked++; return PersonRow{Name: "N", Icon: "tick", State: "OK"} },
		func(i int) { opened = append(opened, i) })
	p.SetColumns("Name", "Registered", "Seen")
	w := a.NewWindow("")
	w.SetPadded(false)
	w.SetContent(p)
	w.Resize(fyne.NewSize(700, 480))
	p.Set(100_000, 0)
	if asked > 200 {
		t.Errorf("%d rows were drawn", asked)
	}
	w.Canvas().Focus(p.Focus())
	if p.ring.Hidden {
		t.Error("the focus is not seen")
	}
	for _, c := range []struct {
		key  fyne.KeyName
		want int
	}{{fyne.KeyEnd, 99_999}, {fyne.KeyDown, 99_999}, {fyne.KeyHome, 0}, {fyne.KeyUp, 0}, {fyne.KeyDown, 1},
		{fyne.KeyPageDown, 7}, {fyne.KeyPageUp, 1}} {
		press(p.Focus(), c.key)
		if p.Current() != c.want {
			t.Errorf("%s: row %d, want %d", c.key, p.Current(), c.want)
		}
	}
	if len(opened) > 0 {
		t.Errorf("moving opened %v", opened)
	}
	press(p.Focus(), fyne.KeyReturn)
	test.TapCanvas(w.Canvas(), fyne.NewPos(100, 80)) // the first row that is seen
	if len(opened) != 2 || opened[0] != 1 {
		t.Errorf("opened %v", opened)
	}
	p.Set(0, 5)
	press(p.Focus(), fyne.KeyReturn)
	if len(opened) != 2 || p.Current() != -1 {
		t.Errorf("an empty list opened %v, current %d", opened, p.Current())
	}
}

// With large text or little room the last columns go, never the name.
func TestPersons_ColumnsFit(t *testing.T) {
	for _, c := range []struct {
		scale, width float32
		want         int
	}{{1, 1000, 3}, {1, 700, 3}, {1, 420, 2}, {2, 700, 1}, {2, 1300, 3}} {
		start(t, Look{Scale: c.scale})
		l := newPersonLine()
		l.Resize(fyne.NewSize(c.width, l.MinSize().Height))
		shown, end := 1, float32(0)
		for _, m := range l.cells.more {
			if m.Visible() {
				shown++
				end = m.Position().X + m.Size().Width
			}
		}
		if shown != c.want || end > c.width {
			t.Errorf("%v at %v: %d columns up to %v, want %d", c.scale, c.width, shown, end, c.want)
		}
	}
}

func TestPicker_ListByKeys(t *testing.T) {
	a := start(t, Look{})
	p := NewPicker("Show")
	p.SetOptions([]Option{{Value: "a", Label: "All (3)"}, {Value: "b", Label: "Some (1)"}})
	p.SetValue("a")
	told := ""
	p.OnChange = func(v string) { told += v }
	w := a.NewWindow("")
	w.SetContent(p)
	w.Resize(fyne.NewSize(300, 300))
	w.Canvas().Focus(p)
	press(w.Canvas().Focused(), fyne.KeyReturn)
	for _, k := range []fyne.KeyName{fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn} {
		press(w.Canvas().Focused(), k)
	}
	if told != "b" || p.Label() != "Some (1)" || w.Canvas().Focused() != fyne.Focusable(p) {
		t.Errorf("told %q, shows %q, focus %v", told, p.Label(), w.Canvas().Focused())
	}
	press(p, fyne.KeyDown)
	press(w.Canvas().Focused(), fyne.KeyEscape)
	if told != "b" || w.Canvas().Overlays().Top() != nil {
		t.Errorf("Escape chose: %q", told)
	}
}

// The list of a page takes what is left, and with large text enough to be read.
func TestFillPage_ListHasRoom(t *testing.T) {
	for _, scale := range []float32{1, 2} {
		a := start(t, Look{Scale: scale})
		list := canvas.NewRectangle(nil)
		page := NewFillPage("People", "Lead", []fyne.CanvasObject{Text(strings.Repeat("several words that wrap ", 10))},
			list)
		w := a.NewWindow("")
		w.SetPadded(false)
		w.SetContent(page)
		w.Resize(fyne.NewSize(760, 570))
		if list.Size().Height < unit(listLeast) {
			t.Errorf("at %v the list is %v high", scale, list.Size().Height)
		}
		small := list.Size().Height
		w.Resize(fyne.NewSize(760, 1400))
		if list.Size().Height <= small {
			t.Errorf("at %v the list stays %v high in a high window", scale, small)
		}
	}
}

func TestWrap_GoesOnInTheNextLine(t *testing.T) {
	start(t, Look{})
	a, b, c := NewButton("First of three", Plain, "", nil), NewButton("Second of three", Plain, "", nil),
		NewButton("Third", Plain, "", nil)
	box := Column(0, Wrap(12, a, b, c))
	box.Resize(fyne.NewSize(800, 100))
	if a.Position().Y != c.Position().Y {
		t.Error("three buttons do not stand on one line where there is room")
	}
	settle(box, 300)
	if c.Position().Y <= a.Position().Y || b.Position().X+b.Size().Width > 300 || box.MinSize().Height < 84 {
		t.Errorf("b ends at %v, c at %v, height %v", b.Position().X+b.Size().Width, c.Position(), box.MinSize().Height)
	}
	s := Share(12, 200, Text("one"), Text("two"))
	settle(s, 500)
	if s.Objects[1].Position().X < 250 {
		t.Errorf("the second stands at %v", s.Objects[1].Position())
	}
	settle(s, 300)
	if s.Objects[1].Position().X != 0 || s.Objects[1].Position().Y == 0 {
		t.Errorf("narrow: the second stands at %v", s.Objects[1].Position())
	}
}

// A page that has nothing to press in it can still be read to its end with keys.
func TestScrollPage(t *testing.T) {
	a := start(t, Look{})
	page := NewPage("T", "", Text(strings.Repeat("several words that wrap ", 400)))
	w := a.NewWindow("")
	w.SetContent(page)
	w.Resize(fyne.NewSize(600, 400))
	s := page.(*flow).scroll
	last := s.Content.Size().Height - s.Size().Height
	for _, c := range []struct {
		key  fyne.KeyName
		want float32
	}{{fyne.KeyPageDown, s.Size().Height - 48}, {fyne.KeyPageUp, 0}, {fyne.KeyEnd, last}, {fyne.KeyPageDown, last},
		{fyne.KeyHome, 0}} {
		if !ScrollPage(w.Content(), c.key) || s.Offset.Y != c.want {
			t.Errorf("%s: at %v, want %v", c.key, s.Offset.Y, c.want)
		}
	}
	if ScrollPage(w.Content(), fyne.KeyA) || ScrollPage(Text("no page"), fyne.KeyEnd) {
		t.Error("something moved")
	}
}
