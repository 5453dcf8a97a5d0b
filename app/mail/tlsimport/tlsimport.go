// Package tlsimport imports files and emails with TLS reports: from files and folders,
// and from a mailbox page by page. Every source uses the same code: package tlsrpt
// reads, a Keeper stores, in batches that are stored completely or not at all. The
// same report counts once, so an interrupted import can start again.
package tlsimport

import (
	"bytes"
	"compress/flate"
	"context"
	"io"
	"sync/atomic"
	"time"

	"handrail/app"
	"handrail/app/mail/tlsreport"
	"handrail/app/mail/tlsrpt"
)

// A batch is stored when it has this many reports or refused parts, or its reports
// this many bytes, so that memory stays constant for any number of files.
const (
	batchItems = 500
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

// reading reads ahead while the previous batch is stored.
type reading struct {
	intake Intake
	ctx    context.Context
	source string
	out    chan<- *batch
	reader tlsrpt.Reader
	now    *batch
	packer *flate.Writer
	storer *flate.Writer // for small reports
	packed bytes.Buffer
}

func (r *reading) all(src source, done *atomic.Int64) error {
	r.now = &batch{}
	for {
		it, mark, err := src.next(r.ctx)
		if err == io.EOF {
			if mark != nil {
				r.now.Source, r.now.Next = r.source, *mark
			}
			if len(r.now.order) > 0 || r.now.Source != "" {
				return r.send()
			}
			return nil
		}
		if err != nil {
			return err
		}
		if mark != nil {
			r.now.Source, r.now.Next = r.source, *mark
			if err := r.send(); err != nil {
				return err
			}
		}
		if err := r.item(it); err != nil {
			return err
		}
		done.Add(1)
	}
}

// send hands the batch over and begins a new one.
func (r *reading) send() error {
	select {
	case r.out <- r.now:
		r.now = &batch{}
		return nil
	case <-r.ctx.Done():
		return r.ctx.Err()
	}
}

func (r *reading) item(it Item) error {
	if err := r.ctx.Err(); err != nil {
		return err
	}
	r.now.files++
	in, err := it.Open()
	if err != nil && it.SkipIfNoReport && app.CodeOf(err) != app.NotFound {
		return err // a reader that continues from a later place would never see this mail
	}
	if err != nil {
		return r.add(it.Name, tlsrpt.Found{Err: err})
	}
	defer func() { _ = in.Close() }()
	return r.reader.ReadFile(r.ctx, it.Name, in, func(f tlsrpt.Found) error {
		if code := tlsrpt.CodeOf(f.Err); it.SkipIfNoReport && f.Report == nil &&
			(code == tlsrpt.NoReport || code == tlsrpt.NotReport || code == tlsrpt.NotJSON) {
			return nil
		}
		return r.add(it.Name, f)
	})
}

// add puts one result into the batch.
func (r *reading) add(name string, f tlsrpt.Found) error {
	b := r.now
	if f.Report == nil {
		reason, code := reasonOf(f.Err)
		b.Refused = append(b.Refused, tlsreport.Rejected{Path: name, Part: f.Part, Code: code, Reason: reason})
		b.order = append(b.order, false)
	} else {
		packed := f.Packed
		if packed == nil {
			var err error
			if packed, err = r.pack(f.Report.Raw); err != nil {
				return err
			}
		}
		b.bytes += len(f.Report.Raw) + len(packed)
		f.Report.Raw = nil // it is kept packed
		b.Reports = append(b.Reports, tlsreport.Imported{Path: name, Part: f.Part, Report: f.Report, Packed: packed})
		b.order = append(b.order, true)
	}
	if len(b.order) >= batchItems || b.bytes >= batchBytes {
		return r.send()
	}
	return nil
}

// small is up to how many bytes a report is stored as it is, in deflate's stored
// blocks: packing is a quarter of the work of reading it, and saves little.
const small = 2 << 10

func (r *reading) pack(raw []byte) ([]byte, error) {
	r.packed.Reset()
	packer, level := &r.packer, flate.BestSpeed
	if len(raw) <= small {
		packer, level = &r.storer, flate.NoCompression
	}
	if *packer == nil {
		w, err := flate.NewWriter(&r.packed, level)
		if err != nil {
			return nil, err
		}
		*packer = w
	} else {
		(*packer).Reset(&r.packed)
	}
	if _, err := (*packer).Write(raw); err != nil {
		return nil, err
	}
	if err := (*packer).Close(); err != nil {
		return nil, err
	}
	return bytes.Clone(r.packed.Bytes()), nil
}
