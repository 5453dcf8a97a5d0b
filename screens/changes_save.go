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
	hint := ""
	if c.filter.on() {
		hint = "Handrail also saves what the filter hides."
	}
	choice := parts.NewChoice("Save what changed as", hint, append([]parts.Option{{Value: asReport,
		Label: "A report in Handrail", Hint: "You find it under Reports, and can read it offline."}}, formats...))
	choice.SetValue(asReport)
	save := parts.NewButton("Save", parts.Main, "", func() { c.save(choice.Value()) })
	leave := parts.NewButton("Cancel", parts.Plain, "", c.untell)
	c.tell(parts.NewPanel(choice, c.w.folderLine(c.jobs), parts.Across(12, save, leave)))
	c.w.focus(choice.Focus())
}

// document is all that was found between the two days, also what the filter hides.
func (c *changes) document() *report.Document {
	doc := &report.Document{Title: "What changed", Subject: or(c.conn.one.Name, "Your domains"), At: c.w.now().UTC(),
		Headline: c.found.Heading()}
	doc.Blocks = append([]report.Block{report.Text{Text: doc.Headline}}, c.found.Blocks(0)...)
	return doc
}

func (c *changes) save(form string) {
	if form == asReport {
		c.saveReport()
		return
	}
	c.saveFile(form)
}

func (c *changes) saveFile(form string) {
	var path string
	doc, folder := c.document(), c.w.p.SaveFolder
	c.jobs.start(func(context.Context, task.Report) (err error) {
		path, err = saveReport(folder, form, doc)
		return err
	}, nil, func(err error) { c.saved(path, err) })
}

func (c *changes) saveReport() {
	doc, id := c.document(), ""
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

// saved shows where the file is, and what to do with it.
func (c *changes) saved(path string, err error) {
	if err != nil {
		c.tell(c.w.showError(err))
		return
	}
	note := c.w.savedNote(path)
	c.tell(note)
	c.w.focusSaved(note)
}
