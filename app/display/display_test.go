package display

import (
	"runtime"
	"strings"
	"testing"

	"handrail/app"
)

func TestVersions(t *testing.T) {
	for version, want := range map[string]bool{
		"4.6.0 NVIDIA 551.86": true, "2.1 Mesa 25.0.7": true, "3.0": true, "10.0": true,
		"1.1.0": false, "1.4 (2.1 Mesa 25.0.7)": false, "2.0.6": false, "": false, "OpenGL ES 3.2": false,
	} {
		if suffices(version) != want {
			t.Errorf("%q suffices: %v", version, !want)
		}
	}
	message, hint := app.UserMessage(errOld("1.1.0", "Update the driver."))
	if !strings.Contains(message, "OpenGL 1.1.0") || !strings.Contains(message, "2.1") || hint != "Update the driver." {
		t.Errorf("%q %q", message, hint)
	}
}

// TestNoDisplay: without a display a sentence says so, and what to do.
func TestNoDisplay(t *testing.T) {
	for _, name := range []string{"", ":9321"} {
		t.Setenv("DISPLAY", name)
		t.Setenv("WAYLAND_DISPLAY", "")
		err := Check()
		if runtime.GOOS != "linux" && err == nil {
			continue // it has a display whatever these variables say
		}
		if message, hint := app.UserMessage(err); !strings.Contains(message, "cannot open its window") || hint == "" {
			t.Errorf("DISPLAY=%s: %q %q", name, message, hint)
		}
	}
	if t.Setenv("DISPLAY", "other.example:0"); runtime.GOOS == "linux" && Check() != nil {
		t.Errorf("a display on another computer: %v", Check())
	}
}
