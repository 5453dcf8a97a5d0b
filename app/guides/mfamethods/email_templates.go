package mfamethods

import (
	"strings"

	"handrail/app/identity/mfa"
	"handrail/app/letter"
)

// languages are the languages of the emails.
var languages = letter.Languages()

// The kinds of emails, by the worst outcome.
const (
	kindLocked   = "locked"
	kindRegister = "register"
	kindBroken   = "broken"
	kindReminded = "reminded"
	kindSignIn   = "sign-in"
	kindCall     = "call"
	kindOther    = "other"
	kindReset    = "reset"
	kindUnsure   = "unsure" // what happens is not certain
	kindStuck    = "stuck"  // no method works, and none can be set up
)

// kinds are the kinds by outcome.
var kinds = map[mfa.Outcome]string{mfa.LockedOut: kindLocked, mfa.MustRegister: kindRegister,
	mfa.AlreadyBroken: kindBroken, mfa.WillBeAsked: kindReminded, mfa.LosesTextSignIn: kindSignIn,
	mfa.CallInstead: kindCall, mfa.AskedDifferently: kindOther, mfa.LosesReset: kindReset}

// kindOf returns the kind of the email for an outcome, or "" if none is needed.
func kindOf(o mfa.Outcome) string { return kinds[o.Worst()] }

// kind returns the kind of the email to t.
func (t recipient) kind() string {
	switch k := kindOf(t.outcome); {
	case k == kindBroken && t.certain.Has(t.outcome) && t.effect.Offer == 0:
		return kindStuck
	case k == "" || t.certain.Has(t.outcome):
		return k
	}
	return kindUnsure
}

// texts is what every text contains: the day, the administrator's own text, and what
// the change offers to everyone.
type texts struct {
	on, own string
	pass    bool       // a Temporary Access Pass can be given
	remind  mfa.Factor // what the registration campaign asks for; 0: not the same for everyone
	some    bool       // the change is for some groups only
}

// of returns the email for t, in their language.
func (s texts) of(t recipient) (subject, text string) {
	l := speeches[t.language]
	parts := s.parts(t, l)
	if s.own != "" {
		parts = append(parts, s.own)
	}
	fill := s.filler(t, l)
	return fill.Replace(l.subjects[t.kind()]),
		fill.Replace(letter.Greet(t.language, "{{name}}", parts...))
}

// parts returns the paragraphs of the email for t. Each states one certain effect.
func (s texts) parts(t recipient, l speech) (all []string) {
	if t.kind() == kindUnsure {
		return []string{l.parts[kindUnsure]}
	}
	lost := t.effect.Lost&mfa.Persistent != 0 && !t.certain.Has(mfa.AlreadyBroken)
	if lost {
		all = append(all, l.lost)
	}
	steps := strings.Join(l.steps, "\n")
	for _, one := range t.certain.Each() {
		switch k := kindOf(one); {
		case k == "":
		case k == kindLocked && s.pass && t.effect.Offer != 0:
			all = append(all, l.parts[k]+" "+l.pass+"\n"+
				strings.Join(append([]string{l.passStep}, l.steps[1:]...), "\n"),
				l.never)
		case k == kindLocked:
			all = append(all, l.parts[k])
		case k == kindRegister:
			all = append(all, l.parts[k]+"\n"+steps, l.otherwise)
		case k == kindBroken && t.effect.Offer == 0:
			all = append(all, l.parts[kindStuck])
		case k == kindBroken:
			all = append(all, l.parts[k]+"\n"+steps, l.help)
		case k == kindReminded && lost, k == kindOther && lost:
			all = append(all, l.parts[k])
		case k == kindReminded:
			all = append(all, l.parts[k]+" "+l.stays)
		case k == kindOther:
			all = append(all, l.another)
		case k == kindCall && t.effect.Offer&(mfa.Passkey|mfa.Notify|mfa.PhoneSignIn) != 0:
			all = append(all, l.parts[k], l.safer)
		default:
			all = append(all, l.parts[k])
		}
		if kindOf(one) == kindOther && kindOf(t.certain) == kindOther {
			all[len(all)-1] += " " + l.nothing
		}
	}
	return all
}

// filler replaces what stands in braces.
func (s texts) filler(t recipient, l speech) *strings.Replacer {
	remind := l.offer[s.remind]
	if remind == "" {
		remind = l.any
	}
	return strings.NewReplacer("{{name}}", t.name, "{{day}}", letter.Day(t.language, s.on), "{{user}}", t.user,
		"{{lost}}", l.list(t.effect.Lost), "{{choice}}", l.choice(t.effect.Offer), "{{remind}}", remind)
}

// factors are the ways that a text can name, and the key of their words.
var factors = []struct{ set, key mfa.Factor }{{mfa.Text, mfa.Text}, {mfa.Calls, mfa.CallMobile},
	{mfa.Notify | mfa.PhoneSignIn, mfa.Notify}, {mfa.Code, mfa.Code}, {mfa.Token, mfa.Token},
	{mfa.Passkey, mfa.Passkey}, {mfa.Certificate, mfa.Certificate}, {mfa.Hello | mfa.Other, mfa.Other}}

// list names the ways in set.
func (l speech) list(set mfa.Factor) string {
	var all []string
	for _, f := range factors {
		if set&f.set != 0 {
			all = append(all, l.ways[f.key])
		}
	}
	return joined(all, l.or)
}

// choice names what can be set up: the two that are safest, else any that is offered.
func (l speech) choice(set mfa.Factor) string {
	var all []string
	for _, f := range []struct{ set, key mfa.Factor }{{mfa.Passkey, mfa.Passkey},
		{mfa.Notify | mfa.PhoneSignIn, mfa.Notify}} {
		if set&f.set != 0 {
			all = append(all, l.offer[f.key])
		}
	}
	if len(all) == 0 && set&mfa.Code != 0 {
		all = append(all, l.offer[mfa.Code])
	}
	if len(all) == 0 {
		return l.any
	}
	return joined(all, l.or)
}

// joined joins words, the last one with or.
func joined(all []string, or string) string {
	if n := len(all) - 1; n > 0 {
		return strings.Join(all[:n], ", ") + " " + or + " " + all[n]
	}
	return strings.Join(all, "")
}
