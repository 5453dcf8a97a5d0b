package drift

import (
	"encoding/json"
	"strings"

	"handrail/app/guide"
	"handrail/app/history"
	"handrail/app/report"
	"handrail/app/tenant"
)

// memberName returns the name of a member of a group.
func (w *world) memberName(c history.Change) string {
	if name := person(either(c.After, c.Before)); name != "" {
		return name
	}
	return w.called(c.ID)
}

// member is about one member of a group; policies that name the group are named with it.
func (w *world) member(t Told, c history.Change, group string) []Told {
	t.Subject = w.memberName(c)
	in := w.groupRef(group)
	var who Ref
	who, t.noun = w.memberRef(c, t.Subject)
	t = t.of(who, in)
	name := "the group “" + in.Name + "”"
	if kind, _ := tenant.OnDemand(c.Section); kind == tenant.DirectMembers {
		if c.Kind == history.Removed && w.within(group, c) {
			return []Told{t.about("is no longer a direct member of "+name+", and is still in a group that is nested in it",
				"are no longer direct members of "+name+", and are still in a group that is nested in it")}
		}
	}
	switch c.Kind {
	case history.Added:
		excluded, by := w.naming(group, c, true)
		if len(excluded) > 0 {
			t = t.of(by...).worth(report.Warning)
			t.Do = "Check that these people should be exceptions."
			now := "now in " + name + ", which is excluded from " + guide.Names(excluded)
			return []Told{t.about("is "+now, "are "+now)}
		}
		t = t.about("is now in "+name, "are now in "+name)
	case history.Removed:
		included, by := w.naming(group, c, false)
		if len(included) > 0 {
			t = t.of(by...).worth(report.Warning)
			now := "no longer in " + name + ", to which " + guide.Names(included) + " " +
				verb(len(included), "applies", "apply")
			return []Told{t.about("is "+now, "are "+now)}
		}
		t = t.about("is no longer in "+name, "are no longer in "+name)
	default:
		t = t.quiet(kindNames, "A member of "+name+" has another name.")
	}
	return []Told{t}
}

// memberRef returns who or what a member is, and what several of them are called.
func (w *world) memberRef(c history.Change, name string) (Ref, noun) {
	switch {
	case w.name(tenant.SectionUsers, c.ID) != "" || raw(either(c.After, c.Before), "userPrincipalName") != "":
		return Ref{tenant.SectionUsers, c.ID, name}, noun{}
	case w.name(tenant.SectionGroups, c.ID) != "":
		return Ref{tenant.SectionGroups, c.ID, name}, nounGroup
	}
	return Ref{tenant.SectionUsers, c.ID, name}, nounMember
}

// within reports whether a member who is no longer a direct one is in a group all the same, as far as is known.
func (w *world) within(group string, c history.Change) (is bool) {
	if w.err != nil || w.past == nil {
		return false
	}
	section := tenant.MembersSection(group)
	last, known := w.moment(section, c.At.Add(oneRefresh))
	if !known {
		return false
	}
	_, err := w.past.AsOf(w.ctx, section, last.At, func(id string, _ []byte) error {
		is = is || strings.EqualFold(id, c.ID)
		return nil
	})
	return !w.fails(err) && is
}

// naming returns the policies that are on and exclude or include a group at the time of a change, by their names in
// quotes and as what a sentence is about.
func (w *world) naming(group string, c history.Change, exclude bool) (names []string, refs []Ref) {
	version, _ := w.version(tenant.SectionAccess, c.At)
	key := namer{version, strings.ToLower(group), exclude}
	refs, known := w.namers[key]
	if !known {
		for _, p := range w.policiesAt(c.At) {
			list := p.Conditions.Users.IncludeGroups
			if exclude {
				list = p.Conditions.Users.ExcludeGroups
			}
			if p.Enforced() && list.Has(group) {
				refs = append(refs, Ref{tenant.SectionAccess, p.ID, safe(string(p.Name), longName)})
			}
		}
		w.namers[key] = refs
	}
	return quotes(refs), refs
}

// namer identifies the policies of one version that include or exclude a group.
type namer struct {
	version, group string
	exclude        bool
}

// groupFields are the properties of a group.
var groupFields = map[string]field{
	"displayName": {label: "a name"}, "mail": {label: "an email address"},
	"isAssignableToRole": {yes: "can now have admin roles", no: "can no longer have admin roles", worse: "true",
		do: "Check who can change the members of this group."},
	"onPremisesSyncEnabled": {yes: "now comes from the on-premises directory",
		no: "no longer comes from the on-premises directory"},
	"mailEnabled":     {yes: "now has an email address", no: "no longer has an email address"},
	"securityEnabled": {yes: "is now a security group", no: "is no longer a security group"},
	"groupTypes": {label: "a type", words: map[string]string{"Unified": "Microsoft 365 group",
		"DynamicMembership": "dynamic membership"}},
	"membershipRule": {label: "a membership rule", worse: "*", do: "Check who is in this group now."},
	"membershipRuleProcessingState": {label: "a state of its membership rule", worse: "Paused",
		words: map[string]string{"On": "on", "Paused": "paused"}, do: "Turn on the membership rule of this group again."},
}

func (w *world) group(t Told, c history.Change) []Told {
	t.Subject = person(either(c.After, c.Before))
	if t.Subject == "" {
		t.Subject = safe(c.ID, longName)
	}
	t = t.of(Ref{tenant.SectionGroups, c.ID, t.Subject})
	name := "The group “" + t.Subject + "”"
	switch c.Kind {
	case history.Added:
		var g tenant.Group
		_ = json.Unmarshal(c.After, &g) // accepts what is there
		if t.Text = name + " is new."; g.RoleAssignable.Yes {
			t = t.says(name+" is new.", "It can have admin roles.").worth(report.Warning)
		}
		return []Told{t}
	case history.Removed:
		t.Text = name + " was deleted."
		named, by := w.naming(c.ID, c, true)
		more, and := w.naming(c.ID, c, false)
		if named = append(named, more...); len(named) > 0 {
			t = t.says(t.Text, verb(len(named), "The policy ", "The policies ")+guide.Names(named)+" still "+
				verb(len(named), "names", "name")+" it.").of(by...).of(and...).worth(report.Warning)
			t.Do = "Remove the group from " + verb(len(named), "this policy", "these policies") +
				", or name another group."
		}
		return []Told{t}
	}
	all := t.fields(c.Fields, groupFields, name)
	if !strings.EqualFold(raw(c.Before, "displayName"), raw(c.After, "displayName")) {
		for i, one := range all {
			if one.Field == "displayName" {
				all[i].Text = "The group “" + one.Before + "” is now called “" + one.After + "”."
			}
		}
	}
	return all
}
