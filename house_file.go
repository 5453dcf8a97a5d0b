package main

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"handrail/app"
	"handrail/app/addin/manifest"
)

// mostFile is the largest file that a person may name for reading in a guide.
const mostFile = 64 << 20

// readFile reads a file that the person named. Only whole paths of plain files are
// read, so that nothing depends on the folder in which Handrail was started and
// no device or pipe is waited for.
func readFile(path string) ([]byte, error) {
	if !filepath.IsAbs(path) {
		return nil, app.Errorf(app.Invalid, "Enter the full path, for example C:\\Files\\manifest.xml.",
			"This is not a full path.")
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, app.Errorf(app.NotFound, "Check the names of the file and its folder.", "Handrail cannot find this file.")
	case errors.Is(err, fs.ErrPermission):
		return nil, app.Errorf(app.Denied, "Copy the file into your own folder.",
			"Handrail does not have permission to read this file.")
	case err != nil:
		return nil, &app.Error{Code: app.Unreachable, Message: "Handrail could not open this file.",
			Hint: "Check that its drive is connected.", Err: err}
	case !info.Mode().IsRegular():
		return nil, app.Errorf(app.Invalid, "Enter the path of a file.", "This is a folder or a device, not a file.")
	case info.Size() > mostFile:
		return nil, app.Errorf(app.Invalid, "Choose the correct file.", "The file is larger than 64 megabytes.")
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, &app.Error{Code: app.Denied, Message: "Handrail could not read this file.",
			Hint: "Copy it into your own folder.", Err: err}
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
		return nil, &app.Error{Code: app.Denied, Message: "Handrail does not have permission to read this folder.",
			Hint: "Copy the manifest into your own folder.", Err: err}
	}
	defer in.Close()
	names, err := in.Readdirnames(mostInFolder)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, &app.Error{Code: app.Denied, Message: "Handrail could not read this folder.",
			Hint: "Enter the path of the manifest file.", Err: err}
	}
	name := manifest.ManifestIn(names)
	if name == "" {
		return nil, app.Errorf(app.NotFound, "Enter the path of the manifest file.",
			"This folder contains no manifest, or more than one.")
	}
	return readFile(filepath.Join(path, name))
}

// mostInFolder is how many names in a folder are looked at.
const mostInFolder = 1000
