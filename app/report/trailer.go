package report

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"strconv"
	"time"

	"handrail/app"
	"handrail/app/pattern"
)

// The last line of a web page or a PDF with a seal is a comment with the seal and the SHA-256 of all that is before
// the sum, so that the file can be verified as one in JSON can.
var (
	htmlTrailer = trailer{"<!-- ", " -->\n"}
	pdfTrailer  = trailer{"%", "\n"} // a comment after %%EOF (ISO 32000-1 section 7.2.3)
)

type trailer struct{ open, end string }

// trailerLine is a trailer at the end of a file. The title is in base64, because no text may end the comment.
var trailerLine = pattern.Lazy(`^(<!-- |%)(handrail number=(\d{1,9}) saved=(\S{0,40}) hash=([0-9a-f]{64})` +
	` title=([\w-]*) subject=([\w-]*) at=(\S{0,40}) sha256=)([0-9a-f]{64})( -->)?\r?\n?$`)

// trailerSum is the end of a trailer of which something else was changed.
var trailerSum = pattern.Lazy(` at=\S{0,40} sha256=[0-9a-f]{64}`)

// SealPDF writes the PDF of a document with write, and after it what Verify needs. Without a seal it only writes.
func SealPDF(w io.Writer, d *Document, write func(io.Writer) error) error {
	return pdfTrailer.write(w, d, write)
}

// write writes a document with write, and after it the trailer. A document without a seal gets none.
func (t trailer) write(w io.Writer, d *Document, write func(io.Writer) error) error {
	if d == nil || d.Seal == nil {
		return write(w)
	}
	h := sha256.New()
	both := io.MultiWriter(w, h)
	if err := write(both); err != nil {
		return err
	}
	text := base64.RawURLEncoding.EncodeToString
	_, err := fmt.Fprintf(both, "%shandrail number=%d saved=%s hash=%s title=%s subject=%s at=%s sha256=", t.open,
		d.Seal.Number, stamp(d.Seal.Saved), d.Seal.Hash, text([]byte(d.Title)), text([]byte(d.Subject)), stamp(d.At))
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "%s%s", hex.EncodeToString(h.Sum(nil)), t.end)
	return err
}

// pageOrPDF reports whether a file is a web page or a PDF.
func pageOrPDF(data []byte) bool {
	head := bytes.ToLower(bytes.TrimSpace(data[:min(len(data), 512)]))
	return bytes.HasPrefix(head, []byte("<!doctype html")) || bytes.HasPrefix(head, []byte("%pdf-"))
}

// verifyTrailer is Verify for a web page or a PDF.
func verifyTrailer(data []byte) (v Verified, err error) {
	line := bytes.LastIndexByte(bytes.TrimRight(data, "\r\n"), '\n') + 1
	m := trailerLine().FindSubmatchIndex(data[line:])
	if m == nil {
		if bytes.Contains(data, []byte("handrail number=")) || trailerSum().Match(data[line:]) {
			return v, app.Errorf(app.Damaged, "Export the report again.", "This file was changed after it was exported.")
		}
		return v, app.Errorf(app.NotFound, "Export the report again with this version of Handrail.",
			"This file has no checksum, so Handrail cannot check it.")
	}
	part := func(i int) string { return string(data[line+m[2*i] : line+m[2*i+1]]) }
	v.Seal = &Seal{Hash: part(5)}
	v.Seal.Number, _ = strconv.Atoi(part(3)) // digits
	v.Seal.Saved, _ = time.Parse(time.RFC3339Nano, part(4))
	v.At, _ = time.Parse(time.RFC3339Nano, part(8))
	title, _ := base64.RawURLEncoding.DecodeString(part(6)) // what is not base64 is seen by the sum
	subject, _ := base64.RawURLEncoding.DecodeString(part(7))
	v.Title, v.Subject = string(title), string(subject)
	if sum := sha256.Sum256(data[:line+m[5]]); hex.EncodeToString(sum[:]) != part(9) {
		return v, app.Errorf(app.Damaged, "Export the report again.", "This file was changed after it was exported.")
	}
	return v, nil
}
