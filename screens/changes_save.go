package screens

import (
	"context"

	"handrail/app/report"
	"handrail/app/task"
	"handrail/screens/parts"
)

// asReport stands among the formats for a report of Handrail's own.
const asReport = "report"

// askSave asks in which form to save, above the list.
func (c *changes) askSave() {
	choice := parts.NewChoice("Save what changed as", "", append([]parts.Option{{Value: asReport,
		Label: "A report in Handrail", Hint: "You find it under Reports, and can read it offline."}}, formats...))
	choice.SetValue(asReport)
	save := parts.NewButton("Save", parts.Main, "", func() { c.save(choice.Value()) })
	leave := parts.NewButton("Cancel", parts.Plain, "", c.untell)
	c.tell(parts.NewPanel(choice, parts.Across(12, save, leave)))
	c.w.focus(choice.Focus())
}

// document is all that was found between the two days, also what the filter hides.
func (c *changes) document() *report.Document {
	doc := &report.Document{Title: "What changed", Subject: c.conn.one.Name, At: c.w.now().UTC(),
		Headline: c.found.Heading()}
	doc.Blocks = append([]report.Block{report.Text{Text: doc.Headline}}, c.found.Blocks(0)...)
	return doc
}

func (c *changes) save(form string) {
	doc := c.document()
	if form == asReport {
		c.saveReport(doc)
		return
	}
	var path string
	folder := c.w.p.SaveFolder
	c.jobs.start(func(context.Context, task.Report) (err error) {
		path, err = saveReport(folder, form, doc)
		return err
	}, nil, func(err error) { c.saved(path, err) })
}

func (c *changes) saveReport(doc *report.Document) {
	var id string
	c.jobs.start(func(ctx context.Context, _ task.Report) (err error) {
		id, err = c.w.p.Library.SaveReport(ctx, report.SavedReport{Title: doc.Title, Subject: doc.Subject, At: doc.At,
			Worst: doc.MaxSeverity(), Document: doc})
		return err
	}, nil, func(err error) {
		if err != nil {
			c.tell(c.w.showError(err))
			return
		}
		c.w.Show("report/" + id)
	})
}

// saved says where the file is.
func (c *changes) saved(path string, err error) {
	if err != nil {
		c.tell(c.w.showError(err))
		return
	}
	copyPath := parts.NewButton("Copy path", parts.Quiet, "copy", func() { c.w.copy(path) })
	c.tell(parts.NewBanner(report.OK, "Saved.", "It is here: "+path), parts.Across(0, copyPath))
	c.w.focus(copyPath)
}

// print saves a page that any browser can print, and opens it.
func (c *changes) print() {
	doc, folder, open := c.document(), c.w.p.SaveFolder, c.w.p.OpenPage
	var path string
	var opened error
	c.jobs.start(func(context.Context, task.Report) (err error) {
		if path, err = saveReport(folder, "html", doc); err == nil && open != nil {
			opened = open(path)
		}
		return err
	}, nil, func(err error) {
		if err != nil || open == nil || opened != nil {
			c.saved(path, err)
			return
		}
		c.tell(parts.NewBanner(report.OK, "The page is open in your browser.",
			"Print it from there. It is saved here: "+path))
	})
}
