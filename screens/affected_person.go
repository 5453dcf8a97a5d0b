package screens

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"handrail/app/affected"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/screens/parts"
)

// open shows the page of the person in a row.
func (p *affectedPage) open(i int) {
	if i < 0 || i >= len(p.shown) {
		return
	}
	p.w.affected.current = i
	at, list := p.shown[i], p.list
	var doc *report.Document
	p.jobs.start(func(context.Context, task.Report) error {
		doc = list.Open(at)
		return nil
	}, nil, func(err error) {
		if err != nil {
			p.tell(p.w.showError(err))
			return
		}
		p.drawPerson(at, doc)
	})
}

// back shows the list as it was, with the focus on the row.
func (p *affectedPage) back() {
	p.drawList()
	p.w.focus(p.table.Focus())
}

// drawPerson draws what happens to one person and why, and the letter to them.
func (p *affectedPage) drawPerson(at int, doc *report.Document) {
	one, f := &p.list.People[at], p.list.Fate(at)
	facts := report.Facts{Rows: []report.Fact{{Label: "Effect", Value: f.Title}, {Label: "Why", Value: one.Why}}}
	add := func(label, value string) {
		if value != "" {
			facts.Rows = append(facts.Rows, report.Fact{Label: label, Value: value})
		}
	}
	add("Until", one.UntilWords())
	add("What to do", f.Do)
	add("Email", p.list.EmailWords(at, p.known))
	add("Department", one.Department.Label("None recorded"))
	add("Manager", one.Manager.Label("None recorded"))
	m := p.known[one.ID]
	if !m.First.IsZero() {
		add("Must act since", m.First.Local().Format("2 January 2006"))
	}
	if !m.Done.IsZero() && p.list.Settled(at) {
		add("Done since", m.Done.Local().Format("2 January 2006"))
	}
	body := []fyne.CanvasObject{drawDocument(&report.Document{Blocks: []report.Block{facts}}, p.events())}
	if doc != nil {
		body = append(body, drawDocument(doc, p.events()))
	}
	if letter, ok := p.list.Letter(at); ok {
		body = append(body, parts.Section("The letter to this person",
			parts.NewCode(report.Code{Label: "Subject", Text: letter.Subject}, p.w.copy),
			parts.NewCode(report.Code{Label: "Text", Text: letter.Text}, p.w.copy)))
	}
	back := parts.NewButton("Back to the list", parts.Main, "", p.back)
	var more []*parts.Button
	if p.w.p.Affected != nil {
		mark := parts.NewButton("Mark as emailed", parts.Plain, "", func() { p.mark([]string{one.ID}, p.w.now()) })
		if !m.Written.IsZero() {
			mark = parts.NewButton("Remove the mark", parts.Plain, "", func() {
				p.mark([]string{one.ID}, time.Time{})
			})
		}
		more = append(more, mark)
	}
	p.keepPlace()
	p.onEscape, p.onMain = p.back, p.back
	p.show(container.NewBorder(nil, parts.NewWideBar(nil, append(more, back)...), nil, nil,
		parts.NewPage(one.Label(), one.UPN, body...)))
	p.w.focus(back)
}

func (p *affectedPage) events() BlockEvents { return BlockEvents{Copy: p.w.copy} }

// mark saves that people were written to; the zero time removes the mark. Then it shows the list.
func (p *affectedPage) mark(ids []string, at time.Time) {
	times := make(map[string]time.Time, len(ids))
	for _, id := range ids {
		times[id] = at
	}
	before := make(map[string]time.Time, len(ids))
	for _, id := range ids {
		before[id] = p.known[id].Written
	}
	lead, text := people1(len(ids))+" marked as emailed.", "The list counts them as emailed."
	if at.IsZero() {
		lead, text = people1(len(ids))+": mark removed.", "The list counts them as not yet emailed."
	}
	p.setMarks(times, func() {
		undo := parts.NewButton("Undo", parts.Plain, "", func() {
			p.setMarks(before, func() {
				p.tell(parts.NewBanner(report.OK, "Undone.", "The marks are as they were before."))
			})
		})
		p.tell(parts.NewLine(false, nil, parts.NewBanner(report.OK, lead, text), undo))
	})
}

// setMarks saves when each of some people was written to, works the list out again, and shows it
// with what done tells above it.
func (p *affectedPage) setMarks(times map[string]time.Time, done func()) {
	p.round++ // what a search finds now is of before
	l, k, view, key, organisation, now := p.list, p.known, p.w.affected, p.list.Key, p.organisation.ID, p.w.now()
	var next affected.Known
	var sums affectedSums
	var found []int
	p.jobs.start(func(ctx context.Context, _ task.Report) error {
		same := map[time.Time][]string{}
		next = make(affected.Known, len(k)+len(times))
		for id, m := range k {
			next[id] = m
		}
		for id, at := range times {
			same[at] = append(same[at], id)
			m := next[id]
			m.Person, m.Written = id, at
			next[id] = m
		}
		for at, ids := range same {
			if err := p.w.p.Affected.MarkWritten(ctx, organisation, key, at, ids); err != nil {
				return err
			}
		}
		sums, found = sumsOf(l, next, now), view.begin(l, next)
		return nil
	}, nil, func(err error) {
		if err != nil {
			p.tell(p.w.showError(err))
		} else {
			p.known, p.sums, p.shown = next, sums, found
			done()
		}
		p.back()
	})
}
