package parts

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"handrail/app/task"
)

func press(o fyne.Focusable, key fyne.KeyName) { o.TypedKey(&fyne.KeyEvent{Name: key}) }

func TestButton_EnterAndSpacePress(t *testing.T) {
	start(t, Look{})
	n := 0
	b := NewButton("Do it", Main, "", func() { n++ })
	for _, k := range []fyne.KeyName{fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace, fyne.KeyTab} {
		press(b, k)
	}
	test.Tap(b)
	if n != 4 {
		t.Errorf("pressed %d times, want 4", n)
	}
	if w := b.MinSize(); w.Width < 176 || w.Height < 36 {
		t.Errorf("the main button is %v", w)
	}
}

func TestChoice_ArrowsMoveAndChoose(t *testing.T) {
	a := start(t, Look{})
	c := NewChoice("Which", "", []Option{{"a", "A", ""}, {"b", "B", ""}})
	var told []string
	c.OnChange = func(v string) { told = append(told, v) }
	w := a.NewWindow("")
	w.SetContent(c)
	w.Canvas().Focus(c.Focus())
	press(w.Canvas().Focused(), fyne.KeySpace)
	press(w.Canvas().Focused(), fyne.KeyDown)
	press(w.Canvas().Focused(), fyne.KeyDown) // already the last
	if c.Value() != "b" || strings.Join(told, "") != "ab" || w.Canvas().Focused() != c.rows[1] {
		t.Errorf("value %q, told %v", c.Value(), told)
	}
	c.SetValue("none such")
	if c.Value() != "" || c.Focus() != c.rows[0] {
		t.Errorf("value %q after one that is not offered", c.Value())
	}
}

func TestField_KeepsWhatWasTypedAndTabMovesOn(t *testing.T) {
	start(t, Look{})
	f := NewField("Hosts", "One a line", true)
	f.SetText("a\nb")
	f.SetError("Name one host.")
	if f.Text() != "a\nb" || f.Error() != "Name one host." || !f.wrong.Visible() {
		t.Errorf("text %q, error %q", f.Text(), f.Error())
	}
	if f.entry.AcceptsTab() {
		t.Error("Tab is caught in the field")
	}
	f.SetError("")
	if f.wrong.Visible() {
		t.Error("the error stays")
	}
}

func TestFindings_WorstIsFirstAndOpen(t *testing.T) {
	start(t, Look{})
	var went string
	o := NewFindings(findings, func(g, s string) (string, func()) {
		return "Go to this step", func() { went = g + "/" + s }
	})
	rows := o.(*fyne.Container).Objects[1].(*fyne.Container).Objects[0].(*fyne.Container).Objects
	first := rows[0].(*findingRow)
	if first.title.String() != findings[1].Title || !first.open {
		t.Errorf("first is %q, open %v", first.title, first.open)
	}
	second := rows[2].(*findingRow)
	press(second.head, fyne.KeyReturn)
	if !second.open || !second.body.Visible() {
		t.Error("Enter did not open the second")
	}
	press(second.head, fyne.KeySpace)
	if second.open || second.body.Visible() {
		t.Error("Space did not close it again")
	}
	for _, b := range test.LaidOutObjects(first) {
		if b, ok := b.(*Button); ok {
			test.Tap(b)
		}
	}
	if went != "mta-sts/policy" {
		t.Errorf("went to %q", went)
	}
}

func TestCode_CopiesExactly(t *testing.T) {
	start(t, Look{})
	got := ""
	p := NewCode(policy, func(s string) { got = s }).(*codePart)
	for _, o := range test.LaidOutObjects(p) {
		if b, ok := o.(*Button); ok && b.Label() == "Copy" {
			test.Tap(b)
		}
	}
	if got != policy.Text {
		t.Errorf("copied %q", got)
	}
	if shown := strings.ReplaceAll(p.text.Text, "\n", "\r\n") + "\r\n"; shown != got {
		t.Errorf("shown %q", shown)
	}
}

func TestProgress_MovesWithoutATotal(t *testing.T) {
	test.NewTempApp(t)
	p := NewProgress("What was read stays.")
	w := test.NewTempWindow(t, p)
	w.Resize(fyne.NewSize(600, 300))
	if !p.Moving() || p.Part() != 0 {
		t.Error("a job that said nothing yet has a value")
	}
	for _, n := range []int{120, 3200} {
		p.Set(task.Progress{Done: n, Note: "Reading people"})
	}
	if !p.Moving() || p.Part() != 0 || p.note.label.Text != "Reading people (3,200 so far)" {
		t.Errorf("without a total: moving %v, %v full, %q", p.Moving(), p.Part(), p.note.label.Text)
	}
	p.bar.tick(0)
	left := p.bar.fill.Position().X
	p.bar.tick(1)
	if right := p.bar.fill.Position().X; right <= left || right+p.bar.fill.Size().Width > p.bar.Size().Width+1 {
		t.Errorf("the piece goes from %v to %v of %v", left, right, p.bar.Size().Width)
	}
	p.Set(task.Progress{Done: 3200, Total: 6400, Note: "Reading people"})
	if p.Moving() || p.Part() != 0.5 || p.bar.fill.Position().X != 0 || p.bar.run != nil {
		t.Errorf("with a total: moving %v, %v full", p.Moving(), p.Part())
	}
	p.Set(task.Progress{Done: 10, Note: "Saving"})
	if p.Moving() || p.Part() != 0.5 {
		t.Error("a bar with a value begins again")
	}
}

func TestProgress_NeverGoesBack(t *testing.T) {
	start(t, Look{})
	p := NewProgress("What was read stays.")
	stopped := false
	p.OnStop = func() { stopped = true }
	p.Set(task.Progress{Done: 3, Total: 4, Note: "Asking", Lines: []task.Line{{State: "ok", Title: "one"}}})
	p.Set(task.Progress{Done: 1, Total: 4, Note: "Asking",
		Lines: []task.Line{{State: "ok", Title: "one"}, {State: "unknown", Title: "two"}}})
	if p.bar.part != 0.75 || len(p.lines.Objects) != 2 {
		t.Errorf("bar %v, %d lines", p.bar.part, len(p.lines.Objects))
	}
	press(p.Button(), fyne.KeyReturn)
	if !stopped {
		t.Error("Stop did nothing")
	}
}

func TestManyList_KeysForLongWays(t *testing.T) {
	start(t, Look{})
	opened := -1
	l := newManyList(1000, func() fyne.CanvasObject { return newFindingLine() }, func(int, fyne.CanvasObject) {},
		func(i int) { opened = i })
	l.Resize(fyne.NewSize(400, 360))
	for _, c := range []struct {
		key  fyne.KeyName
		want int
	}{{fyne.KeyEnd, 999}, {fyne.KeyDown, 999}, {fyne.KeyHome, 0}, {fyne.KeyPageDown, 9}, {fyne.KeyPageUp, 0},
		{fyne.KeyDown, 1}} {
		press(l, c.key)
		if opened != c.want {
			t.Errorf("%s: row %d, want %d", c.key, opened, c.want)
		}
	}
}

// A paragraph gets the height that its words need at the width there is.
func TestPage_WrappedTextIsNotCut(t *testing.T) {
	a := start(t, Look{})
	p := Text(strings.Repeat("several words that wrap ", 20))
	w := a.NewWindow("")
	w.SetContent(NewPage("T", "", NewPanel(p)))
	w.Resize(fyne.NewSize(900, 600))
	wide := p.Size().Height
	w.Resize(fyne.NewSize(400, 600))
	if narrow := p.Size().Height; narrow <= wide || narrow < p.MinSize().Height {
		t.Errorf("height %v when wide, %v when narrow, needs %v", wide, narrow, p.MinSize().Height)
	}
	if p.label.Size().Width > 560+16 {
		t.Errorf("a line is %v wide", p.label.Size().Width)
	}
}

// TestLineWithALongState keeps every line of words inside its row.
func TestLineWithALongState(t *testing.T) {
	start(t, Look{})
	state := Muted("Address for the daily reports")
	l := NewLine(true, state, Text("reports@example.org"), NewButton("Change", Quiet, "", nil))
	settle(l, 500)
	settle(l, 500)
	if one := Muted("Address").MinSize().Height; state.MinSize().Height <= one {
		t.Fatalf("the words do not wrap: %v high", state.MinSize().Height)
	}
	if end := state.Position().Y + state.MinSize().Height; state.Position().Y < 0 || end > l.MinSize().Height {
		t.Errorf("the words end at %v in a row %v high", end, l.MinSize().Height)
	}
}

// TestStepsFollow: the current step is in view also where there are many.
func TestStepsFollow(t *testing.T) {
	start(t, Look{})
	rows := func(at int) []StepRow {
		var all []StepRow
		for i := range 12 {
			all = append(all, StepRow{ID: "s", Icon: "circle", Title: "Step", Word: "Not yet started",
				Current: i == at})
		}
		return all
	}
	s := NewSteps("Guide", "example.org", rows(11), func(string) {})
	s.Resize(fyne.NewSize(216, 300))
	if s.pages.scroll.Offset.Y == 0 {
		t.Error("the last step is out of view")
	}
	s.Set("Guide", "example.org", rows(0))
	if y := s.pages.scroll.Offset.Y; y > s.list.Position().Y {
		t.Errorf("the first step is out of view, at %v", y)
	}
}
