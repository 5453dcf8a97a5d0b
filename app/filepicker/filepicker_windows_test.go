package filepicker

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"unsafe"

	"golang.org/x/sys/windows"
)

// TestTheDialogOfWindows makes the dialog for files and for folders, and reads the path of a folder as it
// reads what a person chose. No one is there to choose.
func TestTheDialogOfWindows(t *testing.T) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if err := windows.CoInitializeEx(0, windows.COINIT_APARTMENTTHREADED); err == nil {
		defer windows.CoUninitialize()
	}
	folder := filepath.Join(t.TempDir(), "Ünder, & more")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, directory := range []bool{false, true} {
		dialog, err := prepare(Request{Title: "Choose a file", Folder: folder, Directory: directory})
		if wine := windows.NewLazySystemDLL("ntdll.dll").NewProc("wine_get_version").Find() == nil; err != nil && wine &&
			os.Getenv("DISPLAY") == "" {
			t.Skip("wine makes no dialog without a display")
		}
		if err != nil {
			t.Fatal(err)
		}
		dialog.release()
	}
	item := itemAt(folder)
	if item == nil {
		t.Fatal("the shell does not know the folder")
	}
	defer item.release()
	var name *uint16
	if err := item.call(itemName, itemFilePath, uintptr(unsafe.Pointer(&name))); err != nil {
		t.Fatal(err)
	}
	defer windows.CoTaskMemFree(unsafe.Pointer(name))
	if got := windows.UTF16PtrToString(name); got != folder {
		t.Errorf("the shell says %q, want %q", got, folder)
	}
	if itemAt(filepath.Join(folder, "gone")) != nil || itemAt("") != nil {
		t.Error("the shell knows what is not there")
	}
}
