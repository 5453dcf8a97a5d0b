//go:build !windows && !linux

package display

// Check returns nil: the system always has a display.
func Check() error { return nil }

// Identify does nothing: the name of the window’s class is enough.
func Identify(string) error { return nil }

// Tell does nothing: the terminal has the message.
func Tell(error) {}

// Fit does nothing and returns 0: the system gives a window the size that fits.
func Fit(uintptr) (width, height int) { return 0, 0 }
