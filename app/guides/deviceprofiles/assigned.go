package deviceprofiles

import (
	"context"
	"slices"
	"strings"

	"handrail/app"
	"handrail/app/tenant"
)

// intuneParts are what Intune assigns to groups, in the order in which it is shown.
var intuneParts = []part{
	{tenant.IntuneSection(tenant.IntuneProfiles), factProfiles, "Configuration profile", ""},
	{tenant.IntuneSection(tenant.IntuneSettings), factProfiles, "Settings catalog policy", ""},
	{tenant.IntuneSection(tenant.IntuneTemplates), factProfiles, "Administrative template", ""},
	{tenant.IntuneSection(tenant.IntuneCompliance), factCompliance, "Compliance policy", ""},
	{tenant.IntuneSection(tenant.IntuneApps), factApps, "App", ""},
	{tenant.IntuneSection(tenant.IntuneScripts), factScripts, "Platform script", ""},
	{tenant.IntuneSection(tenant.IntuneRemediations), factScripts, "Remediation", ""},
	{tenant.IntuneSection(tenant.IntuneMacScripts), factScripts, "Script for macOS", ""},
	{tenant.IntuneSection(tenant.IntuneAutopilot), factAutopilot, "Autopilot profile", ""},
}

// apart are the sections of which reach.show says whether they were read.
func apart(section string) bool {
	return section == tenant.GroupLicencesSection ||
		slices.ContainsFunc(intuneParts, func(p part) bool { return p.section == section })
}

// unreadable is what is known of a group that cannot be read.
func unreadable() (r reach) {
	const why = "Group not known"
	r.miss(part{"", factPolicies, "Conditional Access policy", why})
	r.miss(part{"", factLicences, "Licence", why})
	for _, p := range intuneParts {
		p.missing = why
		r.miss(p)
	}
	return r
}

// lack notes that a section was not read, with the reason.
func (r *reach) lack(p part, gap tenant.Gap) {
	p.missing = gap.State.Word()
	r.miss(p)
	r.gaps = append(r.gaps, gap)
}

// licencesOf adds the licences of several groups; the first is the group itself. A licence works for direct members
// alone (Microsoft Learn, Group-based licensing in the Microsoft 365 admin center: nested groups).
func (w *world) licencesOf(ctx context.Context, groups []parent, r *reach) error {
	section, licence := tenant.GroupLicencesSection, part{tenant.GroupLicencesSection, factLicences, "Licence", ""}
	if err := w.have.Also(ctx, section); err != nil {
		return err
	}
	if gap, known := w.have.Gap(section); !known {
		r.lack(licence, gap)
		return ctx.Err()
	}
	products, err := w.products(ctx)
	if err != nil {
		return err
	}
	found := false
	err = tenant.Each(ctx, w.have, section, func(g tenant.GroupLicence) error {
		i := slices.IndexFunc(groups, func(p parent) bool { return strings.EqualFold(p.id, g.ID) })
		if i < 0 || g.Licences == nil {
			return nil
		}
		found = found || i == 0
		for _, one := range *g.Licences {
			name := products[strings.ToLower(string(one.SKU))]
			if name == "" {
				name = string(one.SKU)
			}
			how := "People in the group get it"
			if i > 0 {
				how = "Not passed on by “" + groups[i].name + "”"
			}
			r.uses = append(r.uses, use{fact: factLicences, id: string(one.SKU), kind: "Licence", name: name, how: how,
				counts: i == 0})
		}
		return nil
	})
	if !found { // Microsoft did not send the group, or not its licences
		licence.missing = tenant.Incomplete.Word()
		r.miss(licence)
	}
	return err
}

// products returns the names of the organisation’s products by their IDs, where they were read.
func (w *world) products(ctx context.Context) (map[string]string, error) {
	all := map[string]string{}
	err := tenant.Each(ctx, w.have, tenant.SectionLicences, func(l tenant.Licence) error {
		all[strings.ToLower(string(l.SKU))] = tenant.ProductName(string(l.Part))
		return nil
	})
	if app.CodeOf(err) == app.NotFound {
		return nil, ctx.Err()
	}
	return all, err
}

// assignmentsOf adds what Intune assigns to one of several groups. Intune regards nested groups.
func (w *world) assignmentsOf(ctx context.Context, groups []parent, r *reach) error {
	for _, p := range intuneParts {
		if err := w.have.Also(ctx, p.section); err != nil {
			return err
		}
		if gap, known := w.have.Gap(p.section); !known {
			r.lack(p, gap)
			continue
		}
		unsure := false
		err := tenant.Each(ctx, w.have, p.section, func(item tenant.IntuneItem) error {
			unsure = unsure || !item.Known
			for _, target := range item.Groups {
				i := slices.IndexFunc(groups, func(p parent) bool { return strings.EqualFold(p.id, target.Group) })
				if i >= 0 {
					r.uses = append(r.uses, use{fact: p.fact, id: item.ID, kind: p.word, name: item.Name,
						how: through(intent(target), groups, i), counts: true})
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		if unsure {
			p.missing = tenant.Incomplete.Word()
			r.miss(p)
		}
	}
	return ctx.Err()
}

// intent returns how something is assigned, in a word.
func intent(t tenant.IntuneTarget) string {
	switch {
	case t.Excluded:
		return "Excluded"
	case strings.EqualFold(t.Intent, "required"):
		return "Required"
	case strings.EqualFold(t.Intent, "uninstall"):
		return "Removed"
	case strings.HasPrefix(strings.ToLower(t.Intent), "available"):
		return "Available"
	}
	return "Included"
}
