//go:build !windows

package display

// Place returns "": the system does not say where a window is.
func Place(uintptr) string { return "" }

// SetPlace does nothing and returns false: the system places windows.
func SetPlace(uintptr, string) (fills bool) { return false }
