package deviceprofiles

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"handrail/app/device/dynrule"
	"handrail/app/guide/frame"
	"handrail/app/report"
	"handrail/app/tenant"
)

// reach is what depends on a group.
type reach struct {
	parents      []string // names of the groups that it is in, also through others
	parentsKnown bool
	policies     []string // names of the Conditional Access policies that name it, or a parent
	known        bool     // the policies were read, and the parents
}

// dependsOn returns what depends on a group, also through its parents.
func (w *world) dependsOn(ctx context.Context, id string) (r reach, err error) {
	r.parentsKnown = true
	ids := []string{id}
	for i := 0; i < len(ids); i++ {
		section := tenant.ParentsSection(ids[i])
		if err := w.have.Also(ctx, section); err != nil {
			return r, err
		}
		if _, known := w.have.Gap(section); !known {
			r.parentsKnown = false
			continue
		}
		err := tenant.Each(ctx, w.have, section, func(m tenant.Member) error {
			if m.Type.Is("#microsoft.graph.group") && !slices.Contains(ids, m.ID) {
				ids = append(ids, m.ID)
				r.parents = append(r.parents, w.groupName(m))
			}
			return nil
		})
		if err != nil {
			return r, err
		}
	}
	_, known := w.have.Gap(tenant.SectionAccess)
	if r.known = known && r.parentsKnown; !known {
		return r, nil
	}
	policies, err := tenant.All[tenant.AccessPolicy](ctx, w.have, tenant.SectionAccess)
	for _, p := range policies {
		users := p.Conditions.Users
		for _, id := range ids {
			if users.IncludeGroups.Has(id) || users.ExcludeGroups.Has(id) {
				r.policies = append(r.policies, string(p.Name))
				break
			}
		}
	}
	return r, err
}

func (w *world) groupName(m tenant.Member) string {
	if m.Name != "" {
		return string(m.Name)
	}
	if g, n := w.group(m.ID); n == 1 {
		return string(g.Name)
	}
	return m.ID
}

// show puts what depends on a group into a document.
func (r reach) show(doc *frame.Draft) {
	count := func(name, label string, all []string, known bool) {
		if !known {
			doc.Fact(name, label, string(report.Unknown), "Not known")
			return
		}
		doc.Fact(name, label, strconv.Itoa(len(all)), "")
	}
	count("parents", "Groups that it is in", r.parents, r.parentsKnown)
	count("policies", "Conditional Access policies", r.policies, r.known)
	if len(r.parents) > 0 {
		doc.Find(report.Finding{Code: "parents", Severity: report.Note, Title: "The group is in other groups",
			Text: "Its devices count there too: " + strings.Join(r.parents, ", ") + "."})
	}
	if len(r.policies) > 0 {
		doc.Find(report.Finding{Code: "policies", Severity: report.Warning, Title: "Policies name the group, or a parent",
			Text: strings.Join(r.policies, ", ") + "."})
	}
	doc.Find(report.Finding{Code: "intune-not-read", Severity: report.Unknown,
		Title: "What Intune assigns to the group is not known",
		Text:  "Handrail does not read apps, profiles and licences that are assigned to a group.",
		Do:    "In the Intune admin center, open the group and check its assignments."})
	doc.Add(report.Text{Text: "A device in the group is targeted. That does not mean that an app or a setting arrived. " +
		"During set-up, a device joins too late for apps that must be there at once."})
}

// showFrozen names every group that Microsoft no longer updates, and what depends on it.
func (w *world) showFrozen(ctx context.Context, doc *frame.Draft) error {
	if !w.groupsKnown {
		doc.Fact("frozen", "Groups that no longer change", string(report.Unknown), "Not known")
		return nil
	}
	table := report.Table{Title: "Groups that no longer change",
		Columns: []string{"Group", "Members", "Policies", "Rule"}, Right: []bool{false, true, false, false}}
	for _, g := range w.groups {
		rule, err := dynrule.Parse(string(g.Rule))
		if !g.Dynamic() || err != nil || !rule.MemberOf() {
			continue
		}
		members := "Not known"
		section := tenant.DirectMembersSection(g.ID)
		if err := w.have.Also(ctx, section); err != nil {
			return err
		}
		if _, known := w.have.Gap(section); known {
			rows, err := tenant.All[tenant.Member](ctx, w.have, section)
			if err != nil {
				return err
			}
			members = strconv.Itoa(len(rows))
		}
		r, err := w.dependsOn(ctx, g.ID)
		if err != nil {
			return err
		}
		policies := "None"
		switch {
		case len(r.policies) > 0:
			policies = strings.Join(r.policies, ", ")
		case !r.known:
			policies = "Not known"
		}
		table.Rows = append(table.Rows, []string{string(g.Name), members, policies, string(g.Rule)})
		f := report.Finding{Code: "frozen", Severity: report.Warning, Subject: string(g.Name),
			Title: "This group no longer changes: " + string(g.Name),
			Text:  "Its rule uses memberOf. " + frozenSince(doc.At()),
			Do:    "Give the group a rule with a property of its own."}
		if doc.At().Before(dynrule.MemberOfEnds()) {
			f.Title = "This group will stop changing: " + string(g.Name)
		}
		doc.Find(f)
	}
	doc.Add(table)
	doc.Fact("frozen", "Groups that no longer change", strconv.Itoa(len(table.Rows)), "")
	return nil
}
