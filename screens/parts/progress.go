package parts

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/task"
)

// linesShown is how many arriving lines are kept on screen.
const linesShown = 12

// nearlyFull is how full the bar is at most: it is full only when the job has ended, and then it is gone.
const nearlyFull = 0.99

// Progress shows a job under way: what happens now, one bar, the results as
// they arrive, and a button to stop it.
type Progress struct {
	widget.BaseWidget
	OnStop func()

	note  *Paragraph
	bar   *bar
	lines *fyne.Container
	seen  int
	stop  *Button
	body  *fyne.Container
}

// NewProgress makes it with a bar that moves until the job says how much there is to do. stays says what is left behind
// after a stop; with "" nothing is, and the button says Cancel instead of Stop.
func NewProgress(stays string) *Progress {
	p := &Progress{note: Text("Starting…"), bar: &bar{moving: true}, lines: Column(6)}
	p.bar.ExtendBaseWidget(p.bar)
	word := "Stop"
	if stays == "" {
		word = "Cancel"
	}
	p.stop = NewButton(word, Plain, "", func() {
		if p.OnStop != nil {
			p.OnStop()
		}
	})
	p.body = Column(12, NewPanel(p.note, p.bar, p.lines), Across(0, p.stop))
	if stays != "" {
		p.body.Add(Caption(stays))
	}
	p.ExtendBaseWidget(p)
	return p
}

// CreateRenderer is Fyne's.
func (p *Progress) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(p.body) }

// Button returns the button that stops, to focus it.
func (p *Progress) Button() *Button { return p.stop }

// Moving reports whether the bar shows only that something happens, because how much there is to do is not known.
func (p *Progress) Moving() bool { return p.bar.moving }

// Part returns how full the bar is, from 0 to 1; 0 while it moves.
func (p *Progress) Part() float32 { return p.bar.part }

// Set shows how far the job is. The bar never goes back.
func (p *Progress) Set(now task.Progress) {
	note := now.Note
	if now.Total <= 0 && now.Done > 0 { // how many there are is not known: a count in words, and no part of a bar
		note = fmt.Sprintf("%s (%s so far)", note, guide.Figures(now.Done))
	}
	if now.Total > 0 {
		note = fmt.Sprintf("%s (%s of %s)", note, guide.Figures(now.Done), guide.Figures(now.Total))
		p.bar.set(min(float32(now.Done)/float32(now.Total), nearlyFull)) // the job itself says when it ends
	}
	if note != "" {
		p.note.SetText(note)
	}
	if len(now.Lines) < p.seen {
		p.seen, p.lines.Objects = 0, nil
	}
	for _, l := range now.Lines[p.seen:] {
		icon, c := severity(report.Severity(l.State))
		p.lines.Add(NewLine(true, NewChip(icon, report.Severity(l.State).Label(), c), Text(l.Title), nil))
	}
	if n := len(p.lines.Objects); n > linesShown {
		p.lines.Objects = p.lines.Objects[n-linesShown:]
	}
	p.seen = len(now.Lines)
	p.body.Refresh()
}
