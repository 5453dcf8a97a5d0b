package screens

import (
	"context"
	"errors"
	"path/filepath"

	"fyne.io/fyne/v2"
	fynedialog "fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"

	"handrail/app/filepicker"
	"handrail/app/task"
	"handrail/screens/parts"
)

// The names of the settings about folders.
const (
	settingLastFolder = "last-folder" // of what was chosen last
	settingSaveFolder = "save-folder" // for what Handrail saves; "" is the person's documents
)

// The words on the buttons that open a dialog for files.
const (
	chooseFile   = "Choose file…"
	chooseFolder = "Choose folder…"
)

// loadFolders takes the folders of the last time, and the paper, from the settings.
func (w *Window) loadFolders(kept map[string]string) {
	w.lastFolder, w.paper = kept[settingLastFolder], w.paperOf(kept)
	if folder := kept[settingSaveFolder]; folder != "" {
		w.p.SaveFolder = folder
	}
}

// choosePath lets the person choose a file, or a folder, beginning where they chose last, and calls into with it.
// Nothing is called where they choose nothing. It is the system's own dialog, or one of the window where the
// system has none.
func (w *Window) choosePath(j *jobs, folder bool, into func(path string)) {
	if w.picking {
		return // its dialog is open
	}
	w.picking = true
	r := filepicker.Request{Title: "Choose a file", Folder: w.lastFolder, Directory: folder}
	if folder {
		r.Title = "Choose a folder"
	}
	if r.Folder == "" {
		r.Folder = w.p.SaveFolder
	}
	pick, path := w.p.Pick, ""
	j.startThen(func(ctx context.Context, _ task.Report) (err error) {
		if pick == nil {
			return filepicker.ErrNone
		}
		path, err = pick(ctx, r)
		return err
	}, nil, func(err error) {
		switch {
		case errors.Is(err, filepicker.ErrNone):
			w.ownDialog(r, func(path string) { w.picked(path, folder, into) })
		case err == nil:
			w.picked(path, folder, into)
		}
	}, func() { w.picking = false })
}

// picked remembers where the path is, and hands it on.
func (w *Window) picked(path string, folder bool, into func(path string)) {
	w.lastFolder = path
	if !folder {
		w.lastFolder = filepath.Dir(path)
	}
	w.keepSetting(settingLastFolder, w.lastFolder)
	into(path)
}

// keepSetting writes a setting that no one waits for.
func (w *Window) keepSetting(name, value string) {
	w.p.Runner.Start(func(ctx context.Context, _ task.Report) error {
		return w.p.Settings.SetSetting(ctx, name, value)
	}, nil, func(err error) {
		if err != nil {
			logError(err) // it holds until the window is closed
		}
	})
}

// ownDialog shows the dialog of the window.
func (w *Window) ownDialog(r filepicker.Request, into func(path string)) {
	var d *fynedialog.FileDialog
	if r.Directory {
		d = fynedialog.NewFolderOpen(func(at fyne.ListableURI, err error) {
			if err == nil && at != nil {
				into(filepath.FromSlash(at.Path()))
			}
		}, w.Win)
	} else {
		d = fynedialog.NewFileOpen(func(f fyne.URIReadCloser, err error) {
			if err == nil && f != nil {
				_ = f.Close()
				into(filepath.FromSlash(f.URI().Path()))
			}
		}, w.Win)
	}
	if at, err := storage.ListerForURI(storage.NewFileURI(r.Folder)); err == nil {
		d.SetLocation(at)
	}
	shut := false // to be opened again
	d.SetOnClosed(func() {
		if !shut {
			w.shutOwn = nil
		}
	})
	w.shutOwn = func() func() {
		shut = true
		d.Hide()
		w.shutOwn = nil
		return func() { w.ownDialog(r, into) }
	}
	d.SetTitleText(r.Title)
	d.SetView(fynedialog.ListView)
	d.Show()
	d.Resize(fyne.NewSize(minWidth-64, minHeight-64)) // it has a size once it is shown
}

// chooseInto returns the button that lets the person choose a file, or a folder, for a field.
func (w *Window) chooseInto(j *jobs, folder bool, f *parts.Field) *parts.Button {
	label := chooseFile
	if folder {
		label = chooseFolder
	}
	return parts.NewButton(label, parts.Plain, "", func() {
		w.choosePath(j, folder, func(path string) {
			f.SetText(path)
			w.focus(f.Entry())
		})
	})
}

// saveInto sets the folder for what Handrail saves, from now on and at the next start.
func (w *Window) saveInto(folder string) {
	w.p.SaveFolder = folder
	w.keepSetting(settingSaveFolder, folder)
}

// folderLine shows where a file is going to be saved, and lets the person choose another folder.
func (w *Window) folderLine(j *jobs) fyne.CanvasObject {
	text := func() string { return "Handrail saves files in " + w.p.SaveFolder + "." }
	words := parts.Muted(text())
	var change *parts.Button
	change = parts.NewButton(chooseFolder, parts.Quiet, "", func() {
		w.choosePath(j, true, func(path string) {
			w.saveInto(path)
			words.SetText(text())
			w.Win.Content().Refresh()
			w.focus(change)
		})
	})
	return parts.Column(0, words, parts.Flush(change))
}
