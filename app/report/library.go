package report

import (
	"context"
	"slices"
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

// Page is a part of a list of saved reports: the newest ones.
type Page struct {
	Limit int                    // the most reports; 0: any number
	Since time.Time              // none older than that
	Skip  int                    // how many of the newest that fit are left out
	IDs   []string               // only these; nil: any
	Keep  func(SavedReport) bool // only those for which it is true, without their documents; nil: all
}

// fits reports whether a report is one of those that p asks for.
func (p Page) fits(k SavedReport) bool {
	return !k.At.Before(p.Since) && (p.IDs == nil || slices.Contains(p.IDs, k.ID)) && (p.Keep == nil || p.Keep(k))
}

// Pages is a Library that reads a part of its list alone.
type Pages interface {
	// ReportPage returns the reports of a page, newest first, without the documents.
	ReportPage(ctx context.Context, p Page) ([]SavedReport, error)
}

// ListPage returns the reports of a page, newest first, and whether there are older ones in the time that was asked for.
func ListPage(ctx context.Context, l Library, p Page) (all []SavedReport, more bool, err error) {
	limit := p.Limit
	if limit > 0 {
		p.Limit++ // one more shows whether there are others
	}
	if pages, ok := l.(Pages); ok {
		all, err = pages.ReportPage(ctx, p)
	} else if all, err = l.Reports(ctx); err == nil {
		all = slices.DeleteFunc(slices.Clone(all), func(k SavedReport) bool { return !p.fits(k) })
		all = all[min(p.Skip, len(all)):]
	}
	if limit > 0 && len(all) > limit {
		return all[:limit], true, err
	}
	return all, false, err
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

// Together is a Library that saves several reports with little waiting for the disk.
type Together interface {
	// SaveReports keeps all, each with its Document, in their order. Those without an ID get a fresh one. It stops at the
	// first that cannot be saved.
	SaveReports(ctx context.Context, all []SavedReport) error
}

// SaveAll keeps reports in their order, together where the library can. It stops at the first that cannot be saved.
func SaveAll(ctx context.Context, l Library, all []SavedReport) error {
	if t, ok := l.(Together); ok && len(all) > 1 {
		return t.SaveReports(ctx, all)
	}
	for _, k := range all {
		if _, err := l.SaveReport(ctx, k); err != nil {
			return err
		}
	}
	return nil
}
