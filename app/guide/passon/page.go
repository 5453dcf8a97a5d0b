package passon

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"path"
	"strings"

	"handrail/app"
	"handrail/app/clean"
	"handrail/app/guide"
	"handrail/app/report"
)

//go:embed page.html
var pageText string

// script composes the answer from what is filled in. It is fixed text: nothing of the step becomes a part of it.
//
//go:embed page.js
var script string

var page = template.Must(template.New("page").Funcs(template.FuncMap{
	"form": block,
	"data": func(f guide.File) (template.URL, error) {
		data, err := f.Content()
		return template.URL("data:application/octet-stream;base64," + base64.StdEncoding.EncodeToString(data)), err
	},
	"base":  path.Base,
	"https": func(text string) bool { return strings.HasPrefix(text, "https://") && app.ValidateLink(text) == nil },
	"next":  func(i int) int { return i + 1 },
}).Parse(pageText))

// WriteHTML writes the request as one page that needs nothing from elsewhere. Its one script, which is named in the
// page's own rules by its hash, only puts the answer together; without it the answer is filled in by hand.
func (r Request) WriteHTML(w io.Writer) error {
	sum := sha256.Sum256([]byte(script))
	before, after := aroundTodo(r.Blocks, r.Todo)
	return page.Execute(clean.NewWriter(w), map[string]any{
		"R": r, "Before": before, "After": after, "Script": template.JS(script), "Template": r.Template(),
		"Rules": "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-" +
			base64.StdEncoding.EncodeToString(sum[:]) + "'",
		"SampleLead": sampleLead, "SampleText": sampleText,
	})
}

// shownBlock is a block in one of the few forms of the page.
type shownBlock struct {
	Form    string // heading, text, banner, code, table
	Tone    report.Severity
	Lead    string
	Text    string
	Columns []string
	Rows    [][]string
}

// block returns a block in the form in which the page shows it. A kind that the page has no form for is shown as text.
func block(b report.Block) shownBlock {
	switch b := b.(type) {
	case report.Heading:
		return shownBlock{Form: "heading", Text: b.Text}
	case report.Text:
		return shownBlock{Form: "text", Text: b.Text}
	case report.Banner:
		return shownBlock{Form: "banner", Tone: b.Tone, Lead: b.Lead, Text: b.Text}
	case report.Code:
		return shownBlock{Form: "code", Lead: b.Label, Text: strings.ReplaceAll(b.Text, "\r\n", "\n")}
	case report.Table:
		return shownBlock{Form: "table", Lead: b.Title, Columns: b.Columns, Rows: b.Rows}
	case report.Facts:
		s := shownBlock{Form: "table", Lead: b.Title}
		for _, f := range b.Rows {
			s.Rows = append(s.Rows, []string{f.Label, f.Display()})
		}
		return s
	}
	var text bytes.Buffer
	if err := report.WriteText(&text, &report.Document{Blocks: []report.Block{b}}); err != nil {
		return shownBlock{Form: "text", Text: fmt.Sprintf("A part of this page could not be written: %v", err)}
	}
	return shownBlock{Form: "plain", Text: strings.TrimSpace(text.String())}
}

// aroundTodo returns the blocks before and after the table of what to do, which the page has as a list to tick off.
// Without one, all of them are after it.
func aroundTodo(all []report.Block, todo []string) (before, after []report.Block) {
	for i, b := range all {
		if t, is := b.(report.Table); is && len(todo) > 0 && len(t.Rows) == len(todo) && len(t.Columns) == 2 &&
			t.Rows[0][1] == todo[0] {
			return all[:i], all[i+1:]
		}
	}
	return nil, all
}
