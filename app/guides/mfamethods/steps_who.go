package mfamethods

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/guide/frame"
	"handrail/app/guide/terms"
	"handrail/app/identity/access"
	"handrail/app/identity/mfa"
	"handrail/app/identity/mfaview"
	"handrail/app/report"
	"handrail/app/task"
)

// legacyPath is where the legacy MFA settings are.
const legacyPath = "In the Microsoft Entra admin center: Entra ID > Multifactor authentication > " +
	"Additional cloud-based multifactor authentication settings."

func (d deps) whoStep() guide.Step {
	return guide.Step{
		ID: stepWho, Title: "Who is affected", Summary: "See how the change affects each person, most serious first.",
		NextLabel: "Show who is affected", MainLabel: "See who still uses a number",
		Text: "Handrail cannot see other systems that require MFA, for example a remote access server. " +
			"Ask the person who looks after them.",
		Needs: stepToday, DependsOn: depends(askWave, askGlass, askReset, askOlder, askTelephone, askCompare),
		Terms: terms.Of(terms.MFA, terms.Passkey, terms.AccessPass),
		Asks: []guide.Ask{
			askNow(),
			mfaview.EmergencyQuestion(askGlass),
			ask.Choice(askReset, ask.Words{Label: "How many methods does self-service password reset require?",
				Hint: "In the Microsoft Entra admin center: Entra ID > Password reset > Authentication methods.",
				Help: "Handrail cannot read this setting. Microsoft’s default is 1. If you are not sure, select “I do not " +
					"know”."}, []guide.Option{
				{Value: "1", Label: "One"}, {Value: "2", Label: "Two"}, {Value: "unknown", Label: "I do not know"}}),
			ask.Choice(askOlder, ask.Words{Label: "Do the legacy MFA settings still allow phones, apps or codes?",
				Hint: legacyPath, Help: "Until you finish the migration, a method that is allowed there still works."},
				[]guide.Option{{Value: "unknown", Label: "I do not know"}, {Value: "no", Label: "They are all off"},
					{Value: "yes", Label: "They are on"}},
				ask.WhenOf(func(v *guide.Visit) bool { return v.Fact("migration") != "complete" })),
			ask.Choice(askTelephone, ask.Words{Label: "Who will send your text messages from 2027?",
				Hint: "You order your own telephone provider through the Microsoft Security Store.",
				Help: "Your own provider serves only people who are moved to it. Handrail cannot read who is. If you are not " +
					"sure, keep “No one”."},
				[]guide.Option{{Value: "nobody", Label: "No one: we have no provider of our own"},
					{Value: "own", Label: "Our own provider"}}),
			ask.Choice(askCompare, ask.Words{Label: "Compare with another change?",
				Hint: "You see the totals of both changes, and the people with a different result.",
				Help: "Compare two changes to see which one affects fewer people."},
				append([]guide.Option{{Value: "nothing", Label: "Do not compare"}}, choices()...)),
		},
		Look: d.who, Ready: d.gateWho, People: d.whoPeople,
	}
}

// gateWho stops a change that would lock out the last administrators or the signed-in one.
func (d deps) gateWho(_ *guide.Visit, doc *report.Document) error {
	for _, f := range doc.Findings() {
		if f.Code == "mfa-refused" {
			return app.Errorf(app.Denied, "Set up another method for an administrator first, then check again.", "%s",
				f.Text)
		}
	}
	return nil
}

func (d deps) who(ctx context.Context, v *guide.Visit, _ task.Report) (*report.Document, error) {
	changes := changesOf(v)
	p, err := d.preview(ctx, v, changes, nil)
	if err != nil {
		return nil, err
	}
	d.remember(ctx, v, p)
	return d.impact(ctx, v, p)
}

// impact returns the document of a preview.
func (d deps) impact(ctx context.Context, v *guide.Visit, p *mfa.Preview) (*report.Document, error) {
	o := p.Question.Organisation
	changes := changesOf(v)
	doc := d.frame("Who is affected", v, frame.FromCache)
	lead, text := summary(p)
	doc.Add(report.Text{Text: titleOf(changes) + "."}, report.Banner{Tone: report.Note, Lead: lead, Text: text},
		mfaview.Chart(p), d.deadline(p))
	doc.Find(apart(p)...)
	doc.Find(underDefaults(o, changes)...)
	doc.Find(reminding(p, changes)...)
	doc.Find(frame.NotRead(o.Missing)...)
	doc.Findings("", "Check these first")
	if waved(v) {
		table, err := wavesTable(ctx, v, o, baseOf(v), p.Question.Date)
		if err != nil {
			return nil, err
		}
		doc.Add(table)
	}
	if other := v.Answer(askCompare); other != "" && other != "nothing" {
		second, _ := mfa.ParseChanges(other) // one of the choices
		q := mfa.Impact(mfa.Question{Organisation: o, After: mfa.Apply(o.Policy, second), Date: p.Question.Date})
		doc.Add(compared(p, q, changes, second), differing(p, q, changes, second))
	}
	list, err := mfaview.Entries(ctx, p)
	if err != nil {
		return nil, err
	}
	doc.Add(mfaview.Totals(p), list)
	return doc.Done(), nil
}

// summary describes the totals of a preview.
func summary(p *mfa.Preview) (lead, text string) {
	act, admins := p.Registering()
	locked := p.Totals[mfa.LockedOut]
	all := guide.Count(len(p.Results), "person", "people")
	lead = fmt.Sprintf("%d of %s need to do something.", act, all)
	switch {
	case act == 0 && blind(p.Question.Organisation):
		lead = "It is not known who needs to do something."
	case act == 0 && p.Totals[mfa.NotKnown]+p.Totals[mfa.NotInReport] > 0:
		lead = "Handrail found no one who needs to do something."
	case act == 0:
		lead = "No one needs to do anything."
	case act == 1:
		lead = "1 of " + all + " needs to do something."
	}
	if admins == 1 && act == 1 {
		text = "This person has an admin role. "
	} else if admins > 0 {
		text = guide.Count(admins, "of them has", "of them have") + " an admin role. "
	}
	if locked > 0 {
		text += guide.Count(locked, "person is", "people are") + " locked out until an administrator helps. "
	}
	if n := p.Totals[mfa.NotKnown]; n > 0 {
		text += guide.Count(n, "result is", "results are") + " not certain: you see the worst case. "
	}
	if n := p.Totals[mfa.NotInReport]; n > 0 {
		text += guide.Count(n, "person is", "people are") + " not in Microsoft’s registration report. "
	}
	return lead, strings.TrimSpace(text)
}

func compared(p, q *mfa.Preview, a, b mfa.Changes) report.Table {
	t := report.Table{Title: "Comparison of the two changes", Columns: []string{"Outcome", titleOf(a), titleOf(b)},
		Right: []bool{false, true, true}}
	for _, one := range mfa.Outcomes() {
		if p.Totals[one]+q.Totals[one] > 0 {
			t.Rows = append(t.Rows, []string{one.Title(), strconv.Itoa(p.Totals[one]), strconv.Itoa(q.Totals[one])})
		}
	}
	return t
}

// differing lists the people whose outcome under b is not that under a, most
// serious first.
func differing(p, q *mfa.Preview, a, b mfa.Changes) report.Entries {
	e := report.Entries{Title: "People with a different result", Items: []report.Entry{}}
	worst := func(i int) mfa.Outcome { return min(p.Results[i].Shown().Worst(), q.Results[i].Shown().Worst()) }
	list := p.Sorted()
	slices.SortStableFunc(list, func(i, j int) int { return cmp.Compare(worst(i), worst(j)) })
	for _, i := range list {
		one, other := p.Results[i].Shown(), q.Results[i].Shown()
		if one == other {
			continue
		}
		who := &p.Question.Organisation.People[i]
		e.Items = append(e.Items, report.Entry{Title: cmp.Or(who.Name, who.UPN), About: who.UPN,
			Severity: mfaview.Severity(worst(i)), State: fmt.Sprintf("%s: %s. %s: %s.",
				titleOf(a), mfaview.OutcomeNames(one), titleOf(b), mfaview.OutcomeNames(other))})
	}
	return e
}

// apart returns the findings about the accounts that are checked separately.
func apart(p *mfa.Preview) (all []report.Finding) {
	a := p.CheckSpecialAccounts()
	if a.Refused {
		all = append(all, report.Finding{Code: "mfa-refused", Severity: report.Problem,
			Title: "The change would lock out administrators", Text: a.Why,
			Do: "Set up another method for an administrator first."})
	}
	for _, n := range a.Notes {
		title, more, _ := strings.Cut(n.Text, ". ")
		f := report.Finding{Code: "mfa-" + n.Code, Severity: report.Note, Title: strings.TrimSuffix(title, "."), Text: more}
		if n.Serious {
			f.Severity, f.Do = report.Warning, "Give this account a passkey first."
			if n.Person < 0 {
				f.Do = "Give your administrators a passkey first."
			}
		}
		if n.Person >= 0 {
			f.Subject = p.Question.Organisation.People[n.Person].UPN
		}
		all = append(all, f)
	}
	return all
}

// underDefaults warns where methods are turned off although security defaults are on
// (Microsoft Learn: Security defaults in Microsoft Entra ID).
func underDefaults(o *mfa.Organisation, changes mfa.Changes) []report.Finding {
	takes := slices.ContainsFunc(changes, func(c mfa.Change) bool {
		_, what := c.Method()
		return what == "off" || what == "only" || what == "without"
	})
	if !takes || o.Enforcement.Defaults != access.Yes {
		return nil
	}
	return []report.Finding{{Code: "mfa-defaults-methods", Severity: report.Warning,
		Title: "Security defaults are on: Microsoft warns against turning off methods",
		Text: "With security defaults, people register Microsoft Authenticator. " +
			"Turning off methods may lock everyone out of your organisation.",
		Do: "Keep the methods on, or replace security defaults with Conditional Access first."}}
}

// reminding warns where a registration campaign for passkeys starts and can remind no
// one, because people may not set up passkeys themselves (Microsoft Learn: Run a
// registration campaign to set up a passkey or Microsoft Authenticator).
func reminding(p *mfa.Preview, changes mfa.Changes) []report.Finding {
	starts := slices.ContainsFunc(changes, func(c mfa.Change) bool {
		return c.Code == mfa.CampaignStart && c.Value != "authenticator"
	})
	if !starts || p.Question.After.Methods[mfa.Fido2].SelfService != access.No {
		return nil
	}
	return []report.Finding{{Code: "mfa-campaign-no-one", Severity: report.Warning,
		Title: "The registration campaign will remind no one",
		Text:  "“Allow self-service setup” is off for passkeys, so people cannot set up a passkey themselves.",
		Do:    "Turn it on in the Microsoft Entra admin center: Authentication methods > Passkey (FIDO2) > Configure."}}
}
