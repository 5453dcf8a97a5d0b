package screens

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"handrail/app/report"
	"handrail/app/task"
	"handrail/screens/parts"
)

// shortcut presses a key with Ctrl or Cmd, and perhaps Shift, as the window gets it.
func (s *stage) shortcut(key fyne.KeyName, more fyne.KeyModifier) *stage {
	c := &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault | more}
	if f, ok := s.w.Win.Canvas().Focused().(fyne.Shortcutable); ok {
		f.TypedShortcut(c)
	} else {
		s.w.Win.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyName(c.ShortcutName())}) // as a field passes it on
	}
	return s
}

// longReport opens a report of many blocks.
func longReport(t *testing.T) *stage {
	s := newStage(t, task.Inline{})
	doc := &report.Document{Title: "Mail servers", Subject: "northgate.example", At: sunday, Blocks: []report.Block{
		report.Text{Text: "The beacon of the harbour, and a second beacon."},
		report.Code{Label: "Record", Text: "v=b1; beacon=on"},
	}}
	for i := range 40 {
		doc.Blocks = append(doc.Blocks, report.Text{Text: fmt.Sprint("Line ", i)})
	}
	var rows [][]string
	for i := range 300 {
		rows = append(rows, []string{fmt.Sprint("Ship ", i), "seen"})
	}
	rows[250][1] = "saw the beacon"
	doc.Blocks = append(doc.Blocks, report.Table{Title: "Ships", Columns: []string{"Name", "What"}, Rows: rows},
		report.Text{Text: "The last BEACON."})
	s.memory.kept["r"] = report.SavedReport{ID: "r", Title: doc.Title, Subject: doc.Subject, At: sunday, Document: doc}
	return s.open("report/r")
}

// TestSearchOfAPage: Ctrl+F marks every match, Enter and Shift+Enter go round, also to what is far down and to rows of
// a long table that are not drawn, and Esc removes the marks and gives the focus back.
func TestSearchOfAPage(t *testing.T) {
	s := longReport(t)
	before := s.w.Win.Canvas().Focused()
	s.shortcut(fyne.KeyF, 0).write("beacon").shows("1 of 5")
	entry := s.w.Win.Canvas().Focused()
	for _, want := range []string{"2 of 5", "3 of 5", "4 of 5", "5 of 5", "1 of 5"} {
		s.enter().shows(want)
		if s.w.Win.Canvas().Focused() != entry {
			t.Fatalf("at %s the focus is elsewhere", want)
		}
	}
	keys := entry.(desktop.Keyable)
	keys.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	s.enter().shows("5 of 5")
	keys.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	if !s.sees("The last BEACON.") {
		t.Error("the last match is not in view")
	}
	s.enter()
	if !s.sees("The beacon of the harbour, and a second beacon.") {
		t.Error("the first match is not in view")
	}
	s.write("x").shows("No match")
	s.key(fyne.KeyEscape)
	if s.w.Win.Canvas().Focused() != before || s.w.strip != nil || strings.Contains(s.text(), "No match") {
		t.Errorf("after Esc the focus is on %q", nameOf(s.w.Win.Canvas().Focused()))
	}
	s.key(fyne.KeyEscape).shows("No reports yet") // a second Esc leaves the report
}

// sees reports whether a text is inside the window.
func (s *stage) sees(text string) (seen bool) {
	walk(s.w.Win.Content(), func(o fyne.CanvasObject) {
		if r, ok := o.(*widget.RichText); ok && strings.TrimSpace(r.String()) == text {
			y := s.w.app.Driver().AbsolutePositionForObject(r).Y
			seen = seen || y >= 0 && y+r.Size().Height <= s.w.Win.Canvas().Size().Height
		}
	})
	return seen
}

// TestTheSearchFindsAllThatIsDrawn: in every main state, each word that the screen draws has a match.
func TestTheSearchFindsAllThatIsDrawn(t *testing.T) {
	check := func(t *testing.T, s *stage) {
		var drawn []string
		walk(s.w.body, func(o fyne.CanvasObject) {
			switch o := o.(type) {
			case *canvas.Text:
				drawn = append(drawn, o.Text)
			case *widget.RichText:
				drawn = append(drawn, o.String())
			}
		})
		var words []string
		for _, text := range drawn {
			if text = strings.TrimSpace(strings.ReplaceAll(text, "\n", " ")); text != "" && !strings.Contains(text, "…") {
				words = append(words, strings.Fields(text)...)
			}
		}
		slices.Sort(words)
		for _, word := range slices.Compact(words) {
			var h parts.Hits
			h.Search(s.w.current.Object(), word)
			if _, n := h.At(); n == 0 && !inEntry(s.w.body, word) {
				t.Errorf("%q is drawn and not found", word)
			}
			h.Clear()
		}
	}
	for _, st := range states {
		t.Run(st.name, func(t *testing.T) {
			s := newStage(t, task.Inline{})
			st.make(s)
			check(t, s)
		})
	}
	for _, st := range tenantStates {
		if strings.HasPrefix(st.name, "people") {
			continue // a list, with a search of its own
		}
		t.Run(st.name, func(t *testing.T) {
			s, f := tenantStage(t, task.Inline{})
			st.make(s, f)
			check(t, s)
		})
	}
}

// inEntry reports whether a word is in a field: what is typed is not searched.
func inEntry(root fyne.CanvasObject, word string) (in bool) {
	walk(root, func(o fyne.CanvasObject) {
		if e, ok := o.(interface{ SelectedText() string }); ok {
			in = in || strings.Contains(textOf(e.(fyne.CanvasObject)), word)
		}
	})
	return in
}

// TestListsHaveTheirOwnSearch: Ctrl+F goes to the search of the people.
func TestListsHaveTheirOwnSearch(t *testing.T) {
	s, _ := tenantStage(t, task.Inline{})
	s.open("people").tab("Save the list…").shortcut(fyne.KeyF, 0)
	if got := s.w.Win.Canvas().Focused(); got != s.w.current.(*people).search.Entry() {
		t.Errorf("the focus is on %q", nameOf(got))
	}
	if s.w.strip != nil {
		t.Error("the search of the page is open too")
	}
}
