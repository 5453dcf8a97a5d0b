package deviceprofiles

import (
	"context"
	"slices"
	"strings"

	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
)

// parent is a group that a group is in, also through others.
type parent struct{ id, name string }

// use is one thing that depends on a group, or on a parent of it.
type use struct {
	fact            string // which fact counts it
	id              string
	kind, name, how string
	counts          bool // false: it is shown, and does not work through the parent
}

// reach is what depends on a group.
type reach struct {
	parents      []parent
	parentsKnown bool
	policies     []string // names of the Conditional Access policies that name it, or a parent
	known        bool     // the policies were read, and the parents
	uses         []use    // everything, with the policies
	unread       []part   // what was not read, or not completely
	gaps         []tenant.Gap
}

// part is a kind of thing that can depend on a group.
type part struct {
	section    string
	fact, word string
	missing    string // why it is not known, in two or three words
}

// The facts of the parts.
const (
	factPolicies   = "policies"
	factLicences   = "licences"
	factProfiles   = "configuration-profiles"
	factCompliance = "compliance-policies"
	factApps       = "apps"
	factScripts    = "scripts"
	factAutopilot  = "autopilot-profiles"
)

// dependsOn returns what depends on a group, also through its parents.
func (w *world) dependsOn(ctx context.Context, id string) (r reach, err error) {
	r.parentsKnown = true
	parents := []parent{{id, ""}}
	for i := 0; i < len(parents); i++ {
		section := tenant.ParentsSection(parents[i].id)
		if err := w.have.Also(ctx, section); err != nil {
			return r, err
		}
		if _, known := w.have.Gap(section); !known {
			r.parentsKnown = false
			continue
		}
		err := tenant.Each(ctx, w.have, section, func(m tenant.Member) error {
			r.parentsKnown = r.parentsKnown && m.Type != "" && m.ID != "" // what it is in may be a group
			seen := slices.ContainsFunc(parents, func(p parent) bool { return strings.EqualFold(p.id, m.ID) })
			if m.Type.Is("#microsoft.graph.group") && !seen {
				parents = append(parents, parent{m.ID, w.groupName(m)})
			}
			return nil
		})
		if err != nil {
			return r, err
		}
	}
	r.parents = parents[1:]
	if err := w.policiesOf(ctx, parents, &r); err != nil {
		return r, err
	}
	if err := w.licencesOf(ctx, parents, &r); err != nil {
		return r, err
	}
	return r, w.assignmentsOf(ctx, parents, &r)
}

// policiesOf adds the Conditional Access policies that name one of several groups; the first is the group itself.
func (w *world) policiesOf(ctx context.Context, groups []parent, r *reach) error {
	gap, known := w.have.Gap(tenant.SectionAccess)
	if r.known = known && r.parentsKnown; !known {
		r.miss(part{tenant.SectionAccess, factPolicies, "Conditional Access policy", gap.State.Word()})
		return ctx.Err()
	}
	st, err := w.have.Status(ctx, tenant.SectionAccess)
	if err != nil {
		return err
	}
	if !tenant.PoliciesCompared(st) { // there may be more than v1.0 of Graph shows
		r.known = false
		r.miss(part{tenant.SectionAccess, factPolicies, "Conditional Access policy", tenant.Incomplete.Word()})
	}
	policies, err := tenant.All[tenant.AccessPolicy](ctx, w.have, tenant.SectionAccess)
	for _, p := range policies {
		users, found := p.Conditions.Users, false
		for i, g := range groups {
			for _, side := range []struct {
				has bool
				how string
			}{{users.IncludeGroups.Has(g.id), "Included"}, {users.ExcludeGroups.Has(g.id), "Excluded"}} {
				if side.has {
					found = true
					r.uses = append(r.uses, use{fact: factPolicies, id: p.ID, kind: "Conditional Access policy",
						name: string(p.Name), how: through(side.how, groups, i), counts: true})
				}
			}
		}
		if found {
			r.policies = append(r.policies, string(p.Name))
		}
	}
	return err
}

// through adds to what is said of a use the parent by which it comes.
func through(how string, groups []parent, i int) string {
	if i == 0 {
		return how
	}
	return how + ", by “" + groups[i].name + "”"
}

// miss notes what was not read.
func (r *reach) miss(p part) { r.unread = append(r.unread, p) }

// count returns how many things of a fact depend on the group, each once; "" counts all.
func (r reach) count(fact string) int {
	seen := map[string]bool{}
	for _, u := range r.uses {
		if u.counts && (fact == "" || u.fact == fact) {
			seen[u.fact+"/"+u.id] = true
		}
	}
	return len(seen)
}

// whole reports whether everything of a fact was read; "" asks for all of them.
func (r reach) whole(fact string) bool {
	missing := slices.ContainsFunc(r.unread, func(p part) bool { return fact == "" || p.fact == fact })
	return r.parentsKnown && !missing
}

// names returns the names of what depends on the group, each once.
func (r reach) names() (all []string) {
	for _, u := range r.uses {
		if u.counts && !slices.Contains(all, u.name) {
			all = append(all, u.name)
		}
	}
	return all
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

// lookDepends shows what depends on the group: policies, licences and what Intune assigns. It is read again.
func (d deps) lookDepends(ctx context.Context, v *guide.Visit, progress task.Report) (*report.Document, error) {
	w, err := d.loadAgain(ctx, progress, tenant.SectionGroups, tenant.SectionAccess, tenant.SectionLicences)
	if err != nil {
		return nil, err
	}
	t, err := d.resolve(ctx, v, w)
	if err != nil {
		return nil, err
	}
	r := reach{known: true, parentsKnown: true} // nothing can depend on what is not made yet
	switch {
	case !t.known, t.group.ID == "" && !t.make:
		r = unreadable()
	case t.group.ID != "":
		if r, err = w.dependsOn(ctx, t.group.ID); err != nil {
			return nil, err
		}
	}
	doc := d.draft("What depends on the group?", v)
	w.gaps(doc)
	r.show(doc, t)
	return doc.Answered(), nil
}
