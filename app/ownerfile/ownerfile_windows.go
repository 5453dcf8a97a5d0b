package ownerfile

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

// The accounts that may use a private file beside its owner: the system, administrators,
// and two names that stand for the owner (“Well-known SIDs” on Microsoft Learn).
var harmless = []windows.WELL_KNOWN_SID_TYPE{
	windows.WinLocalSystemSid, windows.WinBuiltinAdministratorsSid, windows.WinCreatorOwnerSid,
	windows.WinCreatorOwnerRightsSid,
}

// IsPrivate reports whether only the person who runs Handrail, the system and
// administrators may use the file or folder.
func IsPrivate(name string) (bool, error) {
	if _, err := os.Lstat(name); err != nil {
		return false, err
	}
	sd, err := windows.GetNamedSecurityInfo(name, windows.SE_FILE_OBJECT, windows.DACL_SECURITY_INFORMATION)
	if err != nil {
		return false, failed("read permissions", name, err)
	}
	list, _, err := sd.DACL()
	if err != nil || list == nil {
		return false, nil // without a list everyone may
	}
	self, err := owner()
	if err != nil {
		return false, err
	}
	for i := range uint32(list.AceCount) {
		var entry *windows.ACCESS_ALLOWED_ACE
		if err := windows.GetAce(list, i, &entry); err != nil {
			return false, failed("read permissions", name, err)
		}
		switch entry.Header.AceType {
		case windows.ACCESS_DENIED_ACE_TYPE:
			continue
		case windows.ACCESS_ALLOWED_ACE_TYPE:
		default:
			return false, nil // an entry with conditions
		}
		who := (*windows.SID)(unsafe.Pointer(&entry.SidStart))
		known := func(kind windows.WELL_KNOWN_SID_TYPE) bool { return who.IsWellKnown(kind) }
		if entry.Mask != 0 && !who.Equals(self) && !slices.ContainsFunc(harmless, known) {
			return false, nil
		}
	}
	return true, nil
}

// owner returns the account that runs Handrail.
func owner() (*windows.SID, error) {
	user, err := windows.GetCurrentProcessToken().GetTokenUser()
	if err != nil {
		return nil, fmt.Errorf("ownerfile: who runs Handrail: %w", err)
	}
	return user.User.Sid, nil
}

// ownerOnly returns a list with the owner and the system. What a folder has goes on to
// what is created in it (“Security Descriptor Definition Language” on Microsoft Learn).
func ownerOnly(folder bool) (*windows.SECURITY_DESCRIPTOR, error) {
	self, err := owner()
	if err != nil {
		return nil, err
	}
	flags := ""
	if folder {
		flags = "OICI"
	}
	return windows.SecurityDescriptorFromString(fmt.Sprintf("D:P(A;%s;FA;;;%s)(A;%s;FA;;;SY)", flags, self, flags))
}

// restrict gives the file or folder a list of its own, with the owner only.
func restrict(name string) error {
	st, err := os.Lstat(name)
	if err != nil {
		return err
	}
	sd, err := ownerOnly(st.IsDir())
	if err != nil {
		return err
	}
	path, err := windows.UTF16PtrFromString(name)
	if err != nil {
		return &os.PathError{Op: "restrict", Path: name, Err: err}
	}
	// A handle without access to the content disturbs no one who has the file open. What is
	// in a folder keeps its rights; its own entries go on to what is created from now on.
	h, err := windows.CreateFile(path, windows.READ_CONTROL|windows.WRITE_DAC,
		windows.FILE_SHARE_READ|windows.FILE_SHARE_WRITE|windows.FILE_SHARE_DELETE, nil, windows.OPEN_EXISTING,
		windows.FILE_FLAG_BACKUP_SEMANTICS, 0)
	if err != nil {
		return failed("restrict", name, err)
	}
	defer func() { _ = windows.CloseHandle(h) }()
	return failed("restrict", name, windows.SetKernelObjectSecurity(h,
		windows.DACL_SECURITY_INFORMATION|windows.PROTECTED_DACL_SECURITY_INFORMATION, sd))
}

// failed returns err with the name of the file; nil where err is nil.
func failed(what, name string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, windows.ERROR_NOT_SUPPORTED), errors.Is(err, windows.ERROR_INVALID_FUNCTION),
		errors.Is(err, windows.ERROR_CALL_NOT_IMPLEMENTED):
		err = ErrUnsupported
	}
	return &os.PathError{Op: what, Path: name, Err: err}
}

// create creates a file that is private from its first moment.
func create(name string) (*os.File, error) {
	path, err := windows.UTF16PtrFromString(name)
	if err != nil {
		return nil, &os.PathError{Op: "create", Path: name, Err: err}
	}
	sd, err := ownerOnly(false)
	if err != nil {
		return nil, err
	}
	rights := windows.SecurityAttributes{SecurityDescriptor: sd}
	rights.Length = uint32(unsafe.Sizeof(rights))
	h, err := windows.CreateFile(path, windows.GENERIC_READ|windows.GENERIC_WRITE,
		windows.FILE_SHARE_READ|windows.FILE_SHARE_WRITE, &rights, windows.CREATE_NEW, windows.FILE_ATTRIBUTE_NORMAL, 0)
	if err != nil {
		return nil, &os.PathError{Op: "create", Path: name, Err: err}
	}
	return os.NewFile(uintptr(h), name), nil
}

// patience is how long Rename and Remove wait for other programs: virus scanners, search
// and OneDrive open a new file for a moment.
const patience = 2 * time.Second

// Rename replaces the file at to with the one at from. Windows refuses it while another
// program has one of the two open, so Rename tries again for two seconds.
func Rename(from, to string) error { return insist(func() error { return os.Rename(from, to) }) }

// Remove removes the file. It tries again as Rename does.
func Remove(name string) error { return insist(func() error { return os.Remove(name) }) }

// insist repeats what fails because another program has the file open.
func insist(do func() error) error {
	end, pause := time.Now().Add(patience), time.Millisecond
	for {
		err := do()
		busy := errors.Is(err, windows.ERROR_SHARING_VIOLATION) || errors.Is(err, windows.ERROR_LOCK_VIOLATION) ||
			errors.Is(err, windows.ERROR_ACCESS_DENIED)
		if !busy || time.Now().After(end) {
			return err
		}
		time.Sleep(pause)
		pause = min(2*pause, 100*time.Millisecond)
	}
}

// place renames the file, which Windows does only where the name is free unless told to
// replace. A link would not do: the old name could not be removed while another program
// has the new one open.
func place(from, to string) error {
	old, err := windows.UTF16PtrFromString(from)
	if err != nil {
		return &os.LinkError{Op: "place", Old: from, New: to, Err: err}
	}
	name, err := windows.UTF16PtrFromString(to)
	if err != nil {
		return &os.LinkError{Op: "place", Old: from, New: to, Err: err}
	}
	return insist(func() error {
		if err := windows.MoveFileEx(old, name, windows.MOVEFILE_WRITE_THROUGH); err != nil {
			return &os.LinkError{Op: "place", Old: from, New: to, Err: err}
		}
		return nil
	})
}
