package mfamethods

import (
	"context"
	"time"

	"handrail/app/affected"
	"handrail/app/guide"
	"handrail/app/identity/mfa"
	"handrail/app/identity/mfaview"
	"handrail/app/letter"
	"handrail/app/tenant"
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
	if l.At, err = d.readAt(ctx, p.Question.Organisation); err != nil {
		return nil, err
	}
	if err := d.managers(ctx, l); err != nil {
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
	if l.At, err = d.readAt(ctx, o); err != nil {
		return nil, err
	}
	say := texts{own: v.Answer(askAdd), remind: mfa.Passkey}
	l.Letter = func(i int) (letter.Letter, bool) {
		p := &l.People[i]
		t, ok := endRecipient(after, at[i], p, l.Fates[p.Fate].Code)
		if !ok {
			return letter.Letter{}, false
		}
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
	t := recipient{name: who.Label(), mail: p.Mail, user: who.UPN, language: languageOf(who.Language),
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
		t.outcome = mfa.AskedDifferently // for no one it is certain: the text asks to check
		return t, who.InReport.String() != "no" // no one knows whether the account is a person's
	default:
		return t, false
	}
	t.certain = t.outcome
	return t, true
}

// readAt returns when the registered methods were read, or now where that is not known.
func (d deps) readAt(_ context.Context, o *mfa.Organisation) (time.Time, error) {
	if at := o.Read[tenant.SectionRegistration]; !at.IsZero() {
		return at.UTC(), nil
	}
	return d.Now().UTC(), nil
}

// managers adds the managers of those who must act, as far as they are saved.
func (d deps) managers(ctx context.Context, l *affected.List) error {
	if n := l.Count(affected.Yes); n == 0 || n > mfa.MostManagers {
		return nil
	}
	have, err := tenant.Require(ctx, tenant.Request{Link: d.Tenant.Connection})
	if err != nil {
		return err
	}
	known := map[string]mfa.Manager{}
	for i := range l.People {
		if p := &l.People[i]; p.Must == affected.Yes {
			if known[p.ID], err = mfa.ReadManager(ctx, have, p.ID); err != nil {
				return err
			}
		}
	}
	mfaview.AffectedManagers(l, known)
	return nil
}
