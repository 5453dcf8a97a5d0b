package manifest

import (
	"errors"
	"io"
	"os"
	"path/filepath"

	"handrail/app"
)

// maxNames is how many names in a folder are checked.
const maxNames = 1000

// ReadPath returns the content of the file at path, or of the manifest in the
// folder at path. The error is an *app.Error that says what to do.
func ReadPath(path string) ([]byte, error) {
	if info, err := os.Stat(path); err != nil || !info.IsDir() || !filepath.IsAbs(path) {
		return app.ReadNamedFile(path)
	}
	in, err := os.Open(path)
	if err != nil {
		return nil, &app.Error{
			Code: app.Denied, Message: "Handrail does not have permission to read this folder.",
			Hint: "Copy the manifest into your own folder.", Err: err,
		}
	}
	defer in.Close()
	names, err := in.Readdirnames(maxNames)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, &app.Error{Code: app.Denied, Message: "Handrail could not read this folder.",
			Hint: "Enter the path of the manifest file.", Err: err}
	}
	name := ManifestIn(names)
	if name == "" {
		return nil, app.Errorf(app.NotFound, "Enter the path of the manifest file.",
			"This folder contains no manifest, or more than one.")
	}
	return app.ReadNamedFile(filepath.Join(path, name))
}
