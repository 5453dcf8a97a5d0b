package display

import (
	"fmt"
	"unsafe"

	"golang.org/x/sys/windows"
)

var (
	shell       = windows.NewLazySystemDLL("shell32.dll")
	setIdentity = shell.NewProc("SetCurrentProcessExplicitAppUserModelID")
)

// Identify sets the name by which the taskbar knows this program, before it has a window: its windows and the shortcut
// of that name are one button. The installer gives the shortcut the same (.ci/package/identity.nsh).
func Identify(name string) error {
	text, err := windows.UTF16PtrFromString(name)
	if err != nil {
		return fmt.Errorf("display: %w", err)
	}
	if err := setIdentity.Find(); err != nil {
		return fmt.Errorf("display: %w", err)
	}
	if result, _, _ := setIdentity.Call(uintptr(unsafe.Pointer(text))); int32(result) < 0 {
		return fmt.Errorf("display: the taskbar refuses the name: %w", windows.Errno(result))
	}
	return nil
}
