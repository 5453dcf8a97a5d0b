package ownerfile

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"unsafe"

	"golang.org/x/sys/windows"
)

// The accounts that may use a private file beside its owner: the system, administrators,
// and two names that stand for the owner (“Well-known SIDs” on Microsoft Learn).
var harmless = []windows.WELL_KNOWN_SID_TYPE{
	windows.WinLocalSystemSid, windows.WinBuiltinAdministratorsSid, windows.WinCreatorOwnerSid,
	windows.WinCreatorOwnerRightsSid,
}

// entry is one line of a list: what an account may do, or must not.
type entry struct {
	deny  bool
	flags uint8
	mask  windows.ACCESS_MASK
	who   *windows.SID
	other bool // neither the owner nor harmless
}

// entries returns the list of a file or folder. plain is false where it has lines of another
// kind, such as those with conditions, or no list: then everyone may do everything.
func entries(name string) (all []entry, plain bool, err error) {
	sd, err := windows.GetNamedSecurityInfo(name, windows.SE_FILE_OBJECT, windows.DACL_SECURITY_INFORMATION)
	if err != nil {
		return nil, false, failed("read permissions", name, err)
	}
	list, _, err := sd.DACL()
	if err != nil || list == nil {
		return nil, false, nil
	}
	self, err := owner()
	if err != nil {
		return nil, false, err
	}
	for i := range uint32(list.AceCount) {
		var ace *windows.ACCESS_ALLOWED_ACE
		if err := windows.GetAce(list, i, &ace); err != nil {
			return nil, false, failed("read permissions", name, err)
		}
		deny := ace.Header.AceType == windows.ACCESS_DENIED_ACE_TYPE
		if !deny && ace.Header.AceType != windows.ACCESS_ALLOWED_ACE_TYPE {
			return nil, false, nil
		}
		who, err := (*windows.SID)(unsafe.Pointer(&ace.SidStart)).Copy()
		if err != nil {
			return nil, false, failed("read permissions", name, err)
		}
		other := !who.Equals(self) && !slices.ContainsFunc(harmless, who.IsWellKnown)
		all = append(all, entry{deny, ace.Header.AceFlags &^ windows.INHERITED_ACE, ace.Mask, who, other})
	}
	return all, true, nil
}

// IsPrivate reports whether only the person who runs Handrail, the system and
// administrators may use the file or folder.
func IsPrivate(name string) (bool, error) {
	if _, err := os.Lstat(name); err != nil {
		return false, err
	}
	all, plain, err := entries(name)
	return plain && !slices.ContainsFunc(all, func(e entry) bool { return e.other && !e.deny && e.mask != 0 }), err
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

// withoutOthers returns the list of name without the rights of others. The owner keeps what
// they may do, also where they have it from a group that goes.
func withoutOthers(name string) (*windows.SECURITY_DESCRIPTOR, error) {
	all, plain, err := entries(name)
	if err != nil {
		return nil, err
	}
	if !plain {
		st, err := os.Lstat(name)
		if err != nil {
			return nil, err
		}
		return ownerOnly(st.IsDir())
	}
	self, err := owner()
	if err != nil {
		return nil, err
	}
	var denied, allowed strings.Builder
	var lost entry
	has := false
	for _, e := range all {
		switch {
		case e.deny:
			fmt.Fprintf(&denied, "(D;%s;%#x;;;%s)", flagNames(e.flags), uint32(e.mask), e.who)
		case !e.other:
			fmt.Fprintf(&allowed, "(A;%s;%#x;;;%s)", flagNames(e.flags), uint32(e.mask), e.who)
			has = has || e.who.Equals(self) && e.flags&windows.INHERIT_ONLY_ACE == 0
		default:
			if in, err := windows.Token(0).IsMember(e.who); err == nil && in {
				lost.mask, lost.flags = lost.mask|e.mask, lost.flags|e.flags
			}
		}
	}
	if !has && lost.mask != 0 {
		lost.flags &^= windows.INHERIT_ONLY_ACE
		fmt.Fprintf(&allowed, "(A;%s;%#x;;;%s)", flagNames(lost.flags), uint32(lost.mask), self)
	}
	return windows.SecurityDescriptorFromString("D:P" + denied.String() + allowed.String())
}

// flagNames returns the flags as they are written in a descriptor.
func flagNames(flags uint8) (names string) {
	for _, f := range []struct {
		flag uint8
		name string
	}{
		{windows.OBJECT_INHERIT_ACE, "OI"}, {windows.CONTAINER_INHERIT_ACE, "CI"},
		{windows.NO_PROPAGATE_INHERIT_ACE, "NP"}, {windows.INHERIT_ONLY_ACE, "IO"},
	} {
		if flags&f.flag != 0 {
			names += f.name
		}
	}
	return names
}

// restrict takes the rights of others away, and ends what comes from the folder.
func restrict(name string) error {
	sd, err := withoutOthers(name)
	if err != nil {
		return err
	}
	return protect(name, sd)
}

// own sets the list of a new folder to one with the owner and the system.
func own(name string) error {
	sd, err := ownerOnly(true)
	if err != nil {
		return err
	}
	return protect(name, sd)
}

// protect sets the list of a file or folder, whatever the folder above it has.
func protect(name string, sd *windows.SECURITY_DESCRIPTOR) error {
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
