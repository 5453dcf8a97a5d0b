package breakglass

import (
	"fmt"
	"slices"
	"strings"

	"handrail/app/identity/access"
)

// Group is what is known of the group with which policies exclude the accounts.
type Group struct {
	ID, Name       string
	Found          access.Answer
	Security, Mail access.Answer
	Dynamic        access.Answer // a rule decides who is in it
	Synced         access.Answer // it comes from an on-premises directory
	RoleAssignable access.Answer // only administrators of roles change its members
	Members        []Member      // direct ones
	MembersRead    bool
}

// Member is a direct member of a group.
type Member struct {
	ID, Name string
	Group    bool // a group itself
}

// The codes of conditions on a group. They are stable and may be stored.
const (
	GroupKind   = "group-kind"
	GroupNamed  = "group-members"
	GroupOthers = "group-others"
	GroupRoles  = "group-roles"
)

// Has reports whether an account is a direct member.
func (g *Group) Has(id string) access.Answer {
	if !g.MembersRead {
		return access.Unknown
	}
	return access.Is(slices.ContainsFunc(g.Members, func(m Member) bool {
		return !m.Group && strings.EqualFold(m.ID, id)
	}))
}

// Nested reports whether another group is in it.
func (g *Group) Nested() bool {
	return slices.ContainsFunc(g.Members, func(m Member) bool { return m.Group })
}

// Fit returns whether policies may exclude the accounts with the group, and why not. Who is
// in it must be certain on the day when nothing else works.
func (g *Group) Fit() (fit access.Answer, why string) {
	nested := g.Nested()
	switch {
	case g.Found == access.No:
		return access.No, "There is no such group."
	case g.Dynamic == access.Yes:
		return access.No, "A rule decides who is in it, so an account can drop out."
	case g.Mail == access.Yes:
		return access.No, "It is a group for email, and others may manage its members."
	case g.Security == access.No:
		return access.No, "It is not a security group."
	case g.Synced == access.Yes:
		return access.No, "It comes from your on-premises directory, and fails when that directory fails."
	case nested:
		return access.No, "Another group is in it, so others may decide who is excluded."
	case g.Found == access.Unknown || !g.MembersRead:
		return access.Unknown, "Handrail could not read the group and its members."
	case g.Security == access.Unknown || g.Mail == access.Unknown || g.Synced == access.Unknown ||
		g.Dynamic == access.Unknown:
		return access.Unknown, "Microsoft did not return what kind of group it is."
	}
	return access.Yes, ""
}

// CheckGroup returns how a group stands for the accounts.
func CheckGroup(g *Group, accounts []Account) []Line {
	fit, why := g.Fit()
	kind := Line{Code: GroupKind, Met: fit, Title: "The policies can exclude the group “" + g.Name + "”",
		Evidence: "It is a security group, and its members are assigned one by one."}
	switch fit {
	case access.No:
		kind.Title, kind.Evidence = "The policies do not exclude the group “"+g.Name+"”", why
		kind.Do = "Choose another group, or let Handrail make one."
	case access.Unknown:
		kind.Title, kind.Evidence = "It is not known whether the policies can exclude the group “"+g.Name+"”", why
		kind.Do = "Refresh “Groups” on the page Organisation."
	}
	all := []Line{kind}
	if fit != access.Yes {
		return all
	}
	return append(all, g.named(accounts), g.others(accounts), g.roles())
}

// named is about the accounts that the group should have.
func (g *Group) named(accounts []Account) Line {
	var out []string
	for i := range accounts {
		if g.Has(accounts[i].ID) != access.Yes {
			out = append(out, accounts[i].Name)
		}
	}
	l := Line{Code: GroupNamed, Met: access.Is(len(out) == 0), Title: "Every account that you named is in the group",
		Evidence: fmt.Sprintf("Handrail compared %d.", len(accounts))}
	if len(out) > 0 {
		l.Title, l.Evidence = "An account that you named is not in the group", strings.Join(out, ", ")+
			". The policies exclude it by name."
		l.Do = "Add the account to the group."
	}
	return l
}

// others is about members that no one named: MFA is not required from them either.
func (g *Group) others(accounts []Account) Line {
	var more []string
	for _, m := range g.Members {
		named := func(a Account) bool { return strings.EqualFold(a.ID, m.ID) }
		if slices.ContainsFunc(accounts, named) {
			continue
		}
		name := m.Name
		if name == "" {
			name = m.ID
		}
		more = append(more, name)
	}
	l := Line{Code: GroupOthers, Met: access.Is(len(more) == 0), Title: "No one else is in the group",
		Evidence: fmt.Sprintf("Direct members: %d.", len(g.Members))}
	if len(more) > 0 {
		l.Title, l.Evidence = "The group has members that you did not name", strings.Join(more, ", ")+
			". The policies exclude them too."
		l.Do = "Remove them from the group, or name them as emergency access accounts."
	}
	return l
}

// roles is about who may change the members (Microsoft Learn, Use Microsoft Entra groups to
// manage role assignments).
func (g *Group) roles() Line {
	l := Line{Code: GroupRoles, Met: g.RoleAssignable, Title: "Few people can change its members",
		Evidence: "It is role-assignable: only Global and Privileged Role Administrators and its owners can."}
	switch g.RoleAssignable {
	case access.No:
		l.Title, l.Evidence = "Many administrators can change its members", "It is not role-assignable, so everyone "+
			"who may manage groups can exclude someone."
		l.Do = "Let Handrail make a role-assignable group."
	case access.Unknown:
		l.Title, l.Evidence = "It is not known who can change its members", "Microsoft returned no value."
	}
	return l
}
