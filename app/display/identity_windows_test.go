package display

import (
	"testing"
	"unsafe"

	"golang.org/x/sys/windows"
)

// TestIdentify: Windows takes the name, and has it afterwards.
func TestIdentify(t *testing.T) {
	if err := Identify("a\x00b"); err == nil {
		t.Error("a name with a NUL is taken")
	}
	const name = "app.handrail.desktop"
	if err := Identify(name); err != nil {
		t.Fatal(err)
	}
	var text *uint16
	get := shell.NewProc("GetCurrentProcessExplicitAppUserModelID")
	if result, _, _ := get.Call(uintptr(unsafe.Pointer(&text))); int32(result) < 0 || text == nil {
		t.Skipf("this Windows does not tell the name: %#x", uint32(result)) // wine 10
	}
	defer windows.CoTaskMemFree(unsafe.Pointer(text))
	if got := windows.UTF16PtrToString(text); got != name {
		t.Errorf("the name is %q", got)
	}
}
