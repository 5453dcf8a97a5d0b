package screens

import (
	"context"

	"fyne.io/fyne/v2"

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
		w.showDialog("Saved", "", []fyne.CanvasObject{w.savedNote(path)})
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

// SaveAs saves what the open step shows.
func (z *wizard) SaveAs() { z.w.saveOr(z.document()) }

// SaveAs saves which data is saved of the organisation, and how old it is.
func (o *organisation) SaveAs() { o.w.saveOr(o.shownDocument()) }

// Print makes pages of the same.
func (o *organisation) Print() {
	doc := o.shownDocument()
	if doc == nil {
		o.w.cannot("This page cannot be printed.")
		return
	}
	o.w.printDocument(o.jobs, doc, o.w.above)
}

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
