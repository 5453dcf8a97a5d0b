package screens

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"handrail/screens/parts"
)

// TestSameAsLastWeek: the run sheet of the event before, and its roles where no one has one.
func TestSameAsLastWeek(t *testing.T) {
	s := sheetStage(t, served).open("run-sheet/v1")
	s.tab("Same as last week…").enter().shows("Sunday service, 22 November 2026.", "It has 2 items",
		"The roles of that event")
	s.tab("Cancel").enter().hides("It has 2 items")
	s.tab("Same as last week…").enter()
	s.tab("Take this run sheet").enter().cue(1, "Last week")
	v, _ := s.memory.Visit(context.Background(), "v1")
	if !strings.HasPrefix(v.Answers["team"], "Leader: Farida Haddad") ||
		!strings.Contains(v.Drafts["sheet"], "Last week") {
		t.Errorf("%+v", v)
	}
	s.press(fyne.KeyZ, 0).shows("Welcome", "64 min")
	alone := sheetStage(t, served)
	for _, id := range []string{"older", "last", "later"} {
		_ = alone.memory.DeleteVisit(context.Background(), id)
	}
	alone.open("run-sheet/v1").tab("Same as last week…").enter().shows("There is no earlier event.")
}

// TestLastWeeksSheetIsGone: a run sheet that was deleted, or that cannot be read, is said, the one before is offered if
// there is one, and the person goes on with an empty sheet.
func TestLastWeeksSheetIsGone(t *testing.T) {
	without := func(s *stage, sheet string, ids ...string) *stage {
		for _, id := range ids {
			v, _ := s.memory.Visit(context.Background(), id)
			v.Answers["sheet"] = sheet
			_ = s.memory.SaveVisit(context.Background(), v)
		}
		return s
	}
	s := without(sheetStage(t, ""), "", "last").open("run-sheet/v1")
	s.tab("Same as last week…").enter().shows("Sunday service, 15 November 2026.",
		"The run sheet of Sunday service, 22 November 2026 is no longer on this computer. This is the one before.")
	s = without(sheetStage(t, ""), "", "last", "older", "later").open("run-sheet/v1")
	s.tab("Same as last week…").enter().shows("The run sheet of Sunday service, 22 November 2026 is no longer on this",
		"Write the items below").hides("Take this run sheet")
	if s.sheet().table.Edit(0, 2); s.sheet().g.Len() != 1 {
		t.Errorf("%d rows", s.sheet().g.Len())
	}
	without(sheetStage(t, ""), "x|y|z", "last").open("run-sheet/v1").tab("Same as last week…").enter().
		shows("Handrail cannot read the run sheet of Sunday service, 22 November 2026.").hides("Take this run sheet")
}

// TestACopyWithoutARunSheetSaysSo: “Copy for next week” of an event whose run sheet is gone begins with the rest.
func TestACopyWithoutARunSheetSaysSo(t *testing.T) {
	for sheet, told := range map[string]bool{"": true, "0|1|Welcome": false} {
		s := sheetStage(t, served)
		v, _ := s.memory.Visit(context.Background(), "last")
		v.Answers["sheet"] = sheet
		g := s.ports.Guides[len(s.ports.Guides)-1]
		g.Again = func(answers map[string]string) map[string]string { return answers }
		s.open("home").w.startLike(g, v)
		if s.wizard(); told {
			s.shows("The run sheet of Sunday service, 22 November 2026 is no longer on this computer.")
		} else {
			s.hides("no longer on this computer")
		}
	}
}

// TestPapersAreSaved: for the sound desk, for presenters, the programme and the page for phones.
func TestPapersAreSaved(t *testing.T) {
	s := sheetStage(t, served).open("run-sheet/v1")
	s.tab("Print for sound desk").enter().shows("Saved.", "Sunday service 2026-11-29 sound-desk.pdf")
	s.tab("Print for presenters").enter()
	s.tab("Print or send…").enter().shows("The rows of each presenter")
	s.tab("Save the file").enter().shows("Sunday service 2026-11-29 programme.pdf").hides("What do you want to print")
	s.tab("Print or send…").enter().tab("Cancel").enter().hides("What do you want to print")
	s.sheet().SaveAs()
	s.sheet().SaveAs()
	for name, begin := range map[string]string{"sound-desk.pdf": "%PDF-", "presenters.pdf": "%PDF-",
		"programme.pdf": "%PDF-",
		"phone.html":    "<!doctype html>", "phone-2.html": "<!doctype html>"} {
		raw, err := os.ReadFile(filepath.Join(s.ports.SaveFolder, "Sunday service 2026-11-29 "+name))
		if err != nil || !strings.HasPrefix(string(raw), begin) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestFreeTimeIsMarked: a fixed start after the end of the item above says how much time is free.
func TestFreeTimeIsMarked(t *testing.T) {
	sheetStage(t, "0|4|Welcome\n+10|5|Live link\n+15|5|Talk").open("run-sheet/v1").
		shows("fixed start, 6 minutes free before it", "Ends at 10:50, 20 minutes after the start.")
}

func TestANightInWhichTheClocksChange(t *testing.T) {
	s := sheetStage(t, "0|120|Vigil\n|60|Silence\n|60|Breakfast\n")
	v, _ := s.memory.Visit(context.Background(), "v1")
	v.Answers["date"], v.Answers["time"] = "2026-10-24", "23:30"
	_ = s.memory.SaveVisit(context.Background(), v)
	s.open("run-sheet/v1").shows("23:30 BST", "01:30 Sun BST", "01:30 Sun GMT", "Ends at 02:30 Sun GMT",
		"240 minutes after",
		"The clocks change during the event. Lengths are real time.")
	v.Answers["zone"] = "Nowhere/Place"
	_ = s.memory.SaveVisit(context.Background(), v)
	s.w.Show("run-sheet/v1")
	s.shows("Handrail cannot show the run sheet").tab("Back to the guide")
	s.w.Show("run-sheet/gone")
	s.shows("Handrail cannot show the run sheet")
}

// TestADraftThatCannotBeSavedIsSaid: it stays in the table.
func TestADraftThatCannotBeSavedIsSaid(t *testing.T) {
	s := sheetStage(t, served).open("run-sheet/v1")
	s.memory.fail = errors.New("the disk is full")
	s.write("!").shows("Welcome!")
	s.sheet().draft()
	s.shows("internal error")
}

// TestTheTableFits: nothing is cut off in the smallest window, also in large text, where rows are folded.
func TestTheTableFits(t *testing.T) {
	for _, look := range []parts.Look{{Variant: "light"}, {Variant: "dark", Scale: 2}} {
		s := sheetStage(t, served).open("run-sheet/v1")
		s.w.app.Settings().SetTheme(parts.NewTheme(look))
		s.w.Win.Resize(fyne.NewSize(minWidth, minHeight))
		if got := s.w.Win.Canvas().Size(); got.Width > minWidth+1 || got.Height > minHeight+1 {
			t.Errorf("the window wants %v", got)
		}
		e := s.sheet()
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject
		for n := range e.g.Len() * 7 {
			e.table.Edit(n/7, n%7)
			f, ok := s.w.Win.Canvas().Focused().(fyne.CanvasObject)
			if !ok {
				t.Fatal("nothing has the focus")
			}
			top, right := at(f).Y, at(f).X+f.Size().Width
			bottom, end := top+f.Size().Height, at(e.page).Y+e.page.Size().Height+1
			if top < 0 || bottom > end || right > minWidth || f.Size().Width < 40 {
				t.Errorf("at %v, row %d is edited from %v to %v, up to %v", look, n/7, top, bottom, right)
			}
		}
	}
}

// BenchmarkTypeInto300 types a letter into one of 300 items and draws the window.
func BenchmarkTypeInto300(b *testing.B) {
	s := sheetStage(b, "0 | 1 | Item | Somebody | Camera | Voice\n"+
		strings.Repeat(" | 2:30 | Item of the sheet | Somebody | Camera 1 | Lectern\n", 299))
	s.ports.Pause = func(context.Context, time.Duration) error { return errors.New("no draft here") }
	s.open("run-sheet/v1")
	s.sheet().table.Edit(150, 2)
	for b.Loop() {
		s.write("x").key(fyne.KeyBackspace)
	}
}
