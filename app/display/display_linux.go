package display

import (
	"net"
	"os"
	"strings"

	"handrail/app"
)

// Check returns an error in words where there is no display to open a window on. Whether
// OpenGL works there shows only later.
func Check() error {
	if os.Getenv("WAYLAND_DISPLAY") != "" {
		return nil
	}
	name := os.Getenv("DISPLAY")
	if name == "" {
		return app.Errorf(app.NotFound, "Start it in a desktop session, or over SSH with ssh -X. In this terminal, "+
			"“handrail help” lists what it does without a window.", "Handrail cannot open its window: there is no display.")
	}
	number, local := strings.CutPrefix(name, ":")
	if !local {
		return nil // on another computer
	}
	number, _, _ = strings.Cut(number, ".")
	socket := "/tmp/.X11-unix/X" + number
	for _, path := range []string{"@" + socket, socket} {
		if c, err := net.Dial("unix", path); err == nil {
			_ = c.Close()
			return nil
		}
	}
	return app.Errorf(app.Unreachable, "Check the variable DISPLAY, or start Handrail in a desktop session.",
		"Handrail cannot open its window: the display %s does not answer.", name)
}

// Identify does nothing: the name of the window’s class is enough.
func Identify(string) error { return nil }

// Tell does nothing: the terminal has the message.
func Tell(error) {}

// Fit does nothing and returns 0: the system gives a window the size that fits.
func Fit(uintptr) (width, height int) { return 0, 0 }
