// Package liveevent is the guide to an online event in Teams: a weekly service, an annual
// meeting, a talk. It recommends an event type, checks licences and policies, assigns
// roles, prepares the link and the run sheet, runs the day and reads the attendance.
//
// Microsoft has ended Teams live events: no new ones can be booked, and booked ones run
// until 28 February 2027. Their successor has had several names, so names, limits and
// dates are in kinds.csv, a data file with its own date.
package liveevent

import (
	"context"
	"maps"
	"strings"
	"time"

	"handrail/app"
	"handrail/app/attendance"
	"handrail/app/guide"
	"handrail/app/runsheet"
	"handrail/app/tenant"
)

// Deps is what the guide needs from outside.
type Deps struct {
	Link       tenant.Link       // nil without an organisation
	Attendance attendance.Keeper // nil saves nothing
	Runs       runsheet.Runs     // nil: there are no runs
	// Attended reads from Microsoft the attendance reports of the event with a link on
	// a day; nil if Handrail cannot read them.
	Attended func(ctx context.Context, link string, at time.Time) ([][]byte, error)
	// Target returns where a short link redirects to; nil if Handrail cannot ask.
	Target  func(ctx context.Context, link string) (string, error)
	Writer  tenant.Writer                     // nil: the person creates the event
	Journal guide.Journal                     // stores what was sent; needed with Writer
	Memory  guide.Memory                      // stores which event was created; needed with Writer
	Now     app.Clock                         // nil means time.Now
	Read    func(path string) ([]byte, error) // reads a file that the person named; nil: no files

	book *book // a copy of Memory for drawing; set by Guide
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
	askTeam       = "team"
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
func Guide(d Deps) guide.Guide {
	if d.Now == nil {
		d.Now = time.Now
	}
	d.book = newBook(d.Memory)
	if d.Read == nil {
		d.Read = func(string) ([]byte, error) {
			return nil, app.Errorf(app.Internal, "Start Handrail again.", "Handrail cannot read files.")
		}
	}
	return guide.Guide{
		ID: ID, Title: "Run an online event in Teams", Topic: "Events", Minutes: 60, Subject: askTitle,
		Article: "Microsoft Teams Live Events For Running a Church Service",
		Again:   again,
		Outcome: "You plan, rehearse and run your event, and you know how many people came.",
		Needs: []guide.Need{
			{Title: "A date and a helper", Text: "One person hosts the event and one person works at the computer."},
			{Title: "A team", Text: "You need a name for each role, and a backup person."},
		},
		Steps: []guide.Step{
			{ID: stepKind, Title: "Compare event types", Lead: "See the four event types and which one Handrail recommends.",
				Next: "Compare event types", Main: "Continue to licences", Asks: d.kindAsks(),
				DependsOn: []string{askBooked, askPeople, askTalk}, Look: d.kinds, Terms: terms},
			{ID: stepCan, Title: "Check licences and policies",
				Lead: "See whether your licences and policies allow this event.", Next: "Check licences and policies",
				Main: "Continue to date and time", Needs: stepKind, Asks: d.canAsks(),
				DependsOn: []string{askKind, askPublic, askPolicy, askPeople}, Look: d.can, Terms: terms},
			{ID: stepWhen, Title: "Set the date and time", Lead: "Set the start time that you announce to attendees.",
				Next: "Show the times", Main: "Continue to the team", Needs: stepKind, Asks: d.whenAsks(),
				DependsOn: []string{askTitle, askDate, askClock, askZone, askKind}, Look: d.when, Terms: terms},
			{ID: stepWho, Title: "Assign roles", Lead: "Name a person and a backup for each role.", Next: "Check the team",
				Main: "Continue to the event", Needs: stepWhen, Asks: d.whoAsks(),
				DependsOn: []string{askTeam, askKind}, Look: d.who, Terms: terms},
			{ID: stepCreate, Title: "Create the event", Lead: "Create two events: the real one and one for the rehearsal.",
				Main: "Create the event", Needs: stepWhen,
				DependsOn: []string{askTitle, askDate, askClock, askZone, askKind, askPublic, askWay, askPresenters},
				Asks:      d.createAsks(), Next: "Show what will be created",
				Plan: d.plan, Apply: d.apply, Hand: d.create, Terms: terms},
			{ID: stepLink, Title: "Check the attendee link", Lead: "Check the link before you publish it.",
				Next: "Check this link", Main: "Use this link", Needs: stepKind, Asks: d.linkAsks(),
				DependsOn: []string{askLink, askShort, askTitle}, Look: d.link, Gate: linkGate, Terms: terms},
			{ID: stepRehearse, Title: "Rehearse", Lead: "Rehearse in a separate event. You cannot run the same event twice.",
				Needs: stepWhen, DependsOn: []string{askKind}, Hand: d.rehearse, Terms: terms},
			{ID: stepSheet, Title: "Write the run sheet",
				Lead: "Plan what happens when, from an hour before the start to the end.", Next: "Show the run sheet",
				Main: "Save this run sheet", Needs: stepWhen, Asks: d.sheetAsks(),
				DependsOn: []string{askSheet, askFile, askColumns, askOwn, askDate, askClock, askZone}, Look: d.sheet, Terms: terms},
			{ID: stepPapers, Title: "Save and print the run sheet",
				Lead: "Save the run sheet for spreadsheets, and a page for each person.", Needs: stepSheet,
				DependsOn: []string{askSheet, askTitle, askDate, askClock, askZone}, Hand: d.papers, Terms: terms},
			{ID: stepDay, Title: "Run the event", Lead: "See the clock, the current item and the next item on one screen.",
				Main: "Open the event-day screen", Needs: stepSheet,
				Text: "The event-day screen works without a connection. Press **Space** when an item is done: the next one " +
					"starts. **Backspace** undoes the last action, **H** pauses the time.\n\nHandrail saves every action at " +
					"once. If the computer fails, open the screen again: it shows where you are.\n\nAt the end, select **End** " +
					"in Teams, never **Leave**. Stay still and muted for one minute before.",
				Screen: runsheet.Screen, DependsOn: []string{askSheet}, Terms: terms},
			{ID: stepAfter, Title: "Review the event",
				Lead: "See how many people came and how the event compares with the plan.", Next: "Read the reports",
				Main: "Continue to the recording", Needs: stepSheet, Asks: d.afterAsks(),
				DependsOn: []string{askFrom, askReports, askKeep, askSheet, askLink}, Look: d.after, Terms: terms},
			{ID: stepRecording, Title: "Save the recording",
				Lead: "See how long the recording is available, and where you saved it.", Next: "Check the recording",
				Main: "Continue to the report", Needs: stepSheet, Asks: d.recordingAsks(),
				DependsOn: []string{askSaved, askWhere, askShown, askSheet, askDate, askClock, askZone}, Look: d.recording, Wait: d.waitRecording, Terms: terms},
			{ID: stepRecord, Title: "Save the report", Lead: "See what you planned and what happened.",
				Main: "Save the report", Needs: stepSheet,
				DependsOn: []string{askTitle, askKind, askSheet, askDate, askClock, askZone}, Look: d.record, Terms: terms},
		},
	}
}

var terms = []guide.Term{
	{Word: "Run sheet", Meaning: "The list of everything that happens, with its time and the person who does it."},
	{Word: "Green room", Meaning: "Where presenters meet before the event starts. Attendees do not see it."},
	{Word: "Lobby", Meaning: "Where people wait until someone lets them in."},
	{Word: "Short link", Meaning: "A link that redirects to another link. You can change its target later."},
	{Word: "QR code", Meaning: "A square picture that a phone camera reads as a link."},
	{Word: "CSV and XLSX", Meaning: "Files that spreadsheets open."},
	{Word: "E1, E3, E5, A3 and A5", Meaning: "Microsoft’s enterprise and education licences: Office 365 or " +
		"Microsoft 365 with one of these names."},
}

// again returns the answers for a new event a week later: all but the link, the reports
// and the recording.
func again(answers map[string]string) map[string]string {
	next := maps.Clone(answers)
	for _, name := range []string{askLink, askFrom, askReports, askFile, askColumns, askOwn, askBooked, askWay, askWhere, askSaved, askShown} {
		delete(next, name)
	}
	next[askDate] = runsheet.Start{Date: answers[askDate]}.Later(7).Date
	return next
}

// frame returns a new document about the event of v.
func (d Deps) frame(ctx context.Context, title string, v *guide.Visit) (doc, error) {
	return newDoc(title, v.Answer(askTitle), d.Now()), ctx.Err()
}

func option(value, label, hint string) guide.Option {
	return guide.Option{Value: value, Label: label, Hint: hint}
}

// yesNo returns a question with the answers yes and no.
func yesNo(name, label, hint, usual, yes, no string) guide.Ask {
	all := []guide.Option{option("yes", "Yes", yes), option("no", "No", no)}
	return guide.Ask{Name: name, Label: label, Hint: hint, Kind: guide.Choice, Options: func(*guide.Visit) []guide.Option { return all },
		Default: func(*guide.Visit) string { return usual }, Valid: oneOf(all)}
}

func oneOf(all []guide.Option) func(*guide.Visit, string) error {
	return func(_ *guide.Visit, text string) error {
		for _, o := range all {
			if o.Value == text {
				return nil
			}
		}
		return app.Errorf(app.Invalid, "Select one of the options shown.", "This option is not available.")
	}
}

func anyText(*guide.Visit, string) error { return nil }

func empty(*guide.Visit) string { return "" }

// lines returns the lines of an answer without blank ones.
func lines(text string) []string {
	var all []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			all = append(all, line)
		}
	}
	return all
}
