package liveevent

import (
	"context"
	"fmt"
	"strings"
	"time"

	"handrail/app"
	"handrail/app/event/runsheet"
	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/report"
	"handrail/app/task"
)

func (d deps) whenAsks() []guide.Ask {
	templates := func(*guide.Visit) (all []guide.Option) {
		for _, t := range append(d.ownTemplates(), runsheet.Templates()...) {
			all = append(all, guide.Option{Value: t.ID, Label: t.Title, Hint: t.Hint})
		}
		return all
	}
	return []guide.Ask{
		ask.Day(askDate, ask.Words{Label: "On which day is it?", Hint: "For example 2026-11-29."},
			ask.FirstOf(func(*guide.Visit) string {
				t := d.Now()
				return t.AddDate(0, 0, (7-int(t.Weekday()))%7).Format(time.DateOnly) // the next Sunday
			})),
		ask.Clock(askClock, ask.Words{Label: "When does it start?",
			Hint: "Enter the time that you announce to attendees. For example 10:30."},
			ask.First("10:30"), ask.Cleaned(runsheet.CleanClock), ask.Checked(func(text string) error {
				if _, err := time.Parse("15:04", runsheet.CleanClock(text)); err != nil {
					return app.Errorf(app.Invalid, "Enter it like this: 10:30.", "“%s” is not a time.", text)
				}
				return nil
			})),
		ask.Line(askZone, ask.Words{Label: "In which time zone is it?",
			Hint: "Enter the time zone of the place. For example Europe/London."},
			ask.First("Europe/London"), ask.Checked(func(text string) error {
				_, err := runsheet.Start{Zone: text}.Location()
				return err
			})),
		ask.ChoiceOf(askTemplate, ask.Words{Label: "Which template do you want?",
			Hint: "The run sheet starts with this template. You can change it there."}, templates),
	}
}

// moment is when an event starts.
type moment struct {
	runsheet.Start
	at  time.Time
	odd runsheet.ClockAnomaly
	loc *time.Location
}

// start returns the start of the event of v, whose answers are checked.
func start(v *guide.Visit) (m moment, err error) {
	m.Start = runsheet.Start{Date: v.Answer(askDate), Clock: v.Answer(askClock), Zone: v.Answer(askZone)}
	if m.at, m.odd, err = m.At(); err == nil {
		m.loc, err = m.Location()
	}
	return m, err
}

// String returns the start as people at the place read it.
func (m moment) String() string {
	return m.at.In(m.loc).Format("Monday 2 January 2006, 15:04") + " (" + m.Zone + ")"
}

func (d deps) when(ctx context.Context, v *guide.Visit, out draft, _ task.Report) error {
	m, err := start(v)
	if err != nil {
		return err
	}
	at, loc := m.at, m.loc
	switch m.odd {
	case runsheet.Nonexistent:
		out.find("time-skipped", report.Problem, "This time does not exist",
			"The clocks go forward that night and skip "+m.Clock+".", "Choose another time.")
	case runsheet.Ambiguous:
		out.find("time-twice", report.Warning, "This time occurs twice",
			"The clocks go back that night. Handrail uses the first of the two times.",
			"Choose another time, or explain on the notice which one you mean.")
	}
	if at.Before(d.Now()) {
		out.find("time-past", report.Note, "This time is in the past", "The event has already started.",
			"Change the date if this is wrong.")
	}
	if k := kindByID(v.Answer(askKind)); !k.Runs.IsZero() && at.After(k.Runs.AddDate(0, 0, 1)) {
		out.find("kind-ends", report.Problem, "This event type ends before your event",
			"Booked events run until "+k.Runs.Format("2 January 2006")+".", "Choose another event type.")
	}
	if here := at.Local().Format("Monday 15:04"); here != at.In(loc).Format("Monday 15:04") {
		out.find("zone-differs", report.Note, "Your computer shows another time",
			"When the event starts, the clock of this computer shows "+here+".",
			"Change the time zone, unless you are in another one.")
	}
	_, before := at.In(loc).AddDate(0, 0, -7).Zone()
	if _, now := at.In(loc).Zone(); before != now {
		out.find("clocks-change", report.Note, "The clocks change in the week before",
			"People in other countries may join an hour early or late.",
			"Add the city of your time zone to the notice.")
	}
	schedule := []report.Event{{At: at.Add(-time.Hour), Text: "The team arrives"},
		{At: at.Add(-30 * time.Minute), Text: "Presenters join and test"},
		{At: at.Add(-10 * time.Minute), Text: "The event opens, everyone is muted"}}
	if !meeting(v) { // a meeting has no delay
		schedule = append(schedule, report.Event{At: at.Add(-time.Minute),
			Text: "You go live, because attendees see it later"})
	}
	out.Add(report.Timeline{Title: "Schedule", Items: append(schedule, report.Event{At: at, Text: "Start"})})
	out.Fact("start", "Start", at.UTC().Format(time.RFC3339), m.String())
	return nil
}

// role is a role in the team for an event type. The saved team answer holds its name.
type role struct{ name, does string }

func roles(kind string) []role {
	all := []role{
		{"Organiser", "creates the event and has an account in the organisation"},
		{"Producer", "works at the computer: shows the content, starts and ends the event"},
		{"Leader", "hosts the event and appears first"},
	}
	switch kind {
	case "meeting":
		return append(all, role{"Doorkeeper", "lets people in and mutes anyone who makes noise"})
	case "live-event":
		return append(all, role{"Second producer",
			"keeps the event running if the first producer loses the connection"})
	}
	return append(all, role{"Questions", "reads questions from attendees and answers them"})
}

func (d deps) whoAsks() []guide.Ask {
	return []guide.Ask{ask.Optional(ask.Lines(askTeam, ask.Words{Label: "Who is in the team?",
		Hint: "Enter one role on each line. For example Producer: Ama; Ben",
		Help: "Add the backup person after a semicolon. Names stay on this computer."},
		ask.FirstOf(func(v *guide.Visit) string {
			var b strings.Builder
			for _, r := range roles(v.Answer(askKind)) {
				b.WriteString(r.name + ": \n")
			}
			return b.String()
		})))}
}

// pairs reads "Name: value" lines. Names are in lower case.
func pairs(text string) map[string]string {
	all := map[string]string{}
	for _, line := range ask.Rows(text) {
		if name, value, ok := strings.Cut(line, ":"); ok {
			all[strings.ToLower(strings.TrimSpace(name))] = strings.TrimSpace(value)
		}
	}
	return all
}

func (d deps) who(ctx context.Context, v *guide.Visit, out draft, _ task.Report) error {
	team := pairs(v.Answer(askTeam))
	table := report.Table{Title: "The team", Columns: []string{"Role", "Person", "Backup", "Task"}}
	free := 0
	for _, r := range roles(v.Answer(askKind)) {
		name, second, _ := strings.Cut(team[strings.ToLower(r.name)], ";")
		name, second = strings.TrimSpace(name), strings.TrimSpace(second)
		table.Rows = append(table.Rows, []string{r.name, name, second, r.does})
		switch {
		case name == "":
			free++
			out.find("role-empty", report.Warning, r.name+": no one yet", "This person "+r.does+".", "Enter a name.")
		case second == "":
			out.find("role-alone", report.Note, r.name+": no backup",
				"If this person cannot come, no one knows what to do.",
				"Invite a second person to the rehearsal.")
		case strings.EqualFold(name, second):
			out.find("role-alone", report.Note, r.name+": same person as backup", "The backup must be another person.",
				"Ask someone else.")
		}
	}
	out.Add(table, report.Text{Text: "Make a test call with each of them, on the computer and the network that they " +
		"use on the day."},
		report.Table{Title: "How they join", Columns: []string{"Who", "How"}, Rows: [][]string{
			{"Producer and organiser", "A laptop or desktop with the Teams app, signed in with an account of your " +
				"organisation"},
			{"Presenters with an account", "The Teams app, signed in; a headset, and a light in front of them"},
			{"External presenters", "Their own link from the invitation, which is different for each person"},
			{"Attendees", "The attendee link; a browser on a computer, the Teams app on a phone"},
		}})
	if len(out.Found()) == 0 {
		out.find("team-whole", report.OK, "Every role has a person and a backup", "The team is complete.", "")
	}
	out.Fact("team", "Roles without a person", fmt.Sprint(free), "")
	return nil
}
