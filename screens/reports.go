package screens

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"handrail/app/guide"
	"handrail/app/report"
	"handrail/screens/parts"
)

// reports is the place of the records: the list, newest first, or one of them.
type reports struct {
	w    *Window
	jobs *jobs
	body *fyne.Container

	id    string // of the record to open; empty shows the list
	list  reportList
	one   report.SavedReport
	visit *guide.Session     // where the record comes from; nil where that is not there any more
	place report.Place       // of one, compared with what was saved; no state where that is not known
	from  []*report.Document // opened from within a record, innermost last
	done  *fyne.Container    // what was saved, and where
	first fyne.Focusable     // takes the focus
	under map[string]string  // titles of guides by id

	file    *parts.Field    // of a file to verify; nil where another page is shown
	checked *fyne.Container // what the last verification found
}

func newReports(w *Window) screen {
	s := &reports{w: w, jobs: &jobs{runner: w.p.Runner}, body: container.NewStack(), under: map[string]string{}}
	for _, g := range w.p.Guides {
		s.under[g.ID] = g.Title
	}
	return s
}

// Object returns what is drawn.
func (s *reports) Object() fyne.CanvasObject { return s.body }

// Open asks for one record.
func (s *reports) Open(id string) { s.id = id }

// Enter loads the list, or the record asked for.
func (s *reports) Enter() {
	if s.id == verifyRoute && s.w.p.Places != nil {
		s.showVerify()
		return
	}
	s.show(parts.NewEmpty(false, "Reports", "Reading your reports…"))
	if s.id != "" {
		s.load(s.id)
		return
	}
	s.readList()
}

// Leave stops the jobs of the screen.
func (s *reports) Leave() { s.jobs.leave() }

// Escape goes back to the list, or out of a document opened inside a record.
func (s *reports) Escape() {
	switch {
	case len(s.from) > 0:
		s.from = s.from[:len(s.from)-1]
		s.showOne()
	case s.id != "":
		s.w.Show("reports")
	}
}

func (s *reports) show(page fyne.CanvasObject) {
	s.body.Objects = []fyne.CanvasObject{page}
	s.body.Refresh()
}

// pages links to the reports that are made new each time: what changed, and mail delivery.
func (s *reports) pages() []fyne.CanvasObject {
	var rows []fyne.CanvasObject
	add := func(route, icon, word, title, text string) {
		rows = append(rows, parts.NewRow(func() { s.w.Show(route) },
			parts.NewLine(false, parts.NewChip(icon, word, parts.Ink),
				parts.Column(0, parts.Bold(title), parts.Muted(text)), parts.IconIn("right", parts.MutedInk))))
	}
	if s.w.p.Tenant != nil && s.w.p.Changes != nil {
		add("changes", "clock", "Organisation", "What changed",
			"What is different in your organisation since your last look, and who did it.")
	}
	if s.w.p.Diary != nil {
		add("diary", "calendar", "Period", "Change diary",
			"What you changed with Handrail, when and why, as one document to print.")
	}
	if s.w.p.Places != nil {
		add("report/"+verifyRoute, "look", "Check", "Verify a file",
			"See whether the saved reports, and files of them, are as they were saved.")
	}
	if s.w.p.Deliveries != nil {
		add("mail", "mail", "Mail delivery", "Mail delivery reports",
			"What other organisations report about email to your domains, day by day.")
	}
	if len(rows) == 0 {
		return nil
	}
	return []fyne.CanvasObject{parts.NewRows(rows...)}
}

// about describes what a report is about, its guide and its time.
func (s *reports) about(k report.SavedReport) string {
	words := []string{}
	if k.Number > 0 {
		words = append(words, "Report "+itoa(k.Number))
	}
	for _, w := range []string{k.Subject, s.under[k.Guide], when(k.At, s.w.now())} {
		if w != "" {
			words = append(words, w)
		}
	}
	return strings.Join(words, ", ")
}

func nonEmpty(words ...string) []string {
	var all []string
	for _, w := range words {
		if w != "" {
			all = append(all, w)
		}
	}
	return all
}
