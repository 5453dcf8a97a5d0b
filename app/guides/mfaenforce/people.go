package mfaenforce

import (
	"context"
	"slices"

	"handrail/app/affected"
	"handrail/app/guide"
	"handrail/app/identity/mfa"
	"handrail/app/identity/mfaview"
	"handrail/app/letter"
	"handrail/app/report"
)

// people returns everyone whom the chosen option affects, with a text for those who must do
// something or lose something.
func (d deps) people(ctx context.Context, v *guide.Visit) (*affected.List, error) {
	o, err := d.organisation(ctx, v, nil)
	if err != nil {
		return nil, err
	}
	m := chosen(v)
	p, ok := mfa.Demanded(o, m, glass(v), mfa.Question{Date: d.Now().UTC()})
	if !ok { // what this setting does to anyone is not known
		p = mfa.Impact(mfa.Question{Organisation: o, After: o.Policy, Date: d.Now().UTC()})
	}
	l := mfaview.AffectedList(p)
	if !ok {
		notKnown(l)
	}
	l.Key, l.Title, l.Caption = ID+"/"+m.ID, "Who is affected", m.Title
	l.Letter = func(i int) (letter.Letter, bool) { return letterTo(&l.People[i], l.Fates[l.People[i].Fate].Code) }
	return l, mfaview.AddManagers(ctx, d.Tenant.Connection, l)
}

// notKnown makes the effect on everyone in a list one that is not known.
func notKnown(l *affected.List) {
	fate := slices.IndexFunc(l.Fates, func(f affected.Fate) bool { return f.Code == mfa.NotKnown.Code() })
	for i := range l.People {
		p := &l.People[i]
		p.Fate, p.Must, p.Why = fate, affected.Unknown, "Handrail cannot read who this setting applies to"
	}
	l.Summary = "Check who the setting applies to before you change it."
	l.Open = func(i int) *report.Document {
		return &report.Document{Title: l.People[i].Label(), Subject: l.People[i].UPN}
	}
}

// letterTexts are the paragraphs of a text by outcome, after the greeting.
var letterTexts = map[string]struct{ subject, text string }{
	mfa.LockedOut.Code(): {"You need our help before your sign-in changes",
		"Soon Microsoft also asks you to verify your sign-in. You have no method for that, and you cannot set one up " +
			"alone. Call us, so that we can help you."},
	mfa.MustRegister.Code(): {"Set up a sign-in method",
		"Soon Microsoft also asks you to verify your sign-in. Set up a method before that. It takes about four minutes. " +
			"Have your phone ready:" + setUp},
	mfa.WillBeAsked.Code(): {"Set up a sign-in method",
		"Soon Microsoft also asks you to verify your sign-in. Set up a method before that. It takes about four minutes. " +
			"Have your phone ready:" + setUp},
	mfa.AlreadyBroken.Code(): {"Set up a sign-in method",
		"At the moment, you have no sign-in method that works. Set one up. It takes about four minutes:" + setUp},
	mfa.NotKnown.Code(): {"Check your sign-in methods",
		"Soon Microsoft may also ask you to verify your sign-in. Open https://aka.ms/mfasetup and check that you have " +
			"set up a method. If you cannot, ask us."},
}

// setUp is how a person sets up a method.
const setUp = "\n1. Open https://aka.ms/mfasetup\n2. Select “Add sign-in method”.\n" +
	"3. Choose a passkey or Microsoft Authenticator, and follow the instructions.\n\n" +
	"If you need help, ask us before you leave work."

// letterTo returns the text to a person with an outcome; false where there is nothing to write.
func letterTo(p *affected.Person, outcome string) (letter.Letter, bool) {
	say, ok := letterTexts[outcome]
	return letter.Letter{Name: p.Label(), Mail: p.Mail, Language: "en", Kind: outcome, Subject: say.subject,
		Text: "Hello " + p.Label() + ",\n\n" + say.text + "\n"}, ok
}
