package instance

import (
	"errors"
	"fmt"

	"golang.org/x/sys/windows"
)

var (
	user                     = windows.NewLazySystemDLL("user32.dll")
	allowSetForegroundWindow = user.NewProc("AllowSetForegroundWindow")
	isIconic                 = user.NewProc("IsIconic")
	showWindow               = user.NewProc("ShowWindow")
	setForegroundWindow      = user.NewProc("SetForegroundWindow")
)

// Open makes this the only window on folder, in the session of this person. An error other than
// ErrRunning means that it cannot be known; then the window may open all the same.
func Open(folder string) (*One, error) {
	name, err := windows.UTF16PtrFromString(`Local\` + nameOf(folder))
	if err != nil {
		return nil, fmt.Errorf("instance: %w", err)
	}
	// An event is made once and found by its name; it goes with the last program that has it.
	event, err := windows.CreateEvent(nil, 0, 0, name)
	if errors.Is(err, windows.ERROR_ALREADY_EXISTS) {
		const anyone = ^uintptr(0) // ASFW_ANY: only the program in front may pass that on
		_, _, _ = allowSetForegroundWindow.Call(anyone)
		err := windows.SetEvent(event)
		_ = windows.CloseHandle(event)
		if err != nil {
			return nil, fmt.Errorf("instance: %w", err)
		}
		return nil, ErrRunning
	}
	if err != nil {
		return nil, fmt.Errorf("instance: %w", err)
	}
	end, err := windows.CreateEvent(nil, 1, 0, nil)
	if err != nil {
		_ = windows.CloseHandle(event)
		return nil, fmt.Errorf("instance: %w", err)
	}
	front, done := make(chan struct{}, 1), make(chan struct{})
	go func() {
		defer close(done)
		for {
			got, err := windows.WaitForMultipleObjects([]windows.Handle{end, event}, false, windows.INFINITE)
			if err != nil || got != windows.WAIT_OBJECT_0+1 {
				return
			}
			ask(front)
		}
	}()
	return &One{Front: front, close: func() {
		_ = windows.SetEvent(end)
		<-done
		_, _ = windows.CloseHandle(end), windows.CloseHandle(event)
	}}, nil
}

// Raise brings a window of this program to the front, also from the taskbar.
func Raise(window uintptr) {
	const restore = 9 // SW_RESTORE
	if small, _, _ := isIconic.Call(window); small != 0 {
		_, _, _ = showWindow.Call(window, restore)
	}
	_, _, _ = setForegroundWindow.Call(window)
}
