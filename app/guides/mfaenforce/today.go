package mfaenforce

import (
	"context"
	"strconv"

	"handrail/app/guide"
	"handrail/app/guide/frame"
	"handrail/app/identity/access"
	"handrail/app/identity/mfa"
	"handrail/app/identity/mfaview"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
)

// organisation reads what the rules need.
func (d deps) organisation(ctx context.Context, v *guide.Visit, rep task.Report) (*mfa.Organisation, error) {
	return mfa.LoadCurrent(ctx, d.Tenant.Connection, d.Tenant.People,
		mfa.AdminInput{Now: d.Now().UTC(), EmergencyAccess: glass(v)}, rep)
}

func (d deps) frame(title, subject string) *frame.Draft {
	return frame.New(frame.Head{Title: title, Subject: subject, At: d.Now(), Sources: []string{frame.FromCache}})
}

// today describes what requires MFA now, and for whom.
func (d deps) today(ctx context.Context, v *guide.Visit, rep task.Report) (*report.Document, error) {
	o, err := d.organisation(ctx, v, rep)
	if err != nil {
		return nil, err
	}
	plans, unread, err := d.plans(ctx, rep)
	if err != nil {
		return nil, err
	}
	on := switched(o)
	asked, sometimes := prompted(o)
	doc := d.frame("What requires MFA today", "")
	doc.Add(askedBanner(asked, sometimes), on.table(o))
	doc.Find(on.findings(o)...)
	doc.Find(mfaview.SyncFindings(o, &o.Enforcement, false)...)
	doc.Find(mfaview.GoneFindings(o)...)
	doc.Find(mfaview.PolicyFindings(o)...)
	doc.Find(frame.NotRead(append(unread, o.Missing...))...)
	doc.Find(frame.Doubtful(o.Doubtful)...)
	doc.Findings("", "Findings")
	doc.Fact("asked", "Need MFA", strconv.Itoa(asked[access.Yes]), "")
	doc.Fact("not-asked", "Do not need MFA", strconv.Itoa(asked[access.No]), "")
	doc.Fact("asked-sometimes", "Need MFA only under a condition", strconv.Itoa(sometimes), "")
	doc.Fact("asked-unknown", "Not known", strconv.Itoa(asked[access.Unknown]), "")
	doc.Fact("defaults", "Security defaults", o.Enforcement.Defaults.String(), "")
	doc.Fact("policies", "Policies that require MFA", counted(on.certain(), o.Enforcement.Complete == access.Yes &&
		on.certain() == len(on.asking)), "")
	doc.Fact("one-by-one", "Per-user MFA", counted(on.single, on.singleUnknown == 0), "")
	doc.Fact("p1", "Entra ID P1", access.Flag(plans.Has(tenant.PlanP1)).String(), "")
	doc.Fact("p2", "Entra ID P2", access.Flag(plans.Has(tenant.PlanP2)).String(), "")
	doc.Fact("recommended", "Handrail recommends", recommended(o, plans), "")
	doc.Facts("Summary")
	return doc.Done(), nil
}

// counted returns a number for programs; none is “unknown” unless all were read.
func counted(n int, all bool) string {
	if n == 0 && !all {
		return access.Unknown.String()
	}
	return strconv.Itoa(n)
}

// prompted counts the accounts by whether they need MFA at every sign-in. Those that
// need it only under a condition are counted apart.
func prompted(o *mfa.Organisation) (asked map[access.Answer]int, sometimes int) {
	asked, sometimes = o.Prompted(&o.Enforcement), o.PromptedSometimes(&o.Enforcement)
	asked[access.Unknown] -= sometimes
	return asked, sometimes
}

// askedBanner counts the accounts that need MFA.
func askedBanner(asked map[access.Answer]int, sometimes int) report.Banner {
	b := report.Banner{Tone: report.OK, Text: "Blocked accounts do not count.",
		Lead: guide.Count(asked[access.Yes], "account needs", "accounts need") + " MFA."}
	switch {
	case asked[access.No] > 0:
		b.Lead += " " + guide.Count(asked[access.No], "does not.", "do not.")
	case asked[access.Yes] == 0 && asked[access.Unknown] > 0 && sometimes == 0:
		b.Lead = "It is not known which accounts need MFA."
	}
	if n := asked[access.Unknown]; n > 0 {
		b.Tone, b.Text = report.Note, "Handrail could not find out for "+strconv.Itoa(n)+". "+b.Text
	}
	if sometimes > 0 {
		b.Tone = report.Warning
		if asked[access.Yes] == 0 && asked[access.No] == 0 {
			b.Lead = "No account needs MFA at every sign-in."
		}
		b.Lead += " " + guide.Count(sometimes, "account needs", "accounts need") + " it only under a condition."
	}
	if asked[access.No] > 0 {
		b.Tone = report.Warning
	}
	return b
}

// ons is what is switched on today.
type ons struct {
	asking        []*mfa.Access // policies that require MFA
	guards        int           // policies that guard the registration of methods
	guardsWhen    []string      // when they apply, if none does always
	single        int           // people with per-user MFA
	singleUnknown int
}

// findings returns the settings that conflict with each other.
func (on ons) findings(o *mfa.Organisation) (found []report.Finding) {
	if o.Enforcement.Defaults == access.Yes && on.certain() > 0 {
		found = append(found, report.Finding{Code: "both-on", Severity: report.Warning,
			Title: "Security defaults and Conditional Access are both on",
			Text:  "They cannot both be on. One of them may have just changed.",
			Do:    "Refresh your organisation, then check again."})
	}
	if on.single > 0 && on.certain() > 0 {
		found = append(found, report.Finding{Code: "two-ways", Severity: report.Warning,
			Title: "Some people also have per-user MFA",
			Text: "Microsoft advises against both at once. People must verify their sign-in more often, and app " +
				"passwords stay valid.",
			Do: "Turn off per-user MFA once a policy covers everyone."})
	}
	if on.guards > 0 {
		found = append(found, report.Finding{Code: "guarded", Severity: report.Note,
			Title: "A policy protects the registration of methods", Text: on.guarding()})
	}
	return found
}

// plans returns the service plans that the organisation has; nil and the reason if
// they were never read, and cannot be read now.
func (d deps) plans(ctx context.Context, rep task.Report) (tenant.Plans, []tenant.Gap, error) {
	r, err := tenant.Require(ctx, tenant.Request{Link: d.Tenant.Connection, Now: d.Now(), Report: rep},
		tenant.SectionLicences)
	if err != nil {
		return nil, nil, err
	}
	plans, err := tenant.PlansOf(ctx, r)
	return plans, r.Missing, err
}

// recommended returns the option that fits the licences: Conditional Access with
// Entra ID P1, else security defaults.
func recommended(o *mfa.Organisation, plans tenant.Plans) string {
	switch p1 := plans.Has(tenant.PlanP1); {
	case p1.Yes:
		return mfa.DemandAccess
	case !p1.Known && o.Enforcement.Defaults != access.Yes &&
		len(o.Enforcement.Policies) > 0:
		return mfa.DemandAccess // an organisation with policies has the licence
	}
	return mfa.DemandDefaults
}

// why explains why an option is recommended.
func why(way string) string {
	if way == mfa.DemandAccess {
		return "You have the licence. You can test it without affecting anyone, and you can exclude emergency " +
			"access accounts."
	}
	return "Every licence includes it. It covers everyone and also blocks old email programs."
}
