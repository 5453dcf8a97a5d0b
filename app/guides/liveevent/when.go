package liveevent

import (
	"context"
	"fmt"
	"strings"
	"time"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/runsheet"
	"handrail/app/task"
)

func (d Deps) whenAsks() []guide.Ask {
	templates := func(*guide.Visit) (all []guide.Option) {
		for _, t := range append(d.ownTemplates(), runsheet.Templates()...) {
			all = append(all, option(t.ID, t.Title, t.Hint))
		}
		return all
	}
	return []guide.Ask{
		{Name: askDate, Label: "On which day is it?", Hint: "For example 2026-11-29.", Kind: guide.Line,
			Clean: strings.TrimSpace,
			Default: func(*guide.Visit) string {
				t := d.Now()
				return t.AddDate(0, 0, (7-int(t.Weekday()))%7).Format(time.DateOnly) // the next Sunday
			},
			Valid: func(_ *guide.Visit, text string) error {
				if _, err := time.Parse(time.DateOnly, text); err != nil {
					return app.Errorf(app.Invalid, "Enter it like this: 2026-11-29.", "“%s” is not a date.", text)
				}
				return nil
			}},
		{Name: askClock, Label: "When does it start?",
			Hint: "Enter the time that you announce to attendees. For example 10:30.", Kind: guide.Line,
			Clean:   runsheet.CleanClock,
			Default: func(*guide.Visit) string { return "10:30" },
			Valid: func(_ *guide.Visit, text string) error {
				if _, err := time.Parse("15:04", runsheet.CleanClock(text)); err != nil {
					return app.Errorf(app.Invalid, "Enter it like this: 10:30.", "“%s” is not a time.", text)
				}
				return nil
			}},
		{Name: askZone, Label: "In which time zone is it?",
			Hint: "Enter the time zone of the place. For example Europe/London.", Kind: guide.Line, Clean: strings.TrimSpace,
			Default: func(*guide.Visit) string { return "Europe/London" },
			Valid: func(_ *guide.Visit, text string) error {
				_, err := runsheet.Start{Zone: text}.Location()
				return err
			}},
		{Name: askTemplate, Label: "Which template do you want?",
			Hint: "The run sheet starts with this template. You can change it there.", Kind: guide.Choice, Options: templates,
			Default: func(v *guide.Visit) string { return templates(v)[0].Value }, Valid: func(v *guide.Visit, text string) error { return oneOf(templates(v))(v, text) }},
	}
}

// start returns the start of the event of v, whose answers are checked.
func start(v *guide.Visit) (runsheet.Start, time.Time, runsheet.Odd, *time.Location, error) {
	s := runsheet.Start{Date: v.Answer(askDate), Clock: v.Answer(askClock), Zone: v.Answer(askZone)}
	at, odd, err := s.At()
	if err != nil {
		return s, at, odd, nil, err
	}
	loc, err := s.Location()
	return s, at, odd, loc, err
}

func (d Deps) when(ctx context.Context, v *guide.Visit, _ task.Report) (*report.Document, error) {
	out, err := d.frame(ctx, "Date and time", v)
	if err != nil {
		return nil, err
	}
	s, at, odd, loc, err := start(v)
	if err != nil {
		return nil, err
	}
	switch odd {
	case runsheet.Skipped:
		out.find("time-skipped", report.Problem, "This time does not exist",
			"The clocks go forward that night and skip "+s.Clock+".", "Choose another time.")
	case runsheet.Twice:
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
			"People in other countries may join an hour early or late.", "Add the city of your time zone to the notice.")
	}
	out.add(report.Timeline{Title: "Schedule", Items: []report.Event{
		{At: at.Add(-time.Hour), Text: "The team arrives"}, {At: at.Add(-30 * time.Minute), Text: "Presenters join and test"},
		{At: at.Add(-10 * time.Minute), Text: "The event opens, everyone is muted"},
		{At: at.Add(-time.Minute), Text: "You go live, because attendees see it later"}, {At: at, Text: "Start"},
	}})
	out.fact("start", "Start", at.UTC().Format(time.RFC3339), at.In(loc).Format("Monday 2 January 2006, 15:04")+" ("+s.Zone+")")
	return out.done("What to know"), nil
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
		return append(all, role{"Second producer", "keeps the event running if the first producer loses the connection"})
	}
	return append(all, role{"Questions", "reads questions from attendees and answers them"})
}

func (d Deps) whoAsks() []guide.Ask {
	return []guide.Ask{{Name: askTeam, Label: "Who is in the team?",
		Hint: "Enter one role on each line. For example Producer: Ama; Ben", Kind: guide.Lines, Clean: strings.TrimSpace,
		Valid: anyText,
		What:  "Add the backup person after a semicolon. Names stay on this computer.",
		Default: func(v *guide.Visit) string {
			var b strings.Builder
			for _, r := range roles(v.Answer(askKind)) {
				b.WriteString(r.name + ": \n")
			}
			return b.String()
		}}}
}

func (d Deps) who(ctx context.Context, v *guide.Visit, _ task.Report) (*report.Document, error) {
	out, err := d.frame(ctx, "Roles", v)
	if err != nil {
		return nil, err
	}
	team := settings(v.Answer(askTeam))
	table := report.Table{Title: "The team", Columns: []string{"Role", "Person", "Backup", "Task"}}
	for _, r := range roles(v.Answer(askKind)) {
		name, second, _ := strings.Cut(team[strings.ToLower(r.name)], ";")
		name, second = strings.TrimSpace(name), strings.TrimSpace(second)
		table.Rows = append(table.Rows, []string{r.name, name, second, r.does})
		switch {
		case name == "":
			out.find("role-empty", report.Warning, r.name+": no one yet", "This person "+r.does+".", "Enter a name.")
		case second == "":
			out.find("role-alone", report.Note, r.name+": no backup", "If this person cannot come, no one knows what to do.",
				"Invite a second person to the rehearsal.")
		case strings.EqualFold(name, second):
			out.find("role-alone", report.Note, r.name+": same person as backup", "The backup must be another person.",
				"Ask someone else.")
		}
	}
	out.add(table, report.Text{Text: "Make a test call with each of them, on the computer and the network that they " +
		"use on the day."},
		report.Table{Title: "How they join", Columns: []string{"Who", "How"}, Rows: [][]string{
			{"Producer and organiser", "A laptop or desktop with the Teams app, signed in with an account of your organisation"},
			{"Presenters with an account", "The Teams app, signed in; a headset, and a light in front of them"},
			{"External presenters", "Their own link from the invitation, which is different for each person"},
			{"Attendees", "The attendee link; a browser on a computer, the Teams app on a phone"},
		}})
	if len(out.found) == 0 {
		out.find("team-whole", report.OK, "Every role has a person and a backup", "The team is complete.", "")
	}
	out.fact("team", "Roles without a person", fmt.Sprint(strings.Count(fmt.Sprint(codes(out.found)), "role-empty")), "")
	return out.done("The team"), nil
}

func codes(found []report.Finding) []string {
	var all []string
	for _, f := range found {
		all = append(all, f.Code)
	}
	return all
}
