package screens

import (
	"runtime"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"handrail/screens/parts"
)

// shortcuter is a screen with shortcuts of its own.
type shortcuter interface {
	Shortcut(fyne.Shortcut) bool // false: not one of its own
}

// sheetKeys are the shortcuts of the table, by the names on its buttons.
var sheetKeys = []struct {
	key      fyne.KeyName
	modifier fyne.KeyModifier
}{{fyne.KeyI, fyne.KeyModifierShortcutDefault}, {fyne.KeyD, fyne.KeyModifierShortcutDefault},
	{fyne.KeyT, fyne.KeyModifierShortcutDefault}, {fyne.KeyDelete, fyne.KeyModifierShortcutDefault},
	{fyne.KeyR, fyne.KeyModifierShortcutDefault}, {fyne.KeyUp, fyne.KeyModifierAlt}, {fyne.KeyDown, fyne.KeyModifierAlt}}

// setShortcuts passes the shortcuts of a screen on to it where no field has the focus.
func (w *Window) setShortcuts() {
	pass := func(s fyne.Shortcut) {
		if c, ok := w.current.(shortcuter); ok {
			c.Shortcut(s)
		}
	}
	for _, k := range sheetKeys {
		w.Win.Canvas().AddShortcut(&desktop.CustomShortcut{KeyName: k.key, Modifier: k.modifier}, pass)
	}
	w.Win.Canvas().AddShortcut(&fyne.ShortcutUndo{}, pass)
	w.Win.Canvas().AddShortcut(&fyne.ShortcutRedo{}, pass)
}

// keyCap returns the name of a key with Ctrl, or with Cmd on a Mac.
func keyCap(key string) string {
	if runtime.GOOS == "darwin" {
		return "Cmd+" + key
	}
	return "Ctrl+" + key
}

// makeTools makes the buttons above the table, each with its key.
func (e *sheetScreen) makeTools() []fyne.CanvasObject {
	at := func(do func(row int)) func() {
		return func() { row, _ := e.table.Current(); do(row) }
	}
	e.fix = parts.NewToolButton("Fix start", keyCap("T"), at(e.toggle))
	e.tools = []*parts.KeyButton{
		parts.NewToolButton("Insert row", keyCap("I"), at(func(row int) { e.insert(row + 1) })),
		parts.NewToolButton("Duplicate", keyCap("D"), at(e.duplicate)),
		parts.NewToolButton("Move up", "Alt+↑", at(func(row int) { e.move(row, -1) })),
		parts.NewToolButton("Move down", "Alt+↓", at(func(row int) { e.move(row, 1) })),
		parts.NewToolButton("Delete row", keyCap("Del"), at(e.remove)),
		e.fix,
		parts.NewToolButton("Undo", keyCap("Z"), e.undo),
	}
	all := make([]fyne.CanvasObject, 0, len(e.tools)+1)
	for _, b := range e.tools {
		all = append(all, b)
	}
	return append(all, e.early)
}

// Shortcut does what a shortcut of the table means.
func (e *sheetScreen) Shortcut(s fyne.Shortcut) bool { return e.s != nil && e.shortcut(s) }

func (e *sheetScreen) shortcut(s fyne.Shortcut) bool {
	row, _ := e.table.Current()
	switch c := s.(type) {
	case *fyne.ShortcutUndo:
		e.undo()
		return true
	case *fyne.ShortcutRedo:
		if to, ok := e.g.Redo(); ok {
			e.after(to)
		}
		return true
	case *desktop.CustomShortcut:
		alt := c.Modifier == fyne.KeyModifierAlt
		usual := c.Modifier == fyne.KeyModifierShortcutDefault
		switch {
		case usual && c.KeyName == fyne.KeyI:
			e.insert(row + 1)
		case usual && c.KeyName == fyne.KeyD:
			e.duplicate(row)
		case usual && c.KeyName == fyne.KeyT:
			e.toggle(row)
		case usual && c.KeyName == fyne.KeyDelete:
			e.remove(row)
		case usual && c.KeyName == fyne.KeyR:
			e.repair(row)
		case alt && c.KeyName == fyne.KeyUp:
			e.move(row, -1)
		case alt && c.KeyName == fyne.KeyDown:
			e.move(row, 1)
		default:
			return false
		}
		return true
	}
	return false
}

// tableKeys are those of the table, for the list of keys.
func tableKeys() []keyRow {
	alt := fyne.KeyModifierAlt
	return []keyRow{
		{group: groupSheet, keys: []combo{{fyne.KeyTab, 0}}, does: "Go to the next cell"},
		{group: groupSheet, keys: []combo{{fyne.KeyReturn, 0}}, shown: "Enter",
			does: "Go to the cell below, or add a row at the end"},
		{group: groupSheet, keys: []combo{{fyne.KeyI, ctrl}}, does: "Insert a row"},
		{group: groupSheet, keys: []combo{{fyne.KeyD, ctrl}}, does: "Duplicate the row"},
		{group: groupSheet, keys: []combo{{fyne.KeyUp, alt}, {fyne.KeyDown, alt}}, shown: "Alt+Up, Alt+Down",
			does: "Move the row"},
		{group: groupSheet, keys: []combo{{fyne.KeyDelete, ctrl}}, does: "Delete the row"},
		{group: groupSheet, keys: []combo{{fyne.KeyT, ctrl}}, does: "Fix the start of the row, or free it"},
		{group: groupSheet, keys: []combo{{fyne.KeyR, ctrl}}, does: "Repair the overlap of the row"},
		{group: groupSheet, keys: []combo{{fyne.KeyZ, ctrl}}, does: "Undo the last change of the run sheet"},
	}
}
