package screens

import (
	"runtime"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// setMenu sets the menus of a Mac, at the top of the screen, where people look for them. Elsewhere a bar with menus
// would take room of the window: Help in the rail leads to the same.
func (w *Window) setMenu() {
	if runtime.GOOS == "darwin" {
		w.Win.SetMainMenu(w.menu())
	}
}

// menu makes the menus from the table of keys.
func (w *Window) menu() *fyne.MainMenu {
	items := func(groups ...string) (all []*fyne.MenuItem) {
		for _, group := range groups {
			for _, row := range keyTable() {
				if row.group != group || !row.menu {
					continue
				}
				item := fyne.NewMenuItem(row.does, func() { row.do(w) })
				if k := row.keys[0]; k.with != 0 {
					item.Shortcut = &desktop.CustomShortcut{KeyName: k.key, Modifier: k.with}
				}
				all = append(all, item)
			}
		}
		return all
	}
	help := append(items(groupHelp), fyne.NewMenuItemSeparator(),
		fyne.NewMenuItem("About Handrail", func() { w.Show("settings/about") }),
		fyne.NewMenuItem("Licences", func() { w.Show("notices") }))
	if w.p.Problem != nil {
		help = append(help, fyne.NewMenuItem("Report a problem", func() { w.Show("problem") }))
	}
	return fyne.NewMainMenu(fyne.NewMenu("Page", items(groupPage)...), fyne.NewMenu("View", items(groupText)...),
		fyne.NewMenu("Go", items(groupPlaces)...), fyne.NewMenu("Help", help...))
}
