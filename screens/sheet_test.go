package screens

import (
	"context"
	"os"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"handrail/app/event/runsheet"
	"handrail/app/guide"
	"handrail/app/task"
	"handrail/screens/parts"
)

// served is the sheet of the picture.
const served = `-60 |  | Team arrives, cameras on | Kofi Mensah
-30 |  | Presenters join and test | Everyone
-15 |  | Holding slide on the screen | Kofi Mensah
-10 |  | Start the meeting, all muted | Kofi Mensah
-1 |  | Unmute the leader | Kofi Mensah
0 | 4 | Welcome | Farida Haddad | Camera 1 | Lectern
 | 4 | First hymn | Band | Words | Band
 | 4 | Prayers | Ewan Pryce | Camera 2 | Hand mic
 | 8 | Reading | Dora Lindqvist | Camera 2 | Remote
+17 | 23 | Talk | Farida Haddad | Slides 1 to 3 | Lectern
 | 5 | Second hymn | Band | Words | Band
 | 7 | Notices | Ewan Pryce | Slides 4 to 9 | Hand mic
 | 8 | Blessing | Farida Haddad | Camera 1 | Lectern
 | 1 | Closing slide | Kofi Mensah | Slide 10 | Muted
`

// sheetStage is a window on a guide with a run sheet, and an event a week before.
func sheetStage(t testing.TB, sheet string) *stage {
	s := newStage(t, task.Inline{})
	parsed := func(_ *guide.Visit, text string) error { _, err := runsheet.Parse(text); return err }
	fine := func(*guide.Visit, string) error { return nil }
	g := guide.Guide{ID: "event", Title: "Hold an event", Topic: "Events", Subject: "title", Steps: []guide.Step{
		{ID: "who", Title: "Roles", Asks: []guide.Ask{{Name: runsheet.AnswerTeam, Label: "Team", Kind: guide.Lines,
			Validate: fine}}},
		{ID: "plan", Title: "Write the run sheet", Summary: "Plan it.", NextLabel: "Show the run sheet", MainLabel: "Go on",
			DependsOn: []string{"sheet"}, Look: s.world.look("The run sheet"), Asks: []guide.Ask{
				{Name: "sheet", Label: "What happens when?", Kind: guide.Lines, Editor: runsheet.Editor, Validate: parsed},
				{Name: "file", Label: "File", Kind: guide.Line, Validate: fine}}}}}
	s.ports.Guides = append(s.ports.Guides, g)
	visit := func(id, date, sheet, team string) {
		_ = s.memory.SaveVisit(context.Background(), guide.Visit{ID: id, Guide: "event", Subject: "Sunday service",
			Step: "plan", Page: guide.AskPage, Drafts: map[string]string{}, Outcomes: map[string]guide.Outcome{},
			Answers: map[string]string{"title": "Sunday service", "date": date, "time": "10:30", "zone": "Europe/London",
				"sheet": sheet, "team": team}})
	}
	visit("older", "2026-11-15", "0|1|Older", "")
	visit("last", "2026-11-22", "-5||Doors\n0|9|Last week|Leader\n", "Leader: Farida Haddad; Ewan Pryce")
	visit("later", "2026-12-06", "0|1|Later", "")
	visit("v1", "2026-11-29", sheet, "Leader: \nProducer: \n")
	return s
}

func (s *stage) sheet() *sheetScreen {
	s.t.Helper()
	e, ok := s.w.current.(*sheetScreen)
	if !ok {
		s.t.Fatalf("no run sheet is open, but %T", s.w.current)
	}
	return e
}

// press presses a shortcut as the driver does: the focused widget gets it, else the window.
func (s *stage) press(key fyne.KeyName, m fyne.KeyModifier) *stage {
	c := s.w.Win.Canvas()
	var short fyne.Shortcut = &desktop.CustomShortcut{KeyName: key, Modifier: m}
	if key == fyne.KeyZ {
		short = &fyne.ShortcutUndo{}
	}
	if f, ok := c.Focused().(fyne.Shortcutable); ok {
		f.TypedShortcut(short)
	} else {
		s.sheet().Shortcut(short)
	}
	return s
}

// cue fails unless the row is the current one.
func (s *stage) cue(row int, cue string) *stage {
	s.t.Helper()
	e := s.sheet()
	if got, _ := e.table.Current(); got != row || e.g.Line(row)[runsheet.ColumnCue] != cue {
		s.t.Fatalf("row %d is the current one (%q), want %d (%q); the sheet is:\n%s", got,
			e.g.Line(got)[runsheet.ColumnCue], row, cue, e.g.Text())
	}
	return s
}

// TestTheTableByKeyboard: from the text form into the table, through cells and rows, and back with the answer.
func TestTheTableByKeyboard(t *testing.T) {
	s := sheetStage(t, served).open("visit/v1")
	s.tab("Edit as a table").enter()
	s.cue(5, "Welcome").shows("Run sheet for Sunday 29 November", "Starts at 10:30.", "Show 5 earlier items", "Total",
		"64 min", "Ends at 11:31", "61 minutes after the start. Without the overlap it ends at 11:34.",
		"Overlap of 3 minutes:", "the item above ends at 10:50.", "Move later items by 3 minutes", "fixed start")
	s.hides("Team arrives")
	for range 3 {
		s.key(fyne.KeyDown)
	}
	s.cue(8, "Reading").key(fyne.KeyUp, fyne.KeyReturn).cue(8, "Reading")
	s.key(fyne.KeyTab, fyne.KeyTab, fyne.KeyTab, fyne.KeyTab, fyne.KeyTab).cue(9, "Talk") // over who, screen, sound, note
	if name := nameOf(s.w.Win.Canvas().Focused()); name != "Time" {
		t.Errorf("%q has the focus; the time of a fixed start is a field", name)
	}
	s.sheet().table.Edit(8, 1)
	s.key(fyne.KeyEnd, fyne.KeyBackspace).write("5").shows("61 min").hides("Overlap")
	s.press(fyne.KeyZ, 0).shows("64 min", "Overlap of 3 minutes:")
	s.sheet().table.Edit(9, 1)
	s.press(fyne.KeyR, ctrl).hides("Overlap").shows("Ends at 11:34", "10:50")
	s.press(fyne.KeyZ, 0).cue(9, "Talk").shows("Overlap")
	s.press(fyne.KeyI, ctrl).cue(10, "").write("3").key(fyne.KeyTab).write("Silence").shows("67 min", "Ends at 11:34")
	s.press(fyne.KeyUp, fyne.KeyModifierAlt).cue(9, "Silence").press(fyne.KeyDown, fyne.KeyModifierAlt).cue(10, "Silence")
	s.press(fyne.KeyD, ctrl).cue(11, "Silence").press(fyne.KeyDelete, ctrl).cue(11, "Second hymn")
	s.press(fyne.KeyT, ctrl).shows("Free start").press(fyne.KeyT, ctrl).shows("Fix start")
	s.sheet().Main()
	s.at("plan", guide.ShowPage)
	v, _ := s.memory.Visit(context.Background(), "v1")
	if got := v.Answers["sheet"]; !strings.Contains(got, "Slides 1 to 3 | Lectern\n | 3 | Silence\n") {
		t.Errorf("the answer is\n%s", got)
	}
}

// TestTheTableIsLeftAndSaved: Esc leaves the row, then the table; what was typed is a draft of the text form.
func TestTheTableIsLeftAndSaved(t *testing.T) {
	s := sheetStage(t, served).open("run-sheet/v1")
	s.cue(5, "Welcome").write("!").key(fyne.KeyEscape)
	if s.sheet().table.Editing() {
		t.Error("a row is still edited")
	}
	s.key(fyne.KeyDown, fyne.KeyDown).cue(7, "Prayers").key(fyne.KeyReturn).write("?").key(fyne.KeyEscape, fyne.KeyEscape)
	s.at("plan", guide.AskPage)
	v, _ := s.memory.Visit(context.Background(), "v1")
	if got := v.Drafts["sheet"]; !strings.Contains(got, "Welcome!") || !strings.Contains(got, "Prayers?") ||
		v.Answers["sheet"] != served {
		t.Errorf("the draft is\n%s", got)
	}
	s.shows("Prayers?")
	// Tab behind the last field leads to the main button, and before the first to the tools.
	s.w.Show("run-sheet/v1")
	e := s.sheet()
	e.table.Edit(e.g.Len()-1, int(runsheet.ColumnNote))
	if s.key(fyne.KeyTab); nameOf(s.w.Win.Canvas().Focused()) != "Save run sheet" {
		t.Errorf("%q has the focus", nameOf(s.w.Win.Canvas().Focused()))
	}
	e.table.Edit(5, 1)
	cell := s.w.Win.Canvas().Focused().(desktop.Keyable)
	cell.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	s.key(fyne.KeyTab) // the time of the welcome is fixed
	if s.key(fyne.KeyTab); nameOf(s.w.Win.Canvas().Focused()) != "Undo" {
		t.Errorf("%q has the focus", nameOf(s.w.Win.Canvas().Focused()))
	}
	e.table.Edit(e.g.Len()-1, 2)
	s.key(fyne.KeyReturn).cue(14, "") // Enter in the last row adds one
}

// TestWhatCannotBeReadIsNotSaved: it is said in its row, and the cell gets the focus.
func TestWhatCannotBeReadIsNotSaved(t *testing.T) {
	s := sheetStage(t, served).open("run-sheet/v1")
	e := s.sheet()
	e.table.Edit(10, 1)
	s.write("x").shows("“5x” is not a length.", "Not counted: 1 item with a part that Handrail cannot read.")
	e.Main()
	if s.sheet() != e {
		t.Fatal("it was saved")
	}
	s.cue(10, "Second hymn").shows("There is a problem. Nothing was saved yet.")
	if _, column := e.table.Current(); column != 1 {
		t.Errorf("column %d has the focus", column)
	}
	e.printSound()
	if files, _ := os.ReadDir(s.ports.SaveFolder); len(files) != 0 {
		t.Error("it was printed")
	}
	s.press(fyne.KeyZ, 0).hides("is not a length")
	e.table.Edit(9, 0)
	s.write("9").shows("“10:479” is not a time.")
	s.key(fyne.KeyBackspace).hides("is not a time")
	for range 5 {
		s.key(fyne.KeyBackspace)
	}
	s.write("10:55").shows("Ends at 11:39").hides("Overlap")
	if got := e.g.Line(9)[runsheet.ColumnStart]; got != "+25" {
		t.Errorf("the talk begins at %q", got)
	}
}

// TestTheKeysOfTheTable: each shortcut of the table is in the list of keys.
func TestTheKeysOfTheTable(t *testing.T) {
	listed := map[combo]bool{}
	for _, row := range tableKeys() {
		for _, k := range row.keys {
			listed[k] = true
		}
	}
	for _, k := range sheetKeys {
		if !listed[combo{k.key, k.modifier}] {
			t.Errorf("%v is not in the list", k)
		}
	}
	s := sheetStage(t, served).open("run-sheet/v1")
	has := func() (n int) {
		for _, row := range s.w.keysHere() {
			if row.group == groupSheet {
				n++
			}
		}
		return n
	}
	if n := has(); n != len(tableKeys()) {
		t.Errorf("the help of the table has %d of its keys", n)
	}
	if s.w.Show("home"); has() != 0 {
		t.Error("the help of Home has the keys of the table")
	}
}

// TestToolsStandApart: no button above the table lies over another one, also after its words got longer, and with large
// text.
func TestToolsStandApart(t *testing.T) {
	for _, scale := range []float32{1, 2} {
		s := sheetStage(t, served).open("visit/v1")
		s.w.app.Settings().SetTheme(parts.NewTheme(parts.Look{Variant: "light", Scale: scale}))
		s.tab("Edit as a table").enter()
		e := s.sheet()
		for _, one := range e.bar.Objects {
			for _, two := range e.bar.Objects {
				a, b := one.Position(), two.Position()
				over := one != two && a.X < b.X+two.Size().Width && b.X < a.X+one.Size().Width &&
					a.Y < b.Y+two.Size().Height && b.Y < a.Y+one.Size().Height
				if over || one.Size().Width < one.MinSize().Width {
					t.Fatalf("at %v %q at %v lies over %q at %v", scale, nameOf(one.(fyne.Focusable)), a,
						nameOf(two.(fyne.Focusable)), b)
				}
			}
		}
	}
}
