// Package ownerfile makes files and folders that only their owner may read, and
// replaces files while other programs look at them.
//
// On Unix that is a matter of mode bits: 0600 for a file, 0700 for a folder. Windows
// has no such bits. There a file has a list of those who may use it (“Access Control
// Lists” on Microsoft Learn), which usually comes from its folder. Handrail gives its
// files a list of their own, with the owner and the system, which backups and virus
// scanners run as. Administrators may be in a list that is already there: they can
// give themselves every right anyway. Some drives save no permissions at all.
package ownerfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// ErrUnsupported is the error where the drive saves no permissions, such as a USB stick
// with FAT. Nothing can be done about it but to use another drive.
var ErrUnsupported = errors.New("ownerfile: the drive saves no permissions")

// Tighten takes the rights of others from a file or folder, and gives none. A name that
// does not exist is no error. It goes by name and never opens the content, so that
// locks of this process stay.
func Tighten(name string) error {
	private, err := IsPrivate(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil || private {
		return err
	}
	if err := restrict(name); err != nil {
		return err
	}
	// A drive without permissions may accept a change and forget it.
	if private, err = IsPrivate(name); err == nil && !private {
		err = &fs.PathError{Op: "restrict", Path: name, Err: ErrUnsupported}
	}
	return err
}

// MkdirAll creates a folder, with those above it that are missing, each for its owner only.
// The rights of a folder that is already there stay.
func MkdirAll(folder string) error {
	if st, err := os.Stat(folder); err == nil && st.IsDir() {
		return nil
	}
	if above := filepath.Dir(folder); above != folder {
		if err := MkdirAll(above); err != nil {
			return err
		}
	}
	err := Mkdir(folder)
	if st, problem := os.Stat(folder); problem == nil && st.IsDir() && errors.Is(err, fs.ErrExist) {
		return nil // another process was faster
	}
	return err
}

// Mkdir creates a folder for its owner only. The error is fs.ErrExist where the name is taken.
func Mkdir(folder string) error {
	if err := os.Mkdir(folder, 0o700); err != nil {
		return err
	}
	if err := errors.Join(own(folder), Tighten(folder)); err != nil && !errors.Is(err, ErrUnsupported) {
		return err
	}
	return nil
}

// Create creates an empty file for its owner only. The error is fs.ErrExist where the
// name is taken.
func Create(name string) (*os.File, error) {
	f, err := create(name)
	if err != nil {
		return nil, err
	}
	if err := Tighten(name); err != nil && !errors.Is(err, ErrUnsupported) {
		_ = f.Close()
		_ = os.Remove(name)
		return nil, err
	}
	return f, nil
}

// WriteFile creates a file for its owner only and writes data into it. The error is
// fs.ErrExist where the name is taken; after another one nothing is left.
func WriteFile(name string, data []byte) error {
	f, err := Create(name)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Close()); err != nil {
		_ = os.Remove(name)
	}
	return err
}

// Place renames the finished file at from to the name to, where that is free: a file that is
// there stays, and the error is fs.ErrExist. The old name goes in either case.
func Place(from, to string) error {
	err := place(from, to)
	if errors.Is(err, fs.ErrExist) {
		err = errors.Join(err, Remove(from))
	}
	return err
}
