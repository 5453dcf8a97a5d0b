package program

import (
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"handrail/app/addin/manifest"

	"handrail/app"
	"handrail/app/guides/services"
	"handrail/app/sample/exchange"
	"handrail/app/terminal"
	"handrail/app/userfolder"
	"handrail/store"
)

// dataFolder returns the folder for Handrail's files. The sample has its own inside
// it, and so has a stand-in for Graph: practice never mixes with the real thing.
func dataFolder(f terminal.Flags) (string, error) {
	folder := f.Data
	if folder == "" {
		var err error
		if folder, err = store.DefaultFolder(); err != nil {
			return "", err
		}
	}
	switch {
	case f.Sample:
		folder = filepath.Join(folder, "sample")
	case f.Graph != "":
		folder = filepath.Join(folder, "stand-in")
	}
	return filepath.Abs(folder)
}

// actions returns the file with what was done in the sample; "" where nothing may be
// written.
func (p *Program) actions(name string) string {
	if p.Store.ReadOnly() {
		return ""
	}
	return filepath.Join(p.Folder, name+".jsonl")
}

// files returns how guides read files. In the sample there are files with what the
// scripts for add-ins would print.
func (p *Program) files() services.Files {
	files := services.Files{Read: app.ReadNamedFile, ReadManifest: manifest.ReadPath, Open: app.OpenNamedFile}
	if p.Sample == nil || p.Store.ReadOnly() {
		return files
	}
	answers, err := exchange.Write(filepath.Join(p.Folder, "exchange"), time.Now())
	if err != nil {
		slog.Warn("The sample's answers of Exchange could not be written", "err", err)
	}
	files.Answers = services.Answers(answers)
	return files
}

// SaveFolder returns where exports go by default: the person's documents, where
// there is such a folder.
func (p *Program) SaveFolder() string {
	if folder := userfolder.Documents(); folder != "" {
		return folder
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return p.Folder
	}
	return home
}

// logClosed logs what went wrong at the end, when nobody is left to read it.
func logClosed(err error) {
	if err != nil {
		slog.Warn("Handrail could not close its files", "err", err)
	}
}
