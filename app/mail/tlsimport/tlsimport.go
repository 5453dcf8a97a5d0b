// Package tlsimport imports files and emails with TLS reports: from files and folders,
// and from a mailbox page by page. Every source uses the same code: package tlsrpt
// reads, a Keeper stores, in batches that are stored completely or not at all. The
// same report counts once, so an interrupted import can start again.
package tlsimport

import (
	"context"
	"io"
	"sync/atomic"
	"time"

	"handrail/app"
	"handrail/app/mail/tlsreport"
	"handrail/app/mail/tlsrpt"
)

// A batch is stored when it has this many reports or refused parts, or its reports
// this many bytes, so that memory stays constant for any number of files. The first one is smaller, because nothing is
// stored while it is read; the others write fewer pages of the file for each report.
const (
	firstItems = 500
	batchItems = 1000
	batchBytes = 4 << 20
)

// progressEvery is how often progress is reported.
const progressEvery = 200 * time.Millisecond

// Intake imports reports.
type Intake struct {
	Keeper tlsreport.Writer
	Keys   tlsrpt.KeyLookup // for signatures of emails; nil leaves them untested
	Now    app.Clock        // nil means time.Now
	// Each is called for every report and every refused part, once it is stored, in
	// the order of the source. Its error ends the intake.
	Each func(Result) error
	// Progress is called every 200 ms, and at the end.
	Progress func(Progress)
}

// Result is the result for one report, or for a file without one.
type Result struct {
	Path   string
	Part   string // inside of the file; empty for the file itself
	State  tlsreport.State
	Code   string            // why it was rejected
	Reason string            // in one sentence
	Report *tlsreport.Report // nil where rejected
}

// Totals count what was imported.
type Totals struct {
	Files             int
	New, Known        int   // reports
	Rejected          int   // files or parts of files
	Succeeded, Failed int64 // sessions, in the new reports
	// About counts the new reports by domain, those of a failed signature left out.
	About map[string]int
}

// about counts one new report for each domain that it is about.
func (t *Totals) about(r *tlsreport.Report) {
	if r.Signed.State == tlsreport.SignatureInvalid {
		return
	}
	seen := map[string]bool{}
	for _, p := range r.Policies {
		if p.Domain == "" || seen[p.Domain] {
			continue
		}
		if t.About == nil {
			t.About = map[string]int{}
		}
		t.About[p.Domain]++
		seen[p.Domain] = true
	}
}

// Progress is how far an intake is.
type Progress struct{ Done, Of int } // items; Of is 0 if not known

// Item is one file or mail to read.
type Item struct {
	Name string
	Open func() (io.ReadCloser, error)
	Size int64 // in bytes, 0 where it is not known
	// SkipIfNoReport reports whether it is one of many other items, such as an email in an
	// inbox: if it has no report, nothing is stored or reported about it.
	SkipIfNoReport bool
}

// source returns items one after another; io.EOF ends it. A mark is where the
// source continues once everything before it is stored.
type source interface {
	next(ctx context.Context) (it Item, mark *string, err error)
	of() int
}

// batch is reports on their way to the keeper.
type batch struct {
	tlsreport.Batch
	order []bool // for each result in order: is it a report?
	bytes int
	files int
}

// run takes in all of a source.
func (i Intake) run(ctx context.Context, name string, src source) (Totals, error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var done atomic.Int64
	batches, failed := make(chan *batch, 1), make(chan error, 1)
	go func() {
		defer close(batches)
		r := &reading{intake: i, ctx: ctx, source: name, out: batches, reader: tlsrpt.Reader{Keys: i.Keys}}
		failed <- r.all(src, &done)
	}()
	tick := time.NewTicker(progressEvery)
	defer tick.Stop()
	tell := func() {
		if i.Progress != nil {
			i.Progress(Progress{int(done.Load()), src.of()})
		}
	}
	var t Totals
	for {
		select {
		case <-tick.C:
			tell()
		case b, open := <-batches:
			if !open {
				tell()
				return t, <-failed
			}
			if err := i.keep(ctx, b, &t); err != nil {
				stop()
				for range batches { // the reader must not wait for us
				}
				return t, err
			}
		}
	}
}

// keep stores a batch and calls Each for its results.
func (i Intake) keep(ctx context.Context, b *batch, t *Totals) error {
	b.At = i.now()
	states, err := i.Keeper.KeepTLS(ctx, b.Batch)
	if err != nil {
		return err
	}
	t.Files += b.files
	reports, refused := 0, 0
	for _, isReport := range b.order {
		var r Result
		if isReport {
			taken := b.Reports[reports]
			r = Result{Path: taken.Path, Part: taken.Part, State: states[reports], Report: taken.Report}
			reports++
			if r.State == tlsreport.New {
				t.New++
				s, f := tlsreport.Sessions(taken.Report.Policies)
				t.Succeeded, t.Failed = t.Succeeded+s, t.Failed+f
				t.about(taken.Report)
			} else {
				t.Known++
			}
		} else {
			no := b.Refused[refused]
			r = Result{Path: no.Path, Part: no.Part, State: tlsreport.Refused, Code: no.Code, Reason: no.Reason}
			refused++
			t.Rejected++
		}
		if i.Each != nil {
			if err := i.Each(r); err != nil {
				return err
			}
		}
	}
	return nil
}

func (i Intake) now() time.Time {
	if i.Now == nil {
		return time.Now().UTC()
	}
	return i.Now().UTC()
}
