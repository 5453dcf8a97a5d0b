package store

import (
	"bytes"
	"compress/flate"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"io"

	"handrail/app/report"
)

// longDocument is the size in bytes from which a document is packed.
const longDocument = 64 << 10

// storedDocument is a document as it is stored: as text, or packed where it is long.
type storedDocument struct {
	text   string
	packed any    // []byte; nil where it is not packed
	hash   string // of the text
}

// storeDocument returns d as it is stored. It is written row by row, so that the text of a long one is never held.
func storeDocument(d *report.Document) (s storedDocument, err error) {
	w := documentWriter{hash: sha256.New()}
	if err = report.WriteCompactJSON(&w, d); err != nil {
		return s, err
	}
	s.hash = hex.EncodeToString(w.hash.Sum(nil))
	if w.pack == nil {
		s.text = w.held.String()
		return s, nil
	}
	err = w.pack.Close()
	s.packed = w.held.Bytes()
	return s, err
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

// documentText returns the text of a document that is stored. One that cannot be unpacked, or has more beside it than
// its text, has none.
func documentText(text string, packed []byte) string {
	if packed == nil {
		return text
	}
	from := bytes.NewReader(packed)
	raw, err := io.ReadAll(flate.NewReader(from))
	if err != nil || from.Len() > 0 || text != "" {
		return ""
	}
	return string(raw)
}
