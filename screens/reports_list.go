package screens

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"handrail/app/report"
	"handrail/app/task"
	"handrail/screens/parts"
)

// reportsShown is how many records are read and drawn at once: there can be 100,000.
const reportsShown = 60

// reportList is the list of the records, newest first, page by page.
type reportList struct {
	kept   []report.SavedReport // read so far, of those that contain word
	more   bool                 // there are others
	word   string               // what was typed, in lower case; empty: all
	asked  int                  // counts reads; what an older one finds is dropped
	cancel func()               // stops the read under way; nil before the first
	rows   *fyne.Container
	search *parts.Field
	err    error
	many   bool // there is more than one page of all
}

// readList reads the first records and shows them.
func (s *reports) readList() {
	s.list = reportList{asked: s.list.asked}
	s.read("", func() {
		s.list.many = s.list.more
		if s.list.err != nil {
			again := parts.NewButton("Try again", parts.Plain, "", s.readList)
			s.show(parts.NewPage("Reports", "Handrail could not read your reports.", s.w.showError(s.list.err, again)))
			s.w.focus(again)
			return
		}
		s.showList()
	})
}

// read reads the next records that contain word; with another word than before it begins again. then is called
// afterwards, unless something else was asked for meanwhile.
func (s *reports) read(word string, then func()) {
	l := &s.list
	if l.cancel != nil {
		l.cancel()
	}
	skip := len(l.kept)
	if word != l.word {
		skip = 0
	}
	l.asked++
	asked := l.asked
	page := report.Page{Limit: reportsShown, Skip: skip}
	if word != "" {
		page.Keep = func(k report.SavedReport) bool { return s.contains(k, word) }
	}
	var found []report.SavedReport
	var more bool
	l.cancel = s.jobs.start(func(ctx context.Context, _ task.Report) (err error) {
		found, more, err = report.ListPage(ctx, s.w.p.Library, page)
		return err
	}, nil, func(err error) {
		if asked != l.asked {
			return
		}
		if l.err = err; err == nil {
			l.kept, l.more, l.word = append(l.kept[:skip:skip], found...), more, word
		}
		then()
	})
}

// contains reports whether a record has word, in lower case, in its title, its subject or its guide.
func (s *reports) contains(k report.SavedReport, word string) bool {
	return strings.Contains(strings.ToLower(k.Subject+" "+k.Title+" "+s.under[k.Guide]), word)
}

// showList shows the records, or why there are none.
func (s *reports) showList() {
	l := &s.list
	if len(l.kept) == 0 {
		start := parts.NewButton("See the guides", parts.Main, "", func() { s.w.Show("guides") })
		body := append([]fyne.CanvasObject{start}, s.pages()...)
		s.show(parts.NewEmpty(true, "No reports yet",
			"Run a check to create one. Handrail saves each result here. You can read it offline and save it as a file.",
			body...))
		s.w.focus(start)
		return
	}
	l.rows = parts.Column(8)
	s.fill(0)
	body := append(s.pages(), l.rows)
	if len(l.kept) > 8 {
		l.search = parts.NewField("", "Search by subject or guide", false)
		l.search.SearchesList()
		l.search.OnChange = func(text string) {
			if l.many {
				l.rows.Objects = []fyne.CanvasObject{parts.Muted("Searching…")}
				l.rows.Refresh()
			}
			s.read(strings.ToLower(strings.TrimSpace(text)), func() { s.fill(0) })
		}
		body = append(s.pages(), l.search, l.rows)
	}
	s.show(parts.NewPage("Reports", "What Handrail found, newest first. You can read everything here offline.",
		body...))
	if s.first != nil {
		s.w.focus(s.first)
	}
}

// fill draws the records that were read. Those before from are drawn already.
func (s *reports) fill(from int) {
	l := &s.list
	if l.err != nil {
		again := parts.NewButton("Try again", parts.Plain, "", s.readList)
		l.rows.Objects = []fyne.CanvasObject{s.w.showError(l.err, again)}
		l.rows.Refresh()
		return
	}
	if len(l.kept) == 0 {
		l.rows.Objects = []fyne.CanvasObject{parts.NewBanner(report.Note, "No report contains these letters.",
			"Type fewer letters, or another name."),
			parts.Across(0, parts.NewButton("Show all reports", parts.Plain, "", s.showAll))}
		l.rows.Refresh()
		parts.Grow(s.body)
		return
	}
	var rows []fyne.CanvasObject
	for _, k := range l.kept[from:] {
		rows = append(rows, s.row(k))
	}
	if from == 0 {
		s.first, _ = rows[0].(fyne.Focusable)
		l.rows.Objects = nil
	} else if n := len(l.rows.Objects); n > 0 {
		l.rows.Objects = l.rows.Objects[:n-1] // the button
	}
	if len(rows) > 0 { // none where older reports were deleted meanwhile
		l.rows.Add(parts.NewRows(rows...))
	}
	if l.more {
		l.rows.Add(container.NewHBox(parts.NewButton("Show older reports", parts.Plain, "", s.older)))
	}
	l.rows.Refresh()
	if from > 0 && len(rows) > 0 {
		if next, ok := rows[0].(fyne.Focusable); ok {
			s.w.focus(next)
		}
	}
}

// showAll takes away what was typed.
func (s *reports) showAll() {
	s.list.search.SetText("")
	s.w.focus(s.list.search.Entry())
}

// older reads the next records and adds them.
func (s *reports) older() {
	drawn := len(s.list.kept)
	s.read(s.list.word, func() { s.fill(drawn) })
}

func (s *reports) row(k report.SavedReport) fyne.CanvasObject {
	return parts.NewRow(func() { s.w.Show("report/" + k.ID) }, parts.NewLine(false, parts.SeverityChip(k.Worst),
		parts.Column(0, parts.Bold(k.Title), parts.Muted(s.about(k))), parts.IconIn("right", parts.MutedInk)))
}
