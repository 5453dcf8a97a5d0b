// Package backgrounds is the guide to a picture for Teams backgrounds: how you and others see it, whether
// Teams takes it, and who can use it. Handrail never makes a mirrored copy, because everyone else would
// read it backwards. The rules are in app/event/background.
package backgrounds

import (
	"handrail/app"
	"handrail/app/event/background"
	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/guide/export"
	"handrail/app/guide/frame"
	"handrail/app/guides/services"
	"handrail/app/powershell"
	"handrail/app/report"
)

// deps is what the guide needs of the outside.
type deps struct{ services.Services }

// ID of the guide. Stored with every visit.
const ID = "backgrounds"

// The steps. Stored with every visit.
const (
	stepViews    = "views"
	stepPolicies = "policies"
	stepWho      = "who"
	stepGive     = "give"
	stepRecord   = "record"
)

// The answers. Stored with every visit.
const (
	askPicture = "picture"
	askGallery = "gallery"
	askExport  = "export"
	askRead    = "read"

	readRight     = "right"
	readBackwards = "backwards"
	readNone      = "none"
)

// Guide returns the guide.
func Guide(s services.Services) guide.Guide {
	d := deps{s.Timed()}
	return guide.Guide{
		ID: ID, Title: "Check a Teams background", Topic: "Outlook and Teams", Minutes: 10, Subject: askPicture,
		Article:  "Why is the Text in my Teams Background Back To Front",
		Outcome:  "You see your picture as others see it, and know whether Teams takes it and who can use it.",
		Problems: problems,
		Needs: []guide.Need{{Title: "A picture", Kind: guide.NeedsFile,
			Text: "Handrail reads it on this computer, and sends it nowhere."},
			{Title: "Teams Administrator, for the policy", Roles: []string{"Teams Administrator"},
				Text: "You need this admin role to read the policies and to upload a picture for everyone."}},
		Steps: d.steps(),
	}
}

func (d deps) steps() []guide.Step {
	return []guide.Step{
		{ID: stepViews, Title: "See both views", Summary: "See the picture as you see it, and as others see it.",
			NextLabel: "Show both views", MainLabel: "Continue to the policies",
			DependsOn: []string{askPicture, askGallery}, Asks: []guide.Ask{d.askPicture(), whichGallery()},
			Look: d.lookViews, Ready: ready, Terms: glossary()},
		{ID: stepPolicies, Title: "Read policies from Teams",
			Summary:   "Run one read-only script. The next step uses its output.",
			MainLabel: "Continue to who can use it", Needs: stepViews, Hand: handScript, Aside: true, Terms: glossary()},
		{ID: stepWho, Title: "Check who can use it", Summary: "See whose policy and licence allow the picture.",
			NextLabel: "Check who can use it", MainLabel: "Continue to the next steps", Needs: stepPolicies,
			DependsOn: []string{askGallery, askExport}, Asks: []guide.Ask{d.askExport()}, Look: d.lookWho,
			Terms: glossary()},
		{ID: stepGive, Title: "Give it to people", Summary: "Get the steps for the gallery that you chose.",
			NextLabel: "Show the steps", MainLabel: "I have done this", Needs: stepWho,
			DependsOn: []string{askPicture, askGallery, askRead}, Asks: []guide.Ask{canRead()}, Hand: d.handGive,
			Terms: glossary()},
		{ID: stepRecord, Title: "Save the report", Summary: "See what you found.", MainLabel: "Save the report",
			Needs: stepViews, DependsOn: []string{askPicture, askGallery, askExport}, Look: d.lookRecord,
			Terms: glossary()},
	}
}

func glossary() []guide.Term {
	return []guide.Term{
		{Word: "Mirrored", Meaning: "Teams shows your own video as a mirror does. Only you see it like that."},
		{Word: "Gallery", Meaning: "The pictures that someone can choose in Teams under “Video effects”."},
		{Word: "Orientation", Meaning: "Cameras often save a picture lying, with a note how to turn it."},
		{Word: "Teams Premium", Meaning: "A licence of its own. Only with it, people see pictures of the organisation."},
		{Word: "PNG, JPEG, BMP, GIF, HEIF, SVG, TIFF", Meaning: "Types of picture files. Teams takes only some."},
	}
}

func (d deps) askPicture() guide.Ask {
	return ask.Line(askPicture, ask.Words{Label: "Which picture?",
		Hint: "Enter the full path of the file, or drop the file here. For example C:\\Pictures\\hall.png.",
		Help: "Handrail reads the file on this computer. It changes nothing in it."},
		ask.First(d.Files.Answers.Picture), ask.File)
}

func whichGallery() guide.Ask {
	return ask.Choice(askGallery, ask.Words{Label: "How will people get it?",
		Hint: "Teams has other limits for each of the two."},
		[]guide.Option{
			{Value: string(background.Own), Label: "People add the file themselves",
				Hint: "Everyone whose meeting policy allows it."},
			{Value: string(background.Organisation), Label: "You upload it for everyone",
				Hint: "Only people with Teams Premium see it, and you need it to upload."},
		})
}

func canRead() guide.Ask {
	return ask.Choice(askRead, ask.Words{Label: "Can you read the words in the right-hand view?",
		Hint: "Handrail cannot read words in a picture. Go back one page to see it."},
		[]guide.Option{
			{Value: readRight, Label: "The words are the right way round"},
			{Value: readBackwards, Label: "The words are backwards"},
			{Value: readNone, Label: "There are no words in it"},
		})
}

// script reads the policies that decide about backgrounds.
var script = export.Script{File: "backgrounds.ps1", Answer: askExport, Script: powershell.Script{
	Modules:  []string{"MicrosoftTeams"},
	Synopsis: []string{"Reads which backgrounds the policies of Teams allow. Changes nothing."},
	Params:   []powershell.Param{{Name: "OutFile", Values: []string{"handrail-backgrounds.json"}}},
	Body: `Connect-MicrosoftTeams | Out-Null
$all = @()
$all += Get-CsTeamsMeetingPolicy | Select-Object -Property @('Identity', 'VideoFiltersMode')
$all += Get-CsTeamsMeetingBrandingPolicy | Select-Object -Property @('Identity', 'EnableMeetingBackgroundImages')
ConvertTo-Json -InputObject $all -Depth 4 | Out-File -FilePath $OutFile -Encoding utf8`,
}}

var handScript = export.Handout{ID: "policies", Lead: "Run it as a Teams Administrator.",
	Steps: []string{"Install the module MicrosoftTeams.", "Run backgrounds.ps1 and sign in.",
		"Save the file that it writes. You need it on the next page."},
	Done: "Continue to who can use it", Paste: true}.Hand(script)

func (d deps) askExport() guide.Ask { return script.Ask(d.Files.Answers.Backgrounds) }

// ready holds the person back until the picture could be read.
func ready(_ *guide.Visit, doc *report.Document) error {
	if doc.Facts()["type"] != string(report.Unknown) {
		return nil
	}
	return app.Errorf(app.NotFound, "Choose another file.", "Handrail could not read the picture.")
}

// draft returns a document of the guide.
func (d deps) draft(title, subject string, sources ...string) *frame.Draft {
	return frame.New(frame.Head{Title: title, Subject: subject, At: d.Now(), Sources: sources})
}
