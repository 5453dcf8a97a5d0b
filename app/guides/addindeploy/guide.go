// Package addindeploy is the guide to giving an Outlook add-in, such as Zoom for
// Outlook, to everyone or to the right people. Microsoft has no interface for it:
// the guide checks all that can be checked beforehand, names who would be left
// out, hands over the clicks or a script, and looks afterwards whether it arrived.
package addindeploy

import (
	"time"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/tenant"
)

// Deps is what the guide needs of the world outside.
type Deps struct {
	Link tenant.Link
	// ReadFile reads a file, ReadManifest also a folder with a manifest in it; where
	// they are nil, only pasted text is read.
	ReadFile, ReadManifest func(path string) ([]byte, error)
	Answers                Answers   // offered; usually empty
	Now                    app.Clock // nil means time.Now
}

// Answers are the paths of what the guide's scripts wrote.
type Answers struct {
	Checks string // of checks.ps1
	Addins string // of addins.ps1, before anything was deployed
	Later  string // of addins.ps1, once the add-in was deployed
}

// ID of the guide. Stored with every visit.
const ID = "addin-deploy"

// The steps. Stored with every visit.
const (
	stepWhich   = "which"
	stepAsk     = "ask"
	stepMay     = "may"
	stepWho     = "who"
	stepHow     = "how"
	stepReach   = "reach"
	stepDeploy  = "deploy"
	stepArrived = "arrived"
	stepTell    = "tell"
	stepRecord  = "record"
)

// The answers. Stored with every visit.
const (
	askAddin     = "addin"
	askAim       = "aim"
	askStore     = "store-id"
	askManifest  = "manifest"
	askBefore    = "before"
	askSeller    = "seller"
	askChecks    = "checks"
	askInstalled = "installed"
	askWho       = "who"
	askGroups    = "groups"
	askPeople    = "people"
	askMethod    = "method"
	askPhones    = "phones"
	askWay       = "way"
	askAfter     = "after"
)

// Guide gives the guide.
func Guide(d Deps) guide.Guide {
	if d.Now == nil {
		d.Now = time.Now
	}
	return guide.Guide{
		ID:      ID,
		Title:   "Give people an Outlook add-in",
		Outcome: "The right people get the add-in, and you know beforehand who will not, and why.",
		Topic:   "Meetings and add-ins",
		Article: "How to Deploy Zoom Add-In for Outlook as Microsoft 365 Admin",
		Minutes: 30,
		Needs: []guide.Need{
			{Title: "A connected organisation", Text: "Handrail reads people, groups and licences. Connect it first."},
			{Title: "Global Administrator, or Exchange Administrator", Text: "An Exchange Administrator cannot deploy where the add-in asks for more consent."},
			{Title: "A Windows computer, for scripts only", Text: "Microsoft's module for add-ins runs on Windows only. The pages of the admin center work everywhere."},
		},
		Subject: askAddin,
		Steps: []guide.Step{
			d.whichStep(), d.askStep(), d.mayStep(), d.whoStep(), d.howStep(), d.reachStep(), d.deployStep(), d.arrivedStep(), d.tellStep(), d.recordStep(),
		},
	}
}

var (
	termManifest = guide.Term{Word: "Manifest", Meaning: "The file that describes an add-in: its name, its maker, where it appears and what it may read."}
	termXML      = guide.Term{Word: "XML", Meaning: "The older form of a manifest. Only this one works on Mac and phones."}
	termCSV      = guide.Term{Word: "CSV", Meaning: "A table as a text file, which every spreadsheet opens."}
	termEWS      = guide.Term{Word: "EWS", Meaning: "Exchange Web Services, an older way into a mailbox. Add-ins vanished where it was off."}
	termOAuth    = guide.Term{Word: "OAuth", Meaning: "The way in which an add-in shows who you are, without your password."}
	termFixed    = guide.Term{Word: "Fixed, Available, Optional", Meaning: "It is there and stays; people fetch it themselves; it is there and they may remove it."}
	termCOM      = guide.Term{Word: "COM add-in", Meaning: "An older kind of add-in, installed on one computer. New Outlook does not run it."}
)

// choice makes a question with fixed answers.
func choice(name, label, hint, what, first string, options ...guide.Option) guide.Ask {
	return guide.Ask{Name: name, Label: label, Hint: hint, What: what, Kind: guide.Choice,
		Options: func(*guide.Visit) []guide.Option { return options }, Default: func(*guide.Visit) string { return first },
		Valid: func(_ *guide.Visit, text string) error {
			for _, o := range options {
				if o.Value == text {
					return nil
				}
			}
			return app.Errorf(app.Invalid, "Choose one of the answers.", "This is none of the answers.")
		}}
}

// offered makes a question of which the answer is usually known.
func offered(a guide.Ask, text string) guide.Ask {
	a.Default = func(*guide.Visit) string { return text }
	return a
}

// given makes a question for something that may be left out.
func given(name, label, hint, what string, kind guide.Kind) guide.Ask {
	return guide.Ask{Name: name, Label: label, Hint: hint, What: what, Kind: kind, Default: func(*guide.Visit) string { return "" },
		Valid: func(*guide.Visit, string) error { return nil }}
}
