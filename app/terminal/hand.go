package terminal

import (
	"context"
	"encoding/base64"
	"errors"
	"iter"
	"strconv"
	"strings"
	"unicode/utf8"

	"handrail/app/guide"
	"handrail/app/report"
)

// handover is what a step hands over.
type handover struct {
	step, title string
	made        *guide.Handover
}

type handRecord struct {
	Name  string `json:"name"`
	Type  string `json:"type"`
	Value string `json:"value"`
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
	make := func(ctx context.Context) (*guide.Handover, error) {
		h, err := s.RunHand(ctx, &seen)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err != nil {
			return nil, nil
		}
		return h, nil
	}
	if w.later {
		w.handsLater = append(w.handsLater, laterHand{s.ID, s.Title, make})
		return nil
	}
	h, err := make(ctx)
	if h != nil {
		w.hands = append(w.hands, handover{s.ID, s.Title, h})
	}
	return err
}

// laterHand is what a step hands over, made when it is written: letters to all people are many.
type laterHand struct {
	step, title string
	make        func(context.Context) (*guide.Handover, error)
}

// allHands returns what the steps hand over, one after the other. It stops at an error.
func (w *walk) allHands(ctx context.Context) iter.Seq2[handover, error] {
	return func(yield func(handover, error) bool) {
		for _, h := range w.hands {
			if !yield(h, nil) {
				return
			}
		}
		for _, l := range w.handsLater {
			h, err := l.make(ctx)
			if err != nil {
				yield(handover{}, err)
				return
			}
			if h != nil && !yield(handover{l.step, l.title, h}, nil) {
				return
			}
		}
	}
}

// writeHandover writes what a step hands over, for programs. Its names are stable.
func writeHandover(j *report.JSONWriter, out handover) (err error) {
	h := out.made
	j.Object(func() {
		field(j, "step", out.step)
		field(j, "title", out.title)
		some(j, "nothing", h.Nothing) // why there is nothing to do
		each(j, "blocks", h.Blocks, j.Block)
		each(j, "todo", h.Todo, func(line string) { j.Value(line) }) // what to do, one after the other
		each(j, "records", h.Records, func(r guide.Record) { j.Value(handRecord{r.Name, r.Type, r.Value}) })
		each(j, "bundles", h.Bundles, func(b guide.Bundle) { err = errors.Join(err, writeBundle(j, b)) })
		each(j, "links", h.Links, func(l guide.Link) { j.Value(handLink{l.Title, l.URL}) })
		each(j, "words", h.Messages, func(t guide.Message) { j.Value(handWords{t.To, t.Subject, t.Text}) })
	})
	return err
}

// each writes a list unless it is empty.
func each[T any](j *report.JSONWriter, name string, all []T, write func(T)) {
	if len(all) > 0 {
		list(j, name, func() {
			for _, one := range all {
				write(one)
			}
		})
	}
}

// writeBundle writes files to take away: each with its text, or base64 where it is no text. An empty file has an empty
// text.
func writeBundle(j *report.JSONWriter, b guide.Bundle) (err error) {
	j.Object(func() {
		field(j, "id", b.ID)
		field(j, "title", b.Title)
		field(j, "steps", append([]string{}, b.Steps...))
		list(j, "files", func() {
			for _, f := range b.Files {
				data, wrong := f.Content()
				if wrong != nil {
					err = errors.Join(err, wrong)
					return
				}
				j.Object(func() {
					field(j, "path", f.Path)
					if utf8.Valid(data) {
						j.Key("text")
						j.Text(data)
					} else {
						field(j, "base64", base64.StdEncoding.EncodeToString(data))
					}
				})
			}
		})
	})
	return err
}

// shownFile is how much of a file is shown to a person, in bytes.
const shownFile = 64 << 10

// handBlocks shows what a step hands over to a person, as the window does.
func handBlocks(out handover) []report.Block {
	h := out.made
	blocks := []report.Block{report.Heading{Text: "By hand: " + out.title}}
	if h.Nothing != "" {
		blocks = append(blocks, report.Banner{Tone: report.OK, Lead: "There is nothing to do here.", Text: h.Nothing})
	}
	before, after := h.Parts()
	blocks = append(blocks, before...)
	blocks = append(blocks, steps("What to do, in this order", h.Todo)...)
	for _, r := range h.Records {
		blocks = append(blocks, report.Facts{Title: "Record",
			Rows: []report.Fact{{Label: "Type", Value: r.Type}, {Label: "Name", Value: r.Name},
				{Label: "Value", Value: r.Value}}},
			report.Code{Label: "Line for a zone file", Text: r.Zone})
	}
	for _, b := range h.Bundles {
		if b.Summary != "" {
			blocks = append(blocks, report.Text{Text: b.Summary})
		}
		blocks = append(blocks, steps(b.Title, b.Steps)...)
		for _, f := range b.Files {
			data, err := f.Content()
			if err == nil && utf8.Valid(data) && len(data) <= shownFile && !longPage(f.Path, data) {
				blocks = append(blocks, report.Code{Label: f.Path, Text: string(data)})
				continue
			}
			blocks = append(blocks, report.Text{Text: "The file " + f.Path +
				" is not shown here. Use -files FOLDER to save it."})
		}
	}
	links := report.Table{Title: "Pages to open", Columns: []string{"Page", "Address"}}
	for _, l := range h.Links {
		links.Rows = append(links.Rows, []string{l.Title, l.URL})
	}
	if len(links.Rows) > 0 {
		blocks = append(blocks, links)
	}
	blocks = append(blocks, after...)
	for _, w := range h.Messages {
		label := "A text to send."
		if w.To != "" {
			label += " To: " + w.To + "."
		}
		if w.Subject != "" {
			label += " Subject: " + w.Subject
		}
		blocks = append(blocks, report.Code{Label: label, Text: w.Text})
	}
	return blocks
}

// longPage reports whether a file is a page that no one reads as text.
func longPage(path string, data []byte) bool {
	return strings.HasSuffix(path, ".html") && len(data) > 2<<10
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
