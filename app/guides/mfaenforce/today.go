package mfaenforce

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"handrail/app/guide"
	"handrail/app/mfa"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
)

// organisation reads what the rules need.
func (d Deps) organisation(ctx context.Context, v *guide.Visit, rep task.Report) (*mfa.Organisation, error) {
	return mfa.Gather(ctx, d.Link, mfa.Told{Now: d.Now().UTC(), BreakGlass: glass(v)}, rep)
}

func (d Deps) frame(title, subject string) *report.Document {
	return &report.Document{Title: title, Subject: subject, At: d.Now().UTC(), Sources: []string{"Microsoft Graph, as kept on this computer"}}
}

// missing says what could not be read.
func missing(o *mfa.Organisation) (all []report.Finding) {
	for _, m := range o.Missing {
		all = append(all, report.Finding{Code: "not-read", Severity: report.Unknown, Subject: m.Section, Title: m.Title + ": not read", Text: m.Why, Do: m.Do})
	}
	return all
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
	doc := d.frame("What asks for a second step today", "")
	asked := o.Asked(&o.Enforcement)
	lead := fmt.Sprintf("%d of your accounts are asked for a second step, %d are not.", asked[mfa.Yes], asked[mfa.No])
	tone := report.OK
	switch {
	case asked[mfa.No] > 0:
		tone = report.Warning
	case asked[mfa.Unknown] > 0:
		tone = report.Note
	}
	text := "Blocked accounts do not count."
	if n := asked[mfa.Unknown]; n > 0 {
		text = fmt.Sprintf("Of %d it is not known. ", n) + text
	}
	doc.Blocks = append(doc.Blocks, report.Banner{Tone: tone, Lead: lead, Text: text})
	t := report.Table{Title: "What is on", Columns: []string{"Way", "Today"}}
	t.Rows = append(t.Rows, []string{"Security defaults", onOff(o.Enforcement.Defaults)})
	policies, guards := 0, 0
	for _, p := range o.Enforcement.Policies {
		if p.Asks {
			policies++
			t.Rows = append(t.Rows, []string{"Conditional Access: " + p.Name, strings.TrimSpace("On. " + p.Only)})
		}
		if p.Guards {
			guards++
		}
	}
	if policies == 0 {
		state := "None asks"
		if o.Enforcement.Complete != mfa.Yes {
			state = "Not known"
		}
		t.Rows = append(t.Rows, []string{"Conditional Access", state})
	}
	single, singleUnknown := 0, 0
	for i := range o.People {
		switch o.People[i].PerUser {
		case mfa.Yes:
			single++
		case mfa.Unknown:
			singleUnknown++
		}
	}
	words := fmt.Sprintf("%d people", single)
	if singleUnknown > 0 {
		words += fmt.Sprintf("; of %d not known", singleUnknown)
	}
	t.Rows = append(t.Rows, []string{"Person by person", words}, []string{"Microsoft’s administration pages", "Always"},
		[]string{"Reminders to register", reminders(o.Policy.Campaign.State)}, []string{"Identity Protection", "No interface tells"})
	doc.Blocks = append(doc.Blocks, t)
	var found []report.Finding
	if o.Enforcement.Defaults == mfa.Yes && policies > 0 {
		found = append(found, report.Finding{Code: "both-on", Severity: report.Warning, Title: "Security defaults and Conditional Access are both on", Text: "They exclude each other, so one of the two was read wrongly or has just changed.", Do: "Refresh your organisation, then look again."})
	}
	if single > 0 && policies > 0 {
		found = append(found, report.Finding{Code: "two-ways", Severity: report.Warning, Title: "Some people are asked person by person as well", Text: "Microsoft advises against both at once: those people are asked more often, and app passwords stay alive.", Do: "Turn it off for them once a policy covers everybody."})
	}
	if guards > 0 {
		found = append(found, report.Finding{Code: "guarded", Severity: report.Note, Title: "Registering a method is guarded by a policy", Text: "Whoever has nothing registered needs a Temporary Access Pass."})
	}
	if found = append(found, missing(o)...); len(found) > 0 {
		doc.Blocks = append(doc.Blocks, report.Findings{Title: "What was found", Items: found})
	}
	doc.Blocks = append(doc.Blocks, report.Facts{Title: "The facts in short", Rows: []report.Fact{
		{Name: "asked", Label: "Asked", Value: strconv.Itoa(asked[mfa.Yes])}, {Name: "not-asked", Label: "Not asked", Value: strconv.Itoa(asked[mfa.No])},
		{Name: "asked-unknown", Label: "Not known", Value: strconv.Itoa(asked[mfa.Unknown])},
		{Name: "defaults", Label: "Security defaults", Value: o.Enforcement.Defaults.String()}, {Name: "policies", Label: "Policies that ask", Value: strconv.Itoa(policies)},
		{Name: "one-by-one", Label: "Asked person by person", Value: strconv.Itoa(single)},
		{Name: "p1", Label: "Entra ID P1", Value: has(plans, tenant.PlanP1).String()}, {Name: "p2", Label: "Entra ID P2", Value: has(plans, tenant.PlanP2).String()},
		{Name: "recommended", Label: "Handrail advises", Value: recommended(o, plans)},
	}})
	return doc, nil
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

// plans gives the service plans that the organisation has paid for; nil where
// that is not known.
func (d Deps) plans(ctx context.Context, rep task.Report) (map[string]bool, error) {
	view, err := d.Link.View(ctx)
	if err != nil {
		return nil, err
	}
	st, err := view.Status(ctx, tenant.SectionLicences)
	if err == nil && st.Completed.IsZero() && d.Link.SignedIn(ctx) {
		if _, err = d.Link.Refresh(ctx, []string{tenant.SectionLicences}, rep); err == nil {
			st, err = view.Status(ctx, tenant.SectionLicences)
		}
	}
	if err != nil || st.Completed.IsZero() {
		return nil, err
	}
	plans := map[string]bool{}
	err = tenant.Each(ctx, view, tenant.SectionLicences, func(l tenant.Licence) error {
		for _, p := range l.Plans {
			if p.Status.Is("Success") && !l.Status.Is("Deleted") && !l.Status.Is("Suspended") {
				plans[strings.ToLower(string(p.ID))] = true
			}
		}
		return nil
	})
	return plans, err
}

// has tells whether a plan is there. P2 contains P1.
func has(plans map[string]bool, plan string) mfa.Tri {
	switch {
	case plan == "":
		return mfa.Yes
	case plans == nil:
		return mfa.Unknown
	}
	return mfa.Is(plans[plan] || plan == tenant.PlanP1 && plans[tenant.PlanP2])
}

// recommended is the way that fits the licences: rules where one may have them,
// else Microsoft's basic protection.
func recommended(o *mfa.Organisation, plans map[string]bool) string {
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
