// Package adminaccess is the guide that protects administrators with two Conditional
// Access policies: one that requires MFA, and one that blocks legacy sign-ins. They are
// created report-only, watched, and switched on in one act; security defaults stay on
// until then. The rules are in app/identity.
package adminaccess

import (
	"slices"
	"strconv"

	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/guide/change"
	"handrail/app/guide/terms"
	"handrail/app/guides/services"
	"handrail/app/identity/mfaview"
	"handrail/app/tenant"
)

// deps is what the guide needs of the outside.
type deps struct{ services.Services }

// ID of the guide. Stored with every visit.
const ID = "admin-access"

// The steps. Stored with every visit.
const (
	stepToday     = "today"
	stepEmergency = "emergency"
	stepGroup     = "group"
	stepRoles     = "roles"
	stepWho       = "who"
	stepCreate    = "create"
	stepWatch     = "watch"
	stepSwitch    = "switch"
	stepAgain     = "again"
	stepKeep      = "keep"
	stepRecord    = "record"
)

// The answers. Stored with every visit.
const (
	askGlass  = "breakglass"
	askRoles  = "roles"
	askList   = "role-list"
	askOthers = "others"
	askKeep   = "keep"
	askMeans  = "means"
	askGroup  = "emergency-group"

	askGroupName = "emergency-group-name"

	askKeepInstead = "keep-instead"

	rolesHeld   = "held"   // Microsoft's list, and every other role that someone holds
	rolesListed = "listed" // Microsoft's list
	rolesOwn    = "own"    // the names in askList

	othersProtect = "protect"
	othersLeave   = "leave"

	keepThem   = "keep"
	keepReport = "report-only"
	keepOff    = "off"
	// keepRemove and keepRestore are about policies that Handrail made.
	keepRemove   = "remove"
	keepRestore  = "restore"
	keepDefaults = "defaults"
)

// defaultsScopes are the permissions that security defaults need beside those of policies
// (Microsoft Learn, Update identitySecurityDefaultsEnforcementPolicy).
var defaultsScopes = []string{"Policy.ReadWrite.SecurityDefaults"}

// Guide returns the guide.
func Guide(s services.Services) guide.Guide {
	d := deps{s.Timed()}
	return guide.Guide{
		ID: ID, Title: "Protect your administrators", Topic: "Organisation and sign-in",
		Article: "Baseline Policy Replacements: Conditional Access MFA for Administrators",
		Minutes: 45, Subject: askRoles, Stopped: stoppedAt,
		Outcome:  "Administrators must use MFA and cannot use legacy apps, and no one is locked out.",
		Problems: problems,
		Needs: []guide.Need{
			{Title: "A connected organisation", Kind: guide.NeedsOrganisation,
				Sections: []string{tenant.SectionUsers, tenant.SectionRegistration, tenant.SectionRoles},
				Text:     "Handrail reads roles, policies and sign-in methods. Connect your organisation first."},
			{Title: "Entra ID P1, if you have it", Sections: []string{tenant.SectionAccess}, Optional: true,
				Text: "Without it, Handrail turns on security defaults or per-user MFA."},
			{Title: "The right role for the change", Text: "Policies need the role Conditional Access Administrator or " +
				"Security Administrator.", Roles: []string{"Conditional Access Administrator", "Security Administrator"}},
			{Title: "Your emergency access accounts", Text: "Handrail does not guess these accounts."},
		},
		Notices: d.notices,
		Steps:   append(d.firstSteps(), d.policySteps()...),
	}
}

// The answers on which steps depend.
var (
	emergencyAnswers = []string{askGlass, askGroup, askGroupName}
	chosenAnswers    = append(slices.Clone(emergencyAnswers), askMeans, askRoles, askList)
	agreedAnswers    = append(slices.Clone(chosenAnswers), askLeave)
)

// firstSteps are the steps until it is known who is affected.
func (d deps) firstSteps() []guide.Step {
	return []guide.Step{
		{ID: stepToday, Title: "Check the protection", Summary: "See what protects administrators today.",
			MainLabel: "Check emergency access", Look: d.today, Terms: glossary()},
		{ID: stepEmergency, Title: "Check emergency access",
			Summary:   "These accounts get you in when nothing else does.",
			NextLabel: "Check the accounts", MainLabel: "Continue to the group", Needs: stepToday,
			DependsOn: append([]string{askTests}, emergencyAnswers...), Asks: append([]guide.Ask{
				mfaview.EmergencyQuestion(askGlass), d.testsQuestion()}, groupQuestions()...),
			Look: d.emergency, Terms: glossary()},
		{ID: stepGroup, Title: "Prepare the group",
			Summary:   "A policy must never stop these accounts, so each policy excludes them.",
			MainLabel: "Prepare the group", Needs: stepEmergency, DependsOn: emergencyAnswers, Plan: d.planGroup,
			Apply: d.applyGroup, Rights: groupRights, Terms: glossary()},
		{ID: stepRoles, Title: "Choose protection", Summary: "Decide what protects your administrators.",
			NextLabel: "Check this choice", MainLabel: "Show who is affected", Needs: stepEmergency,
			DependsOn: []string{askMeans, askRoles, askList}, Asks: roleQuestions(),
			Look: d.lookBy(d.roles, d.rolesInstead), Terms: glossary()},
		{ID: stepWho, Title: "See who is affected", Summary: "See what changes for each person.",
			MainLabel: "Show the plan", Needs: stepRoles, DependsOn: chosenAnswers, Look: d.lookBy(d.who, d.whoInstead),
			Terms: glossary()},
	}
}

// policySteps are the steps from the first change to the report.
func (d deps) policySteps() []guide.Step {
	return []guide.Step{
		{ID: stepCreate, Title: "Create the policies", Summary: "At first, the policies only record. They stop no one.",
			MainLabel: "Create both policies", NextLabel: "Show the plan", Needs: stepWho, DependsOn: agreedAnswers,
			Asks: []guide.Ask{leaveQuestion()},
			Plan: d.planBy(d.planCreate, d.noPolicies), Apply: d.applyBy(d.applyCreate, nothing),
			Rights: rights, Terms: glossary()},
		{ID: stepWatch, Title: "Watch the results", Summary: "See what the policies would have done.",
			MainLabel: "Continue to the switch", Needs: stepCreate, DependsOn: agreedAnswers,
			Look: d.lookBy(d.watch, d.nothingToDo("What would the policies have done?", "There is nothing to watch",
				"Only policies can be tried first. Continue to “Switch protection on”.")), Terms: glossary()},
		{ID: stepSwitch, Title: "Switch protection on",
			Summary:   "Handrail makes the change in a safe order.",
			NextLabel: "Show the plan", MainLabel: "Switch protection on", Needs: stepWatch,
			DependsOn: append([]string{askOthers}, agreedAnswers...), Asks: []guide.Ask{othersQuestion()},
			Plan:  d.planBy(d.planSwitch, d.planInstead),
			Apply: d.applyBy(d.applySwitch, d.applyInstead), Rights: rights, Terms: glossary()},
		{ID: stepAgain, Title: "Check the result", Summary: "Handrail reads the settings again.",
			MainLabel: "Continue to keep or undo", Needs: stepCreate, DependsOn: agreedAnswers,
			Look: d.lookBy(d.again, d.againInstead), Terms: glossary()},
		{ID: stepKeep, Title: "Keep or undo", Summary: "Decide after you hear from people.",
			NextLabel: "Show the result",
			MainLabel: "Confirm this decision", Needs: stepCreate, DependsOn: []string{askMeans, askKeep, askKeepInstead},
			Asks: []guide.Ask{keepQuestion(), keepInsteadQuestion()}, Plan: d.planBy(d.planKeep, d.planKeepInstead),
			Apply: d.applyBy(d.applyKeep, d.applyKeepInstead), Rights: rights, Terms: glossary()},
		d.endsStep(),
		d.takeBackStep(),
		{ID: stepRecord, Title: "Save the report", Summary: "See who is protected, and by what.",
			MainLabel: "Save the report", Needs: stepWho, DependsOn: agreedAnswers,
			Look: d.lookBy(d.record, d.recordInstead), Terms: glossary()},
	}
}

func (d deps) runner() change.Runner {
	return change.Runner{Writer: d.Tenant.Writer, Journal: d.Journal, Now: d.Now, Guide: ID,
		Refused: "Policies need the role Conditional Access Administrator. Security defaults need Security " +
			"Administrator too."}
}

func glossary() []guide.Term {
	return terms.With([]terms.Key{terms.MFA, terms.ConditionalAccess, terms.SecurityDefaults, terms.EntraPlans},
		guide.Term{Word: "Emergency access account",
			Meaning: "A spare administrator account for the day when no one else can sign in."},
		guide.Term{Word: "Report-only", Meaning: "A policy in this state records what it would do, and does nothing."},
		guide.Term{Word: "Legacy apps", Meaning: "Old email apps that cannot use MFA."})
}

func roleQuestions() []guide.Ask {
	return []guide.Ask{
		meansQuestion(),
		ask.Choice(askRoles, ask.Words{Label: "Which roles do you want to protect?",
			Hint: "The next page shows the list.",
			Help: "Microsoft lists 15 roles, and adds new roles every year. Your people may hold others."},
			[]guide.Option{
				{Value: rolesHeld, Label: "Microsoft’s list, and every other role that someone holds"},
				{Value: rolesListed, Label: "Microsoft’s list only"},
				{Value: rolesOwn, Label: "My own list"},
			}, ask.WhenOf(picksRoles)),
		ask.Lines(askList, ask.Words{Label: "Which roles are in your list?",
			Hint: "One role per line, by its English name or its template ID."},
			ask.When(askRoles, rolesOwn), ask.First("Global Administrator"), ask.Checked(validRoles)),
	}
}

func othersQuestion() guide.Ask {
	return ask.Choice(askOthers, ask.Words{Label: "Who protects everyone else?",
		Hint: "This matters only while security defaults are on.",
		Help: "Security defaults protect everyone. They must be off before a policy is on."},
		[]guide.Option{
			{Value: othersProtect, Label: "Two more policies, for everyone", Hint: "MFA for all, and no legacy apps."},
			{Value: othersLeave, Label: "No one", Hint: "Everyone else then signs in with a password alone."},
		}, ask.WhenOf(byPolicies))
}

func keepQuestion() guide.Ask {
	return ask.Choice(askKeep, ask.Words{Label: "Do you want to keep the policies on?",
		Hint: "You can change this later in the Microsoft Entra admin center."},
		[]guide.Option{
			{Value: keepThem, Label: "Keep them on"},
			{Value: keepReport, Label: "Set them back to report-only"},
			{Value: keepOff, Label: "Turn them off"},
			{Value: keepRemove, Label: "Remove them", Hint: "Only policies that Handrail made."},
			{Value: keepRestore, Label: "Restore removed policies",
				Hint: "Possible for " + strconv.Itoa(restoreDays()) + " days."},
			{Value: keepDefaults, Label: "Go back to security defaults",
				Hint: "Handrail removes its policies first. Microsoft may refuse."},
		}, ask.WhenOf(byPolicies))
}
