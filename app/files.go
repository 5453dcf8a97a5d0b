package app

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// maxNamedFile is the largest file, in bytes, that a person may name for reading.
const maxNamedFile = 64 << 20

// ReadNamedFile returns the content of a file that the person named. It reads only
// full paths of regular files of at most 64 MiB: nothing depends on the folder in
// which Handrail was started, and no device or pipe is waited for. The error is an
// *Error that says what to do.
func ReadNamedFile(path string) ([]byte, error) {
	info, err := namedFile(path)
	if err != nil {
		return nil, err
	}
	if info.Size() > maxNamedFile {
		return nil, Errorf(Invalid, "Choose the correct file.", "The file is larger than 64 megabytes.")
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, unread(err)
	}
	return data, nil
}

// OpenNamedFile is ReadNamedFile for a file of any size, which is read piece by piece. The
// caller closes it.
func OpenNamedFile(path string) (io.ReadCloser, error) {
	if _, err := namedFile(path); err != nil {
		return nil, err
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, unread(err)
	}
	return f, nil
}

func unread(err error) error {
	if NotOnThisComputer(err) {
		return ErrNotOnThisComputer(err)
	}
	return &Error{Code: Denied, Message: "Handrail could not read this file.",
		Hint: "Copy it into your own folder.", Err: err}
}

// namedFile checks the path of a file before it is opened.
func namedFile(path string) (fs.FileInfo, error) {
	if !filepath.IsAbs(path) {
		return nil, Errorf(Invalid, "Enter the full path, for example C:\\Files\\manifest.xml.",
			"This is not a full path.")
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, Errorf(NotFound, "Check the names of the file and its folder.", "Handrail cannot find this file.")
	case errors.Is(err, fs.ErrPermission):
		return nil, Errorf(Denied, "Copy the file into your own folder.",
			"Handrail does not have permission to read this file.")
	case err != nil:
		return nil, &Error{Code: Unreachable, Message: "Handrail could not open this file.",
			Hint: "Check that its drive is connected.", Err: err}
	case !IsFile(info.Mode()):
		return nil, Errorf(Invalid, "Enter the path of a file.", "This is a folder or a device, not a file.")
	}
	return info, nil
}

// IsFile reports whether what has this mode can be read as a file. On Windows that includes
// files of OneDrive that are only in the cloud: the system does not call them regular,
// and fetches one when it is opened.
func IsFile(mode fs.FileMode) bool {
	return mode.IsRegular() || runtime.GOOS == "windows" && mode.Type() == fs.ModeIrregular
}

// ErrNotOnThisComputer returns what to do about a file for which NotOnThisComputer is true.
func ErrNotOnThisComputer(err error) error {
	return &Error{Code: Unreachable, Message: "This file is not on this computer, and OneDrive could not get it.",
		Hint: "Check the Internet connection and OneDrive. Or select “Always keep on this device” for the file, then " +
			"try again.", Err: err}
}
