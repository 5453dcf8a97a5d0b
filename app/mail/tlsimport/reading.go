package tlsimport

import (
	"bytes"
	"compress/flate"
	"context"
	"io"
	"sync/atomic"

	"handrail/app"
	"handrail/app/mail/tlsreport"
	"handrail/app/mail/tlsrpt"
)

// reading reads ahead while the previous batch is stored.
type reading struct {
	intake Intake
	ctx    context.Context
	source string
	out    chan<- *batch
	reader tlsrpt.Reader
	now    *batch
	sent   bool // there was a batch before
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
		r.now, r.sent = &batch{}, true
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
		if len(packed) == 0 || len(packed) > len(f.Report.Raw) { // deflate can be padded to any length
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
	if len(b.order) >= batchItems || !r.sent && len(b.order) >= firstItems || b.bytes >= batchBytes {
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
