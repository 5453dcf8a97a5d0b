package adminaccess

import (
	"context"
	"fmt"
	"strings"

	"handrail/app/guide"
	"handrail/app/identity/access"
	"handrail/app/identity/mfa"
	"handrail/app/identity/mfaview"
	"handrail/app/report"
)

// affectedBy adds who is affected and how, with names and numbers.
func (d deps) affectedBy(ctx context.Context, w *world, v *guide.Visit, plan *guide.Plan) error {
	p := w.preview(v, w.protects(v), false)
	if len(glass(v)) == 0 {
		plan.Affected = append(plan.Affected, guide.Affected{Severity: report.Problem,
			Text: "You named no emergency access account. If something goes wrong, no one gets in."})
	}
	lose := []string{}
	if w.defaults == access.Yes && !w.protects(v) {
		admins := map[int]bool{}
		for _, i := range w.administrators(w.chosen(v)) {
			admins[i] = true
		}
		for i := range w.o.People {
			if !admins[i] && w.o.People[i].Enabled != access.No && w.o.LosesDefaults(i) != access.No {
				lose = append(lose, w.o.People[i].Label())
			}
		}
		plan.Affected = append(plan.Affected, guide.Affected{Severity: report.Problem, Names: few(lose),
			Text: counted(len(lose), "other person loses", "other people lose") +
				" MFA, and legacy apps work again for everyone else."})
	}
	for _, one := range mfa.Outcomes() {
		if n := p.Totals[one]; n > 0 && one != mfa.NoChange {
			var names []string
			for _, i := range p.Sorted() {
				if p.Results[i].Shown().Has(one) {
					names = append(names, w.o.People[i].Label())
				}
			}
			plan.Affected = append(plan.Affected, guide.Affected{Severity: mfaview.Severity(one),
				Text: fmt.Sprintf("%s: %d.", one.Title(), n), Names: few(names)})
		}
	}
	if w.defaults == access.Yes {
		plan.Affected = append(plan.Affected, guide.Affected{Severity: report.Note,
			Text: "Microsoft may add policies of its own when security defaults go off. This is expected."})
	}
	old, _, known, err := w.legacy(ctx)
	if err != nil {
		return err
	}
	plan.Affected = append(plan.Affected, w.blockedApps(v, old, known))
	return nil
}

// blockedApps is about the people whose legacy apps stop working.
func (w *world) blockedApps(v *guide.Visit, old map[string][]string, known bool) guide.Affected {
	if !known {
		return guide.Affected{Severity: report.Unknown, Text: "It is not known whose legacy apps stop working."}
	}
	admins := map[int]bool{}
	for _, i := range w.administrators(w.chosen(v)) {
		admins[i] = true
	}
	var names []string
	for i := range w.o.People {
		p := &w.o.People[i]
		if len(old[strings.ToLower(p.ID)]) > 0 && (admins[i] || w.protects(v)) {
			names = append(names, p.Label())
		}
	}
	if len(names) == 0 {
		return guide.Affected{Severity: report.OK, Text: "No one in the sign-ins uses a legacy app that stops working."}
	}
	return guide.Affected{Severity: report.Warning, Names: few(names),
		Text: "A legacy app stops working for " + counted(len(names), "person", "people") + "."}
}

func few(names []string) []string {
	if len(names) > 8 {
		return append(append([]string{}, names[:8]...), "and others")
	}
	return names
}
