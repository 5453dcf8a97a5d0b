// Package mfamethods is the guide to changing which sign-in methods an
// organisation allows. It shows each person who would lose something before the
// change is made, what they will see, and what happens to them on the day on
// which Microsoft itself stops texts and calls. The rules are in app/mfa.
package mfamethods

import (
	"time"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/mfa"
	"handrail/app/tenant"
)

// Deps is what the guide needs of the world outside.
type Deps struct {
	Link    tenant.Link
	Writer  tenant.Writer // nil: the change is handed over
	Journal guide.Journal // keeps the exact former settings for undo; needed with Writer
	Kept    *mfa.Kept     // the organisation as loaded last; nil reads it each time
	Memory  guide.Memory  // keeps the preview, to be compared later; nil keeps nothing
	Now     app.Clock     // nil means time.Now
}

// ID of the guide. Stored with every visit.
const ID = "mfa-methods"

// The steps. Stored with every visit.
const (
	stepChange  = "change"
	stepToday   = "today"
	stepWho     = "who"
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

// Guide gives the guide.
func Guide(d Deps) guide.Guide {
	if d.Now == nil {
		d.Now = time.Now
	}
	return guide.Guide{
		ID:      ID,
		Title:   "Change how people prove who they are",
		Outcome: "You change which sign-in methods are allowed, and know beforehand who meets what.",
		Topic:   "Sign-in",
		Article: "Impact of Removing SMS As an MFA Method In Azure AD",
		Minutes: 40,
		Needs: []guide.Need{
			{Title: "A connected organisation", Text: "Handrail reads who registered what, and the policies. Connect it first."},
			{Title: "The right role, for the change itself", Text: "Authentication Policy Administrator is enough. Without it you get everything to hand over."},
			{Title: "The names of your emergency accounts", Text: "Handrail never guesses them. They are judged apart."},
		},
		Subject: askChange,
		Steps: []guide.Step{
			d.changeStep(), d.todayStep(), d.whoStep(), d.prepareStep(), d.confirmStep(),
			d.workedStep(), d.keepStep(), d.watchStep(), d.recordStep(),
		},
	}
}

var (
	termMFA  = guide.Term{Word: "Second step", Meaning: "What proves who you are after the password: a text message, an app, a passkey."}
	termPass = guide.Term{Word: "Temporary Access Pass", Meaning: "A code that an administrator makes for one person. It signs in once or for some hours."}
	termKey  = guide.Term{Word: "Passkey", Meaning: "A key on a phone, a computer or a stick, opened with a face, a finger or a number."}
	termCSV  = guide.Term{Word: "CSV", Meaning: "A table as a text file, which every spreadsheet opens."}
)
