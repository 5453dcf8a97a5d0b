package filepicker

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"syscall"
	"unsafe"

	"golang.org/x/sys/windows"
)

// The dialog of Windows: IFileOpenDialog and IShellItem, Microsoft Learn, 2026. The numbers are
// the places of methods in their tables.
const (
	release        = 2
	dialogShow     = 3
	dialogOptions  = 9
	dialogFolder   = 12
	dialogTitle    = 17
	dialogResult   = 20
	itemName       = 5
	itemFilePath   = 0x80058000 // SIGDN_FILESYSPATH
	fromDialog     = 0x40 | 0x8 | 0x800 | 0x1000
	pickFolders    = 0x20
	cancelled      = 0x800704C7 // ERROR_CANCELLED as a result
	inProcess      = 1          // CLSCTX_INPROC_SERVER
	methodsOfTable = 32
)

var (
	fileOpenDialog = windows.GUID{Data1: 0xDC1C5A9C, Data2: 0xE88A, Data3: 0x4DDE,
		Data4: [8]byte{0xA5, 0xA1, 0x60, 0xF8, 0x2A, 0x20, 0xAE, 0xF7}}
	iFileOpenDialog = windows.GUID{Data1: 0xD57C7288, Data2: 0xD4AD, Data3: 0x4768,
		Data4: [8]byte{0xBE, 0x02, 0x9D, 0x96, 0x95, 0x32, 0xD9, 0x60}}
	iShellItem = windows.GUID{Data1: 0x43826D1E, Data2: 0xE718, Data3: 0x42EE,
		Data4: [8]byte{0xBC, 0x55, 0xA1, 0xE2, 0x61, 0xC3, 0x7B, 0xFE}}

	createInstance = windows.NewLazySystemDLL("ole32.dll").NewProc("CoCreateInstance")
	itemFromPath   = windows.NewLazySystemDLL("shell32.dll").NewProc("SHCreateItemFromParsingName")
)

// object is an object of COM.
type object struct{ table *[methodsOfTable]uintptr }

// call calls a method and returns its result as an error.
//
//go:uintptrescapes
func (o *object) call(method int, arguments ...uintptr) error {
	r, _, _ := syscall.SyscallN(o.table[method], append([]uintptr{uintptr(unsafe.Pointer(o))}, arguments...)...)
	return result(r)
}

func (o *object) release() { _ = o.call(release) }

func result(r uintptr) error {
	switch {
	case uint32(r) == cancelled:
		return ErrCancelled
	case int32(r) < 0:
		return fmt.Errorf("filepicker: result %#x", uint32(r))
	}
	return nil
}

// pick shows the dialog on a thread of its own, above the window that has the focus. Where the
// context ends, the dialog stays until the person closes it, and what they choose is not used.
func pick(ctx context.Context, r Request) (string, error) {
	type answer struct {
		path string
		err  error
	}
	ended := make(chan answer, 1)
	owner := window()
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		if err := windows.CoInitializeEx(0, windows.COINIT_APARTMENTTHREADED|windows.COINIT_DISABLE_OLE1DDE); err == nil {
			defer windows.CoUninitialize()
		}
		path, err := show(r, owner)
		ended <- answer{path, err}
	}()
	select {
	case a := <-ended:
		return a.path, a.err
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

// window returns the window of Handrail that has the focus; 0 where another program has it.
func window() windows.HWND {
	w := windows.GetForegroundWindow()
	var process uint32
	if _, err := windows.GetWindowThreadProcessId(w, &process); err != nil || int(process) != os.Getpid() {
		return 0
	}
	return w
}

func show(r Request, owner windows.HWND) (string, error) {
	dialog, err := prepare(r)
	if err != nil {
		return "", err
	}
	defer dialog.release()
	if err := dialog.call(dialogShow, uintptr(owner)); err != nil {
		return "", err
	}
	var item *object
	if err := dialog.call(dialogResult, uintptr(unsafe.Pointer(&item))); err != nil {
		return "", err
	}
	defer item.release()
	var name *uint16
	if err := item.call(itemName, itemFilePath, uintptr(unsafe.Pointer(&name))); err != nil {
		return "", err
	}
	defer windows.CoTaskMemFree(unsafe.Pointer(name))
	return windows.UTF16PtrToString(name), nil
}

// prepare makes the dialog; the caller releases it.
func prepare(r Request) (dialog *object, err error) {
	title, err := windows.UTF16PtrFromString(r.Title)
	if err != nil {
		return nil, err
	}
	made, _, _ := createInstance.Call(uintptr(unsafe.Pointer(&fileOpenDialog)), 0, inProcess,
		uintptr(unsafe.Pointer(&iFileOpenDialog)), uintptr(unsafe.Pointer(&dialog)))
	if err := result(made); err != nil {
		return nil, err
	}
	options := uintptr(fromDialog)
	if r.Directory {
		options |= pickFolders
	}
	err = dialog.call(dialogOptions, options)
	if err == nil {
		err = dialog.call(dialogTitle, uintptr(unsafe.Pointer(title)))
	}
	if err != nil {
		dialog.release()
		return nil, err
	}
	if folder := itemAt(r.Folder); folder != nil {
		_ = dialog.call(dialogFolder, uintptr(unsafe.Pointer(folder))) // else the system's own choice
		folder.release()
	}
	return dialog, nil
}

// itemAt returns the folder as the shell knows it; nil for none.
func itemAt(folder string) (item *object) {
	name, err := windows.UTF16PtrFromString(folder)
	if folder == "" || err != nil {
		return nil
	}
	r, _, _ := itemFromPath.Call(uintptr(unsafe.Pointer(name)), 0, uintptr(unsafe.Pointer(&iShellItem)),
		uintptr(unsafe.Pointer(&item)))
	if result(r) != nil {
		return nil
	}
	return item
}
