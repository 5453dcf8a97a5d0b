package mfa

import (
	"fmt"
	"time"

	"handrail/app/identity/access"
)

// Retirement returns the day on which Microsoft ends text messages and phone calls
// for MFA and password reset. From then on people with no other method must set up
// a passkey before they can sign in. Only organisations with their own telephone
// provider are exempt (Microsoft Learn: concept-sms-voice-retirement). Microsoft
// names a day and no hour.
func Retirement() time.Time { return time.Date(2027, time.February, 1, 0, 0, 0, 0, time.UTC) }

// DaysLeft returns the days from now to Retirement; negative afterwards.
func DaysLeft(now time.Time) int {
	now = now.UTC()
	today := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.UTC)
	return int(Retirement().Sub(today) / (24 * time.Hour))
}

// RetirementEffect is what happens to a person on the day of Retirement if nothing is done.
type RetirementEffect string

// The fates. Their values are stable.
const (
	FateNone      RetirementEffect = "nothing-changes" // a method other than a phone works
	FatePasskey   RetirementEffect = "must-set-up-passkey"
	FateOtherWay  RetirementEffect = "asked-differently" // a phone comes first today, and another method works
	FateExempt    RetirementEffect = "exempt"
	FateNothing   RetirementEffect = "nothing-registered" // no method works today either
	FateUnknown   RetirementEffect = "unknown"
	FateNoReport  RetirementEffect = "not-in-report"
	FateNotGlobal RetirementEffect = "not-announced" // a cloud for which nothing is announced
)

// Deadline is the fate of one person.
type Deadline struct {
	Effect     RetirementEffect
	Days       int           // left until the day; negative after it
	LosesReset access.Answer // loses self-service password reset on that day
	Text       string
}

// RetirementFor returns what happens to person i on 1 February 2027 if nothing is
// done, and the days left at the date of the question.
func (v *Preview) RetirementFor(i int) Deadline {
	o := v.Question.Organisation
	d := Deadline{Days: DaysLeft(v.Question.Date), LosesReset: access.No}
	p := &o.People[i]
	s := v.Results[i].at
	switch {
	case p.InReport == access.No:
		d.Effect, d.LosesReset, d.Text = FateNoReport, access.Unknown, "Not known: this account is not in Microsoft’s "+
			"registration report."
		return d
	case s == nil:
		d.Effect, d.LosesReset, d.Text = FateUnknown, access.Unknown,
			"Not known: Handrail could not read this person’s methods."
		return d
	case s.sync:
		d.Effect, d.Text = FateNone, "This account signs in without a phone."
		return d
	}
	d.Effect = s.fate(o)
	if d.Effect != FateExempt && d.Effect != FateNotGlobal {
		d.LosesReset = s.losesPhonesReset()
	}
	d.Text = d.sentence()
	return d
}

// fate returns what happens if phones no longer work.
func (s *situation) fate(o *Organisation) RetirementEffect {
	phones, perhaps := s.before&Phones, s.beforeMaybe&Phones
	rest, restMaybe := s.before&Persistent&^Phones, s.beforeMaybe&Persistent&^Phones
	switch {
	case perhaps == 0 && rest == 0 && restMaybe == 0:
		return FateNothing
	case perhaps == 0 && rest != 0:
		return FateNone
	case o.Provider == access.Yes:
		return FateExempt
	case o.Cloud != "" && o.Cloud != "global" && o.Cloud != "local":
		return FateNotGlobal // public cloud only
	case rest != 0 && first(s.before, s.system == access.Yes, s.preferred)&Phones != 0 && s.system != access.Unknown:
		return FateOtherWay
	case rest != 0:
		return FateNone
	case restMaybe != 0 || phones == 0:
		return FateUnknown
	}
	return FatePasskey
}

// losesPhonesReset reports whether the person loses self-service password reset
// once phones no longer work.
func (s *situation) losesPhonesReset() access.Answer {
	if s.reset == access.No || s.beforeMaybe&Phones == 0 {
		return access.No
	}
	gone := *s
	gone.after, gone.afterMaybe = s.before&^Phones, s.beforeMaybe&^Phones
	gone.signIn, gone.signInAfter = false, false
	v := gone.judge()
	switch {
	case v.outcomes.Has(LosesReset):
		return access.Yes
	case v.possible.Has(LosesReset):
		return access.Unknown
	}
	return access.No
}

func (d Deadline) sentence() string {
	var text string
	switch d.Effect {
	case FateNone:
		text = "Nothing changes at sign-in. A method other than the phone works."
	case FateOtherWay:
		text = "The person uses another registered method instead of the phone."
	case FatePasskey:
		text = "Only phones work today. The person cannot sign in until they set up a passkey. " +
			"They cannot put this off."
	case FateExempt:
		text = "Your own telephone provider continues to send text messages and make phone calls."
	case FateNotGlobal:
		text = "Microsoft announced the end for its public cloud only."
	case FateNothing:
		text = "No method works today, so that day changes nothing."
	default:
		text = "Not known: Handrail does not know which methods work today."
	}
	switch d.LosesReset {
	case access.Yes:
		text += " The person loses self-service password reset."
	case access.Unknown:
		text += " Handrail does not know whether they keep self-service password reset."
	}
	if d.Effect == FateNone || d.Effect == FateNothing || d.Effect == FateExempt || d.Effect == FateNotGlobal {
		return text
	}
	switch {
	case d.Days > 1:
		return text + fmt.Sprintf(" %d days are left.", d.Days)
	case d.Days == 1:
		return text + " One day is left."
	case d.Days == 0:
		return text + " That is today."
	}
	return text + " The day has passed."
}
