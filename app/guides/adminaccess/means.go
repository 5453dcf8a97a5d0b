package adminaccess

import (
	"context"

	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/identity/access"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
)

// The ways to protect administrators. Stored with every visit.
const (
	meansPolicies = "policies"          // Conditional Access, with Entra ID P1
	meansDefaults = "security-defaults" // for everyone
	meansPerUser  = "per-user"          // per-user MFA for administrators
)

// meansQuestion is asked where it is not certain that there is Entra ID P1.
func meansQuestion() guide.Ask {
	return ask.ChoiceOf(askMeans, ask.Words{Label: "How do you want to protect your administrators?",
		Hint: "Conditional Access needs Entra ID P1; the others need no licence.",
		Help: "Microsoft turns security defaults on only where there is no Conditional Access policy."},
		meansOptions, ask.WhenOf(perhapsWithout), ask.FirstOf(firstMeans))
}

// firstMeans is offered first: what was found, and policies where the licences are not known.
func firstMeans(v *guide.Visit) string {
	switch found := v.Fact("instead"); {
	case v.Fact("p1") != access.No.String():
		return meansPolicies
	case found == meansPerUser:
		return found
	}
	return meansDefaults
}

func meansOptions(v *guide.Visit) []guide.Option {
	all := []guide.Option{
		{Value: meansDefaults, Label: "Security defaults", Hint: "For everyone, without exceptions."},
		{Value: meansPerUser, Label: "Per-user MFA", Hint: "Only for administrators. Others are not protected."},
	}
	if v.Fact("p1") == access.No.String() {
		return all
	}
	return append([]guide.Option{{Value: meansPolicies, Label: "Conditional Access policies",
		Hint: "Microsoft refuses them without Entra ID P1."}}, all...)
}

// perhapsWithout reports whether it is not certain that the organisation of a visit has
// Entra ID P1.
func perhapsWithout(v *guide.Visit) bool { return v.Fact("p1") != access.Yes.String() }

// picksRoles reports whether the way of a visit is about roles.
func picksRoles(v *guide.Visit) bool {
	return !perhapsWithout(v) || v.Answer(askMeans) != meansDefaults
}

// byPolicies reports whether the way of a visit is policies.
func byPolicies(v *guide.Visit) bool {
	a := v.Answer(askMeans)
	return !perhapsWithout(v) || a == "" || a == meansPolicies
}

// means returns the way of a visit.
func (w *world) means(v *guide.Visit) string {
	switch a := v.Answer(askMeans); {
	case w.p1 == access.Yes:
		return meansPolicies
	case a == meansDefaults, a == meansPerUser:
		return a
	case w.p1 == access.No:
		return w.instead()
	}
	return meansPolicies
}

// instead returns what protects administrators best without Entra ID P1.
func (w *world) instead() string {
	if w.defaults != access.Yes && len(w.policies) > 0 {
		return meansPerUser // Microsoft does not turn security defaults on
	}
	return meansDefaults
}

// without adds what there is without Entra ID P1.
func (w *world) without() (all []report.Finding) {
	switch {
	case w.p1 == access.Unknown:
		all = append(all, report.Finding{Code: "p1-unknown", Severity: report.Unknown,
			Title: "It is not known whether you have Entra ID P1",
			Text:  "Conditional Access needs it. Security defaults need no licence.",
			Do:    "Refresh “Licences” on the page Organisation, or choose security defaults in “Choose the roles”."})
	case w.p1 == access.Yes:
	case w.defaults == access.Yes:
		all = append(all, report.Finding{Code: "no-p1", Severity: report.Note, Title: "You have no Entra ID P1",
			Text: "Conditional Access needs it. Security defaults protect everyone instead, and they are on."})
	case w.instead() == meansPerUser:
		all = append(all, report.Finding{Code: "no-p1", Severity: report.Warning, Title: "You have no Entra ID P1",
			Text: "Conditional Access needs it, and Microsoft does not turn on security defaults while a policy exists.",
			Do:   "Continue: this guide turns on per-user MFA for your administrators."})
	default:
		all = append(all, report.Finding{Code: "no-p1", Severity: report.Warning, Title: "You have no Entra ID P1",
			Text: "Conditional Access needs it. Security defaults protect everyone, at no cost and without exceptions.",
			Do:   "Continue: this guide turns on security defaults."})
	}
	return all
}

type (
	looks   = func(context.Context, *guide.Visit, task.Report) (*report.Document, error)
	plans   = func(context.Context, *guide.Visit) (*guide.Plan, error)
	applies = func(context.Context, *guide.Visit, *guide.Plan, task.Report) error
)

// lookBy is a look for policies, and one for what stands in their place.
func (d deps) lookBy(policies, other looks) looks {
	return func(ctx context.Context, v *guide.Visit, progress task.Report) (*report.Document, error) {
		if yes, err := d.other(ctx, v); err != nil {
			return nil, err
		} else if yes {
			return other(ctx, v, progress)
		}
		return policies(ctx, v, progress)
	}
}

// planBy is a plan for policies, and one for what stands in their place.
func (d deps) planBy(policies, other plans) plans {
	return func(ctx context.Context, v *guide.Visit) (*guide.Plan, error) {
		if yes, err := d.other(ctx, v); err != nil {
			return nil, err
		} else if yes {
			return other(ctx, v)
		}
		return policies(ctx, v)
	}
}

// applyBy applies what planBy planned.
func (d deps) applyBy(policies, other applies) applies {
	return func(ctx context.Context, v *guide.Visit, shown *guide.Plan, progress task.Report) error {
		if yes, err := d.other(ctx, v); err != nil {
			return err
		} else if yes {
			return other(ctx, v, shown, progress)
		}
		return policies(ctx, v, shown, progress)
	}
}

// other reports whether a visit protects administrators with something else than policies.
func (d deps) other(ctx context.Context, v *guide.Visit) (bool, error) {
	have, err := tenant.Require(ctx, tenant.Request{Link: d.Tenant.Connection, Now: d.Now()}, tenant.SectionLicences)
	if err != nil {
		return false, err
	}
	w := &world{have: have}
	err = w.readPlans(ctx)
	return w.means(v) != meansPolicies, err
}
