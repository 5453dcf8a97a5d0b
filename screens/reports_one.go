package screens

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/screens/parts"
)

// load reads one record and shows it.
func (s *reports) load(id string) {
	var k report.SavedReport
	var place report.Place
	var visit *guide.Session
	s.jobs.start(func(ctx context.Context, _ task.Report) (err error) {
		if k, err = s.w.p.Library.Report(ctx, id); err == nil && s.w.p.Places != nil {
			place, err = s.w.p.Places.PlaceOf(ctx, id)
		}
		visit = s.w.session(ctx, k.Visit)
		return err
	}, nil, func(err error) {
		back := parts.NewButton("All reports", parts.Quiet, "left", func() { s.w.Show("reports") })
		switch {
		case err != nil:
			s.show(parts.NewPage("Report", "Handrail could not open this report.", s.w.showError(err), back))
			s.w.focus(back)
		case k.Document == nil:
			s.show(parts.NewEmpty(false, k.Title, "This report is empty.", back))
			s.w.focus(back)
		default:
			s.one, s.place, s.visit = k, place, visit
			s.showOne()
		}
	})
}

// showOne draws the record that is open, or the document opened inside it.
func (s *reports) showOne() {
	d, back := s.one.Document, parts.NewButton("All reports", parts.Quiet, "left", func() { s.w.Show("reports") })
	if n := len(s.from); n > 0 {
		d, back = s.from[n-1], parts.NewButton("Back", parts.Quiet, "left", s.Escape)
	}
	lead := strings.Join(nonEmpty(d.Subject, when(d.At, s.w.now())), ", ")
	var below []fyne.CanvasObject
	if len(d.Sources) > 0 {
		below = append(below, parts.Caption("Sources: "+strings.Join(d.Sources, ", ")))
	}
	if d.Account != "" {
		below = append(below, parts.Caption("Signed in as "+d.Account))
	}
	drawn := drawDocument(d, BlockEvents{Copy: s.w.copy, Go: s.w.going(s.visit, s.goTo), Open: func(d *report.Document) {
		s.from = append(s.from, d)
		s.showOne()
	}})
	s.done = parts.Column(8)
	remove := parts.NewButton("Delete this report", parts.Plain, "", s.askDelete)
	body := []fyne.CanvasObject{s.done}
	if len(s.from) == 0 {
		if banner := s.alteredBanner(); banner != nil {
			body = append(body, banner)
		}
		below = append(append(below, s.sealLines()...), parts.Across(0, remove))
	}
	body = append(append(body, drawn), below...)
	page := parts.NewPage(d.Title, lead, body...)
	if len(s.from) > 0 {
		s.show(container.NewBorder(nil, parts.NewWideBar(back), nil, nil, page))
		s.w.focus(back)
		return
	}
	save := parts.NewButton("Save as a file", parts.Main, "save", s.askFormat)
	printIt := parts.NewButton("Print as PDF", parts.Plain, "", s.Print)
	s.show(container.NewBorder(nil, parts.NewWideBar(back, printIt, save), nil, nil, page))
	s.w.focus(back)
}
