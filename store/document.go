package store

import (
	"bytes"
	"compress/flate"
	"crypto/sha256"
	"encoding/hex"
	"hash"

	"handrail/app/report"
)

// longDocument is the size in bytes from which a document is packed.
const longDocument = 64 << 10

// storedDocument is a document as it is stored: as text where it is short, packed where it is long, else as its form,
// which equal ones share, and its marks.
type storedDocument struct {
	text   string
	packed any // []byte; nil where it is not packed
	form   string
	marks  any    // []byte; nil with the form ""
	hash   string // of the text
}

// size returns how many bytes of it are held.
func (s *storedDocument) size() int {
	packed, _ := s.packed.([]byte) // nil where it is not packed
	return len(s.text) + len(s.form) + len(packed)
}

// storeDocument returns d as it is stored. It is written row by row, so that the text of a long one is never held.
func storeDocument(d *report.Document) (s storedDocument, err error) {
	w := documentWriter{hash: sha256.New()}
	if err = report.WriteCompactJSON(&w, d); err != nil {
		return s, err
	}
	s.hash = hex.EncodeToString(w.hash.Sum(nil))
	if w.pack == nil {
		err = s.share(w.held.String())
		return s, err
	}
	err = w.pack.Close()
	s.packed = w.held.Bytes()
	return s, err
}

// share stores a text as its form and its marks, where it is not short.
func (s *storedDocument) share(text string) error {
	form, marks, ok := splitMarks(text)
	if len(text) < shortDocument || !ok {
		s.text = text
		return nil
	}
	packed, err := pack(marks)
	s.form, s.marks = form, packed
	return err
}

// documentWriter hashes what is written, and packs it from longDocument on.
type documentWriter struct {
	hash hash.Hash
	held bytes.Buffer  // the text, or what is packed of it
	pack *flate.Writer // nil while it is text
}

// Write implements io.Writer.
func (w *documentWriter) Write(p []byte) (int, error) {
	_, _ = w.hash.Write(p) // a hash returns no error
	if w.pack == nil && w.held.Len()+len(p) < longDocument {
		return w.held.Write(p)
	}
	if w.pack == nil {
		text := bytes.Clone(w.held.Bytes())
		w.held.Reset()
		w.pack, _ = flate.NewWriter(&w.held, flate.DefaultCompression) // the level is one that exists
		if _, err := w.pack.Write(text); err != nil {
			return 0, err
		}
	}
	return w.pack.Write(p)
}

// documentColumns are the columns of report with a document, as readDocument has them. plainDocument is the same for a
// file of a version that stored all as text.
const (
	documentColumns = "document, packed, marks, (SELECT body FROM form WHERE id = report.form)"
	plainDocument   = "document, NULL, NULL, NULL"
)

// readDocument is where the columns of a document are read to.
type readDocument struct {
	text                string
	packed, marks, form []byte
}

func (d *readDocument) into() []any { return []any{&d.text, &d.packed, &d.marks, &d.form} }

// whole returns the text of a document that is stored. One that cannot be put together, or has more beside it than its
// text, has none.
func (d *readDocument) whole() string {
	switch {
	case d.packed == nil && d.marks == nil && d.form == nil:
		return d.text
	case d.text != "" || d.packed != nil && d.marks != nil:
		return ""
	case d.packed != nil:
		return unpack(d.packed)
	}
	return joinMarks(unpack(d.form), unpack(d.marks))
}
