package terminal

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"unicode/utf8"

	"handrail/app/guide"
	"handrail/app/report"
)

// handover is what a step hands over, for programs. Its names are stable.
type handover struct {
	Step    string            `json:"step"`
	Title   string            `json:"title"`
	Nothing string            `json:"nothing,omitempty"` // why there is nothing to do
	Blocks  []json.RawMessage `json:"blocks,omitempty"`
	Records []handRecord      `json:"records,omitempty"`
	Bundles []handBundle      `json:"bundles,omitempty"`
	Links   []handLink        `json:"links,omitempty"`
	Words   []handWords       `json:"words,omitempty"`
}

type handRecord struct {
	Name  string `json:"name"`
	Type  string `json:"type"`
	Value string `json:"value"`
}

type handBundle struct {
	ID    string     `json:"id"`
	Title string     `json:"title"`
	Steps []string   `json:"steps"`
	Files []handFile `json:"files"`
}

// handFile is one file: Text, or base64 where it is no text.
type handFile struct {
	Path   string `json:"path"`
	Text   string `json:"text,omitempty"`
	Base64 string `json:"base64,omitempty"`
}

type handLink struct {
	Title string `json:"title"`
	URL   string `json:"url"`
}

type handWords struct {
	To      string `json:"to"`
	Subject string `json:"subject"`
	Text    string `json:"text"`
}

// hand gathers what a step hands over. What cannot be made now is left out: the
// look or the plan of the step has told why.
func (w *walk) hand(ctx context.Context, s guide.Step) error {
	if s.Hand == nil {
		return nil
	}
	seen := w.visit.Clone()
	h, err := s.Hand(ctx, &seen)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil || h == nil {
		return nil
	}
	out := handover{Step: s.ID, Title: s.Title, Nothing: h.Nothing}
	for _, b := range h.Blocks {
		if raw, err := report.MarshalBlock(b); err == nil {
			out.Blocks = append(out.Blocks, raw)
		}
	}
	for _, r := range h.Records {
		out.Records = append(out.Records, handRecord{r.Name, r.Type, r.Value})
	}
	for _, b := range h.Bundles {
		one := handBundle{b.ID, b.Title, append([]string{}, b.Steps...), []handFile{}}
		for _, f := range b.Files {
			file := handFile{Path: f.Path}
			if utf8.Valid(f.Data) {
				file.Text = string(f.Data)
			} else {
				file.Base64 = base64.StdEncoding.EncodeToString(f.Data)
			}
			one.Files = append(one.Files, file)
		}
		out.Bundles = append(out.Bundles, one)
	}
	for _, l := range h.Links {
		out.Links = append(out.Links, handLink{l.Title, l.URL})
	}
	for _, t := range h.Words {
		out.Words = append(out.Words, handWords{t.To, t.Subject, t.Text})
	}
	w.hands = append(w.hands, out)
	return nil
}
