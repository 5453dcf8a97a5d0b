package screens

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"handrail/app/affected"
	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/screens/parts"
)

// listForms are the forms in which a list can be saved.
var listForms = []parts.Option{
	{Value: "csv", Label: "A table for a spreadsheet (CSV)", Hint: "One line for each person, with why and what to do."},
	{Value: "effect", Label: "A table for each effect (CSV)", Hint: "In a folder, most serious first."},
	{Value: "department", Label: "A table for each department (CSV)",
		Hint: "For your heads of department: give each their own file and nothing else."},
	{Value: "manager", Label: "A table for each manager (CSV)",
		Hint: "For managers. People whose manager was not read have a file of their own."},
	{Value: "pdf", Label: "Pages to print on A4 (PDF)", Hint: "The number, the dates and the names."},
	{Value: "letter.pdf", Label: "Pages to print on Letter (PDF)", Hint: "The paper of the United States and Canada."},
	{Value: "report", Label: "A report in Handrail", Hint: "Saved under Reports, with the time and the progress."},
}

// SaveAs asks in which form to save the people that are listed.
func (p *affectedPage) SaveAs() {
	if p.list == nil {
		return
	}
	p.keepPlace()
	choice := parts.NewChoice("Save these "+people1(len(p.shown))+" as", "", listForms)
	choice.SetValue("csv")
	p.onEscape, p.onMain = p.back, func() { p.saveList(choice.Value()) }
	back := parts.NewButton("Back to the list", parts.Quiet, "left", p.back)
	save := parts.NewButton("Save list", parts.Main, "", p.onMain)
	p.show(container.NewBorder(nil, parts.NewWideBar(back, save), nil, nil,
		parts.NewPage("Save the list", "The files have names of people. Only you can read them.", choice)))
	p.w.focus(choice.Focus())
}

// Print makes pages of the people that are listed.
func (p *affectedPage) Print() {
	if p.list == nil {
		p.w.cannot("This page cannot be printed.")
		return
	}
	var doc *report.Document
	build := p.document()
	p.jobs.start(func(context.Context, task.Report) error {
		doc = build()
		return nil
	}, nil, func(err error) {
		if err != nil {
			p.tell(p.w.showError(err))
			return
		}
		p.w.printDocument(p.jobs, doc, func(o ...fyne.CanvasObject) {
			p.tell(o...)
			p.drawList()
		})
	})
}

// document returns what makes a document of the people that are listed, in a job.
func (p *affectedPage) document() func() *report.Document {
	l, k, who, now, asked := p.list, p.known, p.shown, p.w.now(), p.askedWords()
	account, organisation := p.organisation.Account, p.organisation.Name
	return func() *report.Document {
		doc := l.Document(who, k, asked, now)
		doc.Account = account
		if organisation != "" {
			doc.Subject = organisation + ": " + asked
		}
		return doc
	}
}

// saveList writes the people that are listed, and shows the list again with where the file is.
func (p *affectedPage) saveList(form string) {
	l, k, who, folder, build := p.list, p.known, p.shown, p.w.p.SaveFolder, p.document()
	var path string
	p.jobs.start(func(ctx context.Context, _ task.Report) (err error) {
		split, isSplit := map[string]affected.Split{"csv": affected.Whole, "effect": affected.EachFate,
			"department": affected.EachDepartment, "manager": affected.EachManager}[form]
		if isSplit {
			if path, err = p.newFolder("people"); err != nil {
				return err
			}
			return cannotSave(path, l.WriteLists(ctx, path, who, k, split))
		}
		doc := build()
		if form == "report" {
			path, err = p.w.p.Library.SaveReport(ctx, report.SavedReport{Title: doc.Title, Subject: doc.Subject, At: doc.At,
				Guide: p.guide, Step: p.step, Visit: p.visit, Worst: doc.MaxSeverity(), Document: doc})
			return err
		}
		path, err = saveReport(folder, form, doc)
		return err
	}, nil, func(err error) {
		switch {
		case err != nil:
			p.tell(p.w.showError(err))
			p.back()
		case form == "report":
			p.w.Show("report/" + path)
		default:
			note := p.w.savedNote(path)
			p.tell(note)
			p.drawList()
			p.w.focusSaved(note)
		}
	})
}

// askedWords describes who is listed: the filter with its number, and what was searched for.
func (p *affectedPage) askedWords() string {
	v := &p.w.affected
	words := string(v.asked())
	for _, c := range p.sums.all() {
		if c.Filter == v.asked() {
			words = c.Word
		}
	}
	words += ", " + guide.Count(len(p.shown), "person", "people")
	if v.words != "" {
		words += ", searched for “" + v.words + "”"
	}
	return words
}
