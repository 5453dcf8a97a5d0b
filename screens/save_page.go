package screens

import (
	"context"

	"fyne.io/fyne/v2"

	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
	"handrail/screens/parts"
)

// askSavePage asks in which form to save what a page shows, over the page.
func (w *Window) askSavePage(doc *report.Document) {
	choice := parts.NewChoice("", "", formats)
	choice.SetValue("html")
	save := parts.NewButton("Save page", parts.Plain, "save", func() { w.savePage(doc, choice.Value()) })
	w.showDialog("Save “"+doc.Title+"” as", "Handrail saves what this page shows.", []fyne.CanvasObject{choice}, save)
	w.Win.Canvas().Focus(choice.Focus())
}

// savePage writes a document to the folder for files, and shows over the page where it is.
func (w *Window) savePage(doc *report.Document, form string) {
	var path string
	folder := w.p.SaveFolder
	w.p.Runner.Start(func(context.Context, task.Report) (err error) {
		path, err = saveReport(folder, form, doc)
		return err
	}, nil, func(err error) {
		if err != nil {
			w.showDialog("Handrail could not save this page", "", []fyne.CanvasObject{w.showError(err)})
			return
		}
		copyPath := parts.NewButton("Copy path", parts.Plain, "copy", func() { w.copy(path) })
		w.showDialog("Saved", "", []fyne.CanvasObject{parts.NewBanner(report.OK, "Saved.", "It is here: "+path)}, copyPath)
	})
}

// saveOr saves the document of a page, or shows that there is none.
func (w *Window) saveOr(doc *report.Document) {
	if doc == nil {
		w.cannot("This page cannot be saved as a file.")
		return
	}
	w.askSavePage(doc)
}

// printOr saves the document of a page as pages to print, or shows that there is none.
func (w *Window) printOr(doc *report.Document) {
	if doc == nil {
		w.cannot("This page cannot be printed.")
		return
	}
	w.savePage(doc, w.paper())
}

// SaveAs saves what the open step found, or its plan.
func (z *wizard) SaveAs() { z.w.saveOr(z.shownDocument()) }

// Print saves what the open step found, or its plan, as pages to print.
func (z *wizard) Print() { z.w.printOr(z.shownDocument()) }

// shownDocument returns what the open page shows as a document; nil where it shows questions or instructions.
func (z *wizard) shownDocument() *report.Document {
	if z.s == nil || z.ended || z.s.Page() != guide.ShowPage || z.stop != nil || z.writing {
		return nil
	}
	if z.found.doc != nil || z.found.plan == nil {
		return z.found.doc
	}
	p := z.found.plan
	doc := &report.Document{Title: z.s.Step().Title, Subject: z.s.Visit().Subject, At: z.found.planAt.UTC(),
		Headline: or(p.Summary, "Nothing has been changed yet.")}
	rows := make([][]string, 0, len(p.Changes))
	for _, c := range p.Changes {
		rows = append(rows, []string{c.Setting, c.Now, c.After})
	}
	doc.Blocks = append(doc.Blocks, report.Text{Text: doc.Headline},
		report.Table{Title: "Settings", Columns: []string{"Setting", "Now", "After"}, Rows: rows})
	if len(p.Affected) > 0 {
		doc.Blocks = append(doc.Blocks, report.Heading{Text: "Who is affected"})
	}
	for _, a := range p.Affected {
		text := a.Text
		if len(a.Names) > 0 {
			text += " " + list(a.Names) + "."
		}
		doc.Blocks = append(doc.Blocks, report.Banner{Tone: a.Severity, Text: text})
	}
	for _, undo := range [][2]string{{"What cannot be undone", p.NoUndo}, {"How to undo the change", p.Undo}} {
		if undo[1] != "" {
			doc.Blocks = append(doc.Blocks, report.Heading{Text: undo[0]}, report.Text{Text: undo[1]})
		}
	}
	doc.Blocks = append(doc.Blocks, p.Blocks...)
	return doc
}

// SaveAs saves which data is saved of the organisation, and how old it is.
func (o *organisation) SaveAs() { o.w.saveOr(o.shownDocument()) }

// Print saves the same as pages to print.
func (o *organisation) Print() { o.w.printOr(o.shownDocument()) }

func (o *organisation) shownDocument() *report.Document {
	if o.err != nil || o.forget != nil || !o.conn.connected() {
		return nil
	}
	now := o.w.now()
	t := report.Table{Title: "Data on this computer", Columns: []string{"Data", "What is saved", "Age", "Problem"}}
	for _, sec := range tenant.Sections() {
		s := o.status[sec.ID]
		age, _ := dataFrom(s, sec, now)
		t.Rows = append(t.Rows, []string{sec.Title, o.kept(sec, s), age, s.Message})
	}
	return &report.Document{Title: "Organisation", Subject: o.conn.one.Name, At: now.UTC(), Account: o.conn.one.Account,
		Headline: "Which data Handrail has, and how old it is.", Blocks: []report.Block{t}}
}
