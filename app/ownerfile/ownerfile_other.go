//go:build !windows

package ownerfile

import (
	"errors"
	"os"
	"syscall"
)

// IsPrivate reports whether only the owner may use the file or folder.
func IsPrivate(name string) (bool, error) {
	st, err := os.Stat(name)
	return err == nil && st.Mode().Perm()&0o077 == 0, err
}

// restrict takes the rights of others away.
func restrict(name string) error {
	st, err := os.Stat(name)
	if err != nil {
		return err
	}
	err = os.Chmod(name, st.Mode().Perm()&^0o077)
	// The owner may always do it, except where there is nothing to change.
	if own, ok := st.Sys().(*syscall.Stat_t); ok && errors.Is(err, syscall.EPERM) && int(own.Uid) == os.Geteuid() {
		return &os.PathError{Op: "chmod", Path: name, Err: ErrUnsupported}
	}
	return err
}

// own does nothing: Mkdir gave the folder its mode.
func own(string) error { return nil }

// create creates a file whatever the umask.
func create(name string) (*os.File, error) {
	f, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	_ = f.Chmod(0o600) // a drive without permissions refuses
	return f, nil
}

// Rename replaces the file at to with the one at from.
func Rename(from, to string) error { return os.Rename(from, to) }

// Remove removes the file.
func Remove(name string) error { return os.Remove(name) }

// place links the file to its new name, since a rename would replace what is there. Some
// drives know no links; there a rename has to do.
func place(from, to string) error {
	err := os.Link(from, to)
	switch {
	case err == nil:
		return os.Remove(from)
	case errors.Is(err, os.ErrExist):
		return err
	}
	if _, err := os.Lstat(to); err == nil {
		return &os.LinkError{Op: "place", Old: from, New: to, Err: os.ErrExist}
	}
	return os.Rename(from, to)
}
