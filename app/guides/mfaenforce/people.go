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
