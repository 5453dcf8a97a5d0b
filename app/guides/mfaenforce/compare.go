package mfaenforce

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"handrail/app/guide"
	"handrail/app/guide/frame"
	"handrail/app/identity/access"
	"handrail/app/identity/mfa"
	"handrail/app/identity/mfaview"
	"handrail/app/report"
	"handrail/app/task"
)

// ways compares the options.
func (d deps) ways(ctx context.Context, v *guide.Visit, rep task.Report) (*report.Document, error) {
	o, err := d.organisation(ctx, v, rep)
	if err != nil {
		return nil, err
	}
	plans, unread, err := d.plans(ctx, rep)
	if err != nil {
		return nil, err
	}
	doc := d.frame("Options to require MFA", "")
	best := recommended(o, plans)
	m, _ := mfa.DemandByID(best)
	doc.Add(report.Banner{Tone: report.Note, Lead: "Handrail recommends: " + m.Title + ".",
		Text: why(best)})
	numbers := report.Table{Title: "Who each option affects",
		Columns: []string{"Option", "Your licence", "Need MFA then", "Must register", "Locked out", "Not certain"},
		Right:   []bool{false, false, true, true, true, true}}
	words := report.Table{Title: "What each option means", Columns: []string{"Option", "What people see",
		"Can they put it off?", "What stops working"}}
	for _, m := range mfa.Demands() {
		licence := map[access.Answer]string{access.Yes: "Yes", access.No: "No: needs " + about[m.ID].licence,
			access.Unknown: "Not known"}[access.Flag(plans.Has(m.Plan))]
		row := []string{m.Title, licence, "Not known", "Not known", "Not known", ""}
		if p, ok := mfa.Demanded(o, m, nil, mfa.Question{Date: d.Now().UTC()}); ok {
			asked := o.Prompted(p.Question.Enforcement)
			row = []string{m.Title, licence, strconv.Itoa(asked[access.Yes]), strconv.Itoa(p.Totals[mfa.WillBeAsked]),
				strconv.Itoa(p.Totals[mfa.LockedOut]), strconv.Itoa(p.Totals[mfa.NotKnown] + p.Totals[mfa.NotInReport])}
			doc.Fact("asked-"+m.ID, m.Title, strconv.Itoa(asked[access.Yes]), "")
		}
		numbers.Rows = append(numbers.Rows, row)
		a := about[m.ID]
		words.Rows = append(words.Rows, []string{m.Title, a.sees, later(m.ID, d.Now()), a.breaks})
	}
	doc.Add(numbers, words,
		report.Table{Title: "What has changed since 2019", Columns: []string{"Situation", "Then", "Now"},
			Rows: thenAndNow})
	doc.Facts("Summary")
	doc.Find(frame.NotRead(append(unread, o.Missing...))...)
	doc.Findings("", "What Handrail could not read")
	return doc.Done(), nil
}

func chosen(v *guide.Visit) mfa.Requirement {
	m, _ := mfa.DemandByID(v.Answer(askWay)) // validated
	return m
}

// who lists everyone whom the chosen option affects.
func (d deps) who(ctx context.Context, v *guide.Visit, rep task.Report) (*report.Document, error) {
	o, err := d.organisation(ctx, v, rep)
	if err != nil {
		return nil, err
	}
	m := chosen(v)
	doc := d.frame("Who is affected", m.Title)
	p, ok := mfa.Demanded(o, m, glass(v), mfa.Question{Date: d.Now().UTC()})
	if !ok {
		doc.Find(report.Finding{Code: "not-computed", Severity: report.Unknown,
			Title: "Handrail could not find out who this option affects",
			Text:  "Handrail cannot read who this setting applies to.",
			Do:    "Check who the setting applies to before you change it."})
		return doc.Done(), nil
	}
	newly, unsure := o.NewlyPrompted(p.Question.Enforcement)
	lead := newlyLead(newly, unsure)
	if unsure > 0 {
		lead += " " + guide.Count(unsure, "result is", "results are") + " not known."
	}
	doc.Add(report.Banner{Tone: report.Note, Lead: lead, Text: must(p)}, mfaview.Chart(p))
	if !canSpare(m.ID) && len(glass(v)) > 0 {
		doc.Find(report.Finding{Code: "glass-not-spared", Severity: report.Warning,
			Title: "This option cannot exclude anyone",
			Text:  "Your emergency access accounts need MFA too.", Do: "Give each of them a passkey first."})
	}
	if names := unknownNames(o, glass(v)); len(names) > 0 {
		doc.Find(report.Finding{Code: "glass-unknown", Severity: report.Warning,
			Title: "Emergency access accounts not found: " + strings.Join(names, ", "),
			Text:  "No account in your organisation has this sign-in name.",
			Do:    "Correct the name, or refresh your organisation."})
	}
	doc.Find(syncFindings(o, m, p.Question.Enforcement)...)
	doc.Find(mfaview.GoneFindings(o)...)
	doc.Find(frame.NotRead(o.Missing)...)
	doc.Find(frame.Doubtful(o.Doubtful)...)
	doc.Findings("", "Check these first")
	list, err := mfaview.Entries(ctx, p)
	if err != nil {
		return nil, err
	}
	doc.Add(mfaview.Totals(p), list)
	return doc.Done(), nil
}

// must describes who must register first, and who is locked out: for certain, and
// possibly.
func must(p *mfa.Preview) string {
	var words []string
	say := func(o mfa.Outcome, one, many, mayOne, mayMany, what string) {
		sure, maybe := p.Certain(o)
		if sure > 0 {
			words = append(words, guide.Count(sure, one, many)+what)
		}
		if maybe > 0 && sure > 0 {
			mayOne, mayMany = "more "+mayOne, "more "+mayMany
		}
		if maybe > 0 {
			words = append(words, guide.Count(maybe, mayOne, mayMany)+what)
		}
	}
	say(mfa.WillBeAsked, "person must", "people must", "person may have to", "people may have to", " register first.")
	switch {
	case len(words) > 0:
	case p.Totals[mfa.NotKnown]+p.Totals[mfa.NotInReport] > 0:
		words = append(words, "It is not known whether anyone must register first.")
	default:
		words = append(words, "No one must register first.")
	}
	say(mfa.LockedOut, "person is", "people are", "person may be", "people may be",
		" locked out until an administrator helps.")
	return strings.Join(words, " ")
}

// syncFindings returns whether an option stops directory synchronisation. then is what
// requires MFA once it is on.
func syncFindings(o *mfa.Organisation, m mfa.Requirement, then *mfa.Enforcement) []report.Finding {
	return mfaview.SyncFindings(o, then, m.ID != mfa.DemandPortals)
}

// newlyLead describes how many accounts would need MFA for the first time; for unsure
// more it is not known.
func newlyLead(n, unsure int) string {
	switch {
	case n == 0 && unsure > 0:
		return "It is not known whether anyone else needs MFA with this option."
	case n == 0:
		return "No one else needs MFA with this option."
	}
	return guide.Count(n, "more person needs", "more people need") + " MFA with this option."
}

// canSpare reports whether an option can exclude people.
func canSpare(way string) bool { return way != mfa.DemandDefaults && way != mfa.DemandPortals }

// unknownNames returns the names that no account has.
func unknownNames(o *mfa.Organisation, names []string) (all []string) {
	for _, n := range names {
		if !slices.ContainsFunc(o.People, func(p mfa.Person) bool {
			return strings.EqualFold(p.UPN, n) || strings.EqualFold(p.ID, n)
		}) {
			all = append(all, n)
		}
	}
	return all
}
