package adminaccess

import (
	"context"
	"slices"
	"strings"

	"handrail/app/guide"
	"handrail/app/identity/access"
	"handrail/app/identity/mfa"
	"handrail/app/identity/mfaview"
	"handrail/app/report"
)

// personByPerson adds to the plan of the switch what each person meets: with MFA, and with
// a legacy app. No name is left out.
func (w *world) personByPerson(ctx context.Context, v *guide.Visit, p *mfa.Preview, old map[string][]string,
	known bool, plan *guide.Plan) error {
	people, err := mfaview.Entries(ctx, p)
	if err != nil {
		return err
	}
	people.Title = "What each person meets, most serious first"
	plan.Blocks = append(plan.Blocks, people)
	table := report.Table{Title: "Legacy apps, person by person", Columns: []string{"Name", "Legacy apps", "After"}}
	legacy := w.legacyBlocked(v)
	for i := range w.o.People {
		one := &w.o.People[i]
		apps := old[strings.ToLower(one.ID)]
		if len(apps) == 0 && known {
			continue
		}
		after := map[access.Answer]string{access.Yes: "Blocked", access.No: "Not blocked",
			access.Unknown: "Not known, or only while a role is active"}[legacy[i]]
		names := strings.Join(apps, ", ")
		if len(apps) == 0 {
			names = "Not known"
		}
		table.Rows = append(table.Rows, []string{one.Label(), names, after})
	}
	if len(table.Rows) > 0 {
		plan.Blocks = append(plan.Blocks, table)
	}
	w.endsForOthers(v, plan)
	return nil
}

// legacyBlocked reports of each person whether the policies block legacy apps for them once
// they are on.
func (w *world) legacyBlocked(v *guide.Visit) []access.Answer {
	all := make([]access.Answer, len(w.o.People))
	covered, later, spared, protects := w.covered(v), w.whenActive(v), w.spared(v), w.protects(v)
	for i := range w.o.People {
		p := &w.o.People[i]
		switch {
		case slices.Contains(spared, p.ID):
			all[i] = access.No
		case protects, covered[i] && !later[i]:
			all[i] = access.Yes
		case !w.rolesKnown, covered[i]:
			all[i] = access.Unknown
		default:
			all[i] = access.No
		}
	}
	return all
}

// endsForOthers adds to the plan what ends for the people whom only security defaults
// protect, each by name.
func (w *world) endsForOthers(v *guide.Visit, plan *guide.Plan) {
	lose, may := w.losers(v)
	if len(lose)+len(may) == 0 {
		return
	}
	table := report.Table{Title: "People who lose what security defaults require",
		Columns: []string{"Name", "MFA", "Legacy apps"}}
	for _, name := range lose {
		table.Rows = append(table.Rows, []string{name, "No longer required", "No longer blocked"})
	}
	for _, name := range may {
		table.Rows = append(table.Rows, []string{name, "Not known", "No longer blocked"})
	}
	plan.Blocks = append(plan.Blocks, table)
}
