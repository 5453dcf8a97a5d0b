package screens

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/task"
	"handrail/app/tenant"
	"handrail/screens/parts"
)

// met is what is known of one need before a guide: its word is “OK”, “Needs action” or “Not checked”.
type met struct {
	icon, word string
	ink        fyne.ThemeColorName
	why        string // never empty
}

func isMet(why string) met      { return met{"tick", "OK", parts.Ink, why} }
func isMissing(why string) met  { return met{"look", "Needs action", parts.LookInk, why} }
func notChecked(why string) met { return met{"unknown", "Not checked", parts.Ink, why} }

// namesTime is how long the name server may take to answer.
const namesTime = 5 * time.Second

// met checks one need. Only what was read is met.
func (f *front) met(n guide.Need) met {
	switch {
	case len(n.Roles) > 0:
		return f.org.role(n.Roles)
	case n.Kind == guide.NeedsOrganisation && f.org.none():
		return met{"plug", "Needs action", parts.LookInk, "No organisation is connected."}
	case n.Kind == guide.NeedsOrganisation && !f.org.connected:
		return notChecked("Handrail could not read which organisation is connected.")
	case len(n.Sections) > 0:
		m := f.org.data(n, f.w.now())
		if n.Kind == guide.NeedsOrganisation && m.word == "OK" {
			m.why = "Connected to " + f.org.name + ". " + m.why
		}
		return m
	case n.Kind == guide.NeedsOrganisation:
		return isMet("Connected to " + f.org.name + ".")
	case n.Kind == guide.NeedsFile:
		return notChecked("You choose the file in the guide.")
	case n.Kind == guide.NeedsNames:
		return f.names
	}
	return notChecked("Handrail cannot check this. Have it ready.")
}

// data returns whether the data that a need names could be read: that shows whether its permission and licence are
// there.
func (o orgState) data(n guide.Need, now time.Time) met {
	if o.none() {
		return notChecked("No organisation is connected, so Handrail cannot see this.")
	}
	oldest := time.Time{}
	var open string
	for _, id := range n.Sections {
		st, tried := o.sections[id]
		gap, rows := tenant.NotRead(st, id)
		why := gap.Title + ": " + gap.Message + " " + gap.Hint
		switch {
		case n.Licence && st.State != tenant.NeedsLicence && missing(st.State):
		case missing(st.State) && n.Optional:
			return isMet(why + " The guide has another way.")
		case missing(st.State):
			return isMissing(why)
		}
		switch {
		case !tried || !rows || !st.State.Whole():
			if open == "" {
				open = why
			}
		case oldest.IsZero() || st.Completed.Before(oldest):
			oldest = st.Completed
		}
	}
	if open != "" {
		return notChecked(open)
	}
	return isMet("Handrail could read this on " + when(oldest, now) + ".")
}

// readData runs in a job and reads from saved data whether what g needs could be read.
func (o *orgState) readData(ctx context.Context, link tenant.Connection, g guide.Guide) {
	if !o.connected {
		return
	}
	view, err := link.View(ctx)
	if err != nil {
		logError(err)
		return
	}
	o.sections = map[string]tenant.Status{}
	for _, n := range g.Needs {
		for _, id := range n.Sections {
			if st, err := view.Status(ctx, id); err == nil {
				o.sections[id] = st
			}
		}
	}
}

// askNames asks the name server, where the guide needs its answer, and shows what came.
func (f *front) askNames() {
	ask := f.w.p.AskNames
	f.names = notChecked("Handrail asks your name server in the guide.")
	if ask == nil || !slices.ContainsFunc(f.guide.Needs, func(n guide.Need) bool { return n.Kind == guide.NeedsNames }) {
		return
	}
	f.names = notChecked("Handrail is asking your name server now.")
	f.jobs.start(func(ctx context.Context, _ task.Report) error {
		ctx, stop := context.WithTimeout(ctx, namesTime)
		defer stop()
		return ask(ctx)
	}, nil, func(err error) {
		if f.names = isMet("Your name server answers."); err != nil {
			message, hint := app.UserMessage(err)
			f.names = isMissing(message + " " + hint)
		}
		f.draw()
	})
}
