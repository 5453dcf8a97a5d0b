// Package display finds out whether a window can be opened, before one is: Fyne draws with
// OpenGL 2.1 and ends the program without a word where there is none. That is so in
// many virtual machines, over remote desktop, and with old drivers.
package display

import (
	"fmt"

	"handrail/app"
)

// The version of OpenGL that Fyne asks for.
const (
	needsMajor = 2
	needsMinor = 1
)

// Renderer is the download with Mesa’s software renderer, for Windows without OpenGL; see .ci/package/renderer.sh.
const Renderer = "handrail-software-renderer-windows-x64.zip"

// toGetOpenGL returns what to do on Windows without OpenGL, where Handrail.exe is in folder. On ARM the renderer does
// not fit, and Microsoft has OpenGL in its store.
func toGetOpenGL(processor, folder string) string {
	get := "In a virtual machine or over remote desktop, get " + Renderer + " where you got Handrail, and put its " +
		"opengl32.dll into " + folder + "."
	if processor == "arm64" {
		get = "Then get the “OpenCL, OpenGL, and Vulkan Compatibility Pack” from the Microsoft Store."
	}
	return "Update the driver of the graphics card. " + get + " Without a window, bin\\handrail.exe works in a terminal."
}

// suffices reports whether a version, as OpenGL writes it, is enough: “4.6.0 NVIDIA 551.86”.
func suffices(version string) bool {
	var major, minor int
	if n, err := fmt.Sscanf(version, "%d.%d", &major, &minor); err != nil || n < 2 {
		return false
	}
	return major > needsMajor || major == needsMajor && minor >= needsMinor
}

// area is a part of the screen in pixels, as Windows' RECT.
type area struct{ left, top, right, bottom int32 }

func (a area) width() int32  { return a.right - a.left }
func (a area) height() int32 { return a.bottom - a.top }

// within returns a moved into screen, and made smaller where it is larger.
func (a area) within(screen area) area {
	width, height := min(a.width(), screen.width()), min(a.height(), screen.height())
	left := max(screen.left, min(a.left, screen.right-width))
	top := max(screen.top, min(a.top, screen.bottom-height))
	return area{left, top, left + width, top + height}
}

// errOld returns the error for a version of OpenGL that is not enough, or that could not be read: "". hint is what to
// do.
func errOld(version, hint string) error {
	has := "it found no OpenGL on this computer"
	if version != "" {
		has = "this computer has OpenGL " + version
	}
	return app.Errorf(app.NotFound, hint, "Handrail cannot open its window: %s, and Handrail needs %d.%d.", has,
		needsMajor, needsMinor)
}
