package tlsrpt

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"slices"
	"strconv"

	"handrail/app/mail/tlsreport"

	"github.com/emersion/go-mbox"
)

// Found is one report in a file, or why a part of the file is not read.
type Found struct {
	Part   string // which mail, which attachment, which file of an archive; empty for the file itself
	Report *tlsreport.Report
	Err    error // *Refused, or the disk's own error
	// Packed is the deflate stream (RFC 1951) that Report.Raw came out of, where the file has one of exactly that; nil
	// otherwise. It is a part of what was read.
	Packed []byte

	domain string // in the header of the email
	inner  bool   // of an email inside of the email, with a signature of its own
}

// level is how far in a file something is read.
type level struct {
	budget *int64 // bytes that may still be unpacked
	deep   bool   // it is packed once more already
}

// Reader reads reports out of files of any kind: JSON, gzip, ZIP, an email (.eml,
// or .msg of Outlook), a mailbox (mbox), or one of these as base64 text. What a
// file is shows its content; names and media types often lie. One level more is
// read: compressed reports and emails in a ZIP, and an email forwarded in an email.
// What is packed deeper is refused. A Reader is for one goroutine.
type Reader struct {
	Keys KeyLookup // finds the keys of mail signatures; nil: signatures are not tested

	in     *bufio.Reader // of the file that is read
	gzip   gzipReader
	known  map[string]key // keys looked up before
	silent int            // questions in a row that no one answered
}

// maxOf returns how many bytes of a kind are read at most.
func maxOf(k kind) int64 {
	switch k {
	case jsonKind:
		return MaxUnpacked
	case mailKind, outlookKind, base64Kind:
		return MaxMail
	}
	return MaxPacked
}

// headSize is how many bytes of a file are read to recognise its type.
const headSize = 1024

// Read reads a file and calls each for every report in it and every part that is
// refused. It reads no more than it must, and stores nothing of the file. The
// error is that of each, or of the context.
func (r *Reader) Read(ctx context.Context, file io.Reader, each func(Found) error) error {
	return r.ReadFile(ctx, "", file, each)
}

// ReadFile is Read for a file with a name, which may tell the domain of a report
// that does not.
func (r *Reader) ReadFile(ctx context.Context, name string, file io.Reader, found func(Found) error) error {
	each := func(f Found) error { return found(nameDomain(f, name)) }
	if r.in == nil {
		r.in = bufio.NewReaderSize(nil, headSize)
	}
	in := r.in
	in.Reset(file)
	defer in.Reset(nil)
	if mark, _ := in.Peek(3); string(mark) == "\xef\xbb\xbf" {
		_, _ = in.Discard(3)
	}
	head, err := in.Peek(headSize)
	if err != nil && !errors.Is(err, io.EOF) {
		return each(Found{Err: err})
	}
	k := sniff(asUTF8(head))
	if k == mboxKind {
		return r.mbox(ctx, in, each)
	}
	data := slices.Clone(head)
	if err == nil { // the file goes on
		if data, err = readMost(in, maxOf(k)); err != nil {
			return each(Found{Err: err})
		}
	}
	return r.file(ctx, k, asUTF8(data), each)
}

// readMost reads up to limit bytes and refuses what has more.
func readMost(in io.Reader, limit int64) ([]byte, error) {
	var b bytes.Buffer
	_, err := b.ReadFrom(io.LimitReader(in, limit+1))
	data := b.Bytes()
	if err == nil && int64(len(data)) > limit {
		return nil, refuse(TooLarge, "Do not import it. Genuine reports are not so large.",
			"The file is larger than %d MB.", limit>>20)
	}
	return data, err
}

// file reads a file that is whole in memory.
func (r *Reader) file(ctx context.Context, k kind, data []byte, each func(Found) error) error {
	if k == base64Kind {
		plain, err := unBase64(data)
		if err != nil {
			return each(Found{Err: err})
		}
		if k = sniff(plain); k == mailKind || k == base64Kind || k == outlookKind {
			k = unknownKind
		}
		if k == gzipKind || k == zipKind {
			if len(plain) > MaxPacked {
				return each(Found{Err: refuse(TooLarge, "Do not import it. Genuine reports are not so large.",
					"The file is larger than %d MB.", MaxPacked>>20)})
			}
		}
		data = plain
	}
	switch k {
	case mailKind:
		budget := int64(MaxUnpacked)
		return r.mail(ctx, "", data, level{&budget, false}, each)
	case outlookKind:
		return r.outlook(ctx, data, each)
	}
	budget := int64(MaxUnpacked)
	return r.attached(ctx, "", k, data, level{&budget, false}, each)
}

// attached reads a file or an attachment: JSON, compressed or not. What
// it unpacks is taken from the budget.
func (r *Reader) attached(ctx context.Context, part string, k kind, data []byte, at level,
	each func(Found) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	switch k {
	case jsonKind:
		return parseAll(part, data, each)
	case gzipKind:
		plain, packed, err := r.gzip.unpack(data, at.budget)
		if err != nil {
			return each(Found{Part: part, Err: err})
		}
		return parsePlain(part, asUTF8(plain), func(f Found) error {
			if f.Report != nil && same(f.Report.Raw, plain) {
				f.Packed = packed
			}
			return each(f)
		})
	case zipKind:
		return r.unpackZip(ctx, part, data, at, each)
	case emptyKind:
		return each(Found{Part: part, Err: refuse(Empty, askAgain, "The file is empty.")})
	}
	return each(Found{Part: part, Err: notReport(data)})
}

// parsePlain reads what came out of an archive: reports themselves.
func parsePlain(part string, plain []byte, each func(Found) error) error {
	switch sniff(plain) {
	case jsonKind:
		return parseAll(part, plain, each)
	case gzipKind, zipKind, outlookKind, mboxKind, mailKind:
		return each(Found{Part: part, Err: refuse(Nested, "Unpack it once, then import the files.",
			"The archive contains another archive or an email.")})
	case emptyKind:
		return each(Found{Part: part, Err: refuse(Empty, askAgain, "The archive contains an empty file.")})
	}
	return each(Found{Part: part, Err: notReport(plain)})
}

// same reports whether two slices are the same bytes in memory.
func same(a, b []byte) bool { return len(a) == len(b) && len(a) > 0 && &a[0] == &b[0] }

// notReport returns what a file is that holds no report.
func notReport(data []byte) error {
	if bytes.Contains(data[:min(len(data), headSize)], []byte("<feedback")) {
		return refuse(NotReport, "DMARC reports list who sends in your name. Handrail does not read them.",
			"This is a DMARC report, not a TLS report.")
	}
	return refuse(NotReport, "Select the original files from the reporting organisation.",
		"This is not a TLS report, nor an email or an archive with one.")
}

// mbox reads a mailbox file mail by mail; it may be of any length.
func (r *Reader) mbox(ctx context.Context, in io.Reader, each func(Found) error) error {
	box := mbox.NewReader(in)
	for n := 1; ; n++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		part := "mail " + strconv.Itoa(n)
		message, err := box.NextMessage()
		switch {
		case errors.Is(err, io.EOF):
			if n == 1 {
				return each(Found{Err: refuse(Empty, askAgain, "The mailbox contains no emails.")})
			}
			return nil
		case errors.Is(err, mbox.ErrInvalidFormat):
			return each(Found{Part: part, Err: refuse(Broken, askAgain, "The mailbox is damaged from here on.")})
		case err != nil:
			return each(Found{Part: part, Err: err})
		}
		data, err := readMost(message, MaxMail)
		if err != nil {
			if err := each(Found{Part: part, Err: err}); err != nil {
				return err
			}
			continue
		}
		budget := int64(MaxUnpacked)
		if err := r.mail(ctx, part, data, level{&budget, false}, each); err != nil {
			return err
		}
	}
}
