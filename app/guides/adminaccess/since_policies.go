package adminaccess

import (
	"fmt"
	"slices"
	"strings"

	"handrail/app"
	"handrail/app/identity/policydiff"
	"handrail/app/identity/roles"
	"handrail/app/report"
	"handrail/app/tenant"
)

// edited returns in which fields a policy changed; whom it excludes now is one line.
func (w *world) edited(was, is tenant.AccessPolicy) (all []report.Finding) {
	changes, known := policydiff.Compare(was.Raw(), is.Raw())
	if !known {
		return []report.Finding{{Code: "not-compared", Severity: report.Unknown, Subject: string(is.Name),
			Title: "It is not known whether “" + string(is.Name) + "” changed",
			Text:  "The record of it cannot be read."}}
	}
	var grew, said []string
	for _, c := range changes {
		if c.Excludes() && len(c.Added) > 0 {
			grew = append(grew, c.Added...)
			c.Added = nil
		}
		if len(c.Added)+len(c.Removed) > 0 {
			said = append(said, c.Text(w.nameOf))
		}
	}
	if len(grew) > 0 {
		all = append(all, report.Finding{Code: "exclusions-added", Severity: report.Warning, Subject: string(is.Name),
			Title: "“" + string(is.Name) + "” excludes " + fmt.Sprint(len(grew)) + " more: " +
				policydiff.Words(grew, w.nameOf),
			Text: "They were not excluded for the record.", Do: "Check whether each is still needed."})
	}
	if len(said) > 0 {
		all = append(all, report.Finding{Code: "policy-edited", Severity: report.Warning, Subject: string(is.Name),
			Title: "Someone edited “" + string(is.Name) + "”", Text: strings.Join(said, " "),
			Do: "Check whether this is what you want."})
	}
	return all
}

// nameOf returns the name of a person, a group or a role, and the end of the ID of what has no name.
func (w *world) nameOf(id string) string {
	if i := w.position(id); i >= 0 {
		return w.o.People[i].Label()
	}
	if w.o.GroupName != nil {
		if name := w.o.GroupName(id); name != "" {
			return name
		}
	}
	return app.ShortID(w.roleName(id))
}

// drifted returns the policies that named the same roles for the record, and do not now.
func (w *world) drifted(before snapshot) (all []report.Finding) {
	twins := map[string][]tenant.AccessPolicy{}
	var keys []string
	now := map[string]tenant.AccessPolicy{}
	for _, p := range w.policies {
		now[p.ID] = p
	}
	for _, row := range before.Policies {
		var p tenant.AccessPolicy
		if !jsonInto(row, &p) || len(p.Conditions.Users.IncludeRoles) == 0 || p.State.Is(stateOff) {
			continue
		}
		key := roleKey(p)
		if is, there := now[p.ID]; there {
			if twins[key] == nil {
				keys = append(keys, key)
			}
			twins[key] = append(twins[key], is)
		}
	}
	for _, key := range keys {
		first := twins[key][0]
		for _, other := range twins[key][1:] {
			d := roles.Compare(first.Conditions.Users.IncludeRoles, other.Conditions.Users.IncludeRoles)
			if d.Same() {
				continue
			}
			all = append(all, report.Finding{Code: "twins-drifted", Severity: report.Warning,
				Subject: string(first.Name),
				Title:   "“" + string(first.Name) + "” and “" + string(other.Name) + "” no longer name the same roles",
				Text:    upperFirst(differ(d, string(first.Name), string(other.Name))) + ".",
				Do:      "Give both the same roles."})
			break
		}
	}
	return all
}

func upperFirst(text string) string { return strings.ToUpper(text[:1]) + text[1:] }

// roleKey is the same for policies that name the same roles.
func roleKey(p tenant.AccessPolicy) string {
	var ids []string
	for _, id := range p.Conditions.Users.IncludeRoles {
		ids = append(ids, strings.ToLower(id))
	}
	slices.Sort(ids)
	return strings.Join(slices.Compact(ids), " ")
}
