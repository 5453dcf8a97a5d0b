// Package migration is the guide to finishing mailbox migrations: whose migration can finish,
// what would be lost, and the one command that fits. Microsoft has no interface for this that
// Handrail could use, so the guide reads what Exchange Online PowerShell exports, returns the
// commands in separate blocks, and compares a new export. The rules are in
// app/mail/migration.
package migration

import (
	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/guide/export"
	"handrail/app/guide/frame"
	"handrail/app/guides/services"
	"handrail/app/report"
)

// deps is what the guide needs of the outside.
type deps struct {
	services.Services
	exports *export.Memory[data]
}

// ID of the guide. Stored with every visit.
const ID = "migration"

// The steps. Stored with every visit.
const (
	stepExport = "export"
	stepPeople = "people"
	stepLoss   = "loss"
	stepDecide = "decide"
	stepRun    = "run"
	stepAfter  = "after"
	stepRecord = "record"
)

// The answers. Stored with every visit.
const (
	askExport = "export"
	askDo     = "do"
	askFor    = "for"
	askPeople = "people"
	askBatch  = "batch"
	askAfter  = "after"

	doComplete = "complete"
	doApprove  = "approve"
	doRetry    = "retry"
	forPeople  = "people"
	forBatch   = "batch"
)

// Guide returns the guide.
func Guide(s services.Services) guide.Guide {
	d := deps{s.Timed(), &export.Memory[data]{}}
	return guide.Guide{
		ID: ID, Title: "Finish mailbox migrations", Topic: "Email", Minutes: 20, Subject: askDo, About: "about",
		Article:  "Force Mailbox Migration With Bad Items To Complete (2020)",
		Outcome:  "You know whose migration can finish, what would be lost, and which command fits each person.",
		Problems: problems,
		Needs: []guide.Need{{Title: "Exchange Administrator", Roles: []string{"Exchange Administrator"},
			Text: "You need this admin role to read the migrations and to finish them."},
			{Title: "Exchange Online PowerShell", Kind: guide.NeedsFile,
				Text: "You run the commands yourself, with Microsoft’s module ExchangeOnlineManagement."}},
		Steps: []guide.Step{
			{ID: stepExport, Title: "Export the migrations",
				Summary:   "Run one read-only script. The next step uses its output.",
				MainLabel: "Continue to the people", Hand: d.handScript, Aside: true, Terms: glossary()},
			{ID: stepPeople, Title: "Check each person", Summary: "See whose migration can finish, and by what.",
				NextLabel: "Check each person", MainLabel: "Continue to the losses", Needs: stepExport,
				DependsOn: []string{askExport}, Asks: []guide.Ask{d.askExport()}, Look: d.lookPeople, Ready: ready,
				Terms: glossary()},
			{ID: stepLoss, Title: "See what would be lost", Summary: "See the skipped items by kind and folder.",
				MainLabel: "Continue to your decision", Needs: stepPeople, DependsOn: []string{askExport},
				Look: d.lookLoss, Terms: glossary()},
			{ID: stepDecide, Title: "Decide what to do", Summary: "See what your choice does to each person.",
				NextLabel: "Show what happens", MainLabel: "Continue to the commands", Needs: stepPeople,
				DependsOn: []string{askExport, askDo, askFor, askPeople, askBatch},
				Asks:      []guide.Ask{whatToDo(), forWhom(), d.which(), d.whichBatch()}, Look: d.lookDecide,
				Terms: glossary()},
			{ID: stepRun, Title: "Run the commands", Summary: "Run each block on its own, in this order.",
				MainLabel: "I have run the commands", Needs: stepDecide,
				DependsOn: []string{askExport, askDo, askFor, askPeople, askBatch}, Hand: d.handRun,
				Terms: glossary()},
			{ID: stepAfter, Title: "Check again", Summary: "See from a new export whether each migration is complete.",
				NextLabel: "Check again", MainLabel: "Continue to the report", Needs: stepRun,
				DependsOn: []string{askExport, askAfter}, Asks: []guide.Ask{d.askAfter()}, Look: d.lookAfter,
				Terms: glossary()},
			{ID: stepRecord, Title: "Save the report", Summary: "See what you found, decided and did.",
				MainLabel: "Save the report", Needs: stepPeople,
				DependsOn: []string{askExport, askDo, askFor, askPeople, askBatch, askAfter}, Look: d.lookRecord,
				Terms: glossary()},
		},
	}
}

func glossary() []guide.Term {
	return []guide.Term{
		{Word: "Grade",
			Meaning: "How much a migration loses, as Microsoft judges it: Perfect, Good, Investigate or Poor."},
		{Word: "Skipped item", Meaning: "A message, a permission or another item that the migration could not copy."},
		{Word: "Batch", Meaning: "Several migrations that are started and finished together."},
		{Word: "Move request", Meaning: "The migration of one mailbox that does not belong to a batch."},
		{Word: "UTC", Meaning: "The common time of the world, without time zones."},
	}
}

func whatToDo() guide.Ask {
	return ask.Choice(askDo, ask.Words{Label: "What do you want to do?",
		Hint: "You run the commands yourself. Handrail changes nothing."},
		[]guide.Option{
			{Value: doComplete, Label: "Finish migrations that need no approval"},
			{Value: doApprove, Label: "Approve skipped items",
				Hint: "The approval covers everything that was found until then."},
			{Value: doRetry, Label: "Start failed or stopped migrations again"},
		})
}

func forWhom() guide.Ask {
	return ask.Choice(askFor, ask.Words{Label: "For whom?",
		Hint: "A batch may include people that you do not want to change."},
		[]guide.Option{{Value: forPeople, Label: "For people that I choose"},
			{Value: forBatch, Label: "For everyone in a batch"}},
		ask.When(askDo, doComplete, doApprove))
}

// which offers everyone to whom the choice applies.
func (d deps) which() guide.Ask {
	return ask.Optional(ask.Lines(askPeople, ask.Words{Label: "Which people?",
		Hint: "Enter one identity on each line. For example ann@example.org.",
		Help: "Handrail offers everyone that your choice applies to. Remove those that you do not want to change."}),
		ask.WhenOf(func(v *guide.Visit) bool { return v.Answer(askDo) == doRetry || v.Answer(askFor) == forPeople }),
		ask.FirstOf(func(v *guide.Visit) string { return d.load(v).fitting(v.Answer(askDo), d.Now()) }),
		ask.Following(askDo))
}

func (d deps) whichBatch() guide.Ask {
	return ask.Line(askBatch, ask.Words{Label: "Which batch?", Hint: "Enter its name. For example Wave 1."},
		ask.WhenOf(func(v *guide.Visit) bool { return v.Answer(askDo) != doRetry && v.Answer(askFor) == forBatch }),
		ask.FirstOf(func(v *guide.Visit) string { return d.load(v).firstBatch() }))
}

// ready holds the person back until someone is in the export.
func ready(_ *guide.Visit, doc *report.Document) error {
	if n := doc.Facts()["people"]; n != "0" && n != string(report.Unknown) {
		return nil
	}
	return app.Errorf(app.NotFound, "Run the script of the step before, and enter its whole output.",
		"Handrail has no migration to check yet.")
}

// draft returns a document of the guide.
func (d deps) draft(title string) *frame.Draft {
	return frame.New(frame.Head{Title: title, At: d.Now(), Sources: []string{frame.FromImport}})
}
