package tlsimport

import (
	"context"
	"io/fs"
	"path/filepath"
	"time"

	"handrail/app"

	"github.com/fsnotify/fsnotify"
)

// watchRest is how long nothing must happen before changed is called: mail
// programs write a file in pieces, and files come in groups.
const watchRest = 2 * time.Second

// Watch calls changed once it watches, so that what is there already is seen too,
// and whenever files came into folder or a folder below it and it is quiet again,
// until ctx ends; that is its error. app.NotFound where the folder is not there.
func Watch(ctx context.Context, folder string, changed func()) error {
	return watch(ctx, folder, watchRest, changed)
}

func watch(ctx context.Context, folder string, rest time.Duration, changed func()) error {
	w, err := fsnotify.NewWatcher()
	if err != nil {
		return notWatched(folder, err)
	}
	defer w.Close()
	if err := addAll(w, folder); err != nil {
		return notWatched(folder, err)
	}
	quiet := time.NewTimer(time.Hour)
	quiet.Stop()
	changed()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case e, open := <-w.Events:
			if !open {
				return notWatched(folder, nil)
			}
			if e.Has(fsnotify.Create) {
				_ = addAll(w, e.Name) // a new folder; a file cannot be walked into
			}
			if e.Has(fsnotify.Create) || e.Has(fsnotify.Write) || e.Has(fsnotify.Rename) {
				quiet.Reset(rest)
			}
		case <-w.Errors: // some events were lost, new folders perhaps: look at everything
			if err := addAll(w, folder); err != nil {
				return notWatched(folder, err)
			}
			quiet.Reset(rest)
		case <-quiet.C:
			changed()
		}
	}
}

// addAll watches a folder and those below it.
func addAll(w *fsnotify.Watcher, folder string) error {
	return filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			if path == folder {
				return err
			}
			return nil
		}
		if !d.IsDir() {
			return nil
		}
		return w.Add(path)
	})
}

func notWatched(folder string, err error) error {
	e := app.Errorf(app.NotFound, "Select the folder again.", "Handrail cannot watch the folder %s.", folder)
	e.Err = err
	return e
}
