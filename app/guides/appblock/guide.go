// Package appblock is the guide to blocking cloud apps by their score: what a score would stop, whom,
// which wanted apps stop with it, and whether the licence can block at all. Handrail reads the
// discovered apps from Microsoft Graph (beta) or from an export, and returns files with indicators
// to import. It changes nothing. The rules are in app/device/appblock and app/device/indicator.
package appblock

import (
	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/guide/frame"
	"handrail/app/guides/services"
	"handrail/app/report"
)

// deps is what the guide needs of the outside.
type deps struct{ services.Services }

// ID of the guide. Stored with every visit.
const ID = "app-block"

// The steps. Stored with every visit.
const (
	stepDiscovered = "discovered"
	stepScore      = "score"
	stepApps       = "apps"
	stepLicence    = "licence"
	stepCheck      = "check"
	stepList       = "list"
	stepAfter      = "after"
	stepRecord     = "record"
)

// The answers. Stored with every visit.
const (
	askFrom      = "from"
	askReport    = "report"
	askExport    = "export"
	askColumns   = "columns"
	askScore     = "score"
	askNeeded    = "needed"
	askAction    = "action"
	askExisting  = "existing"
	askAddresses = "addresses"
	askAfter     = "after"

	fromMicrosoft = "microsoft"
	fromFile      = "file"
)

// Guide returns the guide.
func Guide(s services.Services) guide.Guide {
	d := deps{s.Timed()}
	return guide.Guide{
		ID: ID, Title: "Block risky apps", Topic: "Devices", Minutes: 20, Subject: askFrom,
		Article:  "Block apps with a low reputation",
		Outcome:  "You know which apps and people a score stops, and have a list to block them that you can import.",
		Problems: problems,
		Needs: []guide.Need{{Title: "Discovered apps", Kind: guide.NeedsFile,
			Text: "Microsoft Defender for Cloud Apps must see your computers, or you have an export of its list."},
			{Title: "Security Administrator", Roles: []string{"Security Administrator"},
				Text: "You need this admin role to import the list. To read the apps, Security Reader is enough."}},
		Steps: d.steps(),
	}
}

func (d deps) steps() []guide.Step {
	source := []string{askFrom, askReport, askExport, askColumns}
	score := append(source[:4:4], askScore)
	needed := append(score[:5:5], askNeeded)
	list := append(needed[:6:6], askAction, askExisting)
	return []guide.Step{
		{ID: stepDiscovered, Title: "Read discovered apps", Summary: "See which apps people use, and what is known of them.",
			NextLabel: "Read the apps", MainLabel: "Continue to the score", DependsOn: source,
			Asks: []guide.Ask{whereFrom(), whichReport(), d.export(), columns()}, Look: d.lookDiscovered, Ready: ready,
			Terms: glossary()},
		{ID: stepScore, Title: "Choose a score", Summary: "See what each score would stop.",
			NextLabel: "Show what this stops", MainLabel: "Review the apps", Needs: stepDiscovered, DependsOn: score,
			Asks: []guide.Ask{whichScore()}, Look: d.lookScore, Terms: glossary()},
		{ID: stepApps, Title: "Review the apps", Summary: "See each app that stops, and the wanted apps with it.",
			NextLabel: "Review the apps", MainLabel: "Check the licence", Needs: stepScore, DependsOn: needed,
			Asks: []guide.Ask{whichNeeded()}, Look: d.lookApps, Terms: glossary()},
		{ID: stepLicence, Title: "Check the licence", Summary: "See whether your licences can block apps at all.",
			MainLabel: "Check the block list", Needs: stepApps, Look: d.lookLicence, Terms: glossary()},
		{ID: stepCheck, Title: "Check the block list", Summary: "See conflicts, limits, and what the list does.",
			NextLabel: "Check the list", MainLabel: "Create the block list", Needs: stepApps,
			DependsOn: append(list[:8:8], askAddresses), Asks: []guide.Ask{whichAction(), d.existing(), addresses()},
			Look: d.lookCheck, Terms: glossary()},
		{ID: stepList, Title: "Create the block list", Summary: "Save the files, and import them in Microsoft Defender.",
			MainLabel: "I have imported the files", Needs: stepCheck, DependsOn: list, Hand: d.handList, Terms: glossary()},
		{ID: stepAfter, Title: "Check again", Summary: "See from a new export whether the list is there.",
			NextLabel: "Check again", MainLabel: "Continue to the report", Needs: stepList,
			DependsOn: append(list[:8:8], askAfter), Asks: []guide.Ask{d.after()}, Look: d.lookAfter, Terms: glossary()},
		{ID: stepRecord, Title: "Save the report", Summary: "See what you found and decided.",
			MainLabel: "Save the report", Needs: stepApps, DependsOn: append(list[:8:8], askAfter), Look: d.lookRecord,
			Terms: glossary()},
	}
}

func glossary() []guide.Term {
	return []guide.Term{
		{Word: "Score", Meaning: "Microsoft gives each app a score from 0 to 10. 10 is best."},
		{Word: "Sanctioned, Unsanctioned, Monitored, Protected",
			Meaning: "Tags: approved by you, to be blocked, people are warned, cannot be blocked."},
		{Word: "Indicator", Meaning: "One rule of Defender for Endpoint: what happens at an address."},
		{Word: "URL", Meaning: "An address of the web, also with a path: https://www.example.org/page."},
		{Word: "CSV", Meaning: "A table as a text file. Microsoft Defender imports indicators in this form."},
		{Word: "HTTP, HTTPS", Meaning: "How browsers read pages; HTTPS is encrypted."},
		{Word: "Full path", Meaning: "The part of an address after the name. Over HTTPS, only Microsoft Edge sees it."},
		{Word: "GB", Meaning: "Gigabytes of traffic, sent and received."},
	}
}

// ready holds the person back until the apps are known.
func ready(_ *guide.Visit, doc *report.Document) error {
	if f := doc.Facts()["apps"]; f != string(report.Unknown) && f != "0" {
		return nil
	}
	return app.Errorf(app.NotFound, "Do what the page says, or use an export of Discovered apps.",
		"Handrail does not know which apps people use.")
}

// draft returns a document of the guide.
func (d deps) draft(v *guide.Visit, title string) *frame.Draft {
	source := frame.FromCache + " (beta), last 30 days"
	if v.Answer(askFrom) == fromFile {
		source = frame.FromImport
	}
	return frame.New(frame.Head{Title: title, At: d.Now(), Sources: []string{source}})
}

func whereFrom() guide.Ask {
	return ask.Choice(askFrom, ask.Words{Label: "Where are the discovered apps?",
		Hint: "Without the permission to read them, use an export."},
		[]guide.Option{
			{Value: fromMicrosoft, Label: "Read them from Microsoft",
				Hint: "About one request a second. This needs the permission CloudApp-Discovery.Read.All."},
			{Value: fromFile, Label: "Use a file that you exported",
				Hint: "In Microsoft Defender: Cloud apps > Cloud discovery > Discovered apps > Export."},
		})
}
