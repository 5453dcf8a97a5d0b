// Package mfaenforce is the guide to requiring multifactor authentication (MFA):
// the options, what the organisation has on today, whom each option affects, and
// which one to choose. It changes nothing itself; it hands over the steps and
// checks again. The rules are in app/identity/mfa.
package mfaenforce

import (
	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/guide/terms"
	"handrail/app/guides/services"
	"handrail/app/identity/mfa"
	"handrail/app/identity/mfaview"
	"handrail/app/tenant"
)

// deps is what the guide needs of the outside.
type deps struct {
	services.Services
}

// ID of the guide. Stored with every visit.
const ID = "mfa-enforce"

// The steps. Stored with every visit.
const (
	stepToday  = "today"
	stepWays   = "ways"
	stepWho    = "who"
	stepDo     = "do"
	stepCheck  = "check"
	stepRecord = "record"
)

// The answers. Stored with every visit.
const (
	askWay   = "way"
	askGlass = "breakglass"
)

// Guide returns the guide.
func Guide(s services.Services) guide.Guide {
	d := deps{Services: s.Timed()}
	return guide.Guide{
		ID: ID, Title: "Require multifactor authentication", Topic: "Organisation and sign-in",
		Article: "MFA and End User Impacts",
		Minutes: 30, Subject: askWay,
		Outcome:  "You know the ways to require MFA and who each one affects.",
		Problems: problems,
		Needs: []guide.Need{
			{Title: "A connected organisation", Kind: guide.NeedsOrganisation,
				Sections: []string{tenant.SectionUsers, tenant.SectionRegistration},
				Text: "Handrail reads the registered sign-in methods and what requires MFA today. " +
					"Connect your organisation first."},
			{Title: "The names of your emergency access accounts", Text: "Handrail does not guess these accounts. " +
				"Most options can exclude them."},
		},
		Steps: []guide.Step{
			{ID: stepToday, Title: "What requires MFA today",
				Summary: "More than one setting can require MFA. These are on.", MainLabel: "Compare the options",
				Look: d.today, Terms: glossary()},
			{ID: stepWays, Title: "Compare the options", Summary: "See who each one affects and what stops working.",
				MainLabel: "Choose an option", Needs: stepToday, Look: d.ways, Terms: glossary()},
			{ID: stepWho, Title: "Who is affected",
				Summary:   "See how the option affects each person, most serious first.",
				NextLabel: "Show who is affected", MainLabel: "Continue to the instructions", Needs: stepWays,
				DependsOn: []string{askWay, askGlass}, Look: d.who, People: d.people, Asks: asks(), Terms: glossary()},
			{ID: stepDo, Title: "Set it up", Summary: "You make this change yourself, step by step.", Needs: stepWho,
				DependsOn: []string{askWay, askGlass}, Hand: d.hand, Terms: glossary()},
			{ID: stepCheck, Title: "Check the setting", Summary: "Handrail checks again what requires MFA.",
				MainLabel: "Continue to the report", Needs: stepDo,
				DependsOn: []string{askWay}, Look: d.check, Ready: gate, Terms: glossary()},
			{ID: stepRecord, Title: "Save the report", Summary: "See what was on, what you chose and who it affects.",
				MainLabel: "Save the report",
				Needs:     stepWho, DependsOn: []string{askWay, askGlass}, Look: d.record, Terms: glossary()},
		},
	}
}

// glossary has the words that are explained on every page.
func glossary() []guide.Term {
	return terms.Of(terms.MFA, terms.SecurityDefaults, terms.ConditionalAccess, terms.EntraPlans, terms.AccessPass)
}

func asks() []guide.Ask {
	var options []guide.Option
	for _, m := range mfa.Demands() {
		options = append(options, guide.Option{Value: m.ID, Label: m.Title, Hint: about[m.ID].hint})
	}
	return []guide.Ask{
		ask.Choice(askWay, ask.Words{Label: "Which option do you want to use?",
			Hint: "You can come back and choose another.",
			Help: "Handrail recommends the option that fits your licences."},
			options, ask.FirstFact("recommended", mfa.DemandAccess)),
		mfaview.EmergencyQuestion(askGlass),
	}
}

// glass returns the emergency access accounts of a visit.
func glass(v *guide.Visit) []string {
	return mfa.Names(v.Answer(askGlass))
}
