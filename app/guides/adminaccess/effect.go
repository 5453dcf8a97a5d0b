package adminaccess

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"handrail/app/guide"
	"handrail/app/identity/access"
	"handrail/app/identity/mfa"
	"handrail/app/identity/mfaview"
	"handrail/app/identity/roles"
	"handrail/app/report"
)

// affectedBy adds who meets what, with names and numbers.
func (d deps) affectedBy(ctx context.Context, w *world, v *guide.Visit, plan *guide.Plan) error {
	p := w.meets(v)
	if len(glass(v)) == 0 {
		plan.Affected = append(plan.Affected, guide.Affected{Severity: report.Problem,
			Text: "You named no emergency access account. If something goes wrong, no one gets in."})
	}
	plan.Affected = append(plan.Affected, w.unprotected(v)...)
	for _, f := range w.drift(v) {
		plan.Affected = append(plan.Affected, guide.Affected{Severity: f.Severity, Text: f.Title + ". " + f.Text})
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
				Text: fmt.Sprintf("%s: %s.", one.Title(), counted(n, "account", "accounts")), Names: names})
		}
	}
	if w.defaults == access.Yes {
		plan.Affected = append(plan.Affected, guide.Affected{Severity: report.Note,
			Text: "Microsoft may add policies of its own when security defaults go off. This is expected."},
			guide.Affected{Severity: report.Note, Text: "Before the first write, Handrail checks that you hold the " +
				"roles for policies and for security defaults. Otherwise it writes nothing."})
	}
	old, err := w.legacy(ctx, w.administrators(w.chosen(v)))
	if err != nil {
		return err
	}
	plan.Affected = append(plan.Affected, w.blockedApps(v, old))
	return w.personByPerson(ctx, v, p, old.apps, old.known, plan)
}

// unprotected is about the people whom only security defaults protect, where they go off
// and nothing replaces them.
func (w *world) unprotected(v *guide.Visit) (all []guide.Affected) {
	if w.defaults != access.Yes || w.protects(v) {
		return nil
	}
	lose, may := w.losers(v)
	all = append(all, guide.Affected{Severity: report.Problem, Names: lose,
		Text: counted(len(lose), "other person loses", "other people lose") +
			" MFA, and legacy apps are no longer blocked for everyone else. Microsoft no longer asks them to register."})
	if len(may) > 0 {
		all = append(all, guide.Affected{Severity: report.Unknown, Names: may,
			Text: counted(len(may), "other person may lose MFA.", "other people may lose MFA.")})
	}
	return all
}

// losers names the people whom only security defaults protect, where they go off and
// nothing replaces them, and those for whom that is not known.
func (w *world) losers(v *guide.Visit) (lose, may []string) {
	if w.defaults != access.Yes || w.protects(v) {
		return nil, nil
	}
	covered, later := w.covered(v), w.whenActive(v)
	loses := w.o.LoseDefaults()
	for i := range w.o.People {
		if p := &w.o.People[i]; (!covered[i] || later[i]) && p.Enabled != access.No {
			switch {
			case loses[i] == access.Yes && covered[i]: // the policies reach them while a role is active
				may = append(may, p.Label())
			case loses[i] == access.Yes:
				lose = append(lose, p.Label())
			case loses[i] == access.Unknown:
				may = append(may, p.Label())
			}
		}
	}
	return lose, may
}

// covered are the administrators whom the policies for roles reach, by position.
func (w *world) covered(v *guide.Visit) map[int]bool {
	all, spared := map[int]bool{}, w.spared(v)
	for _, i := range w.administrators(w.chosen(v)) {
		all[i] = !slices.Contains(spared, w.o.People[i].ID)
	}
	return all
}

// whenActive are the administrators whom the policies for roles reach only while they have
// activated a role, by position.
func (w *world) whenActive(v *guide.Visit) map[int]bool {
	all, ids := map[int]bool{}, w.chosen(v)
	for i := range w.covered(v) {
		all[i] = true
		for _, h := range roles.Of(w.holdings, w.o.People[i].ID) {
			if !h.Eligible && h.Reached != access.No && slices.Contains(ids, h.Role) {
				all[i] = false
			}
		}
	}
	return all
}

// blockedApps is about the people whose legacy apps stop working.
func (w *world) blockedApps(v *guide.Visit, old oldApps) guide.Affected {
	if !old.known {
		return guide.Affected{Severity: report.Unknown, Text: "It is not known whose legacy apps stop working."}
	}
	admins, spared := w.covered(v), w.spared(v)
	var names []string
	for i := range w.o.People {
		p := &w.o.People[i]
		stops := admins[i] || w.protects(v) && !slices.Contains(spared, p.ID)
		if len(old.apps[strings.ToLower(p.ID)]) > 0 && stops {
			names = append(names, p.Label())
		}
	}
	if len(names) == 0 && !w.protects(v) && (!w.rolesKnown || len(w.strangers(w.chosen(v))) > 0) {
		return guide.Affected{Severity: report.Unknown, Text: "It is not known whose legacy apps stop working, because " +
			"Handrail does not know all administrators."}
	}
	if len(names) == 0 && old.quiet > 0 {
		return guide.Affected{Severity: report.Unknown, Text: "No legacy app in the sign-ins that Handrail read. " +
			"Some background sign-ins were not read."}
	}
	if len(names) == 0 {
		return guide.Affected{Severity: report.OK, Text: "No one in the sign-ins uses a legacy app that stops working."}
	}
	return guide.Affected{Severity: report.Warning, Names: names,
		Text: "A legacy app stops working for " + counted(len(names), "person", "people") + "."}
}

// few returns the first names, and the number of the others where there are several.
func few(names []string) []string {
	if more := len(names) - 8; more > 1 {
		return append(append([]string{}, names[:8]...), "and "+guide.Figures(more)+" others")
	}
	return names
}
