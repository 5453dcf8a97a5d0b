// Package safedocuments is the guide to Safe Documents: whom it protects, and what is missing for the
// others. Handrail reads licences from Microsoft Graph. The switch of the organisation has no
// interface that Handrail could use, so the guide reads what Exchange Online PowerShell exports, and
// returns the commands in separate blocks. The rules are in app/device/safedocs.
package safedocuments

import (
	"handrail/app"
	"handrail/app/device/safedocs"
	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/guide/export"
	"handrail/app/guide/frame"
	"handrail/app/guides/services"
	"handrail/app/powershell"
	"handrail/app/report"
	"handrail/app/tenant"
)

// deps is what the guide needs of the outside.
type deps struct{ services.Services }

// ID of the guide. Stored with every visit.
const ID = "safe-documents"

// The steps. Stored with every visit.
const (
	stepExport = "export"
	stepPeople = "people"
	stepChange = "change"
	stepTest   = "test"
	stepAfter  = "after"
	stepRecord = "record"
)

// The answers. Stored with every visit.
const (
	askExport = "export"
	askOpen   = "click-through"
	askAfter  = "after"

	openNo  = "no"
	openYes = "yes"
)

// Guide returns the guide.
func Guide(s services.Services) guide.Guide {
	d := deps{s.Timed()}
	return guide.Guide{
		ID: ID, Title: "Check Safe Documents", Topic: "Devices", Minutes: 15, Subject: askOpen,
		About:    "about",
		Article:  "Office ATP Safe Documents",
		Outcome:  "You know whom Safe Documents protects, why not the others, and how to prove that it works.",
		Problems: problems,
		Needs: []guide.Need{{Title: "A connected organisation", Kind: guide.NeedsOrganisation,
			Sections: []string{tenant.SectionUsers, tenant.SectionLicences},
			Text:     "Handrail reads from Microsoft who has which licence."},
			{Title: "Security Administrator", Roles: []string{"Security Administrator"},
				Text: "You need this admin role to change the switch. To read it, Security Reader is enough."},
			{Title: "Exchange Online PowerShell",
				Text: "You run the commands yourself, with Microsoft’s module ExchangeOnlineManagement."}},
		Steps: d.steps(),
	}
}

func (d deps) steps() []guide.Step {
	return []guide.Step{
		{ID: stepExport, Title: "Export the switch", Summary: "Run one read-only script. The next step uses its output.",
			MainLabel: "Continue to the people", Hand: handScript, Aside: true, Terms: glossary()},
		{ID: stepPeople, Title: "See who is protected", Summary: "See for each person what is there and what is missing.",
			NextLabel: "See who is protected", MainLabel: "Continue to the change", Needs: stepExport,
			DependsOn: []string{askExport}, Asks: []guide.Ask{d.askExport()}, Look: d.lookPeople, Ready: ready,
			Terms: glossary()},
		{ID: stepChange, Title: "Change the settings", Summary: "Get the commands, and what to do for single people.",
			NextLabel: "Show the commands", MainLabel: "I have made the change", Needs: stepPeople,
			DependsOn: []string{askExport, askOpen}, Asks: []guide.Ask{clickThrough()}, Hand: d.handChange,
			Terms: glossary()},
		{ID: stepTest, Title: "Test with a sample file", Summary: "Prove on one computer that Safe Documents works.",
			MainLabel: "I have tested it", Needs: stepChange, Hand: handTest, Aside: true, Terms: glossary()},
		{ID: stepAfter, Title: "Check again", Summary: "See from a new export whether the change is made.",
			NextLabel: "Check again", MainLabel: "Continue to the report", Needs: stepChange,
			DependsOn: []string{askExport, askOpen, askAfter}, Asks: []guide.Ask{d.askAfter()}, Look: d.lookAfter,
			Terms: glossary()},
		{ID: stepRecord, Title: "Save the report", Summary: "See what you found and changed.",
			MainLabel: "Save the report", Needs: stepPeople, DependsOn: []string{askExport, askOpen, askAfter},
			Look: d.lookRecord, Terms: glossary()},
	}
}

func glossary() []guide.Term {
	return []guide.Term{
		{Word: "Safe Documents", Meaning: "Checks an Office file in the cloud before someone may leave Protected View."},
		{Word: "Protected View", Meaning: "Office opens a file from elsewhere like this: it can be read, but not edited."},
		{Word: "Service plan", Meaning: "One part of a licence. An administrator can turn it off for a person."},
		{Word: "Click-through", Meaning: "People may open a file although Safe Documents found that it is harmful."},
		{Word: "Edition", Meaning: "The Office apps exist as Apps for business and as Apps for enterprise."},
	}
}

func clickThrough() guide.Ask {
	return ask.Choice(askOpen, ask.Words{Label: "May people open a file that was found harmful?",
		Hint: "Microsoft recommends that they may not."},
		[]guide.Option{
			{Value: openNo, Label: "Keep harmful files closed",
				Hint: "Someone who needs the file asks you first."},
			{Value: openYes, Label: "Let people open them after a warning",
				Hint: "The warning can be closed by the person whom it should stop."},
		})
}

// script reads the switch. It writes a value only if Exchange has its name: absent is not empty.
func script(answer string) export.Script {
	return export.Script{File: "safe-documents.ps1", Answer: answer, Script: powershell.Script{
		Modules:  []string{"ExchangeOnlineManagement"},
		Synopsis: []string{"Reads whether Safe Documents is on. Changes nothing."},
		Params:   []powershell.Param{{Name: "OutFile", Values: []string{"handrail-safe-documents.json"}}},
		Body: `Connect-ExchangeOnline -ShowBanner:$false
$names = @('Identity', 'EnableSafeDocs', 'AllowSafeDocsOpen')
$all = @()
foreach ($policy in @(Get-AtpPolicyForO365)) {
    $row = [ordered]@{}
    foreach ($name in $names) {
        $property = $policy.PSObject.Properties[$name]
        if ($null -ne $property) { $row[$name] = $property.Value }
    }
    $all += [pscustomobject]$row
}
ConvertTo-Json -InputObject $all -Depth 3 | Out-File -FilePath $OutFile -Encoding utf8`,
	}}
}

var handScript = export.Handout{ID: "export", Title: "A read-only script", Lead: "Run it as a Security Reader.",
	Steps: []string{"Install the module ExchangeOnlineManagement.",
		"Run safe-documents.ps1 in Windows PowerShell 5.1 or in PowerShell 7, and sign in.",
		"Save the file that it writes. You need it on the next page."},
	Done: "Continue to the people", Paste: true}.Hand(script(askExport))

func (d deps) askExport() guide.Ask {
	return script(askExport).Ask(d.Files.Answers.SafeDocuments)
}

// askAfter offers a later export only once the commands were run.
func (d deps) askAfter() guide.Ask {
	a := script(askAfter).Ask("", ask.FirstOf(func(v *guide.Visit) string {
		if v.Outcomes[stepChange].State != guide.Completed {
			return ""
		}
		return d.Files.Answers.SafeDocumentsLater
	}))
	a.Label, a.Help = "What does safe-documents.ps1 return now?", "Run the script again after the change."
	return a
}

// ready holds the person back until the licences and the switch are known.
func ready(_ *guide.Visit, doc *report.Document) error {
	if f := doc.Facts(); f["people"] != string(report.Unknown) || f["switch"] != string(report.Unknown) {
		return nil
	}
	return app.Errorf(app.NotFound, "Run safe-documents.ps1 and enter its output, or connect your organisation.",
		"Handrail knows neither the switch nor your people.")
}

// draft returns a document of the guide.
func (d deps) draft(title string) *frame.Draft {
	return frame.New(frame.Head{Title: title, At: d.Now(), Sources: []string{frame.FromCache, frame.FromImport,
		"Apps for enterprise need version " + safedocs.MinimumVersion() + " or later, which Handrail cannot read"}})
}
