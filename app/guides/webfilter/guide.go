// Package webfilter is the guide to the web content filter of Microsoft Defender: on which devices and in
// which browsers it works, who would have been stopped by the categories that the person has in mind, and
// what several policies and the list of indicators do together. No interface reads or sets the policies, so
// the guide reads exports and hands over the steps. The rules are in app/device/webfilter, app/device/hunting
// and app/device/indicator.
package webfilter

import (
	"handrail/app"
	rules "handrail/app/device/webfilter"
	"handrail/app/guide"
	"handrail/app/guide/frame"
	"handrail/app/guide/terms"
	"handrail/app/guides/services"
	"handrail/app/report"
	"handrail/app/tenant"
)

// deps is what the guide needs of the outside.
type deps struct {
	services.Services
	read *memory // of files with attempts
}

// ID of the guide. Stored with every visit.
const ID = "web-filter"

// The steps. Stored with every visit.
const (
	stepExport     = "export"
	stepDevices    = "devices"
	stepCategories = "categories"
	stepStopped    = "stopped"
	stepPolicy     = "policy"
	stepSetUp      = "set-up"
	stepAfter      = "after"
	stepRecord     = "record"
)

// The answers. Stored with every visit.
const (
	askDevices    = "devices"
	askCategories = "categories"
	askReport     = "report"
	askColumns    = "columns"
	askHunting    = "hunting"
	askNames      = "names"
	askPolicies   = "policies"
	askIndicators = "indicators"
	askAfter      = "after"

	namesCounts = "counts"
	namesKeep   = "people"
)

// Guide returns the guide.
func Guide(s services.Services) guide.Guide {
	d := deps{s.Timed(), &memory{}}
	return guide.Guide{
		ID: ID, Title: "Filter web content", Topic: "Devices", Minutes: 40, Subject: askCategories,
		Article:  "Web content filtering",
		Outcome:  "You know where the web filter works, who it would stop, and how to set up its policies.",
		Problems: problems,
		Needs: []guide.Need{{Title: "A connected organisation", Kind: guide.NeedsOrganisation,
			Sections: []string{tenant.SectionUsers, tenant.SectionLicences, tenant.SectionDevices},
			Text:     "Handrail reads your devices, people and licences from Microsoft."},
			{Title: "Security Administrator", Roles: []string{"Security Administrator"},
				Text: "You need this admin role to set up policies in Microsoft Defender."},
			{Title: "Exports from Microsoft Defender",
				Text: "Each is optional: a list of devices, the Web protection report, and the result of a query."}},
		Steps: d.steps(),
	}
}

func (d deps) steps() []guide.Step {
	preview := []string{askCategories, askReport, askColumns, askHunting}
	all := append([]string{askDevices, askNames, askPolicies, askIndicators, askAfter}, preview...)
	return []guide.Step{
		{ID: stepExport, Title: "Before you begin", Summary: "Get the files that the next steps use. Nothing is changed.",
			MainLabel: "Continue to the devices", Hand: handExport, Aside: true, Terms: glossary()},
		{ID: stepDevices, Title: "Check the devices",
			Summary:   "See for each device whether the filter would work, and where.",
			NextLabel: "Check the devices", MainLabel: "Continue to the categories", Needs: stepExport,
			DependsOn: []string{askDevices}, Asks: []guide.Ask{d.askDevices()}, Look: d.lookDevices, Terms: glossary()},
		{ID: stepCategories, Title: "Choose categories", Summary: "See how often each kind of site was opened.",
			NextLabel: "Show the categories", MainLabel: "Continue to the people", Needs: stepDevices,
			DependsOn: []string{askCategories, askReport, askColumns},
			Asks:      []guide.Ask{askWhich(), d.askReport(), askMapping()}, Look: d.lookCategories, Terms: glossary()},
		{ID: stepStopped, Title: "Who would be stopped",
			Summary:   "See people, devices and sites, as far as Defender recorded them.",
			NextLabel: "Show who would be stopped", MainLabel: "Plan the policy", Needs: stepCategories,
			DependsOn: append([]string{askNames}, preview...), Asks: []guide.Ask{d.askHunting(), keepNames()},
			Look: d.lookStopped, Saved: saved, Terms: glossary()},
		{ID: stepPolicy, Title: "Plan the policy", Summary: "See what your policies and indicators do together.",
			NextLabel: "Show the effect", MainLabel: "Continue to the instructions", Needs: stepStopped,
			DependsOn: []string{askCategories, askReport, askColumns, askPolicies, askIndicators},
			Asks:      []guide.Ask{askPlan(), d.askSites()}, Look: d.lookPolicy, Ready: ready, Terms: glossary()},
		{ID: stepSetUp, Title: "Set up the policy",
			Summary:   "Record first, then block. Microsoft lets no program do this for you.",
			MainLabel: "I have set up the policy", Needs: stepPolicy,
			DependsOn: []string{askCategories, askPolicies, askIndicators, askDevices}, Hand: d.handSetUp, Terms: glossary()},
		{ID: stepAfter, Title: "Check again", Summary: "Compare a new export with the one from before.",
			NextLabel: "Compare", MainLabel: "Continue to the report", Needs: stepSetUp,
			DependsOn: append([]string{askAfter, askNames}, preview...), Asks: []guide.Ask{d.askAfter()},
			Look: d.lookAfter, Saved: saved, Terms: glossary()},
		{ID: stepRecord, Title: "Save the report", Summary: "See what you found and planned.",
			MainLabel: "Save the report", Needs: stepPolicy, DependsOn: all, Look: d.lookRecord, Saved: saved,
			Terms: glossary()},
	}
}

func glossary() []guide.Term {
	return terms.With([]terms.Key{terms.CSV},
		guide.Term{Word: "Web filter", Meaning: "Web content filtering in Microsoft Defender. It blocks sites by category."},
		guide.Term{Word: "SmartScreen", Meaning: "The part of Microsoft Edge that filters sites."},
		guide.Term{Word: "Network protection",
			Meaning: "The part of Windows that filters other browsers. In audit mode it only records."},
		guide.Term{Word: "Indicator",
			Meaning: "A site that you allow, warn about or block yourself. It wins over the web filter."},
		guide.Term{Word: "Device group",
			Meaning: "Devices in Microsoft Defender for which a policy can be. Not a group of Entra."},
		guide.Term{Word: "Advanced hunting", Meaning: "Queries over what Microsoft Defender recorded in the last 30 days."},
		guide.Term{Word: "QUIC and Encrypted Client Hello (ECH)",
			Meaning: "Two ways in which a browser hides from Windows which site it opens."},
		guide.Term{Word: "UTC", Meaning: "The time at which clocks worldwide are set. Microsoft records in it."},
		guide.Term{Word: "UPN", Meaning: "The name with which a person signs in. It looks like an email address."},
	)
}

// draft returns a document of the guide.
func (d deps) draft(title string) *frame.Draft {
	return frame.New(frame.Head{Title: title, At: d.Now(), Sources: []string{frame.FromCache, frame.FromImport}})
}

// ready holds the person back where the licence does not allow the plan.
func ready(_ *guide.Visit, doc *report.Document) error {
	switch f := doc.Facts(); {
	case f["refused"] == "yes":
		return app.Errorf(app.Denied, "Plan one policy for all devices.",
			"With your licence there is one policy for everyone.")
	case f["policies"] == "0":
		return app.Errorf(app.Invalid, "Enter at least one policy.", "There is no policy yet.")
	}
	return nil
}

// saved returns what is saved of a document: without people, unless the person chose otherwise.
func saved(v *guide.Visit, doc *report.Document) *report.Document {
	if v.Answer(askNames) == namesKeep {
		return doc
	}
	short := *doc
	short.Blocks = nil
	for _, b := range doc.Blocks {
		if e, ok := b.(report.Entries); ok && e.Name == "people" {
			b = report.Text{Text: "The names of people and their sites are not saved, as you chose."}
		}
		short.Blocks = append(short.Blocks, b)
	}
	return &short
}

// called returns the names of categories as a sentence has them.
func called(all []rules.Category) string {
	names := make([]string, len(all))
	for i, c := range all {
		names[i] = c.Name
	}
	return guide.Some(names, 4)
}
