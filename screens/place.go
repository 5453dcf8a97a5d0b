package screens

import (
	"fmt"

	"fyne.io/fyne/v2"
)

// The names of the settings that keep the window: its size in Fyne's pixels as "1200x800", and its place as the
// system writes it, where the system offers one.
//
// SettingPlace is that of the place.
const (
	settingSize  = "window-size"
	SettingPlace = "window-place"
)

// The size of a new window, and the largest one that is remembered.
const (
	firstWidth, firstHeight = 1200, 800
	mostPixels              = 10000
)

// Places reads and sets where a window is: its position and whether it fills the screen. Only Windows offers that to
// programs; elsewhere the system places the window, and only its size is remembered.
type Places interface {
	Place(fyne.Window) string // "" where it is not known
	// SetPlace puts the window there, never outside of the screens there are, and reports whether it fills one.
	SetPlace(w fyne.Window, place string) (fills bool)
}

// sizeOf returns the size that was remembered, never smaller than the smallest usable one. What makes no sense is the
// size of a new window.
func sizeOf(kept map[string]string) fyne.Size {
	var width, height int
	if n, err := fmt.Sscanf(kept[settingSize], "%dx%d", &width, &height); n != 2 || err != nil ||
		width <= 0 || height <= 0 {
		return fyne.NewSize(firstWidth, firstHeight)
	}
	return fyne.NewSize(float32(min(max(width, minWidth), mostPixels)), float32(min(max(height, minHeight), mostPixels)))
}

// rememberSize saves the size and place of the window. A screen that stands alone may be smaller than any other one
// can be, so its size is not remembered.
func (w *Window) rememberSize() {
	if _, alone := w.current.(fullWindow); alone {
		return
	}
	size := w.Win.Canvas().Size()
	text := fmt.Sprintf("%dx%d", int(size.Width+0.5), int(size.Height+0.5))
	if text != w.p.Kept[settingSize] {
		w.keeper.set(settingSize, text, nil)
	}
	if w.p.Position == nil {
		return
	}
	if place := w.p.Position.Place(w.Win); place != "" && place != w.p.Kept[SettingPlace] {
		w.keeper.set(SettingPlace, place, nil)
	}
}
