package adminaccess

import (
	"slices"
	"strings"

	"handrail/app/guide"
	"handrail/app/identity/access"
	"handrail/app/identity/roles"
	"handrail/app/report"
	"handrail/app/tenant"
)

// named returns a policy of the organisation by the name that Handrail gives it; else the
// one that this visit made and someone renamed since.
func (w *world) named(name string) (tenant.AccessPolicy, bool) {
	if all := w.withName(name); len(all) > 0 {
		return all[0], true
	}
	if made, sent := w.sent[name]; sent {
		for _, p := range w.policies {
			if sameContent(p, made) {
				return p, true
			}
		}
	}
	return tenant.AccessPolicy{}, false
}

func (w *world) withName(name string) (all []tenant.AccessPolicy) {
	for _, p := range w.policies {
		if p.Name.Is(name) {
			all = append(all, p)
		}
	}
	return all
}

// sameContent reports whether two policies are for the same accounts and require the same.
func sameContent(a, b tenant.AccessPolicy) bool {
	x, y := a.Conditions.Users, b.Conditions.Users
	return alike(a, b) && equal(x.Include, y.Include) && equal(x.IncludeGroups, y.IncludeGroups) &&
		equal(x.IncludeRoles, y.IncludeRoles) && equal(x.Exclude, y.Exclude) &&
		equal(x.ExcludeGroups, y.ExcludeGroups) && equal(x.ExcludeRoles, y.ExcludeRoles)
}

// alike reports whether two policies require the same under the same conditions.
func alike(a, b tenant.AccessPolicy) bool {
	g, h := access.GrantOf(a), access.GrantOf(b)
	return g.Block == h.Block && g.Session == h.Session && slices.Equal(g.Controls, h.Controls) &&
		equal(a.Conditions.ClientApps, b.Conditions.ClientApps) &&
		access.Words(access.Of(a).Conditions) == access.Words(access.Of(b).Conditions)
}

// equal compares lists as sets.
func equal(a, b tenant.Texts) bool { return roles.Compare(a, b).Same() }

// acting returns the policies that the switch turns on.
func (w *world) acting(v *guide.Visit) []wanted {
	if w.protects(v) {
		return append(append([]wanted{}, own...), others...)
	}
	return own
}

// wantedRow returns a policy of Handrail's as it is, or as Handrail would make it.
func (w *world) wantedRow(p wanted, v *guide.Visit) (row tenant.AccessPolicy, there bool) {
	if row, there = w.named(p.name); !there {
		_ = jsonInto(w.body(p, stateOn, v), &row) // Handrail's own
	}
	return row, there
}

// changed returns why a policy of Handrail's is not what Handrail made; "" where it is.
// Other roles and more exclusions are shown, and no change of that kind.
func (w *world) changed(p wanted, v *guide.Visit) string {
	row, there := w.named(p.name)
	if !there {
		return ""
	}
	if len(w.withName(p.name)) > 1 {
		return "Several policies have the name “" + p.name + "”."
	}
	var want tenant.AccessPolicy
	_ = jsonInto(w.body(p, stateOn, v), &want)
	users := row.Conditions.Users
	if !alike(row, want) || p.all != users.Include.Has("All") {
		return "Someone changed what “" + string(row.Name) + "” does."
	}
	return ""
}

// drift returns in what the roles and the exclusions of Handrail's policies differ from
// the answers of a visit.
func (w *world) drift(v *guide.Visit) (all []report.Finding) {
	for _, p := range append(append([]wanted{}, own...), others...) {
		row, there := w.named(p.name)
		if !there {
			continue
		}
		users := row.Conditions.Users
		if d := roles.Compare(users.IncludeRoles, w.chosen(v)); !p.all && !d.Same() {
			all = append(all, report.Finding{Code: "roles-differ", Severity: report.Warning, Subject: p.name,
				Title: "A policy does not name the roles that you chose",
				Text:  "They differ: " + differ(d, string(row.Name), "your list") + ".",
				Do:    "Change the roles of the policy in the Microsoft Entra admin center."})
		}
		more := w.moreExcluded(row, v)
		if len(more) > 0 {
			all = append(all, report.Finding{Code: "exclusions-grew", Severity: report.Warning, Subject: p.name,
				Title: "A policy excludes more than Handrail does",
				Text: "“" + string(row.Name) + "” has " + counted(len(more), "more exclusion", "more exclusions") + ": " +
					strings.Join(more, ", ") + ".",
				Do: "Check whether each is still needed."})
		}
	}
	return all
}

// moreExcluded names what a policy excludes beside the accounts of a visit.
func (w *world) moreExcluded(row tenant.AccessPolicy, v *guide.Visit) []string {
	out := access.Of(row).Exclude
	ids := append(roles.Compare(out.Users, w.spared(v)).First, w.otherGroups(out.Groups)...)
	all := w.labelsOf(append(ids, out.Roles...))
	if out.Guests.Kinds != 0 || out.Guests.Unread {
		all = append(all, "guests and external users")
	}
	if out.Everyone {
		all = append(all, "everyone")
	}
	return all
}

// labelsOf names people and roles by ID; what has no name keeps its ID.
func (w *world) labelsOf(ids []string) (all []string) {
	for _, id := range ids {
		name := roles.Name(id)
		if i := w.position(id); i >= 0 {
			name = w.o.People[i].Label()
		}
		all = append(all, name)
	}
	return all
}
