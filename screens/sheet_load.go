package screens

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"handrail/app"
	"handrail/app/event/runsheet"
	"handrail/app/guide"
	"handrail/app/task"
	"handrail/screens/parts"
)

func (e *sheetScreen) load() {
	if v, ok := e.w.saver.unsaved[e.visit]; ok {
		e.take(v)
		return
	}
	var v guide.Visit
	e.jobs.start(func(ctx context.Context, _ task.Report) (err error) {
		v, err = e.w.p.Visits.Visit(ctx, e.visit)
		return err
	}, nil, func(err error) {
		if err != nil {
			e.fail(err)
			return
		}
		e.take(v)
	})
}

// fail shows why there is nothing to edit.
func (e *sheetScreen) fail(err error) {
	back := parts.NewButton("Back to the guide", parts.Main, "", func() { e.w.Show("visit/" + e.visit) })
	e.object.Objects = []fyne.CanvasObject{parts.NewPage("Handrail cannot show the run sheet", "",
		e.w.showError(err, back))}
	e.object.Refresh()
	e.w.focus(back)
}

// take opens the question of a visit whose answer is a run sheet.
func (e *sheetScreen) take(v guide.Visit) {
	for _, g := range e.w.p.Guides {
		if g.ID != v.Guide {
			continue
		}
		s := guide.Open(g, v)
		for _, st := range g.Steps {
			i := slices.IndexFunc(st.Asks, func(a guide.Ask) bool { return a.Editor == runsheet.Editor })
			if i < 0 {
				continue
			}
			if err := s.GoTo(st.ID); err != nil {
				e.fail(err)
				return
			}
			s.ChangeAnswer(st.Asks[i].Name)
			e.begin(s, st.Asks[i])
			return
		}
	}
	e.fail(app.Errorf(app.NotFound, "Open the guide again.", "This guide has no run sheet."))
}

// begin reads the sheet and shows it.
func (e *sheetScreen) begin(s *guide.Session, a guide.Ask) {
	v := s.Visit()
	e.start = runsheet.Start{Date: v.Answer(runsheet.AnswerDate), Clock: v.Answer(runsheet.AnswerClock),
		Zone: v.Answer(runsheet.AnswerZone)}
	at, _, err := e.start.At()
	if err == nil {
		var loc *time.Location
		if loc, err = e.start.Location(); err == nil {
			e.zero = at.In(loc)
		}
	}
	if err != nil {
		e.fail(err)
		return
	}
	e.s, e.ask = s, a
	e.g = runsheet.ReadGrid(s.Value(a))
	if e.g.Len() == 0 {
		e.g.Insert(0)
	}
	e.build()
	e.table.Edit(e.first(), 2)
}

// first returns the row to begin with: the first from the start of the event on.
func (e *sheetScreen) first() int {
	i := slices.IndexFunc(e.rows, func(r runsheet.Placed) bool { return !r.Start.Before(e.zero) })
	return max(0, i)
}
