package screens

import (
	"context"
	"fmt"
	"time"

	"fyne.io/fyne/v2"

	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
	"handrail/screens/parts"
)

// saveForms are the forms in which the list can be saved.
var saveForms = []parts.Option{
	{Value: "report", Label: "A report in Handrail",
		Hint: "Saved under Reports, with the age of its data. You can save it as a file from there."},
	{Value: "csv", Label: "A table for a spreadsheet (CSV)",
		Hint: "The file contains names of people. Make sure that only you can read it."},
	{Value: "print", Label: "Pages to print", Hint: "Handrail makes a PDF file and opens it. Print it from there."},
	{Value: "copy", Label: "Text to paste into another program",
		Hint: "Handrail copies the table. Other programs on this computer can read it until you copy something else."},
}

// askSave asks in which form to save the list that is shown.
func (p *people) askSave() {
	if p.list == nil {
		return
	}
	choice := parts.NewChoice("Save these "+people1(len(p.found.keys))+" as", "", saveForms)
	choice.SetValue("report")
	save := parts.NewButton("Save list", parts.Main, "", func() { p.save(choice.Value()) })
	leave := parts.NewButton("Cancel", parts.Plain, "", func() { p.tell(); p.w.focus(p.list.Focus()) })
	p.tell(parts.NewPanel(choice, p.w.folderLine(p.jobs), parts.Wrap(12, save, leave)))
	p.w.focus(choice.Focus())
}

// tell shows something above the list; no arguments remove it.
func (p *people) tell(o ...fyne.CanvasObject) {
	p.told.Objects = o
	boxes(p.told)
	p.told.Refresh()
	p.object.Refresh()
}

// save reads everyone who is listed, makes a document, and keeps it as a report
// or writes it as a table.
func (p *people) save(form string) {
	if form == "print" {
		p.Print()
		return
	}
	progress := parts.NewProgress("")
	p.tell(progress)
	p.w.focus(progress.Button())
	stopped := false
	keys, view, folder := p.found.keys, p.view, p.w.p.SaveFolder
	doc := p.document()
	var done string
	cancel := p.jobs.start(func(ctx context.Context, rep task.Report) error {
		table, err := tableOf(ctx, view, keys, doc.At, rep)
		if err != nil {
			return err
		}
		doc.Blocks = append(doc.Blocks, table)
		if form == "copy" {
			done = tabbed(append([][]string{table.Columns}, table.Rows...))
			return nil
		}
		if form == "csv" {
			done, err = saveReport(folder, "csv", doc)
			return err
		}
		done, err = p.w.p.Library.SaveReport(ctx,
			report.SavedReport{Title: doc.Title, Subject: doc.Subject, At: doc.At, Worst: doc.MaxSeverity(),
				Document: doc})
		return err
	}, progress.Set, func(err error) {
		switch {
		case stopped:
		case err != nil:
			p.tell(p.w.showError(err))
		case form == "csv":
			note := p.w.savedNote(done)
			p.tell(note)
			p.w.focusSaved(note)
		case form == "copy":
			p.w.copy(done)
			p.tell(parts.NewBanner(report.OK, "Copied.", "You can paste the list into another program."))
			p.w.focus(p.list.Focus())
		default:
			p.w.Show("report/" + done)
		}
	})
	progress.OnStop = func() {
		stopped = true
		cancel()
		p.tell(parts.NewBanner(report.Note, "Stopped.", "Nothing was saved."))
		p.w.focus(p.list.Focus())
	}
}

// document is the record of the list, without its rows: what was asked, and how
// old what it was made of is.
func (p *people) document() *report.Document {
	q, now := p.w.people.query, p.w.now()
	facts := report.Facts{Title: "About this list", Rows: []report.Fact{
		{Name: "filter", Label: "Who", Value: string(q.Filter), Text: filterTitle(q.Filter)},
		{Name: "people", Label: "Number of people", Value: itoa(len(p.found.keys)),
			Text: guide.Figures(len(p.found.keys)) + " of " + people1(p.counts[tenant.AllPeople])},
	}}
	if n := p.unseen(q.Filter); n > 0 {
		facts.Rows = append(facts.Rows, report.Fact{Name: "people-unknown", Label: "Not known for", Value: itoa(n),
			Text: people1(n)})
	}
	if q.Words != "" {
		facts.Rows = append(facts.Rows, report.Fact{Name: "words", Label: "Searched for", Value: q.Words})
	}
	for _, id := range peopleSections {
		words, _ := dataFrom(p.status[id], sectionOf(id), now)
		facts.Rows = append(facts.Rows,
			report.Fact{Name: "age-" + id, Label: tenant.TitleOf(id), Value: report.FormatTime(p.status[id].Completed),
				Text: words})
	}
	return &report.Document{Title: "People: " + filterTitle(q.Filter), Subject: p.conn.one.Name, At: now.UTC(),
		Account: p.conn.one.Account,
		Sources: []string{"data saved on this computer"}, Blocks: []report.Block{facts}}
}

// tableOf reads the people of keys, page by page, into a table.
func tableOf(ctx context.Context, v tenant.View, keys []int64, now time.Time, rep task.Report) (report.Table, error) {
	const step = 1000
	t := report.Table{Title: "People", Rows: make([][]string, 0, len(keys)),
		Columns: []string{"Name", "Sign-in name", "Email", "Department", "Account", "Type", "MFA", "Registered",
			"Roles",
			"Last sign-in"}}
	for at := 0; at < len(keys); at += step {
		if err := ctx.Err(); err != nil {
			return t, context.Cause(ctx)
		}
		rows, err := v.At(ctx, keys[at:min(len(keys), at+step)])
		if err != nil {
			return t, fmt.Errorf("screens: read the list: %w", err)
		}
		for _, p := range rows {
			if p.ID != "" {
				t.Rows = append(t.Rows, cellsOf(p))
			}
		}
		rep(task.Progress{Done: min(len(keys), at+step), Total: len(keys), Note: "Reading the list"})
	}
	return t, ctx.Err()
}

// cellsOf is a person as a row of a table. A last sign-in is a plain date there.
func cellsOf(p tenant.Person) []string {
	kind, seen := "Member", "Not known"
	if p.Guest {
		kind = "Guest"
	}
	switch p.SignIn {
	case tenant.SignInAt:
		seen = p.LastSignIn.UTC().Format("2006-01-02 15:04")
	case tenant.SignInNever:
		seen = "Never"
	}
	return []string{p.Name, p.UPN, p.Mail, p.Department, account(p.Enabled), kind, secondStep(p), methodsOf(p),
		guide.AllNames(p.Roles), seen}
}

// secondStep describes whether a person can complete MFA.
func secondStep(p tenant.Person) string {
	switch {
	case p.MFA == tenant.MFABroken:
		return "Registered methods are not allowed"
	case p.MFA == tenant.MFANone:
		return "None"
	case p.MFA == tenant.MFACapable && p.PhoneOnly:
		return "Only phone methods"
	case p.MFA == tenant.MFACapable:
		return "Yes"
	case !p.InReport:
		return "Not known: not in Microsoft’s registration report"
	}
	return "Not known"
}
