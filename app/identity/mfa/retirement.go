package mfa

import (
	"fmt"
	"time"

	"handrail/app/identity/access"
)

// RetirementEffect is what happens to a person on the day of Person.Retires if nothing is done.
type RetirementEffect string

// The fates. Their values are stable.
const (
	FateNone      RetirementEffect = "nothing-changes" // a method other than a phone works
	FatePasskey   RetirementEffect = "must-set-up-passkey"
	FateOtherWay  RetirementEffect = "asked-differently"  // a phone comes first today, and another method works
	FateExempt    RetirementEffect = "exempt"             // no longer returned: no one is exempt for certain
	FateNothing   RetirementEffect = "nothing-registered" // no method works today either
	FateUnknown   RetirementEffect = "unknown"
	FateNoReport  RetirementEffect = "not-in-report"
	FateNotGlobal RetirementEffect = "not-announced" // a cloud for which nothing is announced
)

// Deadline is the fate of one person.
type Deadline struct {
	Effect     RetirementEffect
	On         time.Time     // the day on which text messages and phone calls end for the person
	Days       int           // left until the day; negative after it
	LosesReset access.Answer // loses self-service password reset on that day
	Text       string
}

// RetirementFor returns what happens to person i when text messages and phone calls
// end for them if nothing is done, and the days left at the date of the question.
func (v *Preview) RetirementFor(i int) Deadline {
	o := v.Question.Organisation
	p := &o.People[i]
	on, sure := p.Retires()
	d := Deadline{On: on, Days: daysUntil(on, v.Question.Date), LosesReset: access.No}
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
	if d.Effect != FateNotGlobal {
		d.LosesReset = s.losesPhonesReset()
	}
	own := o.Provider == access.Yes && o.retires() && (s.beforeMaybe|s.phonesMaybe)&Phones != 0
	if own && d.LosesReset == access.Yes {
		d.LosesReset = access.Unknown
	}
	d.Text = d.sentence(own, s.beforeMaybe&Persistent&^Phones == Hello, p)
	if o.retires() && s.textSignIn(p) {
		d.Text += " Sign-in with the phone number alone ends too."
		if own {
			d.Text += " A provider may not support it."
		}
	}
	if !sure && o.retires() && d.Effect != FateNone && d.Effect != FateNothing {
		d.Text += " External users and Global Administrators have until " + DayWords(Retirements().Last) +
			". Handrail does not know whether this person is one of them."
	}
	return d
}

// OnlyPhones returns how many people must set up a passkey because only phones work for them today: by the first day
// on which phones end, and by the last; and of how many it is not known. Every page that says such a number takes it
// from here.
func (v *Preview) OnlyPhones() (first, last, unknown int) {
	end := Retirements().Last
	for i := range v.Results {
		switch r := v.RetirementFor(i); {
		case r.Effect == FateUnknown:
			unknown++
		case r.Effect != FatePasskey:
		case r.On.Equal(end):
			last++
		default:
			first++
		}
	}
	return first, last, unknown
}

// textSignIn reports whether the person may sign in with the phone number alone.
func (s *situation) textSignIn(p *Person) bool {
	return p.has(MobilePhone) && s.numberSignIn && p.TextReady != access.No
}

// fate returns what happens if phones no longer work.
func (s *situation) fate(o *Organisation) RetirementEffect {
	phones, perhaps := (s.before|s.phones)&Phones, (s.beforeMaybe|s.phonesMaybe)&Phones
	rest, restMaybe := s.before&elsewhere&^Phones, s.beforeMaybe&elsewhere&^Phones
	hello := s.beforeMaybe & Hello
	switch {
	case perhaps == 0 && rest == 0 && restMaybe == 0 && hello == 0:
		return FateNothing
	case perhaps == 0 && rest|hello != 0:
		return FateNone
	case !o.retires():
		return FateNotGlobal // public cloud only
	case o.Provider == access.Yes && rest == 0:
		return FateUnknown // it depends on whether the person is moved to that provider
	case rest != 0 && first(s.before|phones, s.system == access.Yes, s.preferred)&Phones != 0 &&
		s.system != access.Unknown:
		return FateOtherWay
	case rest != 0:
		return FateNone
	case restMaybe|hello != 0 || phones == 0:
		return FateUnknown
	}
	return FatePasskey
}

// losesPhonesReset reports whether the person loses self-service password reset
// once phones no longer work.
func (s *situation) losesPhonesReset() access.Answer {
	if s.reset == access.No || s.beforeMaybe&Phones == 0 { // after the day they are gone already
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

func (d Deadline) sentence(own, hello bool, p *Person) string {
	var text string
	switch d.Effect {
	case FateNone:
		text = "Nothing changes at sign-in. A method other than the phone works."
	case FateOtherWay:
		text = "The person uses another registered method instead of the phone."
	case FatePasskey:
		text = "Only phones work today. The person cannot sign in until they set up a passkey. " +
			"They cannot put this off."
		if p.Guest == access.Yes && p.External == access.No {
			text = "Only phones work today. They end on this day for guests whose account your organisation created. " +
				"Microsoft has only planned passkeys for guests, so it is not certain how this person can sign in."
		}
	case FateNotGlobal:
		text = "Microsoft announced the end for its public cloud only."
	case FateNothing:
		text = "No method works today, so that day changes nothing."
	default:
		text = "Not known: Handrail does not know which methods work today."
		if own {
			text = "Not known: your own telephone provider serves only people who are moved to it. " +
				"Handrail cannot read who is."
		} else if hello {
			text = "Windows Hello works on its own computer only. " +
				"On any other device, the person must set up a passkey first."
		}
	}
	switch d.LosesReset {
	case access.Yes:
		text += " The person loses self-service password reset."
	case access.Unknown:
		text += " Handrail does not know whether they keep self-service password reset."
	}
	if d.Effect == FateNone || d.Effect == FateNothing || d.Effect == FateNotGlobal {
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
