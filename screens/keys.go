package screens

import (
	"runtime"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"handrail/screens/parts"
)

// The abilities of a screen that keys lead to. A screen without one tells that.
type (
	printer    interface{ Print() }            // Ctrl+P
	fileSaver  interface{ SaveAs() }           // Ctrl+S
	pageFinder interface{ Find() }             // Ctrl+F, instead of the search of what is drawn
	helper     interface{ HelpTopic() string } // F1: one of helpTopics
)

// combo is a key with what is held down with it; with is 0 for a key alone.
type combo struct {
	key  fyne.KeyName
	with fyne.KeyModifier
}

const ctrl = fyne.KeyModifierShortcutDefault // Cmd on a Mac

// keyRow is one row of the table of keys. The same row wires the keys and shows them in the list of keys.
type keyRow struct {
	group string
	keys  []combo // any of them
	shown string  // how the list names them; "" names the first one
	does  string
	do    func(*Window) // nil: a part or the screen handles the keys itself
	menu  bool          // also in the menus
}

// The groups of the list of keys, in their order.
const (
	groupPlaces = "Places"
	groupPage   = "On every page"
	groupText   = "Text size"
	groupHelp   = "Help"
	groupSearch = "While you search a page"
	groupMoves  = "Moving with the keyboard"
	groupDay    = "On the event-day screen"
	groupSheet  = "In the table of a run sheet"
)

// What saves and prints a page, in the list of keys.
const (
	saveWords  = "Save this page as a file"
	printWords = "Print this page"
)

// figures open the places of the rail, with Ctrl or Cmd, and the last the people.
var figures = []fyne.KeyName{fyne.Key1, fyne.Key2, fyne.Key3, fyne.Key4, fyne.Key5, fyne.Key6}

// keyTable returns all keys. It is the only place that names one: setKeys wires it, the list of keys and the menus
// show it.
func keyTable() []keyRow {
	var all []keyRow
	for i, key := range figures {
		id, title := "people", "People"
		if i < len(places) {
			id, title = places[i].ID, places[i].Title
		}
		all = append(all, keyRow{group: groupPlaces, keys: []combo{{key, ctrl}}, does: "Open " + title, menu: true,
			do: func(w *Window) { w.Show(id) }})
	}
	return append(append(append(all, pageKeys()...), movingKeys()...), tableKeys()...)
}

func pageKeys() []keyRow {
	return []keyRow{
		{group: groupPage, keys: []combo{{fyne.KeyF, ctrl}}, does: "Search this page", menu: true, do: (*Window).find},
		{group: groupPage, keys: []combo{{fyne.KeyS, ctrl}}, does: saveWords, menu: true,
			do: (*Window).saveAs},
		{group: groupPage, keys: []combo{{fyne.KeyP, ctrl}}, does: printWords, menu: true, do: (*Window).print},
		{group: groupPage, keys: []combo{{fyne.KeyReturn, ctrl}, {fyne.KeyEnter, ctrl}},
			does: "Do what the main button does, also from within a field", do: (*Window).mainButton},
		{group: groupPage, keys: []combo{{fyne.KeyReturn, 0}, {fyne.KeyEnter, 0}}, shown: "Enter",
			does: "Do what the button with the focus does, otherwise the main button", do: (*Window).mainButton},
		{group: groupPage, keys: []combo{{fyne.KeyEscape, 0}}, does: "Close what is open, or go back",
			do: (*Window).escape},
		{group: groupPage, keys: []combo{{fyne.KeyPageDown, 0}, {fyne.KeyPageUp, 0}}, shown: "Page Down, Page Up",
			does: "Move the page"},
		{group: groupPage, keys: []combo{{fyne.KeyHome, 0}, {fyne.KeyEnd, 0}}, shown: "Home, End",
			does: "Go to the start or the end of the page"},
		{group: groupText, keys: []combo{{fyne.KeyPlus, ctrl}, {fyne.KeyEqual, ctrl},
			{fyne.KeyPlus, ctrl | fyne.KeyModifierShift}, {fyne.KeyEqual, ctrl | fyne.KeyModifierShift}},
			does: "Larger text", menu: true, do: func(w *Window) { w.zoom(1) }},
		{group: groupText, keys: []combo{{fyne.KeyMinus, ctrl}}, does: "Smaller text", menu: true,
			do: func(w *Window) { w.zoom(-1) }},
		{group: groupText, keys: []combo{{fyne.Key0, ctrl}}, does: "Text of normal size", menu: true,
			do: func(w *Window) { w.zoom(0) }},
		{group: groupHelp, keys: []combo{{fyne.KeyF1, 0}}, does: "Help for this page", menu: true, do: (*Window).help},
		{group: groupHelp, keys: []combo{{fyne.KeySlash, ctrl | fyne.KeyModifierShift}, {fyne.KeySlash, ctrl},
			{"?", ctrl | fyne.KeyModifierShift}}, shown: named(ctrl) + "+?", does: "Show all keys", menu: true,
			do: (*Window).showKeys},
	}
}

// movingKeys are handled by the parts and screens themselves.
func movingKeys() []keyRow {
	return []keyRow{
		{group: groupSearch, keys: []combo{{fyne.KeyReturn, 0}}, shown: "Enter", does: "Go to the next match"},
		{group: groupSearch, keys: []combo{{fyne.KeyReturn, fyne.KeyModifierShift}}, shown: "Shift+Enter",
			does: "Go to the previous match"},
		{group: groupSearch, keys: []combo{{fyne.KeyEscape, 0}}, does: "Close the search"},
		{group: groupMoves, keys: []combo{{fyne.KeyTab, 0}}, does: "Go to the next button or field"},
		{group: groupMoves, keys: []combo{{fyne.KeyTab, fyne.KeyModifierShift}}, does: "Go to the previous one"},
		{group: groupMoves, keys: []combo{{fyne.KeySpace, 0}}, does: "Press the button, or open the row, with the focus"},
		{group: groupMoves, keys: []combo{{fyne.KeyUp, 0}, {fyne.KeyDown, 0}}, shown: "Up, Down",
			does: "Move in a list or a choice"},
		{group: groupMoves, keys: []combo{{fyne.KeyDown, 0}}, shown: "Down",
			does: "In a field for a date or a time: choose it"},
		{group: groupDay, keys: []combo{{fyne.KeySpace, 0}}, does: "Start the next item"},
		{group: groupDay, keys: []combo{{fyne.KeyBackspace, 0}, {fyne.KeyDelete, 0}}, shown: "Backspace",
			does: "Undo the last action"},
		{group: groupDay, keys: []combo{{fyne.KeyH, 0}}, does: "Pause or resume"},
	}
}

// setKeys wires the table. A field that has the focus passes on what it does not use, as a key with the name of the
// shortcut. Page Up, Page Down, Home and End move the page, so that all of it can be read.
func (w *Window) setKeys() {
	wired := map[fyne.KeyName]func(){}
	for _, row := range keyTable() {
		if row.do == nil {
			continue
		}
		do := func() { row.do(w) }
		for _, k := range row.keys {
			if k.with == 0 {
				wired[k.key] = do
				continue
			}
			s := &desktop.CustomShortcut{KeyName: k.key, Modifier: k.with}
			wired[fyne.KeyName(s.ShortcutName())] = do
			w.Win.Canvas().AddShortcut(s, func(fyne.Shortcut) { do() })
		}
	}
	w.setShortcuts()
	w.Win.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) {
		if s, ok := w.current.(keyHandler); ok && w.dialog == nil && s.Key(e.Name) {
			return
		}
		if do, ok := wired[e.Name]; ok {
			do()
		} else if page := w.page(); page != nil {
			parts.ScrollPage(page, e.Name)
		}
	})
}

// page returns what the keys that move the page are for: the open dialog, else the screen.
func (w *Window) page() fyne.CanvasObject {
	switch {
	case w.dialog != nil:
		return w.dialog.content
	case w.current != nil:
		return w.current.Object()
	}
	return nil
}

// mainButton does what the main button of the screen does.
func (w *Window) mainButton() {
	if s, ok := w.current.(mainAction); ok && w.dialog == nil {
		s.Main()
	}
}

// escape closes the dialog or the search, then does what the screen defines.
func (w *Window) escape() {
	if w.closeDialog() || w.closeStrip() {
		return
	}
	if s, ok := w.current.(backHandler); ok {
		s.Escape()
	}
}

// saveAs saves the page as a file, where the screen can.
func (w *Window) saveAs() {
	if s, ok := w.current.(fileSaver); ok && w.dialog == nil {
		s.SaveAs()
		return
	}
	w.cannot("This page cannot be saved as a file.")
}

// print prints the page, where the screen can.
func (w *Window) print() {
	if s, ok := w.current.(printer); ok && w.dialog == nil {
		s.Print()
		return
	}
	w.cannot("This page cannot be printed.")
}

// cannot shows why a key did nothing, and what can be done instead.
func (w *Window) cannot(lead string) {
	if w.dialog == nil {
		w.showStrip(newTold(w, lead, "Open a report under Reports for that. Press Esc to close this line."))
	}
}

// named returns the words for what is held down with a key.
func named(with fyne.KeyModifier) string {
	var words []string
	if with&ctrl != 0 {
		word := "Ctrl"
		if runtime.GOOS == "darwin" {
			word = "Cmd"
		}
		words = append(words, word)
	}
	if with&fyne.KeyModifierShift != 0 {
		words = append(words, "Shift")
	}
	return strings.Join(words, "+")
}

// keyNames are the words for keys whose own name is not what is printed on them.
var keyNames = map[fyne.KeyName]string{fyne.KeyReturn: "Enter", fyne.KeyEscape: "Esc", fyne.KeyPageDown: "Page Down",
	fyne.KeyPageUp: "Page Up", fyne.KeyBackspace: "Backspace", fyne.KeyMinus: "−"}

// label returns how the list of keys names the keys of a row.
func (r keyRow) label() string {
	if r.shown != "" {
		return r.shown
	}
	k := r.keys[0]
	word := string(k.key)
	if known := keyNames[k.key]; known != "" {
		word = known
	}
	if k.with == 0 {
		return word
	}
	return named(k.with) + "+" + word
}
