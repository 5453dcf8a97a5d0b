// Package syncidentity is the guide that keeps directory synchronisation running: whether
// it runs, which identity runs it, which policies stop that identity, and what an error
// means. It excludes the account with a group, or hands over the steps, and checks again. The
// rules are in app/identity/syncid, and what excludes is in app/identity/exclusion.
package syncidentity

import (
	"slices"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/guide/terms"
	"handrail/app/guides/services"
	"handrail/app/report"
	"handrail/app/tenant"
)

// deps is what the guide needs of the outside.
type deps struct{ services.Services }

// ID of the guide. Stored with every visit.
const ID = "sync-identity"

// The steps. Stored with every visit.
const (
	stepCheck    = "check"
	stepIdentity = "identity"
	stepPolicies = "policies"
	stepExclude  = "exclude"
	stepFix      = "fix"
	stepAgain    = "again"
	stepRecord   = "record"
)

// The answers. Stored with every visit.
const (
	askWay   = "way"
	askError = "error"

	wayExclude     = "exclude"
	wayApplication = "application"
)

// Guide returns the guide.
func Guide(s services.Services) guide.Guide {
	d := deps{s.Timed()}
	return guide.Guide{
		ID: ID, Title: "Keep directory sync running", Topic: "Organisation and sign-in",
		Article: "MFA, Admin Roles and AADConnect Sync Failures",
		Minutes: 15, Subject: askWay, Stopped: stoppedAt,
		Outcome:  "You know whether a policy stops the sync with your own directory, and how to fix it.",
		Problems: problems,
		Needs: []guide.Need{{Title: "A connected organisation", Kind: guide.NeedsOrganisation,
			Sections: []string{tenant.SectionOrganisation, tenant.SectionRoles},
			Text:     "Handrail reads the last sync, the roles and the policies. Connect your organisation first."},
			{Title: "The right role for the change", Text: "You need the role Conditional Access Administrator or Security " +
				"Administrator. Without it, you get instructions to hand over.",
				Roles: []string{"Conditional Access Administrator", "Security Administrator"}}},
		Notices: d.notices,
		Steps: []guide.Step{
			{ID: stepCheck, Title: "Check the sync", Summary: "See whether a sync is in use, and when it last ran.",
				MainLabel: "Find the sync account", Look: d.check, Terms: glossary()},
			{ID: stepIdentity, Title: "Find the sync account", Summary: "An account or an application runs the sync.",
				MainLabel: "Check each policy", Needs: stepCheck, Look: d.identity, Terms: glossary()},
			{ID: stepPolicies, Title: "Check each policy", Summary: "See what each policy does to the sync.",
				MainLabel: "Continue to the fix", Needs: stepIdentity, Look: d.policies, Terms: glossary()},
			{ID: stepExclude, Title: "Exclude the sync account",
				Summary:   "The policies then let the sync through, and still protect everyone who is not in the group.",
				NextLabel: "Show the plan", MainLabel: "Exclude the account", Needs: stepPolicies,
				DependsOn: []string{askWay, askGroup, askGroupName}, Asks: append([]guide.Ask{which()}, groupQuestions()...),
				Plan: d.planExclude, Apply: d.applyExclude, Rights: rights, Terms: glossary()},
			{ID: stepFix, Title: "Do the rest yourself", Summary: "What Handrail cannot do for you, step by step.",
				Needs: stepPolicies, DependsOn: []string{askWay, askGroup, askGroupName},
				Hand: d.hand, Terms: glossary()},
			{ID: stepAgain, Title: "Check the sync again",
				Summary:   "Handrail reads the last sync and the policies again.",
				NextLabel: "Check again", MainLabel: "Continue to keep or undo", Needs: stepFix,
				DependsOn: []string{askError},
				Asks:      []guide.Ask{pasted()}, Look: d.again, Ready: ready, Terms: glossary()},
			{ID: stepKeep, Title: "Keep or undo", Summary: "Decide when the sync has run again.",
				NextLabel: "Show the result", MainLabel: "Confirm this decision", Needs: stepPolicies,
				DependsOn: []string{askKeep}, Asks: []guide.Ask{keepQuestion()}, Plan: d.planKeep, Apply: d.applyKeep,
				Rights: rights, Terms: glossary()},
			{ID: stepRecord, Title: "Save the report", Summary: "See what was found, and what was done.",
				MainLabel: "Save the report", Needs: stepPolicies, Look: d.record, Terms: glossary()},
		},
	}
}

func glossary() []guide.Term {
	return terms.With([]terms.Key{terms.MFA, terms.ConditionalAccess, terms.SecurityDefaults},
		guide.Term{Word: "Directory sync",
			Meaning: "A program on your own server that copies accounts to Microsoft 365."},
		guide.Term{Word: "Report-only", Meaning: "A policy in this state records what it would do, and does nothing."})
}

func which() guide.Ask {
	return ask.Choice(askWay, ask.Words{Label: "How do you want to fix it?",
		Hint: "Both keep the policies for everyone else.",
		Help: "An application needs no password and no exclusion, but a recent version of Entra Connect."},
		[]guide.Option{
			{Value: wayExclude, Label: "Exclude the sync account from the policies",
				Hint: "Handrail shows the plan, and does it where it may."},
			{Value: wayApplication, Label: "Let the sync sign in as an application",
				Hint: "On the server, with Entra Connect 2.5.76.0 or later."},
		}, ask.WhenOf(func(v *guide.Visit) bool { return v.Fact("in-use") != "no" }))
}

func pasted() guide.Ask {
	return ask.Optional(ask.Lines(askError, ask.Words{Label: "What does the server report?",
		Hint: "Paste the error text, or leave this empty.",
		Help: "From the event log “Application”, or what Start-ADSyncSyncCycle or Get-ADSyncScheduler returns."}))
}

// ready holds the person back only while a policy certainly stops the sync. Of several
// accounts one that runs is enough: the old one may wait for its week.
func ready(_ *guide.Visit, doc *report.Document) error {
	facts := doc.Facts()
	if n := facts["stops"]; n == "0" || n == string(report.Unknown) || facts["in-use"] == "no" {
		return nil
	}
	all := slices.ContainsFunc(doc.Findings(), func(f report.Finding) bool {
		return f.Code == codeVerdict && f.Severity == report.Problem
	})
	if !all && facts["stopped"] == "no" {
		return nil
	}
	return app.Errorf(app.NotFound, "Finish the steps, then check again.", "A policy still stops the sync.")
}
