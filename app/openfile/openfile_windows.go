package openfile

import (
	"fmt"
	"runtime"
	"unsafe"

	"golang.org/x/sys/windows"
)

var (
	shell32        = windows.NewLazySystemDLL("shell32.dll")
	pathToList     = shell32.NewProc("ILCreateFromPathW")
	freeList       = shell32.NewProc("ILFree")
	showInExplorer = shell32.NewProc("SHOpenFolderAndSelectItems")
)

var native = system{open: openWindows, show: showWindows}

// openWindows opens a file with the verb “open” and no parameters: the shell takes the path as
// one argument, and there is no command line. ShellExecuteW, Microsoft Learn, 2026.
func openWindows(path string) error {
	verb, err := windows.UTF16PtrFromString("open")
	if err != nil {
		return err
	}
	file, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return err
	}
	return inShell(func() error { return windows.ShellExecute(0, verb, file, nil, nil, windows.SW_SHOWNORMAL) })
}

// showWindows selects a file in its folder, as “explorer /select,” does, without a command line.
// SHOpenFolderAndSelectItems, Microsoft Learn, 2026.
func showWindows(path string) error {
	name, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return err
	}
	return inShell(func() error {
		list, _, _ := pathToList.Call(uintptr(unsafe.Pointer(name)))
		if list == 0 {
			return fmt.Errorf("openfile: the shell does not know %s", path)
		}
		defer func() { _, _, _ = freeList.Call(list) }()
		if result, _, _ := showInExplorer.Call(list, 0, 0, 0); int32(result) < 0 {
			return fmt.Errorf("openfile: show in the folder: %#x", uint32(result))
		}
		return nil
	})
}

// inShell runs f on a thread with COM, which parts of the shell need.
func inShell(f func() error) error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if err := windows.CoInitializeEx(0, windows.COINIT_APARTMENTTHREADED|windows.COINIT_DISABLE_OLE1DDE); err == nil {
		defer windows.CoUninitialize()
	}
	return f()
}
