package display

import "unsafe"

var (
	getWindowPlacement = user.NewProc("GetWindowPlacement")
	setWindowPlacement = user.NewProc("SetWindowPlacement")
)

// windowPlacement is a WINDOWPLACEMENT (Microsoft Learn, “winuser.h”).
type windowPlacement struct {
	size, flags, show  uint32
	smallest, greatest struct{ x, y int32 }
	normal             area
}

const (
	showNormal = 1 // SW_SHOWNORMAL
	showFull   = 3 // SW_SHOWMAXIMIZED
)

func readWindow(window uintptr) (w windowPlacement, ok bool) {
	w.size = uint32(unsafe.Sizeof(w))
	return w, called(getWindowPlacement.Call(window, uintptr(unsafe.Pointer(&w))))
}

// Place returns where a window of this program is, for SetPlace; "" where that cannot be read.
func Place(window uintptr) string {
	w, ok := readWindow(window)
	if !ok {
		return ""
	}
	const restoreFull = 2 // WPF_RESTORETOMAXIMIZED, while it is in the taskbar
	return placement{w.normal, w.show == showFull || w.flags&restoreFull != 0}.String()
}

// SetPlace puts a window where Place said that it was. Windows moves one that would be outside of all screens. It
// reports whether the window fills its screen now.
func SetPlace(window uintptr, place string) (fills bool) {
	p, ok := readPlacement(place)
	w, read := readWindow(window)
	if !ok || !read {
		return false
	}
	w.flags, w.show, w.normal = 0, showNormal, p.normal
	if p.fills {
		w.show = showFull
	}
	return called(setWindowPlacement.Call(window, uintptr(unsafe.Pointer(&w)))) && p.fills
}
