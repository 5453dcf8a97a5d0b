package mfaview

import (
	"context"
	"slices"
	"strings"
	"time"

	"handrail/app/affected"
	"handrail/app/guide"
	"handrail/app/identity/access"
	"handrail/app/identity/mfa"
	"handrail/app/report"
	"handrail/app/tenant"
)

// outcomeDo returns what to do for people with an outcome; "" is nothing.
func outcomeDo(o mfa.Outcome) string {
	switch o {
	case mfa.LockedOut:
		return "Allow a method that they can set up, or help them with a Temporary Access Pass."
	case mfa.MustRegister, mfa.WillBeAsked:
		return "Ask the person to set up another method now, such as a passkey or Microsoft Authenticator."
	case mfa.LosesTextSignIn:
		return "Tell the person to sign in with user name and password."
	case mfa.LosesReset:
		return "Ask the person to add another method for password reset."
	case mfa.AlreadyBroken:
		return "Help the person to set up a method that works."
	case mfa.NotKnown, mfa.NotInReport:
		return "Find out what is missing, then check again."
	}
	return ""
}

// AffectedList returns everyone in a preview as a list, most serious first. The caller adds
// its key, title and letters.
func AffectedList(p *mfa.Preview) *affected.List {
	o := p.Question.Organisation
	l := &affected.List{At: readAt(p), People: make([]affected.Person, 0, len(p.Results))}
	place := map[mfa.Outcome]int{}
	for i, one := range mfa.Outcomes() {
		place[one] = i
		l.Fates = append(l.Fates, affected.Fate{Code: one.Code(), Title: one.Title(), Severity: Severity(one),
			Do: outcomeDo(one), Open: one == mfa.AlreadyBroken})
	}
	sorted := p.Sorted()
	for _, i := range sorted {
		shown := p.Results[i].Shown()
		one := personIn(&o.People[i])
		one.Fate, one.Must, one.Why = place[shown.Worst()], mustAct(shown), whyOf(p, i)
		l.People = append(l.People, one)
	}
	l.Open = func(at int) *report.Document {
		i := sorted[at]
		doc := opened(PersonOf(p, i))
		doc.Title, doc.Subject = o.People[i].Label(), o.People[i].UPN
		return doc
	}
	l.Summary = aroundWords(p.Totals[mfa.NoChange], "person notices nothing", "people notice nothing",
		p.Totals[mfa.NotInReport])
	l.Notes = notRead(o)
	return l
}

// notRead describes what of the data of an organisation was not read; nil is nothing.
func notRead(o *mfa.Organisation) []string {
	var titles []string
	groups := 0
	for _, g := range o.Missing {
		switch title := tenant.TitleOf(g.Section); {
		case tenant.MembersOf(g.Section) != "":
			groups++
		case !slices.Contains(titles, title):
			titles = append(titles, title)
		}
	}
	if groups > 0 {
		titles = append(titles, "members of "+guide.Count(groups, "group", "groups"))
	}
	if len(titles) == 0 {
		return nil
	}
	return []string{"Not read: " + strings.Join(titles, ", ") +
		". Refresh your organisation, then check again in the guide."}
}

// aroundWords describes the people who do not have to act.
func aroundWords(none int, one, many string, unread int) string {
	words := figures(none, one, many)
	if unread > 0 {
		words += "; " + guide.Count(unread, "is", "are") + " not in Microsoft’s registration report"
	}
	return words + "."
}

// figures returns a number with its noun, 0 as a figure too.
func figures(n int, one, many string) string {
	if n == 0 {
		return "0 " + many
	}
	return guide.Count(n, one, many)
}

// mustAct returns whether someone with these outcomes must act. It counts as Preview.Registering does.
func mustAct(shown mfa.Outcome) affected.Answer {
	switch {
	case shown.MustAct():
		return affected.Yes
	case shown.Has(mfa.NotKnown | mfa.NotInReport):
		return affected.Unknown
	}
	return affected.No
}

func personIn(p *mfa.Person) affected.Person {
	return affected.Person{ID: p.ID, Name: p.Name, UPN: p.UPN, Mail: affected.MailOf(p.Mail, p.UPN), Language: p.Language,
		Department: affected.Share{Name: strings.TrimSpace(p.Department), Known: p.DepartmentRead}}
}

// numbers describes which phone numbers a person has.
func numbers(p *mfa.Person) string {
	mobile, office := p.Registered&mfa.MobilePhone != 0, p.Registered&mfa.OfficePhone != 0
	switch other := p.Registered&mfa.AlternatePhone != 0; {
	case mobile && !office && !other:
		return "a mobile number"
	case office && !mobile && !other:
		return "an office number"
	case other && !mobile && !office:
		return "an alternate number"
	}
	return "phone numbers"
}

// whyOf returns in a few words why a person has their worst outcome.
func whyOf(p *mfa.Preview, i int) string {
	who := &p.Question.Organisation.People[i]
	lost := func() string {
		if gone := p.EffectOn(i).Lost & mfa.Persistent; gone != 0 {
			return "Loses: " + strings.Join(gone.Titles(), ", ")
		}
		return ""
	}
	switch worst := p.Results[i].Shown().Worst(); {
	case who.Enabled == access.No && who.InReport == access.No:
		return "The account is blocked"
	case who.InReport == access.No:
		return "No row for this account"
	case who.InReport == access.Unknown:
		return "The registered methods were not read"
	case worst == mfa.NotKnown:
		return "Not certain: open for the reasons"
	case len(who.Names) == 0:
		return "No method is registered"
	case who.PhoneOnly():
		return "Has only " + numbers(who)
	case worst == mfa.NoChange:
		return "Another method works"
	case lost() != "":
		return lost()
	case worst.MustAct():
		return "No registered method works"
	}
	return "Open for the reasons"
}

// readAt returns when the registered methods were read, or the day of the question where that is
// not known.
func readAt(p *mfa.Preview) time.Time {
	if at := p.Question.Organisation.Read[tenant.SectionRegistration]; !at.IsZero() {
		return at.UTC()
	}
	return p.Question.Date
}

// AddManagers adds the managers of those who must act to a list, as far as they are saved. The
// managers of more than mfa.MostManagers people are not read.
func AddManagers(ctx context.Context, link tenant.Connection, l *affected.List) error {
	if n := l.Count(affected.Yes); n == 0 || n > mfa.MostManagers {
		return nil
	}
	have, err := tenant.Require(ctx, tenant.Request{Link: link})
	if err != nil {
		return err
	}
	for i := range l.People {
		p := &l.People[i]
		if p.Must != affected.Yes {
			continue
		}
		m, err := mfa.ReadManager(ctx, have, p.ID)
		if err != nil {
			return err
		}
		p.Manager = affected.Share{ID: m.ID, Name: m.Name, Known: m.Read}
	}
	return nil
}
