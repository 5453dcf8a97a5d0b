package guide

import (
	"fmt"
	"slices"
	"unicode/utf8"

	"handrail/app/report"
)

// Pages returns a plan as blocks to print or to pass on.
func (p *Plan) Pages() []report.Block {
	all := []report.Block{report.Banner{Tone: report.OK, Lead: p.Summary, Text: "Nothing has been changed yet."}}
	if len(p.Changes) > 0 {
		t := report.Table{Title: "What changes", Columns: []string{"Setting", "Now", "After"}}
		for _, c := range p.Changes {
			after := c.After
			if c.Unchanged() {
				after = "Stays as it is"
			}
			t.Rows = append(t.Rows, []string{c.Setting, c.Now, after})
		}
		all = append(all, t)
	}
	if len(p.Affected) > 0 {
		t := report.Table{Title: "Who is affected", Columns: []string{"How serious", "Who"}}
		for _, a := range p.Affected {
			words := a.Text
			if len(a.Names) > 0 {
				words += " " + AllNames(a.Names) + "."
			}
			t.Rows = append(t.Rows, []string{a.Severity.Label(), words})
		}
		all = append(all, t)
	}
	if p.NoUndo != "" {
		all = append(all, report.Heading{Text: "What cannot be undone"}, report.Text{Text: p.NoUndo})
	}
	if p.Undo != "" {
		all = append(all, report.Heading{Text: "How to undo the change"}, report.Text{Text: p.Undo})
	}
	return append(all, p.Blocks...)
}

// shownFile is how much of a file stands on a page, in bytes.
const shownFile = 64 << 10

// Pages returns a handover as blocks to print or to pass on. Of several bundles it has the one with the ID bundle.
func (h *Handover) Pages(bundle string) []report.Block {
	var all []report.Block
	if h.Nothing != "" {
		all = append(all, report.Banner{Tone: report.OK, Lead: "There is nothing to do here.", Text: h.Nothing})
	}
	before, after := h.Parts()
	all = append(all, before...)
	all = append(all, numbered("What to do, in this order", h.Todo)...)
	for i, r := range h.Records {
		title := "The record"
		if len(h.Records) > 1 {
			title = fmt.Sprintf("Record %d of %d", i+1, len(h.Records))
		}
		all = append(all, report.Facts{Title: title, Rows: []report.Fact{{Label: "Type", Value: r.Type},
			{Label: "Full name", Value: r.Name}, {Label: "Time to live", Value: ttl(r)}}})
		if r.Host != "" {
			all = append(all, report.Code{Label: "Name, as most providers want it", Text: r.Host})
		}
		all = append(all, report.Code{Label: "Value", Text: r.Value})
		if r.Zone != "" {
			all = append(all, report.Code{Label: "The same as a line for a zone file", Text: r.Zone})
		}
	}
	if i := slices.IndexFunc(h.Bundles, func(b Bundle) bool { return b.ID == bundle }); i >= 0 {
		all = append(all, h.Bundles[i].pages()...)
	}
	links := report.Table{Title: "Pages to open", Columns: []string{"Page", "Address"}}
	for _, l := range h.Links {
		links.Rows = append(links.Rows, []string{l.Title, l.URL})
	}
	if len(links.Rows) > 0 {
		all = append(all, links)
	}
	all = append(all, after...)
	for _, m := range h.Messages {
		label := "A text to send"
		if m.To != "" {
			label += " to: " + m.To
		}
		if m.Subject != "" {
			label += ". Subject: " + m.Subject
		}
		all = append(all, report.Code{Label: label, Text: m.Text})
	}
	return all
}

// pages returns the steps and the files.
func (b Bundle) pages() []report.Block {
	all := []report.Block{report.Heading{Text: b.Title}}
	if b.Summary != "" {
		all = append(all, report.Text{Text: b.Summary})
	}
	all = append(all, numbered("Steps for the files", b.Steps)...)
	for _, f := range b.Files {
		data, err := f.Content()
		if err == nil && utf8.Valid(data) && len(data) <= shownFile {
			all = append(all, report.Code{Label: "File: " + f.Path, Text: string(data)})
			continue
		}
		all = append(all, report.Text{Text: "The file " + f.Path + " is too large for this page, or no text. " +
			"Handrail saves it with the other files."})
	}
	return all
}

// ttl returns the advised time to live in seconds, as forms ask for it.
func ttl(r Record) string {
	if r.TTL <= 0 {
		return "Your provider’s default"
	}
	return Count(int(r.TTL.Seconds()), "second", "seconds")
}

// numbered returns what is to be done as a table with a number on each line.
func numbered(title string, lines []string) []report.Block {
	if len(lines) == 0 {
		return nil
	}
	t := report.Table{Title: title, Columns: []string{"Step", "What to do"}, Right: []bool{true, false}}
	for i, line := range lines {
		t.Rows = append(t.Rows, []string{fmt.Sprint(i + 1), line})
	}
	return []report.Block{t}
}
