package display

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"unsafe"

	"handrail/app"

	"golang.org/x/sys/windows"
)

var (
	user   = windows.NewLazySystemDLL("user32.dll")
	gdi    = windows.NewLazySystemDLL("gdi32.dll")
	opengl = windows.NewLazyDLL("opengl32.dll") // also the one beside the program

	createWindow    = user.NewProc("CreateWindowExW")
	destroyWindow   = user.NewProc("DestroyWindow")
	getDC           = user.NewProc("GetDC")
	releaseDC       = user.NewProc("ReleaseDC")
	choosePixels    = gdi.NewProc("ChoosePixelFormat")
	setPixels       = gdi.NewProc("SetPixelFormat")
	createContext   = opengl.NewProc("wglCreateContext")
	deleteContext   = opengl.NewProc("wglDeleteContext")
	makeCurrent     = opengl.NewProc("wglMakeCurrent")
	getString       = opengl.NewProc("glGetString")
	versionOfOpenGL = uintptr(0x1F02) // GL_VERSION
)

// whatToDo is for a computer without OpenGL.
func whatToDo() string {
	folder := "the folder that has Handrail.exe"
	if self, err := os.Executable(); err == nil {
		folder = filepath.Dir(self)
	}
	return toGetOpenGL(runtime.GOARCH, folder)
}

// Check returns an error in words where OpenGL is missing or too old. It opens a window
// that is never shown, as only a window has a version.
func Check() error {
	version, err := version()
	if err == nil && suffices(version) {
		return nil
	}
	return errOld(version, whatToDo())
}

// pixels is a PIXELFORMATDESCRIPTOR (Microsoft Learn, “wingdi.h”).
type pixels struct {
	size, version          uint16
	flags                  uint32
	kind, colorBits        byte
	_                      [13]byte
	depthBits, stencilBits byte
	_, _, _                byte
	_, _, _                uint32
}

// version returns what OpenGL calls its version, or an error where there is no OpenGL.
func version() (string, error) {
	runtime.LockOSThread() // a context belongs to one thread
	defer runtime.UnlockOSThread()
	if err := errors.Join(opengl.Load(), user.Load(), gdi.Load()); err != nil {
		return "", err
	}
	class, err := windows.UTF16PtrFromString("STATIC")
	if err != nil {
		return "", err
	}
	const overlapped = 0x00CF0000 // WS_OVERLAPPEDWINDOW, and not WS_VISIBLE
	window, _, err := createWindow.Call(0, uintptr(unsafe.Pointer(class)), 0, overlapped, 0, 0, 16, 16, 0, 0, 0, 0)
	if window == 0 {
		return "", err
	}
	defer func() { _, _, _ = destroyWindow.Call(window) }()
	dc, _, err := getDC.Call(window)
	if dc == 0 {
		return "", err
	}
	defer func() { _, _, _ = releaseDC.Call(window, dc) }()
	const drawOpenGLDouble = 0x4 | 0x20 | 0x1 // PFD_DRAW_TO_WINDOW, PFD_SUPPORT_OPENGL, PFD_DOUBLEBUFFER
	p := pixels{version: 1, flags: drawOpenGLDouble, colorBits: 32, depthBits: 24}
	p.size = uint16(unsafe.Sizeof(p))
	format, _, err := choosePixels.Call(dc, uintptr(unsafe.Pointer(&p)))
	if format == 0 {
		return "", err
	}
	if ok, _, err := setPixels.Call(dc, format, uintptr(unsafe.Pointer(&p))); ok == 0 {
		return "", err
	}
	context, _, err := createContext.Call(dc)
	if context == 0 {
		return "", err
	}
	defer func() { _, _, _ = deleteContext.Call(context) }()
	if ok, _, err := makeCurrent.Call(dc, context); ok == 0 {
		return "", err
	}
	defer func() { _, _, _ = makeCurrent.Call(0, 0) }()
	text, _, err := getString.Call(versionOfOpenGL)
	if text == 0 {
		return "", err
	}
	return windows.BytePtrToString(*(**byte)(unsafe.Pointer(&text))), nil
}

// Tell shows err in a box: a program with a window has no terminal on Windows.
func Tell(err error) {
	message, hint := app.UserMessage(err)
	text, err := windows.UTF16PtrFromString(message + "\n\n" + hint)
	if err != nil {
		return
	}
	title, err := windows.UTF16PtrFromString("Handrail")
	if err != nil {
		return
	}
	_, _ = windows.MessageBox(0, text, title, windows.MB_OK|windows.MB_ICONERROR|windows.MB_SETFOREGROUND)
}
