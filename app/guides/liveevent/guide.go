// Package liveevent is the guide to an online event in Teams: a weekly service, an annual
// meeting, a talk. It recommends an event type, checks licences and policies, assigns
// roles, prepares the link and the run sheet, runs the day and reads the attendance.
//
// Microsoft has ended Teams live events: no new ones can be booked, and booked ones run
// until 28 February 2027. Their successor has had several names, so names, limits and
// dates are in kinds.csv, a data file with its own date.
package liveevent

import (
	"maps"
	"time"

	"handrail/app"
	"handrail/app/event/runsheet"
	"handrail/app/guide"
	"handrail/app/guide/frame"
	"handrail/app/guide/terms"
	"handrail/app/guides/services"
)

// deps is what the guide needs of the outside.
type deps struct {
	services.Services

	book *book // what is drawn of Observations; made by Guide
}

// ID of the guide. Stored with every visit.
const ID = "live-event"

// The steps. Stored with every visit.
const (
	stepKind      = "kind"
	stepCan       = "can"
	stepWhen      = "when"
	stepWho       = "who"
	stepCreate    = "create"
	stepLink      = "right-link"
	stepRehearse  = "rehearse"
	stepSheet     = "run-sheet"
	stepPapers    = "papers"
	stepDay       = "day"
	stepAfter     = "after"
	stepRecording = "recording"
	stepRecord    = "record"
)

// The answers. Stored with every visit. Those of the run sheet are runsheet's.
const (
	askTitle      = runsheet.AnswerTitle
	askDate       = runsheet.AnswerDate
	askClock      = runsheet.AnswerClock
	askZone       = runsheet.AnswerZone
	askSheet      = runsheet.AnswerSheet
	askBooked     = "booked"
	askPeople     = "audience"
	askTalk       = "talk"
	askKind       = "event-kind"
	askPublic     = "public"
	askPolicy     = "policy"
	askTeam       = runsheet.AnswerTeam
	askWay        = "way"
	askPresenters = "presenters"
	askLink       = "link"
	askShort      = "short-link"
	askTemplate   = "template"
	askFile       = "sheet-file"
	askColumns    = "sheet-columns"
	askOwn        = "own-template"
	askFrom       = "reports-from"
	askReports    = "reports"
	askKeep       = "keep"
	askSaved      = "recording-saved"
	askWhere      = "recording-where"
	askShown      = "recording-shown"
)

// Guide returns the guide.
func Guide(s services.Services) guide.Guide {
	d := deps{Services: s.Timed()}
	d.book = newBook(d.Observations)
	if d.Files.Read == nil {
		d.Files.Read = func(string) ([]byte, error) {
			return nil, app.Errorf(app.Internal, "Start Handrail again.", "Handrail cannot read files.")
		}
	}
	g := guide.Guide{
		ID: ID, Title: "Run an online event in Teams", Topic: "Outlook and Teams", Minutes: 60, Subject: askTitle,
		Article:  "Microsoft Teams Live Events For Running a Church Service",
		Again:    d.again,
		Occasion: occasion,
		Ends:     ends(),
		Outcome:  "You plan, rehearse and run your event, and you know how many people came.",
		Problems: problems,
		Needs: []guide.Need{
			{Title: "A date and a helper", Text: "One person hosts the event and one person works at the computer."},
			{Title: "A team", Text: "You need a name for each role, and a backup person."},
		},
	}
	words := terms.With([]terms.Key{terms.XLSX}, words...)
	for _, part := range [][]guide.Step{d.planned(), d.ready(), d.held()} {
		for _, s := range part {
			s.Terms = words
			g.Steps = append(g.Steps, s)
		}
	}
	return g
}

// words are those that only this guide explains.
var words = []guide.Term{
	{Word: "Run sheet", Meaning: "The list of everything that happens, with its time and the person who does it."},
	{Word: "Green room", Meaning: "Where presenters meet before the event starts. Attendees do not see it."},
	{Word: "Lobby", Meaning: "Where people wait until someone lets them in."},
	{Word: "Short link", Meaning: "A link that redirects to another link. You can change its target later."},
	{Word: "QR code", Meaning: "A square picture that a phone camera reads as a link."},
	{Word: "E1, E3, E5, A3 and A5", Meaning: "Microsoft’s enterprise and education licences: Office 365 or " +
		"Microsoft 365 with one of these names."},
}

// planned are the steps in which the person decides about the event.
func (d deps) planned() []guide.Step {
	return []guide.Step{
		{ID: stepKind, Title: "Compare event types",
			Summary:   "See the four event types and which one Handrail recommends.",
			NextLabel: "Compare event types", MainLabel: "Continue to licences", Asks: d.kindAsks(),
			DependsOn: []string{askBooked, askPeople, askTalk},
			Look:      d.doc("Event types", "What to know", d.kinds, fromHandrail)},
		{ID: stepCan, Title: "Check licences and policies",
			Summary:   "See whether your licences and policies allow this event.",
			NextLabel: "Check licences and policies",
			MainLabel: "Continue to date and time", Needs: stepKind, Asks: d.canAsks(),
			DependsOn: []string{askKind, askPublic, askPolicy, askPeople},
			Look:      d.doc("Licences and policies", "", d.can, fromHandrail, frame.FromCache)},
		{ID: stepWhen, Title: "Set the date and time", Summary: "Set the start time that you announce to attendees.",
			NextLabel: "Show the times", MainLabel: "Continue to the team", Needs: stepKind, Asks: d.whenAsks(),
			DependsOn: []string{askTitle, askDate, askClock, askZone, askKind},
			Look:      d.doc("Date and time", "What to know", d.when, fromAnswers)},
		{ID: stepWho, Title: "Assign roles", Summary: "Name a person and a backup for each role.",
			NextLabel: "Check the team",
			MainLabel: "Continue to the event", Needs: stepWhen, Asks: d.whoAsks(),
			DependsOn: []string{askTeam, askKind},
			Look:      d.doc("Roles", "The team", d.who, fromAnswers)},
	}
}

// ready are the steps in which the event is created, planned minute by minute and rehearsed with its run sheet.
func (d deps) ready() []guide.Step {
	return []guide.Step{
		{ID: stepCreate, Title: "Create the event",
			Summary:   "Create two events: the real one and one for the rehearsal.",
			MainLabel: "Create the event", Needs: stepWhen,
			DependsOn: []string{askTitle, askDate, askClock, askZone, askKind, askPublic, askWay, askPresenters},
			Asks:      d.createAsks(), NextLabel: "Show what will be created",
			Plan: d.plan, Apply: d.apply, Hand: d.create},
		{ID: stepLink, Title: "Check the attendee link", Summary: "Check the link before you publish it.",
			NextLabel: "Check this link", MainLabel: "Continue to the run sheet", Needs: stepKind, Asks: d.linkAsks(),
			DependsOn: []string{askLink, askShort, askTitle},
			Look:      d.doc("The attendee link", "Findings about the link", d.link, fromAnswers), Ready: linkGate},
		{ID: stepSheet, Title: "Write the run sheet",
			Summary:   "Plan what happens when, from an hour before the start to the end.",
			NextLabel: "Show the run sheet",
			MainLabel: "Save this run sheet", Needs: stepWhen, Asks: d.sheetAsks(),
			DependsOn: []string{askSheet, askFile, askColumns, askOwn, askDate, askClock, askZone},
			Look:      d.doc("Run sheet", "What to know", d.sheet, fromAnswers)},
		{ID: stepPapers, Title: "Save and print the run sheet",
			Summary: "Save the run sheet for spreadsheets, and pages for each person.", Needs: stepSheet,
			DependsOn: []string{askSheet, askTeam, askTitle, askDate, askClock, askZone}, Hand: d.papers,
			Aside: true},
		{ID: stepRehearse, Title: "Rehearse",
			Summary: "Rehearse in a separate event. You cannot run the same event twice.",
			Needs:   stepWhen, DependsOn: []string{askKind}, Hand: d.rehearse, Aside: true},
	}
}

// held are the steps of the day and after it.
func (d deps) held() []guide.Step {
	return []guide.Step{
		{ID: stepDay, Title: "Run the event",
			Summary:   "See the clock, the current item and the next item on one screen.",
			MainLabel: "Open the event-day screen", Needs: stepSheet,
			Text: "The event-day screen works without a connection. Press **Space** when an item is done: the next one " +
				"starts. **Backspace** undoes the last action, **H** pauses the time.\n\nHandrail saves every action " +
				"at " +
				"once. If the computer fails, open the screen again: it shows where you are.\n\nAt the end, select " +
				"**End** " +
				"in Teams, never **Leave**. Stay still and muted for one minute before.",
			Screen: runsheet.Screen, DependsOn: []string{askSheet}},
		{ID: stepAfter, Title: "Review the event",
			Summary:   "See how many people came and how the event compares with the plan.",
			NextLabel: "Read the reports",
			MainLabel: "Continue to the recording", Needs: stepSheet, Asks: d.afterAsks(),
			DependsOn: []string{askFrom, askReports, askKeep, askSheet, askLink},
			Look:      d.doc("Review of the event", "What to know", d.after, frame.FromImport, frame.FromVisit)},
		{ID: stepRecording, Title: "Save the recording",
			Summary:   "See how long the recording is available, and where you saved it.",
			NextLabel: "Check the recording",
			MainLabel: "Continue to the report", Needs: stepSheet, Asks: d.recordingAsks(),
			DependsOn: []string{askSaved, askWhere, askShown, askSheet, askDate, askClock, askZone},
			Look:      d.doc("The recording", "What to know", d.recording, fromAnswers, fromHandrail),
			Wait:      d.waitRecording},
		{ID: stepRecord, Title: "Save the report", Summary: "See what you planned and what happened.",
			MainLabel: "Save the report", Needs: stepSheet,
			DependsOn: []string{askTitle, askKind, askSheet, askDate, askClock, askZone}, Look: d.whole},
	}
}

// again returns the answers for a new event like one: its run sheet, roles and settings, but not the link, the reports
// and the recording. It is a week later, or on the next such day of the week where that has passed.
func (d deps) again(answers map[string]string) map[string]string {
	next := maps.Clone(answers)
	for _, name := range []string{askLink, askFrom, askReports, askFile, askColumns, askOwn, askBooked, askWay,
		askWhere,
		askSaved, askShown} {
		delete(next, name)
	}
	start := runsheet.Start{Date: answers[askDate], Clock: answers[askClock], Zone: answers[askZone]}
	start = start.Later(7)
	if at, _, err := start.At(); err == nil {
		if past := d.Now().Sub(at); past > 0 {
			start = start.Later(7 * int(past/(7*24*time.Hour)+1))
		}
	}
	next[askDate] = start.Date
	return next
}
