package report

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"hash"
	"io"
	"time"

	"handrail/app"
	"handrail/app/pattern"
)

// sumField is the last field of a written document: the SHA-256 (FIPS 180-4) of the
// bytes before its comma, without the white space between values.
const sumField = "sha256"

// WriteJSON writes d as one indented JSON object, whose last field lets Verify see
// whether it was changed.
func WriteJSON(w io.Writer, d *Document) error {
	sum := ""
	if d != nil {
		h := &summed{h: sha256.New()}
		if err := WriteCompactJSON(h, d); err != nil {
			return err
		}
		sum = hex.EncodeToString(h.h.Sum(nil))
	}
	j := NewJSONWriter(w)
	j.document(d, sum)
	return j.Flush()
}

// summed takes the sum of all that is written but for the last byte, the end of the object.
type summed struct {
	h    hash.Hash
	held []byte
}

// Write implements io.Writer.
func (s *summed) Write(p []byte) (int, error) {
	if len(p) > 0 {
		_, _ = s.h.Write(s.held) // a hash returns no error
		_, _ = s.h.Write(p[:len(p)-1])
		s.held = append(s.held[:0], p[len(p)-1])
	}
	return len(p), nil
}

// lastSum is a checksum as the last field, the name of which was changed.
var lastSum = pattern.Lazy(`,"[^"]{1,20}":"[0-9a-f]{64}"\}$`)

// Verified is what a written document says of itself.
type Verified struct {
	Title, Subject string
	At             time.Time
	Seal           *Seal // its place among the saved reports; nil where it has none
}

// Verify reads a document that WriteJSON wrote, or one with a seal that WriteHTML or package pdf wrote, and checks that
// nothing in it was changed since. The error is *app.Error: app.NotFound if the file has no checksum, and app.Damaged
// if it was changed. What the document says of itself is returned as far as it can be read. A checksum shows damage; it
// is no proof of where a file comes from.
func Verify(data []byte) (Verified, error) {
	if pageOrPDF(data) {
		return verifyTrailer(data)
	}
	v := headOf(data)
	var b bytes.Buffer
	if start := bytes.TrimLeft(data, "\ufeff \t\r\n"); !bytes.HasPrefix(start, []byte("{")) {
		return v, app.Errorf(app.Damaged, "Choose the web page, the PDF or the JSON file of a report.",
			"This file is damaged, or it is not a saved report. Handrail cannot verify tables (CSV).")
	}
	if json.Compact(&b, data) != nil {
		return v, app.Errorf(app.Damaged, "Export the report again.", "This file is damaged, or it is not a saved report.")
	}
	text, head := b.Bytes(), `,"`+sumField+`":"`
	at := bytes.LastIndex(text, []byte(head))
	end := at + len(head) + hex.EncodedLen(sha256.Size)
	if at < 0 && lastSum().Match(text) {
		return v, app.Errorf(app.Damaged, "Export the report again.", "This file was changed after it was exported.")
	}
	if at < 0 || string(text[min(end, len(text)):]) != `"}` {
		return v, app.Errorf(app.NotFound, "Export the report again with this version of Handrail.",
			"This file has no checksum, so Handrail cannot check it.")
	}
	sum := sha256.Sum256(text[:at])
	if hex.EncodeToString(sum[:]) != string(text[at+len(head):end]) {
		return v, app.Errorf(app.Damaged, "Export the report again.", "This file was changed after it was exported.")
	}
	var sealed struct {
		Seal *Seal `json:"seal"`
	}
	_ = json.Unmarshal(text, &sealed) // it is a whole document; what is no seal is none
	v.Seal = sealed.Seal
	return v, nil
}

// headOf reads the first fields of a document, also of one that is damaged behind them.
func headOf(data []byte) (v Verified) {
	fields := map[string]any{"title": &v.Title, "subject": &v.Subject, "at": &v.At}
	d := json.NewDecoder(bytes.NewReader(data))
	if begin, err := d.Token(); err != nil || begin != json.Delim('{') {
		return v
	}
	for range len(fields) {
		key, err := d.Token()
		name, ok := key.(string)
		if into := fields[name]; err != nil || !ok || into == nil || d.Decode(into) != nil {
			return v
		}
	}
	return v
}
