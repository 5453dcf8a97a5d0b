package screens

import (
	"context"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"handrail/app/problem"
	"handrail/app/task"
	"handrail/screens/parts"
)

// pressed presses a combination as the window gets it.
func (s *stage) pressed(k combo) {
	if k.with == 0 {
		s.w.Win.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: k.key})
		return
	}
	c := &desktop.CustomShortcut{KeyName: k.key, Modifier: k.with}
	s.w.Win.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyName(c.ShortcutName())})
}

// TestTheListOfKeysIsTrue: each key of the table does what the table says. A row without a check here fails.
func TestTheListOfKeysIsTrue(t *testing.T) {
	size := func(s *stage) int { return int(LookOf(s.w.chosen).Scale*100 + 0.5) }
	checks := map[string]func(s *stage) bool{
		"Open Home":           func(s *stage) bool { return s.w.rail.Selected() == "home" },
		"Open Guides":         func(s *stage) bool { return s.w.rail.Selected() == "guides" },
		"Open Reports":        func(s *stage) bool { return s.w.rail.Selected() == "reports" && s.w.current.(*reports).id == "" },
		"Open Organisation":   func(s *stage) bool { return s.w.rail.Selected() == "organisation" },
		"Open Settings":       func(s *stage) bool { return s.w.rail.Selected() == "settings" },
		"Open People":         func(s *stage) bool { return s.w.rail.Selected() == "organisation" },
		"Search this page":    func(s *stage) bool { return s.w.strip != nil },
		saveWords:             func(s *stage) bool { return strings.Contains(s.text(), "Save this report as") },
		printWords:            func(s *stage) bool { return strings.Contains(s.text(), ".pdf") },
		"Larger text":         func(s *stage) bool { return size(s) == 115 },
		"Smaller text":        func(s *stage) bool { return size(s) == 90 },
		"Text of normal size": func(s *stage) bool { return size(s) == 100 },
		"Help for this page":  func(s *stage) bool { return strings.Contains(s.text(), "Help: A saved report") },
		"Show all keys":       func(s *stage) bool { return strings.Contains(s.text(), "Moving with the keyboard") },
		"Close what is open, or go back": func(s *stage) bool {
			r, list := s.w.current.(*reports)
			return list && r.id == ""
		},
		"Do what the main button does, also from within a field": func(s *stage) bool { return s.only().Outcomes != nil },
		"Do what the button with the focus does, otherwise the main button": func(s *stage) bool {
			return s.only().Outcomes != nil
		},
		"Move the page":                          func(s *stage) bool { return true }, // TestPagesScroll
		"Go to the start or the end of the page": func(s *stage) bool { return true },
	}
	seen := map[combo]string{}
	for _, row := range keyTable() {
		if row.group == groupMoves || row.group == groupSearch || row.group == groupDay ||
			row.group == groupSheet {
			continue // TestTheKeysOfParts
		}
		check := checks[row.does]
		if check == nil {
			t.Errorf("%q is in the list, and nothing checks it", row.does)
			continue
		}
		for _, k := range row.keys {
			if other := seen[k]; other != "" {
				t.Errorf("%v does both %q and %q", k, other, row.does)
			}
			seen[k] = row.does
			s := longReport(t)
			if strings.Contains(row.does, "main button") {
				s.w.startVisit(s.ports.Guides[0])
				s.write("northgate.example")
			}
			s.pressed(k)
			if !check(s) {
				t.Errorf("%s (%v): it does not %q; the page says\n%.400s", row.label(), k, row.does, s.text())
			}
		}
	}
}

// TestTheKeysOfTheEventDay are those of the table.
func TestTheKeysOfTheEventDay(t *testing.T) {
	var named, own []fyne.KeyName
	for _, row := range keyTable() {
		if row.group == groupDay {
			for _, k := range row.keys {
				named = append(named, k.key)
			}
		}
	}
	d := &dayScreen{saving: true}
	for _, k := range []fyne.KeyName{fyne.KeySpace, fyne.KeyBackspace, fyne.KeyDelete, fyne.KeyH, fyne.KeyN, fyne.KeyP} {
		func() {
			defer func() {
				if recover() != nil { // nothing is loaded: it was about to do it
					own = append(own, k)
				}
			}()
			if d.Key(k) {
				own = append(own, k)
			}
		}()
	}
	slices.Sort(named)
	slices.Sort(own)
	if !slices.Equal(named, own) {
		t.Errorf("the list has %q, the screen %q", named, own)
	}
}

// TestAKeySaysWhyItDidNothing: on a page that cannot be printed or saved.
func TestAKeySaysWhyItDidNothing(t *testing.T) {
	s := newStage(t, task.Inline{}).open("settings")
	before := s.w.Win.Canvas().Focused()
	s.shortcut(fyne.KeyP, 0).shows("This page cannot be printed.")
	s.shortcut(fyne.KeyS, 0).shows("This page cannot be saved as a file.").hides("cannot be printed")
	s.key(fyne.KeyEscape).hides("cannot be saved").shows("Text size")
	if s.w.Win.Canvas().Focused() != before {
		t.Error("the focus is elsewhere")
	}
}

// TestTextSizeByKey: at once, saved, between the smallest and the largest one, and seen in the settings.
func TestTextSizeByKey(t *testing.T) {
	s := newStage(t, task.Inline{}).open("settings")
	for range 12 {
		s.shortcut(fyne.KeyPlus, 0)
	}
	if got := s.memory.setting[settingTextSize]; got != "200" || parts.Scale() != 2 {
		t.Errorf("saved %q, drawn at %v", got, parts.Scale())
	}
	if got := s.w.current.(*settings).size.Value(); got != "200" {
		t.Errorf("the settings show %q", got)
	}
	for range 12 {
		s.shortcut(fyne.KeyMinus, 0)
	}
	if got := s.memory.setting[settingTextSize]; got != "80" {
		t.Errorf("the smallest is %q", got)
	}
	s.shortcut(fyne.Key0, 0)
	s.reopen("home")
	if got := s.memory.setting[settingTextSize]; got != "100" || parts.Scale() != 1 {
		t.Errorf("saved %q, drawn at %v", got, parts.Scale())
	}
}

// TestHelpComesBack: F1 also from within a field, with the words of the step; Esc gives the focus back, and what was
// typed is still there.
func TestHelpComesBack(t *testing.T) {
	s := newStage(t, task.Inline{}).open("guides")
	s.w.startVisit(s.ports.Guides[0])
	s.write("northgate")
	field := s.w.Win.Canvas().Focused()
	s.key(fyne.KeyF1).shows("Help: Which harbour", "The place where ships land.", "Keys on this page", "Ctrl+F")
	if got := nameOf(s.w.Win.Canvas().Focused()); got != "Close" {
		t.Errorf("the focus is on %q", got)
	}
	s.tab("Show all keys").enter().shows("On every page", "Shift+Enter")
	s.key(fyne.KeyEscape).shows("Check this harbour")
	if s.w.Win.Canvas().Focused() != field || s.wizard().typed()["domain"] != "northgate" {
		t.Errorf("the focus is on %q, typed %q", nameOf(s.w.Win.Canvas().Focused()), s.wizard().typed())
	}
}

// TestEveryPlaceHasHelp: each screen has a topic of its own, and each topic is used.
func TestEveryPlaceHasHelp(t *testing.T) {
	used := map[string]bool{"affected": topicOf(&affectedPage{}) == "affected", "dates": topicOf(&dates{}) == "dates",
		"run-sheet": topicOf(&sheetScreen{}) == "run-sheet", "diary": topicOf(&diaryPage{}) == "diary"}
	for _, name := range shownTopics {
		used[name] = true
	}
	for _, route := range []string{"home", "guides", "reports", "report/x", "changes", "organisation", "was", "people",
		"person/ada", "mail", "settings", "notices", "help", "problem", "event-day/x", "diary", "report/verify"} {
		s, _ := tenantStage(t, task.Inline{})
		if route == "diary" || route == "report/verify" {
			s.records()
		}
		s.ports.Problem = func(context.Context, string) ([]problem.File, error) { return nil, nil }
		s.open(route)
		topic := topicOf(s.w.current)
		if _, ok := helpTopics[topic]; !ok || topic == "help" && route != "help" {
			t.Errorf("%s has the help %q", route, topic)
		}
		used[topic] = true
		s.key(fyne.KeyF1).shows(helpTopics[topic].text[0])
	}
	s := newStage(t, task.Inline{})
	s.begin()
	for _, step := range []string{"today", "plan", "hand", "light", "watch"} {
		used[topicOf(s.upTo(step).w.current)] = true
	}
	s.wizard().ended = true
	used[topicOf(s.w.current)] = true
	for topic := range helpTopics {
		if !used[topic] {
			t.Errorf("no page has the help %q", topic)
		}
	}
}

// TestMenusAreTheTableOfKeys: each item does what its row does, and is there once.
func TestMenusAreTheTableOfKeys(t *testing.T) {
	s := newStage(t, task.Inline{})
	s.ports.Problem = func(context.Context, string) ([]problem.File, error) { return nil, nil }
	s.open("home")
	all := map[string]func(){}
	for _, m := range s.w.menu().Items {
		for _, it := range m.Items {
			if it.IsSeparator {
				continue
			}
			if all[it.Label] != nil {
				t.Errorf("%q is there twice", it.Label)
			}
			all[it.Label] = it.Action
		}
	}
	for _, row := range keyTable() {
		if row.menu != (all[row.does] != nil) {
			t.Errorf("%q is in the menus: %v", row.does, !row.menu)
		}
	}
	for label, text := range map[string]string{"Open Settings": "Text size", "Licences": "Open-source licences",
		"About Handrail": "Version details", "Report a problem": "Nothing has been saved or sent.",
		"Show all keys": "Moving with the keyboard"} {
		all[label]()
		s.shows(text)
	}
}

// TestTheWindowKeepsItsSize: what it was when it was closed, never smaller than can be used, and not that of a screen
// that stands alone.
func TestTheWindowKeepsItsSize(t *testing.T) {
	s := newStage(t, task.Inline{}).open("home")
	s.w.Win.Resize(fyne.NewSize(1300, 900))
	s.w.onClose()
	kept := s.memory.setting
	if kept[settingSize] != "1300x900" {
		t.Errorf("saved %q", kept[settingSize])
	}
	for text, want := range map[string]fyne.Size{"1300x900": fyne.NewSize(1300, 900), "": fyne.NewSize(1200, 800),
		"300x200": fyne.NewSize(1024, 640), "-5x9": fyne.NewSize(1200, 800), "x": fyne.NewSize(1200, 800),
		"999999x700": fyne.NewSize(mostPixels, 700)} {
		if got := sizeOf(map[string]string{settingSize: text}); got != want {
			t.Errorf("%q is %v, want %v", text, got, want)
		}
	}
	s.ports.Kept = kept
	s.open("home")
	s.w.Win.Resize(fyne.NewSize(500, 600))
	s.w.current = &dayScreen{w: s.w}
	s.w.onClose()
	if kept[settingSize] != "1300x900" {
		t.Errorf("the size of the event-day screen is saved: %q", kept[settingSize])
	}
}

// TestProblemReport: each file can be read before anything is saved, what is saved is what was shown, and nothing is
// opened.
func TestProblemReport(t *testing.T) {
	s := newStage(t, task.Inline{})
	s.ports.Problem = func(context.Context, string) ([]problem.File, error) {
		return []problem.File{{Name: "contents.txt", About: "This list.", Data: []byte("the list")},
			{Name: "log.txt", About: "The log.", Data: []byte("Started")}}, nil
	}
	s.open("problem").shows("contents.txt", "This list.", "log.txt", "7 bytes", "Nothing has been saved or sent.")
	for range 10 { // the second button “Show file”
		if s.w.Win.Canvas().FocusNext(); nameOf(s.w.Win.Canvas().Focused()) == "Show file" {
			break
		}
	}
	s.enter().shows("All that is in it", "the list").key(fyne.KeyEscape).shows("Save problem report")
	if got := nameOf(s.w.Win.Canvas().Focused()); got != "Show file" {
		t.Errorf("the focus is on %q", got)
	}
	s.tab("Save problem report").enter().shows("Saved.", "handrail-problem-2026-11-22.zip")
	if len(s.memory.opened) > 0 {
		t.Errorf("opened %q", s.memory.opened)
	}
	s.ports.Problem = func(context.Context, string) ([]problem.File, error) { return nil, context.DeadlineExceeded }
	s.open("problem").shows("Handrail could not collect the files.")
}
