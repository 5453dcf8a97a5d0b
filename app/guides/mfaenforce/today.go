package mfaenforce

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"handrail/app/guide"
	"handrail/app/mfa"
	"handrail/app/mfashow"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
)

// organisation reads what the rules need.
func (d Deps) organisation(ctx context.Context, v *guide.Visit, rep task.Report) (*mfa.Organisation, error) {
	return mfa.Gather(ctx, d.Link, d.Kept, mfa.Told{Now: d.Now().UTC(), BreakGlass: glass(v)}, rep)
}

func (d Deps) frame(title, subject string) *report.Document {
	return &report.Document{Title: title, Subject: subject, At: d.Now().UTC(), Sources: []string{"Microsoft Graph, as kept on this computer"}}
}

// today says what asks now, and whom.
func (d Deps) today(ctx context.Context, v *guide.Visit, rep task.Report) (*report.Document, error) {
	if rep == nil {
		rep = func(task.Progress) {}
	}
	o, err := d.organisation(ctx, v, rep)
	if err != nil {
		return nil, err
	}
	plans, err := d.plans(ctx, rep)
	if err != nil {
		return nil, err
	}
	on := switched(o)
	doc := d.frame("What asks for a second step today", "")
	doc.Blocks = append(doc.Blocks, askedBanner(o), on.table(o))
	if found := append(on.findings(o), mfashow.Missing(o)...); len(found) > 0 {
		doc.Blocks = append(doc.Blocks, report.Findings{Title: "What was found", Items: found})
	}
	asked := o.Asked(&o.Enforcement)
	doc.Blocks = append(doc.Blocks, report.Facts{Title: "The facts in short", Rows: []report.Fact{
		{Name: "asked", Label: "Asked", Value: strconv.Itoa(asked[mfa.Yes])}, {Name: "not-asked", Label: "Not asked", Value: strconv.Itoa(asked[mfa.No])},
		{Name: "asked-unknown", Label: "Not known", Value: strconv.Itoa(asked[mfa.Unknown])},
		{Name: "defaults", Label: "Security defaults", Value: o.Enforcement.Defaults.String()}, {Name: "policies", Label: "Policies that ask", Value: strconv.Itoa(len(on.asking))},
		{Name: "one-by-one", Label: "Asked person by person", Value: strconv.Itoa(on.single)},
		{Name: "p1", Label: "Entra ID P1", Value: has(plans, tenant.PlanP1).String()}, {Name: "p2", Label: "Entra ID P2", Value: has(plans, tenant.PlanP2).String()},
		{Name: "recommended", Label: "Handrail advises", Value: recommended(o, plans)},
	}})
	return doc, nil
}

// askedBanner says how many are asked.
func askedBanner(o *mfa.Organisation) report.Banner {
	asked := o.Asked(&o.Enforcement)
	b := report.Banner{Tone: report.OK, Text: "Blocked accounts do not count.",
		Lead: fmt.Sprintf("%d of your accounts are asked for a second step, %d are not.", asked[mfa.Yes], asked[mfa.No])}
	if n := asked[mfa.Unknown]; n > 0 {
		b.Tone, b.Text = report.Note, fmt.Sprintf("Of %d it is not known. ", n)+b.Text
	}
	if asked[mfa.No] > 0 {
		b.Tone = report.Warning
	}
	return b
}

// ons is what is switched on today.
type ons struct {
	asking        []*mfa.Access // policies that ask for a second step
	guards        int           // policies that guard the registration of methods
	single        int           // people asked one by one
	singleUnknown int
}

func switched(o *mfa.Organisation) (on ons) {
	for i := range o.Enforcement.Policies {
		p := &o.Enforcement.Policies[i]
		if p.Asks {
			on.asking = append(on.asking, p)
		}
		if p.Guards {
			on.guards++
		}
	}
	for i := range o.People {
		switch o.People[i].PerUser {
		case mfa.Yes:
			on.single++
		case mfa.Unknown:
			on.singleUnknown++
		}
	}
	return on
}

// table lists the ways and whether they are on.
func (on ons) table(o *mfa.Organisation) report.Table {
	t := report.Table{Title: "What is on", Columns: []string{"Way", "Today"}}
	t.Rows = append(t.Rows, []string{"Security defaults", onOff(o.Enforcement.Defaults)})
	for _, p := range on.asking {
		t.Rows = append(t.Rows, []string{"Conditional Access: " + p.Name, strings.TrimSpace("On. " + p.Only)})
	}
	if len(on.asking) == 0 {
		state := "None asks"
		if o.Enforcement.Complete != mfa.Yes {
			state = "Not known"
		}
		t.Rows = append(t.Rows, []string{"Conditional Access", state})
	}
	words := fmt.Sprintf("%d people", on.single)
	if on.singleUnknown > 0 {
		words += fmt.Sprintf("; of %d not known", on.singleUnknown)
	}
	t.Rows = append(t.Rows, []string{"Person by person", words}, []string{"Microsoft’s administration pages", "Always"},
		[]string{"Reminders to register", reminders(o.Policy.Campaign.State)}, []string{"Identity Protection", "No interface tells"})
	return t
}

// findings says what does not go together.
func (on ons) findings(o *mfa.Organisation) (found []report.Finding) {
	if o.Enforcement.Defaults == mfa.Yes && len(on.asking) > 0 {
		found = append(found, report.Finding{Code: "both-on", Severity: report.Warning, Title: "Security defaults and Conditional Access are both on", Text: "They exclude each other, so one of the two was read wrongly or has just changed.", Do: "Refresh your organisation, then look again."})
	}
	if on.single > 0 && len(on.asking) > 0 {
		found = append(found, report.Finding{Code: "two-ways", Severity: report.Warning, Title: "Some people are asked person by person as well", Text: "Microsoft advises against both at once: those people are asked more often, and app passwords stay alive.", Do: "Turn it off for them once a policy covers everybody."})
	}
	if on.guards > 0 {
		found = append(found, report.Finding{Code: "guarded", Severity: report.Note, Title: "Registering a method is guarded by a policy", Text: "Whoever has nothing registered needs a Temporary Access Pass."})
	}
	return found
}

func onOff(t mfa.Tri) string {
	return map[mfa.Tri]string{mfa.Yes: "On", mfa.No: "Off", mfa.Unknown: "Not known"}[t]
}

func reminders(state string) string {
	switch strings.ToLower(state) {
	case "enabled":
		return "On"
	case "disabled":
		return "Off"
	case "default":
		return "Microsoft decides"
	}
	return "Not known"
}

// plans gives what the organisation has paid for, read first where it never was.
func (d Deps) plans(ctx context.Context, rep task.Report) (tenant.Plans, error) {
	view, err := d.Link.View(ctx)
	if err != nil {
		return nil, err
	}
	plans, err := tenant.PlansOf(ctx, view)
	if err != nil || plans != nil || !d.Link.SignedIn(ctx) {
		return plans, err
	}
	if _, err := d.Link.Refresh(ctx, []string{tenant.SectionLicences}, rep); err != nil {
		return nil, err
	}
	return tenant.PlansOf(ctx, view)
}

// has tells whether a plan is there.
func has(plans tenant.Plans, plan string) mfa.Tri {
	yes, known := plans.Has(plan)
	if !known {
		return mfa.Unknown
	}
	return mfa.Is(yes)
}

// recommended is the way that fits the licences: rules where one may have them,
// else Microsoft's basic protection.
func recommended(o *mfa.Organisation, plans tenant.Plans) string {
	switch {
	case has(plans, tenant.PlanP1) == mfa.Yes:
		return mfa.DemandAccess
	case has(plans, tenant.PlanP1) == mfa.Unknown && o.Enforcement.Defaults != mfa.Yes && len(o.Enforcement.Policies) > 0:
		return mfa.DemandAccess // whoever has policies has the licence
	}
	return mfa.DemandDefaults
}

// why says why a way is advised.
func why(way string) string {
	if way == mfa.DemandAccess {
		return "You have the licence for it, you can try it without asking anybody, and you can leave out emergency accounts."
	}
	return "It is in every licence, covers everybody, and closes old mail programs too."
}
