// Package liveevent is the guide to an event for people at home: a weekly service,
// an annual meeting, a talk. It chooses the kind of event, checks whether the
// organisation can hold it, shares out the work, prepares the link and the run
// sheet, leads through the day and reads the attendance afterwards.
//
// Microsoft ended its live events: none can be booked any more, and booked ones
// run until 28 February 2027. Their successor has had several names, so names,
// limits and dates stand in a file of data with its own date (kinds.csv).
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

// Deps is what the guide needs of the world outside.
type Deps struct {
	Link       tenant.Link       // nil where there is none
	Attendance attendance.Keeper // nil keeps nothing
	Runs       runsheet.Runs     // nil: the day was never run
	// Attended asks Microsoft who was at the event with a link on a day, as reports;
	// nil where that cannot be asked.
	Attended func(ctx context.Context, link string, at time.Time) ([][]byte, error)
	// Target asks where a short link leads; nil where that cannot be asked.
	Target  func(ctx context.Context, link string) (string, error)
	Writer  tenant.Writer                     // nil: the person makes the event
	Journal guide.Journal                     // keeps what was sent; needed with Writer
	Memory  guide.Memory                      // keeps which event was made; needed with Writer
	Now     app.Clock                         // nil means time.Now
	Read    func(path string) ([]byte, error) // of a file the person named; nil: none can be read

	book *book // what is drawn of Memory; made by Guide
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

// Guide gives the guide.
func Guide(d Deps) guide.Guide {
	if d.Now == nil {
		d.Now = time.Now
	}
	d.book = newBook(d.Memory)
	if d.Read == nil {
		d.Read = func(string) ([]byte, error) {
			return nil, app.Errorf(app.Internal, "Start Handrail again.", "Handrail cannot read files here.")
		}
	}
	return guide.Guide{
		ID: ID, Title: "Hold an event for people at home", Topic: "Events", Minutes: 60, Subject: askTitle,
		Article: "Microsoft Teams Live Events For Running a Church Service",
		Again:   again,
		Outcome: "Your event is prepared, rehearsed, led minute by minute, and counted afterwards.",
		Needs: []guide.Need{
			{Title: "A date and a helper", Text: "One person leads through the event and one works at the computer."},
			{Title: "Who does what", Text: "Names for each part, and somebody who can stand in."},
		},
		Steps: []guide.Step{
			{ID: stepKind, Title: "What kind of event", Lead: "Four kinds, side by side, with one that Handrail advises.", Next: "Show the kinds", Main: "Choose one", Asks: d.kindAsks(),
				DependsOn: []string{askBooked, askPeople, askTalk}, Look: d.kinds, Terms: terms},
			{ID: stepCan, Title: "Can you?", Lead: "Licence and policies, as far as they can be known.", Next: "Check this", Main: "Go on", Needs: stepKind, Asks: d.canAsks(),
				DependsOn: []string{askKind, askPublic, askPolicy, askPeople}, Look: d.can, Terms: terms},
			{ID: stepWhen, Title: "When and what", Lead: "The start that people at home are told.", Next: "Show the times", Main: "Go on", Needs: stepKind, Asks: d.whenAsks(),
				DependsOn: []string{askTitle, askDate, askClock, askZone, askKind}, Look: d.when, Terms: terms},
			{ID: stepWho, Title: "Who does what", Lead: "A name and a stand-in for each part.", Next: "Check the team", Main: "Go on", Needs: stepWhen, Asks: d.whoAsks(),
				DependsOn: []string{askTeam, askKind}, Look: d.who, Terms: terms},
			{ID: stepCreate, Title: "Create it", Lead: "Two events: the real one, and one to rehearse.", Main: "Make the event", Needs: stepWhen,
				DependsOn: []string{askTitle, askDate, askClock, askZone, askKind, askPublic, askWay, askPresenters}, Asks: d.createAsks(), Next: "Show what will be made",
				Plan: d.plan, Apply: d.apply, Hand: d.create, Terms: terms},
			{ID: stepLink, Title: "The right link", Lead: "Look at it before you publish it.", Next: "Judge this link", Main: "This is the link", Needs: stepKind, Asks: d.linkAsks(),
				DependsOn: []string{askLink, askShort, askTitle}, Look: d.link, Gate: linkGate, Terms: terms},
			{ID: stepRehearse, Title: "Rehearse", Lead: "In an event of its own, because one cannot be used twice.", Needs: stepWhen, DependsOn: []string{askKind}, Hand: d.rehearse, Terms: terms},
			{ID: stepSheet, Title: "Run sheet", Lead: "What happens when, from an hour before to the end.", Next: "Show the run sheet", Main: "Keep this run sheet", Needs: stepWhen, Asks: d.sheetAsks(),
				DependsOn: []string{askSheet, askFile, askColumns, askOwn, askDate, askClock, askZone}, Look: d.sheet, Terms: terms},
			{ID: stepPapers, Title: "Take it along", Lead: "The run sheet for spreadsheets, and one page for each person.", Needs: stepSheet,
				DependsOn: []string{askSheet, askTitle, askDate, askClock, askZone}, Hand: d.papers, Terms: terms},
			{ID: stepDay, Title: "On the day", Lead: "A screen with the clock, what is on now, and what comes next.", Main: "Open the screen for the day", Needs: stepSheet,
				Text:   "The screen works without a connection. Press **Space** when an item is done; the next one is on. **Backspace** takes the last press back, **H** holds the time.\n\nEvery press is kept at once. If the computer fails, open the screen again: it knows where you are.\n\nAt the end press **End** in Teams, never **Leave**. Stay still and muted for one minute before.",
				Screen: runsheet.Screen, DependsOn: []string{askSheet}, Terms: terms},
			{ID: stepAfter, Title: "Afterwards", Lead: "Who was there, and how it went against the plan.", Next: "Read them", Main: "Go on", Needs: stepSheet, Asks: d.afterAsks(),
				DependsOn: []string{askFrom, askReports, askKeep, askSheet, askLink}, Look: d.after, Terms: terms},
			{ID: stepRecording, Title: "The recording", Lead: "Where it lies, and until when.", Next: "Look at it", Main: "Go on", Needs: stepSheet, Asks: d.recordingAsks(),
				DependsOn: []string{askSaved, askWhere, askShown, askSheet, askDate, askClock, askZone}, Look: d.recording, Wait: d.waitRecording, Terms: terms},
			{ID: stepRecord, Title: "Keep the record", Lead: "What was planned and what became of it.", Main: "Keep the record", Needs: stepSheet,
				DependsOn: []string{askTitle, askKind, askSheet, askDate, askClock, askZone}, Look: d.record, Terms: terms},
		},
	}
}

var terms = []guide.Term{
	{Word: "Run sheet", Meaning: "The list of everything that happens, with its time and who does it."},
	{Word: "Green room", Meaning: "Where presenters meet before the event is let in. People at home do not see it."},
	{Word: "Lobby", Meaning: "Where people wait until somebody lets them in."},
	{Word: "Short link", Meaning: "A link that leads on to another, which you can change later."},
	{Word: "QR code", Meaning: "A picture of squares that a telephone reads as a link."},
	{Word: "CSV and XLSX", Meaning: "Files that spreadsheets open."},
	{Word: "E1, E3, E5, A3 and A5", Meaning: "Microsoft’s larger licences: Office 365 and Microsoft 365 with one of these letters."},
}

// again gives what the event of next week begins with: everything but the link
// and the reports, a week later.
func again(answers map[string]string) map[string]string {
	next := maps.Clone(answers)
	for _, name := range []string{askLink, askFrom, askReports, askFile, askColumns, askOwn, askBooked, askWay, askWhere, askSaved, askShown} {
		delete(next, name)
	}
	next[askDate] = runsheet.Start{Date: answers[askDate]}.Later(7).Date
	return next
}

// frame begins a document of the visit.
func (d Deps) frame(ctx context.Context, title string, v *guide.Visit) (doc, error) {
	return newDoc(title, v.Answer(askTitle), d.Now()), ctx.Err()
}

func option(value, label, hint string) guide.Option {
	return guide.Option{Value: value, Label: label, Hint: hint}
}

// yesNo asks a question with two answers.
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
		return app.Errorf(app.Invalid, "Choose one of those shown.", "“%s” is none of the choices.", text)
	}
}

func anyText(*guide.Visit, string) error { return nil }

func empty(*guide.Visit) string { return "" }

// lines gives the lines of an answer that have words in them.
func lines(text string) []string {
	var all []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			all = append(all, line)
		}
	}
	return all
}
