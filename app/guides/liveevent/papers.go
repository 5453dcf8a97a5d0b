package liveevent

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"

	"handrail/app/csvtable"
	"handrail/app/event/programme"
	"handrail/app/event/runsheet"
	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/report/pdf"
	"handrail/app/xlsx"
)

// papers returns files: for spreadsheets, and a page for each person.
func (d deps) papers(_ context.Context, v *guide.Visit) (*guide.Handover, error) {
	run, loc, err := sheetOf(v)
	if err != nil {
		return nil, err
	}
	dial, err := dialOf(v, run)
	if err != nil {
		return nil, err
	}
	rows := runsheet.Table(run.Items, run.Start.In(loc))
	book, err := xlsx.Write(run.Title, rows)
	if err != nil {
		return nil, err
	}
	b := guide.Bundle{ID: "papers", Title: "The run sheet", Summary: "Files for printing, phones and spreadsheets.",
		Steps: []string{"Save the files.", "Print programme.pdf for everyone, with who does each item.",
			"Print sound-desk.pdf and presenters.pdf: each has only the rows of these people.",
			"Send phone.html to the team. It opens on a phone without a connection."},
		Files: []guide.File{{Path: "run-sheet.xlsx", Data: book}, {Path: "run-sheet.csv", Data: csvtable.Write(rows)},
			{Path: "everybody.txt", Data: page(run, dial, "")}}}
	printed, err := prints(v.Answers)
	if err != nil {
		return nil, err
	}
	b.Files = append(b.Files, printed...)
	for i, who := range people(run.Items) {
		b.Files = append(b.Files, guide.File{Path: fmt.Sprintf("page-%02d-%s.txt", i+1, fileWord(who)),
			Data: page(run, dial, who)})
	}
	return &guide.Handover{Bundles: []guide.Bundle{b}, Done: "Everyone has their page"}, nil
}

// prints returns the programme, the rows of the sound desk and of the presenters as PDF, and the page for phones.
func prints(answers map[string]string) (files []guide.File, err error) {
	p, err := programme.FromAnswers(answers)
	if err != nil {
		return nil, err
	}
	paper := pdf.A4
	if p.Letter() {
		paper = pdf.Letter
	}
	var out bytes.Buffer
	add := func(path string, err error) error {
		files = append(files, guide.File{Path: path, Data: bytes.Clone(out.Bytes())})
		out.Reset()
		return err
	}
	for _, one := range []struct {
		path string
		doc  *report.Document
	}{{"programme.pdf", p.Document()}, {"sound-desk.pdf", p.SoundDocument()}, {"presenters.pdf", p.PresentersDocument()}} {
		if err := add(one.path, pdf.Write(&out, one.doc, paper)); err != nil {
			return nil, err
		}
	}
	err = add("phone.html", p.WritePhone(&out))
	return files, err
}

// people returns everyone who has an item, in order.
func people(items []runsheet.Item) []string {
	var all []string
	for _, i := range items {
		if i.Who != "" && !strings.EqualFold(i.Who, "everyone") && !slices.Contains(all, i.Who) {
			all = append(all, i.Who)
		}
	}
	return all
}

// page returns the sheet with clock times as plain text. With who, the items of that
// person are marked.
func page(run runsheet.Run, dial runsheet.Dial, who string) []byte {
	var b strings.Builder
	b.WriteString(run.Title + "\r\n" + dial.Zero().Format("Monday 2 January 2006, 15:04") + "\r\n")
	if who != "" {
		b.WriteString("For " + who + ". Your items are marked with >\r\n")
	}
	b.WriteString("\r\n")
	for _, s := range runsheet.Plan(run.Items, run.Start) {
		mark := "  "
		if who != "" && (s.Who == who || strings.EqualFold(s.Who, "everyone")) {
			mark = "> "
		}
		line := mark + dial.Text(s.Start) + "  " + s.Cue
		for _, more := range []string{s.Who, s.Screen, s.Sound, s.Note} {
			if more != "" {
				line += " · " + more
			}
		}
		b.WriteString(line + "\r\n")
	}
	return []byte(b.String())
}

// fileWord returns name in a form that is safe in a file name.
func fileWord(name string) string {
	word := strings.Trim(strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return '-'
	}, strings.ToLower(name)), "-")
	if word == "" {
		return "person"
	}
	return word[:min(len(word), 24)]
}
