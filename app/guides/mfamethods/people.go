package mfamethods

import (
	"context"
	"time"

	"handrail/app/affected"
	"handrail/app/guide"
	"handrail/app/identity/mfa"
	"handrail/app/identity/mfaview"
	"handrail/app/letter"
)

// numbersOff is what the end of text messages and phone calls does to the policy.
var numbersOff = mfa.Changes{{Code: "sms-off"}, {Code: "voice-off"}}

// whoPeople returns everyone whom the change of a visit affects, with a text for each.
func (d deps) whoPeople(ctx context.Context, v *guide.Visit) (*affected.List, error) {
	p, err := d.preview(ctx, v, changesOf(v), nil)
	if err != nil {
		return nil, err
	}
	l := mfaview.AffectedList(p)
	l.Key = ID + "/" + changesOf(v).String()
	l.Title, l.Caption = "Who is affected", titleOf(changesOf(v))
	if day, err := time.Parse(time.DateOnly, v.Answer(askDay)); err == nil {
		for i := range l.People {
			l.People[i].Until = day
		}
	}
	if err := mfaview.AddManagers(ctx, d.Tenant.Connection, l); err != nil {
		return nil, err
	}
	say := textsOf(v, p)
	if say.on == "" {
		say.on = p.Question.Date.AddDate(0, 0, 14).Format(time.DateOnly) // what the guide suggests
	}
	at := p.Sorted()
	l.Letter = func(i int) (letter.Letter, bool) {
		t, ok := recipientOf(p, at[i])
		if !ok {
			return letter.Letter{}, false
		}
		return say.letter(t), true
	}
	return l, nil
}

// boardPeople returns everyone as a list about the end of text messages and phone calls, with a text for each.
func (d deps) boardPeople(ctx context.Context, v *guide.Visit) (*affected.List, error) {
	b, o, _, err := d.findBoard(ctx, v, nil)
	if err != nil {
		return nil, err
	}
	after := mfa.Impact(mfa.Question{Organisation: o, After: mfa.Apply(o.Policy, numbersOff), Date: d.Now().UTC()})
	l, at := mfaview.AffectedBoard(b, after)
	if v.Answer(askTelephone) == "" {
		l.Notes = append(l.Notes, "You have not answered the questions of the guide. Handrail assumes that you have no "+
			"telephone provider of your own.")
	}
	say := texts{own: v.Answer(askAdd), remind: mfa.Passkey}
	ends := make(map[int]mfa.Factor, len(b.Lines)) // what the number of a person takes, for certain
	for i := range b.Lines {
		ends[b.Lines[i].Person] = b.Lines[i].Numbers
	}
	l.Letter = func(i int) (letter.Letter, bool) {
		p := &l.People[i]
		t, ok := endRecipient(after, at[i], p, l.Fates[p.Fate].Code)
		if !ok {
			return letter.Letter{}, false
		}
		t.effect.Lost = ends[at[i]]
		one := say
		one.on = p.Until.Format(time.DateOnly)
		text := one.letter(t)
		text.Kind = l.Fates[p.Fate].Code
		return text, true
	}
	return l, nil
}

// endRecipient returns whom a text about the end of text messages goes to; false where there is nothing to write.
func endRecipient(after *mfa.Preview, i int, p *affected.Person, fate string) (recipient, bool) {
	who := &after.Question.Organisation.People[i]
	t := recipient{name: who.Label(), mail: p.Mail, user: who.UPN, language: letter.LanguageOf(who.Language),
		effect: after.EffectOn(i)}
	t.effect.Offer &^= mfa.Phones
	switch fate {
	case "locked-out":
		t.outcome = mfa.LockedOut
	case string(mfa.OnlyNumber):
		t.outcome = mfa.MustRegister
	case string(mfa.DefaultNumber):
		t.outcome = mfa.AskedDifferently
	case string(mfa.UnknownNumber), "not-in-report":
		t.outcome = mfa.AskedDifferently        // for no one it is certain: the text asks to check
		return t, who.InReport.String() != "no" // no one knows whether the account is a person's
	default:
		return t, false
	}
	t.certain = t.outcome
	return t, true
}
