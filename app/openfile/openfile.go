// Package openfile opens files that Handrail wrote in the program that the system has for
// them, and shows them in the system's file manager.
//
// A Door takes only what it was told of: the path of a file that Handrail has just written,
// or of a folder of its own. No path from outside comes through it. No shell is asked, no path
// is part of a command line that something takes apart, and a file that the system might run
// instead of showing it stays closed.
package openfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"handrail/app"
)

// Door opens and shows what Handrail wrote. It is safe for concurrent use; Open and Show wait
// for the disk and for other programs.
type Door struct {
	system system

	mu    sync.Mutex
	wrote map[string]bool // by cleaned absolute path
}

// system does what each system does in its own way. Paths are absolute and of files that are there.
type system struct {
	open func(path string) error // in the program that the system has for the file
	show func(path string) error // selected in its folder
}

// New returns a door that opens nothing yet.
func New() *Door { return &Door{system: native, wrote: map[string]bool{}} }

// Wrote adds the path of a file or folder that Handrail wrote. It does not look at the disk.
func (d *Door) Wrote(path string) {
	if path, ok := clean(path); ok {
		d.mu.Lock()
		d.wrote[path] = true
		d.mu.Unlock()
	}
}

// shown are the kinds of file that a system shows and does not run, of those that Handrail writes.
var shown = []string{".csv", ".eml", ".html", ".ics", ".jpeg", ".jpg", ".json", ".md", ".pdf", ".png", ".txt",
	".xlsx", ".xml", ".zip"}

// CanOpen reports whether a file with this name is of a kind that is shown and not run. It does
// not look at the disk.
func CanOpen(path string) bool {
	return slices.Contains(shown, strings.ToLower(filepath.Ext(path)))
}

// Open opens a file in the program that the system has for it. The error is an app.Error:
// app.Denied for a path that Handrail did not write or a file that could be run, app.NotFound
// where the file is gone or no program opens it.
func (d *Door) Open(path string) error {
	path, info, err := d.known(path)
	switch {
	case err != nil:
		return err
	case !CanOpen(path) || !info.Mode().IsRegular():
		return app.Errorf(app.Denied, "Open the folder, and open the file from there.",
			"Handrail does not open files of this kind.")
	}
	return failed(d.system.open(path), "Handrail found no program that opens the file.",
		"Show the file in its folder, and open it from there.")
}

// Show shows a file or folder in the system's file manager, selected in the folder that it is
// in. The error is as for Open.
func (d *Door) Show(path string) error {
	path, _, err := d.known(path)
	if err != nil {
		return err
	}
	return failed(d.system.show(path), "Handrail could not open the file manager.",
		"Copy the path, and open the folder yourself.")
}

// known returns the path as the door knows it, and what is there now.
func (d *Door) known(path string) (string, fs.FileInfo, error) {
	path, ok := clean(path)
	d.mu.Lock()
	ok = ok && d.wrote[path]
	d.mu.Unlock()
	if !ok {
		return "", nil, app.Errorf(app.Denied, "Open it in your file manager.",
			"Handrail opens only files that it saved itself.")
	}
	info, err := os.Lstat(path) // of a link itself: it may lead anywhere
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", nil, &app.Error{Code: app.NotFound, Message: "The file is not there any more.",
			Hint: "Save it again.", Err: err}
	case err != nil:
		return "", nil, &app.Error{Code: app.Denied, Message: "Handrail could not look at the file.",
			Hint: "Check that you can open its folder.", Err: err}
	case !info.Mode().IsRegular() && !info.IsDir():
		return "", nil, app.Errorf(app.Denied, "Save it again.", "The file was replaced by something else.")
	}
	return path, info, nil
}

// clean returns the one form in which the door knows a path; false for one that is not absolute
// or that no system takes.
func clean(path string) (string, bool) {
	if !filepath.IsAbs(path) || strings.ContainsAny(path, "\x00\"") {
		return "", false
	}
	return filepath.Clean(path), true
}

func failed(err error, message, hint string) error {
	if err == nil {
		return nil
	}
	return &app.Error{Code: app.NotFound, Message: message, Hint: hint, Err: err}
}
