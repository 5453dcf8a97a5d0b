package screens

import (
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"handrail/app"
	"handrail/app/affected"
	"handrail/app/report"
	"handrail/screens/parts"
)

// affectedSums are the numbers of a list, which take a moment for many people: they are worked
// out in a job.
type affectedSums struct {
	chips, fates []affected.Chip
	progress     affected.Progress
	words        affected.Words
	days         []affected.Day
}

// sumsOf runs in a job.
func sumsOf(l *affected.List, k affected.Known, now time.Time) affectedSums {
	s := affectedSums{chips: l.Chips(k), fates: l.FateChips(), progress: l.Progress(k), days: l.Days()}
	s.words = l.WordsOf(s.progress, now)
	return s
}

// all returns each filter once.
func (s affectedSums) all() (all []affected.Chip) {
	for _, c := range append(slices.Clone(s.chips), s.fates...) {
		if !slices.ContainsFunc(all, func(o affected.Chip) bool { return o.Filter == c.Filter }) {
			all = append(all, c)
		}
	}
	return all
}

// drawHead draws the number with its days, and how far the people are.
func (p *affectedPage) drawHead() fyne.CanvasObject {
	pr, words, now := p.sums.progress, p.sums.words, p.w.now()
	left := parts.Column(4)
	if p.list.Caption != "" {
		left.Add(parts.Caption(p.list.Caption))
	}
	left.Add(parts.Lead(words.Headline))
	for _, d := range p.sums.days {
		left.Add(parts.NewDateLine(d.On.Format("2 January 2006"), affected.LeftWords(d.On, now), people1(d.People)))
	}
	if p.list.DaysNote != "" {
		left.Add(parts.Caption(p.list.DaysNote))
	}
	panel := []fyne.CanvasObject{left}
	if pr.All() > 0 && p.w.p.Affected != nil {
		panel = append(panel, parts.Column(4, parts.Caption(words.Since), parts.Lead(words.Progress),
			parts.NewPeopleProgress([]parts.PeopleShare{{People: pr.Done, Form: parts.Settled, Word: "done"},
				{People: pr.Written, Form: parts.Strong, Word: "emailed"},
				{People: pr.Left, Form: parts.Hatched, Word: "not yet emailed"},
				{People: pr.Unknown, Form: parts.Dashed, Word: "not known"}})))
	}
	all := []fyne.CanvasObject{parts.NewPanel(container.New(&twin{right: 290, least: 320, gap: 32}, panel...))}
	if len(panel) == 1 {
		all[0] = parts.NewPanel(left)
	}
	notes := strings.Join(p.list.Notes, " ")
	if gap, _ := p.gap.draw(p.w); gap != nil {
		all = append(all, parts.Column(8, gap...))
		if notes != "" {
			all = append(all, parts.Muted(notes))
		}
	} else if notes != "" {
		all = append(all, parts.NewBanner(report.Unknown, "Not everything is known.", notes))
	}
	if p.unsaved != nil {
		message, hint := app.UserMessage(p.unsaved)
		all = append(all, parts.NewBanner(report.Warning, "The progress was not saved.", message+" "+hint))
	}
	return parts.Column(8, all...)
}
