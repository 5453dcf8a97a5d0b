package screens

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"handrail/screens/parts"
)

// figures open the places of the rail, with Ctrl or Cmd, and the last the people.
var figures = []fyne.KeyName{fyne.Key1, fyne.Key2, fyne.Key3, fyne.Key4, fyne.Key5, fyne.Key6}

// setKeys wires the keys that work everywhere: Ctrl (or Cmd) and a figure opens
// a place of the rail, Esc and Enter do what the screen defines, Ctrl and Enter do
// so from within any field, and Page Up, Page Down, Home and End move the page, so
// that all of it can be read. A field that has the focus passes on what it does
// not use as a key with the shortcut's name.
func (w *Window) setKeys() {
	named := map[fyne.KeyName]func(){}
	wire := func(key fyne.KeyName, do func()) {
		s := &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault}
		named[fyne.KeyName(s.ShortcutName())] = do
		w.Win.Canvas().AddShortcut(s, func(fyne.Shortcut) { do() })
	}
	main := func() {
		if s, ok := w.current.(mainAction); ok {
			s.Main()
		}
	}
	for i, key := range figures {
		place := "people"
		if i < len(places) {
			place = places[i].ID
		}
		wire(key, func() { w.Show(place) })
	}
	wire(fyne.KeyReturn, main)
	wire(fyne.KeyEnter, main)
	w.setShortcuts()
	w.Win.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) {
		if s, ok := w.current.(keyHandler); ok && s.Key(e.Name) {
			return
		}
		switch e.Name {
		case fyne.KeyEscape:
			if s, ok := w.current.(backHandler); ok {
				s.Escape()
			}
		case fyne.KeyReturn, fyne.KeyEnter:
			main()
		default:
			if do, ok := named[e.Name]; ok {
				do()
			} else if w.current != nil {
				parts.ScrollPage(w.current.Object(), e.Name)
			}
		}
	})
}
