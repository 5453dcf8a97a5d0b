package display

import "unsafe"

var (
	monitorFromWindow = user.NewProc("MonitorFromWindow")
	getMonitorInfo    = user.NewProc("GetMonitorInfoW")
	getWindowRect     = user.NewProc("GetWindowRect")
	getClientRect     = user.NewProc("GetClientRect")
	setWindowPos      = user.NewProc("SetWindowPos")
)

// monitorInfo is a MONITORINFO (Microsoft Learn, “winuser.h”): work is the screen without the taskbar.
type monitorInfo struct {
	size          uint32
	monitor, work area
	flags         uint32
}

// Fit moves a window of this program into its screen, beside the taskbar, and makes it smaller where it is larger. It
// returns the size inside its frame in pixels, or 0 where that cannot be read.
func Fit(window uintptr) (width, height int) {
	const nearest = 2 // MONITOR_DEFAULTTONEAREST
	monitor, _, _ := monitorFromWindow.Call(window, nearest)
	info := monitorInfo{}
	info.size = uint32(unsafe.Sizeof(info))
	var outer, inner area
	for _, ok := range []bool{
		called(getMonitorInfo.Call(monitor, uintptr(unsafe.Pointer(&info)))),
		called(getWindowRect.Call(window, uintptr(unsafe.Pointer(&outer)))),
		called(getClientRect.Call(window, uintptr(unsafe.Pointer(&inner)))),
	} {
		if !ok {
			return 0, 0
		}
	}
	if fits := outer.within(info.work); fits != outer {
		const keepOrder = 0x4 | 0x10 // SWP_NOZORDER, SWP_NOACTIVATE
		_, _, _ = setWindowPos.Call(window, 0, uintptr(fits.left), uintptr(fits.top), uintptr(fits.width()),
			uintptr(fits.height()), keepOrder)
		if !called(getClientRect.Call(window, uintptr(unsafe.Pointer(&inner)))) {
			return 0, 0
		}
	}
	return int(inner.width()), int(inner.height())
}

// called reports whether a call of Windows succeeded.
func called(result, _ uintptr, _ error) bool { return result != 0 }
