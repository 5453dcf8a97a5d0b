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
		{Name: askDate, Label: "On which day?", Hint: "Such as 2026-11-29.", Kind: guide.Line, Clean: strings.TrimSpace,
			Default: func(*guide.Visit) string {
				t := d.Now()
				return t.AddDate(0, 0, (7-int(t.Weekday()))%7).Format(time.DateOnly) // the next Sunday
			},
			Valid: func(_ *guide.Visit, text string) error {
				if _, err := time.Parse(time.DateOnly, text); err != nil {
					return app.Errorf(app.Invalid, "Write it like 2026-11-29.", "“%s” is not a date.", text)
				}
				return nil
			}},
		{Name: askClock, Label: "When does it start?", Hint: "What people at home are told, without the time before it.", Kind: guide.Line, Clean: runsheet.CleanClock,
			Default: func(*guide.Visit) string { return "10:30" },
			Valid: func(_ *guide.Visit, text string) error {
				if _, err := time.Parse("15:04", runsheet.CleanClock(text)); err != nil {
					return app.Errorf(app.Invalid, "Write it like 10:30.", "“%s” is not a time.", text)
				}
				return nil
			}},
		{Name: askZone, Label: "In which time zone?", Hint: "The place of the event, such as Europe/London.", Kind: guide.Line, Clean: strings.TrimSpace,
			Default: func(*guide.Visit) string { return "Europe/London" },
			Valid: func(_ *guide.Visit, text string) error {
				_, err := runsheet.Start{Zone: text}.Location()
				return err
			}},
		{Name: askTemplate, Label: "What is it?", Hint: "The run sheet begins with this; you change it there.", Kind: guide.Choice, Options: templates,
			Default: func(v *guide.Visit) string { return templates(v)[0].Value }, Valid: func(v *guide.Visit, text string) error { return oneOf(templates(v))(v, text) }},
	}
}

// start gives the start of the visit; all its answers were checked.
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
	out, err := d.frame(ctx, "When and what", v)
	if err != nil {
		return nil, err
	}
	s, at, odd, loc, err := start(v)
	if err != nil {
		return nil, err
	}
	switch odd {
	case runsheet.Skipped:
		out.find("time-skipped", report.Problem, "This time does not exist", "The clocks go forward in that night, over "+s.Clock+".", "Choose another time.")
	case runsheet.Twice:
		out.find("time-twice", report.Warning, "This time comes twice", "The clocks go back in that night. The first of the two is meant.", "Choose another time, or say which one on the notice.")
	}
	if at.Before(d.Now()) {
		out.find("time-past", report.Note, "This time has passed", "The event began before now.", "Change the date if that is not meant.")
	}
	if k := kindByID(v.Answer(askKind)); !k.Runs.IsZero() && at.After(k.Runs.AddDate(0, 0, 1)) {
		out.find("kind-ends", report.Problem, "This kind will have ended", "Booked ones run until "+k.Runs.Format("2 January 2006")+".", "Choose another kind.")
	}
	if here := at.Local().Format("Monday 15:04"); here != at.In(loc).Format("Monday 15:04") {
		out.find("zone-differs", report.Note, "Your computer shows another time", "At the start its clock shows "+here+".", "That is right if you are elsewhere. Else change the time zone.")
	}
	_, before := at.In(loc).AddDate(0, 0, -7).Zone()
	if _, now := at.In(loc).Zone(); before != now {
		out.find("clocks-change", report.Note, "The clocks change in the week before", "People abroad may come an hour early or late.", "Say the city of your clock on the notice.")
	}
	out.add(report.Timeline{Title: "The day", Items: []report.Event{
		{At: at.Add(-time.Hour), Text: "The team arrives"}, {At: at.Add(-30 * time.Minute), Text: "Presenters join and test"},
		{At: at.Add(-10 * time.Minute), Text: "The event opens, everybody muted"}, {At: at.Add(-time.Minute), Text: "Live, because people at home see it later"}, {At: at, Text: "Start"},
	}})
	out.fact("start", "Start", at.UTC().Format(time.RFC3339), at.In(loc).Format("Monday 2 January 2006, 15:04")+" ("+s.Zone+")")
	return out.done("What to know"), nil
}

// role is one part of the team for a kind of event.
type role struct{ name, does string }

func roles(kind string) []role {
	all := []role{
		{"Organiser", "made the event and has an account of the organisation"},
		{"Producer", "works at the computer: what is seen, when it begins and ends"},
		{"Leader", "leads through the event and is seen first"},
	}
	switch kind {
	case "meeting":
		return append(all, role{"Doorkeeper", "lets people in and mutes who makes noise"})
	case "live-event":
		return append(all, role{"Second producer", "keeps the event alive if the first loses the connection"})
	}
	return append(all, role{"Questions", "reads what people type and answers"})
}

func (d Deps) whoAsks() []guide.Ask {
	return []guide.Ask{{Name: askTeam, Label: "The team", Hint: "One part a line: part: name; stand-in.", Kind: guide.Lines, Clean: strings.TrimSpace, Valid: anyText,
		What: "Write the person who stands in behind a semicolon. Names stay on this computer.",
		Default: func(v *guide.Visit) string {
			var b strings.Builder
			for _, r := range roles(v.Answer(askKind)) {
				b.WriteString(r.name + ": \n")
			}
			return b.String()
		}}}
}

func (d Deps) who(ctx context.Context, v *guide.Visit, _ task.Report) (*report.Document, error) {
	out, err := d.frame(ctx, "Who does what", v)
	if err != nil {
		return nil, err
	}
	team := settings(v.Answer(askTeam))
	table := report.Table{Title: "The team", Columns: []string{"Part", "Who", "Stands in", "Does"}}
	for _, r := range roles(v.Answer(askKind)) {
		name, second, _ := strings.Cut(team[strings.ToLower(r.name)], ";")
		name, second = strings.TrimSpace(name), strings.TrimSpace(second)
		table.Rows = append(table.Rows, []string{r.name, name, second, r.does})
		switch {
		case name == "":
			out.find("role-empty", report.Warning, r.name+": nobody yet", "Somebody "+r.does+".", "Write a name.")
		case second == "":
			out.find("role-alone", report.Note, r.name+": no stand-in", "If this person cannot come, nobody knows the part.", "Ask a second person to the rehearsal.")
		case strings.EqualFold(name, second):
			out.find("role-alone", report.Note, r.name+": stands in for themselves", "One person cannot be two.", "Ask somebody else.")
		}
	}
	out.add(table, report.Text{Text: "Make a test call with each of them, on the computer and the network of the day."},
		report.Table{Title: "How they join", Columns: []string{"Who", "How"}, Rows: [][]string{
			{"Producer and organiser", "A laptop or desktop with the Teams app, signed in with an account of the organisation"},
			{"Presenters with an account", "The Teams app, signed in; a headset, and a light in front of them"},
			{"Presenters from outside", "Their own link from the invitation, which differs from everybody else’s"},
			{"People at home", "The public link; a browser on a computer, the Teams app on a telephone"},
		}})
	if len(out.found) == 0 {
		out.find("team-whole", report.OK, "Every part has a name and a stand-in", "The team is whole.", "")
	}
	out.fact("team", "Parts without a name", fmt.Sprint(strings.Count(fmt.Sprint(codes(out.found)), "role-empty")), "")
	return out.done("The team"), nil
}

func codes(found []report.Finding) []string {
	var all []string
	for _, f := range found {
		all = append(all, f.Code)
	}
	return all
}
