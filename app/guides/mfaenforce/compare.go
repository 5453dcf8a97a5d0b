package mfaenforce

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"handrail/app/guide"
	"handrail/app/mfa"
	"handrail/app/mfashow"
	"handrail/app/report"
	"handrail/app/task"
)

// ways puts the ways beside each other.
func (d Deps) ways(ctx context.Context, v *guide.Visit, rep task.Report) (*report.Document, error) {
	o, err := d.organisation(ctx, v, rep)
	if err != nil {
		return nil, err
	}
	plans, err := d.plans(ctx, rep)
	if err != nil {
		return nil, err
	}
	doc := d.frame("The ways to ask for a second step", "")
	best := recommended(o, plans)
	m, _ := mfa.DemandByID(best)
	doc.Blocks = append(doc.Blocks, report.Banner{Tone: report.Note, Lead: "Handrail advises: " + m.Title + ".", Text: why(best)})
	numbers := report.Table{Title: "Whom each way meets", Columns: []string{"Way", "Your licence", "Asked then", "Must register", "Locked out", "Not certain"}, Right: []bool{false, false, true, true, true, true}}
	words := report.Table{Title: "What each way is like", Columns: []string{"Way", "What people see", "Can they put it off?", "What breaks"}}
	facts := report.Facts{Title: "The facts in short"}
	for _, m := range mfa.Demands() {
		licence := map[mfa.Tri]string{mfa.Yes: "Yes", mfa.No: "No: " + about[m.ID].licence, mfa.Unknown: "Not known"}[has(plans, m.Plan)]
		row := []string{m.Title, licence, "Not known", "Not known", "Not known", ""}
		if p, ok := mfa.Demanded(o, m, nil, mfa.Question{Date: d.Now().UTC()}); ok {
			asked := o.Asked(p.Question.Enforcement)
			row = []string{m.Title, licence, strconv.Itoa(asked[mfa.Yes]), strconv.Itoa(p.Totals[mfa.WillBeAsked]), strconv.Itoa(p.Totals[mfa.LockedOut]), strconv.Itoa(p.Totals[mfa.NotKnown] + p.Totals[mfa.NotInReport])}
			facts.Rows = append(facts.Rows, report.Fact{Name: "asked-" + m.ID, Label: m.Title, Value: strconv.Itoa(asked[mfa.Yes])})
		}
		numbers.Rows = append(numbers.Rows, row)
		a := about[m.ID]
		words.Rows = append(words.Rows, []string{m.Title, a.sees, a.later, a.breaks})
	}
	doc.Blocks = append(doc.Blocks, numbers, words,
		report.Table{Title: "What was true in 2019, and what is now", Columns: []string{"Situation", "Then", "Now"}, Rows: thenAndNow}, facts)
	if found := mfashow.Missing(o); len(found) > 0 {
		doc.Blocks = append(doc.Blocks, report.Findings{Title: "What could not be read", Items: found})
	}
	return doc, nil
}

func chosen(v *guide.Visit) mfa.Demand {
	m, _ := mfa.DemandByID(v.Answer(askWay)) // validated
	return m
}

// who names everybody whom the chosen way meets.
func (d Deps) who(ctx context.Context, v *guide.Visit, rep task.Report) (*report.Document, error) {
	o, err := d.organisation(ctx, v, rep)
	if err != nil {
		return nil, err
	}
	m := chosen(v)
	doc := d.frame("Who is affected", m.Title)
	p, ok := mfa.Demanded(o, m, glass(v), mfa.Question{Date: d.Now().UTC()})
	if !ok {
		doc.Blocks = append(doc.Blocks, report.Findings{Items: []report.Finding{{Code: "not-computed", Severity: report.Unknown, Title: "Whom this way meets is not known",
			Text: "Microsoft’s interfaces do not tell whom it is set for.", Do: "Look it up where it is set, before you change it."}}})
		return doc, nil
	}
	newly, unsure := o.NewlyAsked(p.Question.Enforcement)
	lead := fmt.Sprintf("Newly asked: %d people.", newly)
	if unsure > 0 {
		lead += fmt.Sprintf(" Of %d it is not known.", unsure)
	}
	text := fmt.Sprintf("%d people must register first. ", p.Totals[mfa.WillBeAsked])
	if n := p.Totals[mfa.LockedOut]; n > 0 {
		text += fmt.Sprintf("%d cannot get in without your help. ", n)
	}
	doc.Blocks = append(doc.Blocks, report.Banner{Tone: report.Note, Lead: lead, Text: strings.TrimSpace(text)}, mfashow.Chart(p))
	var found []report.Finding
	if !canSpare(m.ID) && len(glass(v)) > 0 {
		found = append(found, report.Finding{Code: "glass-not-spared", Severity: report.Warning, Title: "This way leaves nobody out", Text: "Your emergency accounts are asked too.", Do: "Give each of them a passkey first."})
	}
	if names := unknownNames(o, glass(v)); len(names) > 0 {
		found = append(found, report.Finding{Code: "glass-unknown", Severity: report.Warning, Title: "Some emergency accounts are not known: " + strings.Join(names, ", "), Text: "No account of your organisation has this sign-in name.", Do: "Correct the name, or refresh your organisation."})
	}
	if found = append(found, mfashow.Missing(o)...); len(found) > 0 {
		doc.Blocks = append(doc.Blocks, report.Findings{Title: "Look at these first", Items: found})
	}
	list, err := mfashow.Entries(ctx, p)
	if err != nil {
		return nil, err
	}
	doc.Blocks = append(doc.Blocks, mfashow.Totals(p), list)
	return doc, nil
}

// canSpare tells whether a way can leave people out.
func canSpare(way string) bool { return way != mfa.DemandDefaults && way != mfa.DemandPortals }

// unknownNames gives the names that nobody has.
func unknownNames(o *mfa.Organisation, names []string) (all []string) {
	for _, n := range names {
		if !slices.ContainsFunc(o.People, func(p mfa.Person) bool { return strings.EqualFold(p.UPN, n) || strings.EqualFold(p.ID, n) }) {
			all = append(all, n)
		}
	}
	return all
}
