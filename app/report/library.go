package report

import (
	"context"
	"time"
)

// SavedReport is a document in the library, with where it came from.
type SavedReport struct {
	ID       string
	Guide    string // id of the guide that made it
	Step     string // id of the step
	Visit    string // id of the visit; empty from the terminal
	Title    string
	Subject  string
	At       time.Time
	Worst    Severity
	Document *Document // nil in lists
	Number   int       // of its place among all saved reports; 0: not known
	Seal     *Seal     // its place with its hash; nil in lists, and where it has none
}

// Sealed returns the document with its seal, as it is written to files.
func (k *SavedReport) Sealed() *Document {
	if k.Document == nil || k.Seal == nil {
		return k.Document
	}
	d := *k.Document
	d.Seal = k.Seal
	return &d
}

// Library keeps documents until the person deletes them.
type Library interface {
	// SaveReport keeps k with its Document. An empty ID gets a fresh one, which is returned.
	SaveReport(ctx context.Context, k SavedReport) (id string, err error)
	// Reports lists what is kept, newest first, without the documents.
	Reports(ctx context.Context) ([]SavedReport, error)
	// Report returns one with its document; app.NotFound where there is none.
	Report(ctx context.Context, id string) (SavedReport, error)
	// DeleteReport removes one. Removing what is not there is no error.
	DeleteReport(ctx context.Context, id string) error
}
