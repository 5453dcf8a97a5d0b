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
	// That no version could be read does not prove that the computer has none.
	if message, _ := app.UserMessage(errOld("", "Update the driver.")); !strings.Contains(message, "it found no OpenGL") {
		t.Error(message)
	}
}

// TestToGetOpenGL: no one is told to use a file that their processor cannot read.
func TestToGetOpenGL(t *testing.T) {
	for processor, want := range map[string]string{"amd64": Renderer + " ", "arm64": "Compatibility Pack"} {
		hint := toGetOpenGL(processor, `C:\Programs\Handrail`)
		if !strings.Contains(hint, want) || !strings.Contains(hint, `bin\handrail.exe works in a terminal`) ||
			strings.Contains(hint, "x64") != (processor == "amd64") {
			t.Errorf("%s: %s", processor, hint)
		}
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

// TestWithin: a window stays as it is where it fits, and its title bar is never outside.
func TestWithin(t *testing.T) {
	screen := area{0, 0, 1366, 728}
	for _, c := range []struct{ window, want area }{
		{area{10, 20, 1034, 700}, area{10, 20, 1034, 700}},
		{area{26, 26, 1242, 865}, area{26, 0, 1242, 728}},
		{area{-50, -80, 1950, 720}, area{0, 0, 1366, 728}},
		{area{700, 300, 1400, 800}, area{666, 228, 1366, 728}},
	} {
		if got := c.window.within(screen); got != c.want {
			t.Errorf("%v on the screen: %v, want %v", c.window, got, c.want)
		}
	}
}
