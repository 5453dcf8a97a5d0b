// Package mfaenforce is the guide to asking for a second step: which ways there
// are, what the organisation has on today, what each way would mean for whom, and
// which one to take. It changes nothing itself; it hands over what to do and
// looks again. The rules are in app/mfa.
package mfaenforce

import (
	"time"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/mfa"
	"handrail/app/mfashow"
	"handrail/app/tenant"
)

// Deps is what the guide needs of the world outside.
type Deps struct {
	Link tenant.Link
	Kept *mfa.Kept // the organisation as loaded last; nil reads it each time
	Now  app.Clock // nil means time.Now
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

// Guide gives the guide.
func Guide(d Deps) guide.Guide {
	if d.Now == nil {
		d.Now = time.Now
	}
	return guide.Guide{
		ID: ID, Title: "Ask for a second step", Topic: "Sign-in", Article: "MFA and End User Impacts", Minutes: 30, Subject: askWay,
		Outcome: "You know each way to ask people for a second step, and whom it would meet.",
		Needs: []guide.Need{
			{Title: "A connected organisation", Text: "Handrail reads who registered what, and what asks today. Connect it first."},
			{Title: "The names of your emergency accounts", Text: "Handrail never guesses them. Most ways can leave them out."},
		},
		Steps: []guide.Step{
			{ID: stepToday, Title: "What asks today", Lead: "Several things can ask at once. This is what is on.", Main: "See the ways", Look: d.today, Terms: terms},
			{ID: stepWays, Title: "The ways, side by side", Lead: "Whom each would ask, and what breaks.", Main: "Choose one", Needs: stepToday, Look: d.ways, Terms: terms},
			{ID: stepWho, Title: "Who is affected", Lead: "What each person meets, the gravest first.", Next: "Show who is affected", Main: "Go on", Needs: stepWays,
				DependsOn: []string{askWay, askGlass}, Look: d.who, Asks: d.asks(), Terms: terms},
			{ID: stepDo, Title: "Set it up", Lead: "You make this change yourself. Take it step by step.", Needs: stepWho, DependsOn: []string{askWay, askGlass}, Hand: d.hand, Terms: terms},
			{ID: stepCheck, Title: "Is it on?", Lead: "Handrail reads again what asks.", Main: "Go on", Needs: stepDo, DependsOn: []string{askWay}, Look: d.check, Gate: gate, Terms: terms},
			{ID: stepRecord, Title: "Keep the record", Lead: "What was on, what you chose, and whom it meets.", Main: "Keep the record", Needs: stepWho, DependsOn: []string{askWay, askGlass}, Look: d.record, Terms: terms},
		},
	}
}

var terms = []guide.Term{
	{Word: "Second step", Meaning: "What proves who you are after the password: a text message, an app, a passkey."},
	{Word: "Security defaults", Meaning: "Microsoft’s basic protection: one switch for everybody."},
	{Word: "Conditional Access", Meaning: "Rules of your own that say who is asked, and when."},
	{Word: "Entra ID P1 and P2", Meaning: "Licences of Microsoft’s sign-in service. Business Premium has the first."},
	{Word: "Temporary Access Pass", Meaning: "A code that an administrator makes for one person. It signs in once or for some hours."},
}

func (d Deps) asks() []guide.Ask {
	return []guide.Ask{
		{Name: askWay, Label: "Which way?", Hint: "You can come back and choose another.", Kind: guide.Choice, What: "Handrail has chosen what fits your licences.",
			Options: func(*guide.Visit) []guide.Option {
				var all []guide.Option
				for _, m := range mfa.Demands() {
					all = append(all, guide.Option{Value: m.ID, Label: m.Title, Hint: about[m.ID].hint})
				}
				return all
			},
			Default: func(v *guide.Visit) string {
				if r := v.Fact("recommended"); r != "" {
					return r
				}
				return mfa.DemandAccess
			},
			Valid: func(_ *guide.Visit, text string) error {
				if _, ok := mfa.DemandByID(text); !ok {
					return app.Errorf(app.Invalid, "Choose one of the ways.", "This is none of the ways.")
				}
				return nil
			}},
		mfashow.AskEmergency(askGlass),
	}
}

// glass gives the emergency accounts of a visit.
func glass(v *guide.Visit) []string {
	return mfa.Names(v.Answer(askGlass))
}
