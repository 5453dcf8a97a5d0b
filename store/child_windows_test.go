package store

import (
	"os/exec"
	"testing"

	"golang.org/x/sys/windows"
)

// onlyRead lets the owner read a file or folder and not write, until the test ends.
func onlyRead(t *testing.T, name string) {
	t.Helper()
	allow(t, name, "FRFX")
	t.Cleanup(func() { allow(t, name, "FA") })
}

// allow gives the owner these rights, and no one else any.
func allow(t *testing.T, name, rights string) {
	t.Helper()
	user, err := windows.GetCurrentProcessToken().GetTokenUser()
	must(t, err)
	sd, err := windows.SecurityDescriptorFromString("D:P(A;OICI;" + rights + ";;;" + user.User.Sid.String() + ")")
	must(t, err)
	path, err := windows.UTF16PtrFromString(name)
	must(t, err)
	h, err := windows.CreateFile(path, windows.READ_CONTROL|windows.WRITE_DAC, windows.FILE_SHARE_READ, nil,
		windows.OPEN_EXISTING, windows.FILE_FLAG_BACKUP_SEMANTICS, 0)
	must(t, err)
	defer func() { _ = windows.CloseHandle(h) }()
	must(t, windows.SetKernelObjectSecurity(h, windows.DACL_SECURITY_INFORMATION, sd))
}

func becomeNobody(t *testing.T, _ *exec.Cmd) { t.Skip("only where users have numbers") }

func umaskChild(string) {}

func cacheUmaskChild(string) {}
