package terminal

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"strconv"
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
	Todo    []string          `json:"todo,omitempty"` // what to do, one after the other
	Records []handRecord      `json:"records,omitempty"`
	Bundles []handBundle      `json:"bundles,omitempty"`
	Links   []handLink        `json:"links,omitempty"`
	Words   []handWords       `json:"words,omitempty"`

	made *guide.Handover
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
	out := handover{Step: s.ID, Title: s.Title, Nothing: h.Nothing, Todo: h.Todo, made: h}
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

// shownFile is how much of a file is shown to a person, in bytes.
const shownFile = 64 << 10

// handBlocks shows what a step hands over to a person, as the window does.
func handBlocks(out handover) []report.Block {
	h := out.made
	blocks := []report.Block{report.Heading{Text: "By hand: " + out.Title}}
	if h.Nothing != "" {
		blocks = append(blocks, report.Banner{Tone: report.OK, Lead: "There is nothing to do here.", Text: h.Nothing})
	}
	blocks = append(blocks, h.Blocks...)
	blocks = append(blocks, steps("What to do, one after the other", h.Todo)...)
	for _, r := range h.Records {
		blocks = append(blocks, report.Facts{Title: "Record", Rows: []report.Fact{{Label: "Type", Value: r.Type}, {Label: "Name", Value: r.Name}, {Label: "Value", Value: r.Value}}},
			report.Code{Label: "The same as a line for a zone file", Text: r.Zone})
	}
	for _, b := range h.Bundles {
		if b.Lead != "" {
			blocks = append(blocks, report.Text{Text: b.Lead})
		}
		blocks = append(blocks, steps(b.Title, b.Steps)...)
		for _, f := range b.Files {
			if utf8.Valid(f.Data) && len(f.Data) <= shownFile {
				blocks = append(blocks, report.Code{Label: f.Path, Text: string(f.Data)})
				continue
			}
			blocks = append(blocks, report.Text{Text: "The file " + f.Path + " is not shown here. Write it with -json, or save it in the window."})
		}
	}
	links := report.Table{Title: "Pages to open", Columns: []string{"Page", "Address"}}
	for _, l := range h.Links {
		links.Rows = append(links.Rows, []string{l.Title, l.URL})
	}
	if len(links.Rows) > 0 {
		blocks = append(blocks, links)
	}
	for _, w := range h.Words {
		blocks = append(blocks, report.Code{Label: "A text to send to " + w.To + ": " + w.Subject, Text: w.Text})
	}
	return blocks
}

// steps numbers what is to be done.
func steps(title string, lines []string) []report.Block {
	if len(lines) == 0 {
		return nil
	}
	t := report.Table{Title: title, Columns: []string{"Step", "What to do"}, Right: []bool{true, false}}
	for i, line := range lines {
		t.Rows = append(t.Rows, []string{strconv.Itoa(i + 1), line})
	}
	return []report.Block{t}
}
