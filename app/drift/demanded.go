package drift

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"handrail/app/guide"
	"handrail/app/history"
	"handrail/app/report"
	"handrail/app/tenant"
)

// demanded is about a section that is read on demand, beside the members of a group: what a person or a group is in,
// the manager of a person, the licences that groups give, and what Intune assigns.
func (w *world) demanded(t Told, c history.Change, kind tenant.Demand, of string) []Told {
	row := person(either(c.After, c.Before))
	if row == "" {
		row = w.id(c.ID)
	}
	gone := c.Kind == history.Removed
	named := []tenant.Demand{tenant.MemberOf, tenant.Parents, tenant.Manager}
	if c.Kind == history.Changed && slices.Contains(named, kind) {
		t.Subject = row
		return []Told{t.quiet(kindNames, "“"+row+"” has another name.")}
	}
	no := verbIf(gone, "no longer", "now")
	switch kind {
	case tenant.MemberOf:
		t.Subject = w.called(of)
		t = t.of(w.userRef(of), Ref{tenant.SectionGroups, c.ID, row})
		return []Told{t.about("is "+no+" in “"+row+"”", "are "+no+" in “"+row+"”")}
	case tenant.Parents:
		in := w.groupRef(of)
		t.Subject = in.Name
		t = t.of(in, Ref{tenant.SectionGroups, c.ID, row})
		t.Text = "The group “" + in.Name + "” is " + no + " nested in the group “" + row + "”."
		return []Told{t.worth(report.Warning)}
	case tenant.Manager:
		t.Subject = w.called(of)
		t = t.of(w.userRef(of), Ref{tenant.SectionUsers, c.ID, row})
		t.Text = "The manager of " + t.Subject + " is " + no + " " + row + "."
		return []Told{t}
	case tenant.GroupLicences:
		return w.groupLicences(t, c)
	}
	if slices.Contains(tenant.IntuneKinds(), kind) {
		return w.intune(t, c)
	}
	return w.titled(t, c, nil)
}

func verbIf(yes bool, one, other string) string {
	if yes {
		return one
	}
	return other
}

// groupLicences is about the licences that a group gives to its members.
func (w *world) groupLicences(t Told, c history.Change) []Told {
	in := w.groupRef(c.ID)
	t.Subject = in.Name
	t = t.of(in)
	before, was := skus(members(c.Before)["assignedLicenses"])
	after, is := skus(members(c.After)["assignedLicenses"])
	if !was || !is {
		return w.titled(t, c, nil)
	}
	var all []Told
	group := "The group “" + in.Name + "” "
	for _, sku := range slices.Sorted(maps.Keys(after)) {
		if _, had := before[sku]; !had {
			one, name := t, w.part(sku)
			one.Field = "assignedLicenses[" + sku + "]"
			one.After, one.Text = name, group+"now gives its members the licence "+name+"."
			all = append(all, one)
		}
	}
	for _, sku := range slices.Sorted(maps.Keys(before)) {
		if _, has := after[sku]; !has {
			one, name := t, w.part(sku)
			one.Field = "assignedLicenses[" + sku + "]"
			one.Before, one.Text = name, group+"no longer gives its members the licence "+name+"."
			all = append(all, one.worth(report.Warning))
		}
	}
	if len(all) == 0 {
		return []Told{t.quiet(kindFollows, group+"gives the same licences.")}
	}
	return all
}

// intune is about what Intune assigns to groups.
func (w *world) intune(t Told, c history.Change) []Told {
	if c.Kind != history.Changed {
		return w.titled(t, c, nil)
	}
	name, words := subjectOf(c)
	t.Subject = name
	t = t.of(Ref{c.Section, c.ID, name})
	var all []Told
	for _, f := range c.Fields {
		if f.Path != "assignments" {
			all = append(all, t.fieldOf(f, nil, words))
			continue
		}
		before, after := assignedTo(f.Before), assignedTo(f.After)
		added, gone := w.groupNames(without(after, before)), w.groupNames(without(before, after))
		one := t
		one.Field, one.Before, one.After = f.Path, listed(gone), listed(added)
		for _, id := range append(without(after, before), without(before, after)...) {
			one = one.of(w.groupRef(id))
		}
		switch {
		case len(added) > 0 && len(gone) > 0:
			one = one.says(words+" has other groups.", "New: "+guide.Names(added)+". Gone: "+guide.Names(gone)+".")
		case len(added) > 0:
			one = one.says(words+" has more groups.", "New: "+guide.Names(added)+".")
		case len(gone) > 0:
			one = one.says(words+" has fewer groups.", "Gone: "+guide.Names(gone)+".")
		default:
			one.Text = words + " is assigned in another way."
			one.Before, one.After = "", ""
		}
		all = append(all, one)
	}
	return all
}

// assignedTo returns the groups of a list of assignments, which also has those that are excluded.
func assignedTo(value []byte) (groups []string) {
	var all []struct {
		Target struct {
			Group tenant.Text `json:"groupId"`
		} `json:"target"`
	}
	_ = json.Unmarshal(value, &all) // what is no list names no group
	for _, a := range all {
		if a.Target.Group != "" {
			groups = append(groups, strings.ToLower(string(a.Target.Group)))
		}
	}
	return groups
}

func (w *world) groupNames(ids []string) (names []string) {
	for _, id := range ids {
		names = append(names, "“"+w.groupName(id)+"”")
	}
	slices.Sort(names)
	return names
}
