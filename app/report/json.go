package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"time"
)

// documentJSON is the stable form of a Document. Blocks carry their kind beside
// their own fields.
type documentJSON struct {
	Title    string            `json:"title"`
	Subject  string            `json:"subject"`
	At       time.Time         `json:"at"`
	Account  string            `json:"account,omitempty"`
	Sources  []string          `json:"sources,omitempty"`
	Headline string            `json:"headline,omitempty"`
	Kind     string            `json:"kind,omitempty"`
	Seal     *Seal             `json:"seal,omitempty"`
	Zone     string            `json:"zone,omitempty"`
	Blocks   []json.RawMessage `json:"blocks"`
}

// kinds makes an empty block of each kind, to be filled from JSON.
var kinds = map[string]func(raw []byte) (Block, error){
	"heading":  decode[Heading],
	"text":     decode[Text],
	"banner":   decode[Banner],
	"facts":    decode[Facts],
	"findings": decode[Findings],
	"table":    decode[Table],
	"entries":  decode[Entries],
	"path":     decode[Path],
	"chart":    decode[Chart],
	"levels":   decode[Levels],
	"code":     decode[Code],
	"image":    decode[Image],
	"timeline": decode[Timeline],
}

func decode[T Block](raw []byte) (Block, error) {
	var b T
	err := json.Unmarshal(raw, &b)
	return b, err
}

// MarshalJSON writes the stable form.
func (d *Document) MarshalJSON() ([]byte, error) {
	out := documentJSON{Title: d.Title, Subject: d.Subject, At: d.At, Account: d.Account, Sources: d.Sources,
		Headline: d.Headline, Kind: d.Kind, Seal: d.Seal, Zone: d.Zone, Blocks: []json.RawMessage{}}
	for _, b := range d.Blocks {
		raw, err := MarshalBlock(b)
		if err != nil {
			return nil, err
		}
		out.Blocks = append(out.Blocks, raw)
	}
	return json.Marshal(out)
}

// MarshalBlock writes one block as an object whose first field is its kind.
func MarshalBlock(b Block) ([]byte, error) {
	raw, err := json.Marshal(b)
	if err != nil {
		return nil, fmt.Errorf("report: write a block of kind %s: %w", b.kind(), err)
	}
	head := fmt.Appendf(nil, `{"kind":%q`, b.kind())
	if !bytes.Equal(raw, []byte("{}")) {
		head = append(head, ',')
	}
	return append(head, raw[1:]...), nil
}

// UnmarshalJSON reads the stable form. A kind that this Handrail does not know
// becomes a line that names the problem; the rest is read.
func (d *Document) UnmarshalJSON(data []byte) error {
	var in documentJSON
	if err := json.Unmarshal(data, &in); err != nil {
		return fmt.Errorf("report: read a document: %w", err)
	}
	*d = Document{Title: in.Title, Subject: in.Subject, At: in.At, Account: in.Account, Sources: in.Sources,
		Headline: in.Headline, Kind: in.Kind, Seal: in.Seal, Zone: in.Zone}
	for _, raw := range in.Blocks {
		var k struct {
			Kind string `json:"kind"`
		}
		if err := json.Unmarshal(raw, &k); err != nil {
			return fmt.Errorf("report: read a block: %w", err)
		}
		read, known := kinds[k.Kind]
		if !known {
			d.Blocks = append(d.Blocks, Text{"A newer version of Handrail wrote this part. This version cannot show it."})
			continue
		}
		b, err := read(raw)
		if err != nil {
			return fmt.Errorf("report: read a block of kind %s: %w", k.Kind, err)
		}
		d.Blocks = append(d.Blocks, b)
	}
	return nil
}

// WriteCompactJSON writes d as MarshalJSON does, without holding all of it.
func WriteCompactJSON(w io.Writer, d *Document) error {
	j := NewCompactJSONWriter(w)
	j.Document(d)
	return j.Flush()
}

// Document writes d in its stable form, the rows of its lists one by one.
func (j *JSONWriter) Document(d *Document) { j.document(d, "") }

// document writes d, and last its checksum if there is one.
func (j *JSONWriter) document(d *Document, sum string) {
	if d == nil {
		j.Value(nil)
		return
	}
	j.Object(func() {
		j.escape("title", d.Title)
		j.escape("subject", d.Subject)
		j.escape("at", d.At)
		if d.Account != "" {
			j.escape("account", d.Account)
		}
		if len(d.Sources) > 0 {
			j.escape("sources", d.Sources)
		}
		if d.Headline != "" {
			j.escape("headline", d.Headline)
		}
		if d.Kind != "" {
			j.escape("kind", d.Kind)
		}
		if d.Seal != nil {
			j.escape("seal", d.Seal)
		}
		if d.Zone != "" {
			j.escape("zone", d.Zone)
		}
		j.Key("blocks")
		j.List(func() {
			for _, b := range d.Blocks {
				j.Block(b)
			}
		})
		if sum != "" {
			j.escape(sumField, sum)
		}
	})
}
