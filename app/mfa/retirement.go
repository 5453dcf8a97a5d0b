package mfa

import (
	"fmt"
	"time"
)

// Retirement is the day on which Microsoft stops sending texts and placing calls
// for a second step and for resetting passwords. From then on people with
// nothing else must set up a passkey before they get in. There is no way out of
// it, except an own telephone provider (concept-sms-voice-retirement,
// identity.md §0.1). The day is a day, not a moment: Microsoft names no hour.
func Retirement() time.Time { return time.Date(2027, time.February, 1, 0, 0, 0, 0, time.UTC) }

// DaysLeft gives how many days are left at now until Retirement; negative after.
func DaysLeft(now time.Time) int {
	now = now.UTC()
	today := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.UTC)
	return int(Retirement().Sub(today) / (24 * time.Hour))
}

// Fate is what happens to a person on the day of Retirement if nothing is done.
type Fate string

// The fates. They are stable.
const (
	FateNone      Fate = "nothing-changes" // something else than a phone works
	FatePasskey   Fate = "must-set-up-passkey"
	FateOtherWay  Fate = "asked-differently" // a phone is asked first today, and something else works
	FateExempt    Fate = "exempt"
	FateNothing   Fate = "nothing-registered" // nothing works today either
	FateUnknown   Fate = "unknown"
	FateNoReport  Fate = "not-in-report"
	FateNotGlobal Fate = "not-announced" // a cloud for which nothing is announced
)

// Deadline is the fate of one person.
type Deadline struct {
	Fate       Fate
	Days       int // left until the day; negative after it
	LosesReset Tri // can no longer reset the password alone from then on
	Text       string
}

// OnRetirement says what happens to person i on 1 February 2027 if nothing is
// done, and how many days are left at the date of the question.
func (v *Preview) OnRetirement(i int) Deadline {
	o := v.Question.Organisation
	d := Deadline{Days: DaysLeft(v.Question.Date), LosesReset: No}
	p := &o.People[i]
	s := v.Results[i].at
	switch {
	case p.InReport == No:
		d.Fate, d.LosesReset, d.Text = FateNoReport, Unknown, "Microsoft’s report does not have this account, so this cannot be said."
		return d
	case s == nil:
		d.Fate, d.LosesReset, d.Text = FateUnknown, Unknown, "What this person has registered could not be read."
		return d
	case s.sync:
		d.Fate, d.Text = FateNone, "This account signs in without a phone."
		return d
	}
	d.Fate = s.fate(o)
	if d.Fate != FateExempt && d.Fate != FateNotGlobal {
		d.LosesReset = s.losesPhonesReset()
	}
	d.Text = d.sentence()
	return d
}

// fate takes away the phones of today.
func (s *situation) fate(o *Organisation) Fate {
	phones, perhaps := s.before&Phones, s.beforeMaybe&Phones
	rest, restMaybe := s.before&Lasting&^Phones, s.beforeMaybe&Lasting&^Phones
	switch {
	case perhaps == 0 && rest == 0 && restMaybe == 0:
		return FateNothing
	case perhaps == 0 && rest != 0:
		return FateNone
	case o.Provider == Yes:
		return FateExempt
	case o.Cloud != "" && o.Cloud != "global" && o.Cloud != "local":
		return FateNotGlobal // public cloud only
	case rest != 0 && first(s.before, s.system == Yes, s.preferred)&Phones != 0 && s.system != Unknown:
		return FateOtherWay
	case rest != 0:
		return FateNone
	case restMaybe != 0 || phones == 0:
		return FateUnknown
	}
	return FatePasskey
}

// losesPhonesReset tells whether the password can no longer be reset alone once
// the phones are gone.
func (s *situation) losesPhonesReset() Tri {
	if s.reset == No || s.beforeMaybe&Phones == 0 {
		return No
	}
	gone := *s
	gone.after, gone.afterMaybe = s.before&^Phones, s.beforeMaybe&^Phones
	gone.signIn, gone.signInAfter = false, false
	v := gone.judge()
	switch {
	case v.outcomes.Has(LosesReset):
		return Yes
	case v.possible.Has(LosesReset):
		return Unknown
	}
	return No
}

func (d Deadline) sentence() string {
	var text string
	switch d.Fate {
	case FateNone:
		text = "Nothing changes at sign-in: something else than a phone works."
	case FateOtherWay:
		text = "The phone is no longer asked; another registered method is."
	case FatePasskey:
		text = "Only phones work today. The sign-in stops until a passkey is set up; this cannot be put off."
	case FateExempt:
		text = "Your own telephone provider goes on sending texts and calls."
	case FateNotGlobal:
		text = "Microsoft announced the end for its public cloud only."
	case FateNothing:
		text = "No method works today either; that day changes nothing."
	default:
		text = "This cannot be said: it is not known which methods work today."
	}
	switch d.LosesReset {
	case Yes:
		text += " The password can no longer be reset alone."
	case Unknown:
		text += " Whether the password can still be reset alone is not known."
	}
	if d.Fate == FateNone || d.Fate == FateNothing || d.Fate == FateExempt || d.Fate == FateNotGlobal {
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
