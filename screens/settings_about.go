package screens

import (
	"context"
	"net/url"
	"strings"

	"fyne.io/fyne/v2"

	"handrail/app/release"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/screens/parts"
)

// about shows which version this is, and lets the person look for a newer one. Nothing is asked before.
func (s *settings) about() fyne.CanvasObject {
	a := s.w.p.About
	v := a.Version
	words := "Handrail " + v.Number + ". " + v.AgeText(s.w.now()) + " " + v.OriginText()
	text := strings.Join(append(nonEmpty("Handrail "+v.Number, v.Commit, v.Origin,
		strings.TrimSpace(v.Go+" "+v.System+" "+v.Arch)), a.Versions...), "\n")
	s.newest = parts.Column(8)
	page := parts.Column(8, parts.Text(words),
		parts.NewCode(report.Code{Label: "Version details", Text: text}, s.w.copy))
	if u, err := url.Parse(a.Newest); err == nil && a.Newest != "" && a.Ask != nil {
		page.Add(parts.Across(0, parts.NewButton("Look for a newer version", parts.Plain, "", s.askNewest)))
		page.Add(parts.Muted("Handrail asks " + u.Host + " only when you select this. It sends nothing about you."))
	}
	licences := parts.NewButton("Show open-source licences", parts.Plain, "", func() { s.w.Show("notices") })
	s.version = licences
	page.Add(s.newest)
	page.Add(parts.Across(0, licences))
	return page
}

// askNewest asks for the newest version and shows the answer. It installs nothing.
func (s *settings) askNewest() {
	a := s.w.p.About
	s.showNewest(parts.Muted("Asking for the newest version…"))
	var found release.Newest
	s.jobs.start(func(ctx context.Context, _ task.Report) (err error) {
		found, err = a.Ask(ctx, a.Newest)
		return err
	}, nil, func(err error) {
		if err != nil {
			s.showNewest(s.w.showError(err))
			return
		}
		text, newer := found.Text(a.Version.Number)
		if !newer {
			s.showNewest(parts.NewBanner(report.OK, text, ""))
			return
		}
		shown := []fyne.CanvasObject{parts.NewBanner(report.Note, text, "Handrail does not install it.")}
		if found.Page != "" {
			shown = append(shown, parts.NewCode(report.Code{Label: "Get it here", Text: found.Page}, s.w.copy))
		}
		s.showNewest(shown...)
	})
}

func (s *settings) showNewest(o ...fyne.CanvasObject) {
	s.newest.Objects = o
	s.body.Refresh()
}
