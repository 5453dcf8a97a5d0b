package screens

import (
	"context"

	"fyne.io/fyne/v2"

	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/screens/parts"
)

// settingPaper names the setting with the paper that pages are made for: a format of saveReport.
const settingPaper = "paper"

// The papers.
const (
	paperA4     = "pdf"
	paperLetter = "letter.pdf"
)

// paperOf returns the paper that was chosen; before that, the paper of this computer.
func (w *Window) paperOf(kept map[string]string) string {
	switch chosen := kept[settingPaper]; {
	case chosen == paperA4 || chosen == paperLetter:
		return chosen
	case w.forms().Letter:
		return paperLetter
	}
	return paperA4
}

// printDocument makes pages of a document and opens them in the system's program for PDF files, which prints them.
// tell shows what became of it, above what is printed.
func (w *Window) printDocument(j *jobs, d *report.Document, tell func(...fyne.CanvasObject)) {
	folder, paper, door := w.p.SaveFolder, or(w.paper, w.paperOf(nil)), w.p.Saved
	path, opened := "", error(nil)
	j.start(func(context.Context, task.Report) (err error) {
		if path, err = saveReport(folder, paper, d); err != nil || door == nil {
			return err
		}
		door.Wrote(path)
		opened = door.Open(path)
		return nil
	}, nil, func(err error) {
		if err != nil {
			tell(w.showError(err))
			return
		}
		text := "The pages are open in your program for PDF files. Print them from there. They are here: "
		if door == nil || opened != nil {
			text = "Open these pages, and print them from there: "
		}
		note := w.savedAs(path, text+path)
		if opened != nil {
			tell(note, w.showError(opened))
		} else {
			tell(note)
		}
		w.focusSaved(note)
	})
}

// Print makes pages of the report that is open.
func (s *reports) Print() {
	if s.one.Document == nil || s.done == nil {
		s.w.cannot("This page cannot be printed.")
		return
	}
	s.w.printDocument(s.jobs, s.one.Sealed(), s.tell)
}

// Print makes pages of what changed, also of what the filter hides.
func (c *changes) Print() {
	if !c.shown {
		c.w.cannot("This page cannot be printed.")
		return
	}
	c.w.printDocument(c.jobs, c.document(), c.tell)
}

// Print makes pages of the list that is shown.
func (p *people) Print() {
	if p.list == nil {
		return
	}
	keys, view, doc := p.found.keys, p.view, p.document()
	p.jobs.start(func(ctx context.Context, rep task.Report) error {
		table, err := tableOf(ctx, view, keys, doc.At, rep)
		doc.Blocks = append(doc.Blocks, table)
		return err
	}, nil, func(err error) {
		if err != nil {
			p.tell(p.w.showError(err))
			return
		}
		p.w.printDocument(p.jobs, doc, p.tell)
	})
}

// Print makes pages of what other organisations report.
func (d *delivery) Print() {
	if i := d.index(); i >= 0 {
		d.w.printDocument(d.jobs, &report.Document{Title: "Mail delivery reports", Subject: d.domains[i].Unicode,
			At: d.w.now().UTC(), Blocks: d.said}, d.tell)
	}
}

// Print makes pages of the step that is open: what was found, what would change and what to do by hand.
func (z *wizard) Print() {
	d := z.document()
	if d == nil {
		z.w.cannot("This page cannot be printed.")
		return
	}
	z.w.printDocument(&z.jobs, d, func(o ...fyne.CanvasObject) {
		z.told = o
		z.redraw()
	})
}

// document returns what the step shows, as it is printed; nil where there is nothing of it yet.
func (z *wizard) document() *report.Document {
	if z.s == nil || z.ended || z.s.Page() != guide.ShowPage {
		return nil
	}
	v, f := z.s.Visit(), z.found
	d := &report.Document{Title: z.s.Step().Title, Subject: or(v.Subject, z.s.Guide().Title), At: z.w.now().UTC()}
	if f.doc != nil {
		d.At, d.Account, d.Sources = f.at.UTC(), f.doc.Account, f.doc.Sources
		d.Blocks = append(d.Blocks, f.doc.Blocks...)
	}
	if f.plan != nil {
		d.Blocks = append(d.Blocks, f.plan.Pages()...)
	}
	if f.hand != nil {
		d.Blocks = append(d.Blocks, f.hand.Pages(z.bundleOf(f.hand))...)
	}
	if len(d.Blocks) == 0 {
		return nil
	}
	return d
}

// bundleOf returns the id of the chosen bundle; "" where there is none.
func (z *wizard) bundleOf(h *guide.Handover) string {
	if len(h.Bundles) == 0 {
		return ""
	}
	return z.bundle(h.Bundles).ID
}

// printLine is the button that prints the step, at the end of its page.
func (z *wizard) printLine() []fyne.CanvasObject {
	if z.document() == nil {
		return nil
	}
	return []fyne.CanvasObject{parts.Flush(parts.NewButton("Print this page", parts.Quiet, "", z.Print))}
}
