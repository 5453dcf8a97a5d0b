// Package addindeploy is the guide to deploying an Outlook add-in, such as Zoom for Outlook,
// to everyone or to some people. Microsoft Graph cannot deploy add-ins, so the guide checks
// the requirements, shows who does not get the add-in, returns the steps or a script, and
// checks the deployment.
package addindeploy

import (
	"handrail/app/guide"
	"handrail/app/guide/frame"
	"handrail/app/guides/services"
	"handrail/app/task"
	"handrail/app/tenant"
)

// deps is what the guide needs of the outside.
type deps struct {
	services.Services
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

// Guide returns the guide.
func Guide(s services.Services) guide.Guide {
	d := deps{Services: s.Timed()}
	return guide.Guide{
		ID:       ID,
		Title:    "Deploy an Outlook add-in",
		Outcome:  "The right people get the add-in, and you know in advance who will not get it and why.",
		Topic:    "Outlook and Teams",
		Article:  "How to Deploy Zoom Add-In for Outlook as Microsoft 365 Admin",
		Minutes:  30,
		Problems: problems,
		Needs: []guide.Need{
			{Title: "A connected organisation", Kind: guide.NeedsOrganisation,
				Sections: []string{tenant.SectionUsers, tenant.SectionGroups, tenant.SectionLicences},
				Text: "Handrail reads people, groups and licences. Connect your " +
					"organisation first."},
			{Title: "Global Administrator, or Exchange Administrator", Roles: []string{"Exchange Administrator"},
				Text: "An Exchange Administrator cannot deploy add-ins that need more consent."},
			{Title: "A Windows computer, for scripts only",
				Text: "Microsoft’s module for add-ins runs on Windows only. The admin center works everywhere."},
		},
		Subject: askAddin,
		Ends:    ewsEnds(),
		Steps: []guide.Step{
			d.whichStep(), d.askStep(), d.mayStep(), d.whoStep(), d.howStep(),
			d.reachStep(), d.deployStep(), d.arrivedStep(), d.tellStep(), d.recordStep(),
		},
	}
}

var (
	termManifest = guide.Term{Word: "Manifest",
		Meaning: "The file that describes an add-in: its name, its publisher, where it appears and what it can read."}
	termXML = guide.Term{Word: "XML", Meaning: "The older form of a manifest. Only this form works on " +
		"Mac and phones."}
	termFixed = guide.Term{Word: "Fixed, Available, Optional",
		Meaning: "Fixed: people cannot remove it. Available: people add it themselves. Optional: people can remove it."}
)

// draft returns a document about an add-in.
func (d deps) draft(title, subject string, sources ...string) *frame.Draft {
	return frame.New(frame.Head{Title: title, Subject: subject, At: d.Now(), Sources: sources})
}

// from returns where the saved data is read. With rep set, what was never read is
// read first.
func (d deps) from(rep task.Report) tenant.Request {
	return tenant.Request{Link: d.Tenant.Connection, Now: d.Now(), Report: rep}
}
