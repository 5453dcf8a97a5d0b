package screens

import (
	"context"
	"strings"
	"time"

	"handrail/app/event/runsheet"
	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/screens/parts"
)

// askLast offers the run sheet of the last event of this guide. If that one is no longer saved, it tells so and offers
// the one before, if there is one. The sheet below stays as it is.
func (e *sheetScreen) askLast() {
	var last, latest guide.Visit
	here := e.s.Visit()
	e.jobs.start(func(ctx context.Context, _ task.Report) error {
		all, err := e.w.p.Visits.Visits(ctx)
		last = lastEvent(all, here, func(v guide.Visit) bool { return v.Answer(runsheet.AnswerSheet) != "" })
		latest = lastEvent(all, here, func(v guide.Visit) bool { return v.Answer(runsheet.AnswerDate) != "" })
		return err
	}, nil, func(err error) {
		if err != nil {
			e.tell(e.w.showError(err))
			return
		}
		e.offer(last, latest)
	})
}

// offer offers the run sheet of last; latest is the last event, with or without one.
func (e *sheetScreen) offer(last, latest guide.Visit) {
	switch {
	case last.ID == "" && latest.ID == "":
		e.tell(parts.NewBanner(report.Note, "There is no earlier event.",
			"After your next event with a run sheet, you can take it from there."))
		return
	case last.ID == "":
		e.tell(parts.NewBanner(report.Note, noSheet(latest), "Write the items below, or continue without them."))
		return
	}
	items, err := runsheet.Parse(last.Answer(runsheet.AnswerSheet))
	if err != nil {
		e.tell(parts.NewBanner(report.Unknown, "Handrail cannot read the run sheet of "+eventName(last)+".",
			"The run sheet below stays as it is. Write the items there."))
		return
	}
	about := "It has " + plural(len(items), "item") + " and replaces the run sheet below. You can undo this."
	if e.teamless(last) {
		about += " The roles of that event are taken too."
	}
	here := e.s.Visit()
	if latest.ID != last.ID && latest.Answer(runsheet.AnswerDate) > last.Answer(runsheet.AnswerDate) &&
		latest.Answer(runsheet.AnswerDate) < here.Answer(runsheet.AnswerDate) {
		about = noSheet(latest) + " This is the one before. " + about
	}
	take := parts.NewButton("Take this run sheet", parts.Main, "", func() { e.takeLast(last) })
	leave := parts.NewButton("Cancel", parts.Plain, "", func() { e.tell() })
	e.tell(parts.NewPanel(parts.NewBanner(report.Note, eventName(last)+".", about),
		parts.Across(12, take, leave)))
	e.w.focus(take)
}

// noSheet returns that the run sheet of an event is gone.
func noSheet(v guide.Visit) string {
	return "The run sheet of " + eventName(v) + " is no longer on this computer."
}

// eventName names an event with its day.
func eventName(v guide.Visit) string { return v.Subject + ", " + eventDay(v) }

// eventDay returns the day of an event as people read it.
func eventDay(v guide.Visit) string {
	t, err := time.Parse(time.DateOnly, v.Answer(runsheet.AnswerDate))
	if err != nil {
		return v.Answer(runsheet.AnswerDate)
	}
	return t.Format("2 January 2006")
}

// lastEvent returns the latest event before here that fits, else the latest of all that fit; its ID is empty if there
// is none.
func lastEvent(all []guide.Visit, here guide.Visit, fits func(guide.Visit) bool) (last guide.Visit) {
	day := here.Answer(runsheet.AnswerDate)
	before := func(v guide.Visit) bool { return v.Answer(runsheet.AnswerDate) < day }
	for _, v := range all {
		if v.Guide != here.Guide || v.ID == here.ID || !fits(v) {
			continue
		}
		switch {
		case last.ID == "", before(v) && !before(last),
			before(v) == before(last) && v.Answer(runsheet.AnswerDate) > last.Answer(runsheet.AnswerDate):
			last = v
		}
	}
	return last
}

// teamless reports whether no one has a role yet, and someone had in the last event.
func (e *sheetScreen) teamless(last guide.Visit) bool {
	v := e.s.Visit()
	return !hasPerson(v.Answer(runsheet.AnswerTeam)) && hasPerson(last.Answer(runsheet.AnswerTeam))
}

// hasPerson reports whether a role has a person.
func hasPerson(team string) bool {
	for _, line := range strings.Split(team, "\n") {
		if _, name, ok := strings.Cut(line, ":"); ok && strings.Trim(name, " ;\r") != "" {
			return true
		}
	}
	return false
}

// takeLast puts the run sheet of the last event in place of this one, and its roles where no one has one.
func (e *sheetScreen) takeLast(last guide.Visit) {
	if e.teamless(last) {
		for _, st := range e.s.Guide().Steps {
			for _, a := range st.Asks {
				if a.Name == runsheet.AnswerTeam {
					e.s.Answer(st.ID, map[string]string{a.Name: last.Answer(a.Name)}, e.w.now())
				}
			}
		}
		e.s.ChangeAnswer(e.ask.Name)
	}
	e.tell()
	e.g.Replace(last.Answer(runsheet.AnswerSheet))
	e.after(0)
	e.table.Edit(e.first(), int(runsheet.ColumnCue))
}

// lacksSheet reports whether a guide plans events by a run sheet and one of them has none.
func lacksSheet(g guide.Guide, v guide.Visit) bool {
	for _, st := range g.Steps {
		for _, a := range st.Asks {
			if a.Editor == runsheet.Editor {
				return v.Answer(a.Name) == "" && v.Answer(runsheet.AnswerDate) != ""
			}
		}
	}
	return false
}
