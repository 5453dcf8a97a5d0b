package parts

import (
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
)

// TestPeopleTable_KeysMoveAndEnterOpens: only the rows that are seen are drawn, keys move, Enter opens.
func TestPeopleTable_KeysMoveAndEnterOpens(t *testing.T) {
	a := start(t, Look{})
	var opened []int
	asked := 0
	p := NewPeopleTable([3]string{"Why", "Until", "Email"}, func(i int) PeopleRow {
		asked++
		return PeopleRow{Name: "N", Icon: "look", State: "Must register", Tone: LookInk, MailIcon: "ring", Mail: "Not yet",
			Waits: true}
	}, func(i int) { opened = append(opened, i) })
	w := a.NewWindow("")
	w.SetPadded(false)
	w.SetContent(p)
	w.Resize(fyne.NewSize(760, 480))
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
	}{{fyne.KeyEnd, 99_999}, {fyne.KeyHome, 0}, {fyne.KeyDown, 1}, {fyne.KeyPageDown, 8}, {fyne.KeyUp, 7}} {
		press(p.Focus(), c.key)
		if p.Current() != c.want {
			t.Errorf("%s: row %d, want %d", c.key, p.Current(), c.want)
		}
	}
	if len(opened) > 0 {
		t.Errorf("moving opened %v", opened)
	}
	press(p.Focus(), fyne.KeyReturn)
	if len(opened) != 1 || opened[0] != 7 {
		t.Errorf("opened %v", opened)
	}
}

// TestPeopleTable_ColumnsFold: with large text or little room the columns go from the right, never the name.
func TestPeopleTable_ColumnsFold(t *testing.T) {
	for _, c := range []struct {
		scale, width float32
		want         int
	}{{1, 1000, 4}, {1, 756, 4}, {1, 620, 3}, {1, 420, 2}, {1, 300, 1}, {2, 700, 2}} {
		start(t, Look{Scale: c.scale})
		wide, shown, sum := peopleColumns(c.width), 0, float32(0)
		for _, w := range wide {
			if w > 0 {
				shown++
				sum += w + cellGap
			}
		}
		if shown != c.want || wide[0] == 0 || sum > c.width {
			t.Errorf("%v at %v: %d columns, %v wide; want %d", c.scale, c.width, shown, sum, c.want)
		}
	}
}

// TestFilterChip_ChosenIsNotOnlyAColour: the chosen chip has a tick and bold words.
func TestFilterChip_ChosenIsNotOnlyAColour(t *testing.T) {
	start(t, Look{})
	tapped := 0
	c := NewFilterChip("Must act", "12", func() { tapped++ })
	if c.Chosen() || c.Label() != "Must act" || c.word.text.TextStyle.Bold {
		t.Error("a new chip is chosen")
	}
	small := c.MinSize().Width
	c.Set("11", true)
	if !c.Chosen() || c.Number() != "11" || !c.word.text.TextStyle.Bold || c.MinSize().Width <= small {
		t.Error("the chosen chip has no tick, or no room for it")
	}
	press(c, fyne.KeySpace)
	if tapped != 1 {
		t.Errorf("tapped %d times", tapped)
	}
}

// TestPeopleProgress_EachPersonHasABlock: blocks are in order, an unknown one is not filled, and
// above 40 people the same parts share one bar.
func TestPeopleProgress_EachPersonHasABlock(t *testing.T) {
	start(t, Look{})
	shares := []PeopleShare{{1, Settled, "done"}, {1, Strong, "emailed"}, {1, Hatched, "not yet"}, {1, Dashed,
		"not known"}}
	const wide, high = 400, 16
	forms := map[ShareForm]fyne.ThemeColorName{Settled: ChartQuiet, Strong: ChartAccent, Hatched: ChartWarning}
	for i, s := range shares[:3] {
		if got := progressPixel(shares, 4, i*100+1, 0, wide, high); got != tone(forms[s.Form]) {
			t.Errorf("block %d has the colour %v", i, got)
		}
		if got := progressPixel(shares, 4, i*100+99, 8, wide, high); got != tone("") {
			t.Errorf("there is no gap after block %d", i)
		}
	}
	if got := progressPixel(shares, 4, 350, 8, wide, high); got != tone("") {
		t.Error("who is not known is filled")
	}
	many := []PeopleShare{{30, Settled, "done"}, {30, Strong, "emailed"}}
	for x := range 190 { // no gaps within a part
		if got := progressPixel(many, 60, x, 8, wide, high); got != tone(ChartQuiet) {
			t.Fatalf("at %d: %v", x, got)
		}
	}
}

// TestPeoplePictures draws the parts of the page about people in both themes and in large text into
// the build folder; none needs more than the page has.
func TestPeoplePictures(t *testing.T) {
	folder := filepath.Join("..", "..", "build")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, l := range map[string]Look{"light": {"light", 1}, "dark": {"dark", 1}, "large": {"light", 2}} {
		a := start(t, l)
		table := NewPeopleTable([3]string{"Why", "Until", "Email"}, func(i int) PeopleRow {
			return PeopleRow{Name: "Dora Lindqvist", Icon: "look", State: "Must register a passkey", Tone: LookInk,
				Why: "Has only a mobile number", Until: "1 February 2027", MailIcon: "tick", Mail: "Emailed"}
		}, func(int) {})
		chip := NewFilterChip("Must act", "12", nil)
		chip.Set("12", true)
		w := a.NewWindow("")
		w.SetPadded(false)
		w.SetContent(NewFillPage("Who is affected", "Phone calls end too.", []fyne.CanvasObject{
			NewPanel(NewDateLine("1 February 2027", "in 68 days", "9 people"), NewPeopleProgress([]PeopleShare{{7, Settled,
				"done"},
				{8, Strong, "emailed"}, {4, Hatched, "not yet emailed"}, {2, Dashed, "not known"}})),
			Wrap(8, AtLeast(190, NewSearch("Search by name")), chip, NewFilterChip("Locked out", "2", nil))}, table))
		w.Resize(fyne.NewSize(824, 576))
		table.Set(12, 0)
		img := w.Canvas().Capture()
		f, err := os.Create(filepath.Join(folder, "parts-people-"+name+".png"))
		if err != nil {
			t.Fatal(err)
		}
		if err := png.Encode(f, img); err != nil {
			t.Fatal(err)
		}
		f.Close()
		if m := w.Content().MinSize(); m.Width > 824 {
			t.Errorf("%s is %v wide", name, m.Width)
		}
		w.Close()
	}
}

// TestDateLine_Folds: with little room what is left and the people go below the date.
func TestDateLine_Folds(t *testing.T) {
	start(t, Look{})
	line := NewDateLine("1 February 2027", "in 68 days", "9 people")
	high := func(width float32) float32 {
		line.Resize(fyne.NewSize(width, line.MinSize().Height))
		for _, o := range line.(*fyne.Container).Objects {
			if o.Position().X+o.MinSize().Width > width {
				t.Errorf("at %v, something ends at %v", width, o.Position().X+o.MinSize().Width)
			}
		}
		return line.MinSize().Height
	}
	if wide, narrow := high(400), high(160); narrow <= wide {
		t.Errorf("%v high, folded %v", wide, narrow)
	}
}
