// Package mfamethods is the guide to changing which sign-in methods an
// organisation allows. It shows each person who would lose something before the
// change is made, what they will see, and what happens to them on the day on
// which Microsoft ends text messages and phone calls. The rules are in app/identity/mfa.
package mfamethods

import (
	"handrail/app/guide"
	"handrail/app/guide/change"
	"handrail/app/guide/frame"
	"handrail/app/guides/services"
	"handrail/app/identity/mfa"
	"handrail/app/tenant"
)

// deps is what the guide needs of the outside.
type deps struct {
	services.Services
}

// ID of the guide. Stored with every visit.
const ID = "mfa-methods"

// The steps. Stored with every visit.
const (
	stepChange  = "change"
	stepToday   = "today"
	stepWho     = "who"
	stepBoard   = "board"
	stepPrepare = "prepare"
	stepConfirm = "confirm"
	stepWorked  = "worked"
	stepKeep    = "keep"
	stepWatch   = "watch"
	stepRecord  = "record"
)

// The answers. Stored with every visit.
const (
	askChange    = "change"
	askSeveral   = "changes"
	askFor       = "for"
	askWaves     = "waves"
	askWave      = "wave"
	askGlass     = "breakglass"
	askReset     = "reset"
	askOlder     = "older"
	askTelephone = "telephone"
	askCompare   = "compare"
	askDay       = "day"
	askAdd       = "own-words"
	askWay       = "way"
	askKeep      = "keep"
)

// runner makes the changes of this guide.
func (d deps) runner() change.Runner {
	return change.Runner{Writer: d.Tenant.Writer, Journal: d.Journal, Now: d.Now, Guide: ID,
		Refused: "Sign in with an account that has the role Authentication Policy Administrator, " +
			"or make the change by hand."}
}

// depends returns the answers that say what is changed and for whom, and more.
func depends(more ...string) []string {
	return append([]string{askChange, askSeveral, askFor, askWaves}, more...)
}

// frame returns a document about the change of a visit.
func (d deps) frame(title string, v *guide.Visit, sources ...string) *frame.Draft {
	return frame.New(frame.Head{Title: title, Subject: subjectOf(v), At: d.Now(), Sources: sources})
}

// subjectOf returns in words what the documents of a visit are about; "" where nothing is changed.
func subjectOf(v *guide.Visit) string {
	if all := changesOf(v); len(all) > 0 {
		return titleOf(all)
	}
	return ""
}

// Guide returns the guide.
func Guide(s services.Services) guide.Guide {
	d := deps{Services: s.Timed()}
	return guide.Guide{
		ID:       ID,
		Title:    "Change sign-in methods",
		Outcome:  "You change which sign-in methods are allowed, and you know in advance who is affected.",
		Topic:    "Organisation and sign-in",
		Article:  "Impact of Removing SMS As an MFA Method In Azure AD",
		Minutes:  40,
		Problems: problems,
		Needs: []guide.Need{
			{Title: "A connected organisation", Kind: guide.NeedsOrganisation,
				Sections: []string{tenant.SectionUsers, tenant.SectionRegistration, tenant.SectionMethods},
				Text: "Handrail reads the registered sign-in methods and the policies. " +
					"Connect your organisation first."},
			{Title: "The right role for the change", Roles: []string{"Authentication Policy Administrator"},
				Text: "You need the role Authentication Policy Administrator. " +
					"Without it, you get instructions to hand over."},
			{Title: "The names of your emergency access accounts", Text: "Handrail does not guess these accounts. " +
				"It checks them separately."},
		},
		Subject: askChange,
		Steps: []guide.Step{
			changeStep(), d.todayStep(), d.whoStep(), d.boardStep(), d.prepareStep(), d.confirmStep(),
			d.workedStep(), d.keepStep(), d.watchStep(), d.recordStep(),
		},
		Ends:   ends(),
		Counts: d.counts,
	}
}

// ends returns the days on which Microsoft ends text messages and phone calls.
func ends() []guide.End {
	all := mfa.Retirements()
	const loses = " Anyone who has no other sign-in method cannot sign in until they register one."
	return []guide.End{
		{Code: "phones-end", Title: "Text messages and phone calls end", On: all.First, Public: true,
			Why: "Microsoft ends them for MFA and password reset." + loses},
		{Code: "phones-end-late", Title: "Text messages and phone calls end for Global Administrators and external users",
			On: all.Last, Public: true, Why: "Microsoft ends them for these accounts later than for others." + loses},
	}
}
