package main

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"handrail/app"
	"handrail/app/addin"
)

// mostFile is the largest file that a person may name for reading in a guide.
const mostFile = 64 << 20

// readFile reads a file that the person named. Only whole paths of plain files are
// read, so that nothing depends on the folder in which Handrail was started and
// no device or pipe is waited for.
func readFile(path string) ([]byte, error) {
	if !filepath.IsAbs(path) {
		return nil, app.Errorf(app.Invalid, "Write it from its beginning, such as C:\\Files\\manifest.xml.", "This is not the whole path of a file.")
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, app.Errorf(app.NotFound, "Look at the name of the file and of its folder.", "There is no such file.")
	case errors.Is(err, fs.ErrPermission):
		return nil, app.Errorf(app.Denied, "Copy the file into a folder of yours.", "The file may not be read.")
	case err != nil:
		return nil, &app.Error{Code: app.Unreachable, Message: "The file could not be opened.", Hint: "Look whether its drive is connected.", Err: err}
	case !info.Mode().IsRegular():
		return nil, app.Errorf(app.Invalid, "Name the file itself.", "This is a folder or a device, and no file.")
	case info.Size() > mostFile:
		return nil, app.Errorf(app.Invalid, "Name the right file.", "The file is larger than 64 megabytes.")
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, &app.Error{Code: app.Denied, Message: "The file could not be read.", Hint: "Copy it into a folder of yours.", Err: err}
	}
	return data, nil
}

// readManifest is readFile, where a folder stands for the manifest of an add-in in it.
func readManifest(path string) ([]byte, error) {
	if info, err := os.Stat(path); err != nil || !info.IsDir() || !filepath.IsAbs(path) {
		return readFile(path)
	}
	in, err := os.Open(path)
	if err != nil {
		return nil, &app.Error{Code: app.Denied, Message: "The folder may not be read.", Hint: "Copy the manifest into a folder of yours.", Err: err}
	}
	defer in.Close()
	names, err := in.Readdirnames(mostInFolder)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, &app.Error{Code: app.Denied, Message: "The folder could not be read.", Hint: "Name the manifest itself.", Err: err}
	}
	name := addin.ManifestIn(names)
	if name == "" {
		return nil, app.Errorf(app.NotFound, "Name the manifest itself.", "There is no manifest in this folder, or there are several.")
	}
	return readFile(filepath.Join(path, name))
}

// mostInFolder is how many names in a folder are looked at.
const mostInFolder = 1000
