package terminal

import (
	"errors"
	"io/fs"
	"path/filepath"
	"strings"

	"handrail/app"
	"handrail/app/clean"
	"handrail/app/ownerfile"
)

// writeFiles saves the files that steps hand over in a folder, each step in a folder of its own, and each bundle too
// where a step has several. It prints where they are, on standard error: standard output may be for a program. No file
// is replaced. An empty folder saves nothing.
func (w Environment) writeFiles(folder string, hands []handover) error {
	if folder == "" {
		return nil
	}
	saved := 0
	for _, h := range hands {
		for _, b := range h.made.Bundles {
			under := filepath.Join(folder, h.step)
			if len(h.made.Bundles) > 1 {
				under = filepath.Join(under, b.ID)
			}
			for _, f := range b.Files {
				if !fs.ValidPath(f.Path) || strings.ContainsAny(f.Path, `\:`) {
					return app.Errorf(app.Internal, "Save the files in the window.",
						"Handrail cannot save a file with the name “%s”.", f.Path)
				}
				path := filepath.Join(under, filepath.FromSlash(f.Path))
				data, err := f.Content()
				if err != nil {
					return err
				}
				if err := writeNew(path, data); err != nil {
					return err
				}
				saved++
				_, _ = clean.Fprintf(w.Err, "Saved: %s\n", clean.Name(path))
			}
		}
	}
	if saved == 0 {
		return app.Errorf(app.NotFound, "Leave out -files.", "With these answers, the guide has no files to save.")
	}
	return nil
}

// writeNew writes a file for its owner only, in a folder that is made where it is missing.
func writeNew(path string, data []byte) error {
	if err := ownerfile.MkdirAll(filepath.Dir(path)); err != nil {
		return cannotWrite(path, err)
	}
	err := ownerfile.WriteFile(path, data)
	if errors.Is(err, fs.ErrExist) {
		return app.Errorf(app.Invalid, "Choose an empty folder.", "Handrail does not replace %s.", path)
	}
	if err != nil {
		return cannotWrite(path, err)
	}
	return nil
}
