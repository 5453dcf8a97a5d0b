package graphsim

import (
	"slices"
	"strings"
)

// past is what an entry says of the organisation before a write. Writes replace these and change none of them.
type past struct {
	access   []object
	methods  object
	defaults object
	holders  []holder
	groups   []*group
}

func (c *Cloud) past() past { return past{c.access, c.methods, c.defaults, c.holders, c.groups} }

// deeds returns the entries that Microsoft logs for a write, with the names of its activities (Microsoft Learn,
// Microsoft Entra audit log categories and activities). What only Teams or mail logs has none.
func (x *call) deeds(pattern string, was past) []deed {
	c := x.cloud
	route := x.method + " " + pattern
	switch {
	case strings.HasPrefix(pattern, "/identity/conditionalAccess/"):
		return x.policyDeeds(was)
	case strings.HasPrefix(route, "PATCH /policies/authenticationMethodsPolicy"):
		return []deed{{"Authentication Methods Policy Update", "Authentication Methods", "ApplicationManagement", "Update",
			"", []object{auditTarget("Policy", "", "Authentication Methods Policy", "AuthenticationMethodsPolicy",
				quotedJSON(was.methods), quotedJSON(c.methods))}}}
	case pattern == "/policies/identitySecurityDefaultsEnforcementPolicy":
		return x.defaultsDeeds(was)
	case strings.HasPrefix(pattern, "/groups"):
		return x.groupDeeds(route)
	case strings.HasPrefix(pattern, "/roleManagement/directory/roleAssignments"):
		return x.roleDeeds(was)
	case strings.HasPrefix(pattern, "/users/{}"):
		return x.userDeeds(route)
	}
	return nil
}

// policyDeed is an entry about a Conditional Access policy.
func policyDeed(what string, old, new object) deed {
	d := deed{activity: what + " conditional access policy", service: "Conditional Access", category: "Policy",
		operation: what}
	one, was, is := new, any(nil), any(nil)
	if old != nil {
		one, was = old, quotedJSON(old)
	}
	if new != nil {
		one, is = new, quotedJSON(new)
	}
	d.targets = []object{auditTarget("Policy", one.str("id"), one.str("displayName"), "ConditionalAccessPolicy", was, is)}
	return d
}

// policyDeeds compares the policies before and after. Microsoft documents no activity for a policy that is restored.
func (x *call) policyDeeds(was past) (all []deed) {
	for _, old := range was.access {
		switch new, there := byID(x.cloud.access, old.str("id")); {
		case !there:
			all = append(all, policyDeed("Delete", old, nil))
		case quotedJSON(old) != quotedJSON(new):
			all = append(all, policyDeed("Update", old, new))
		}
	}
	for _, new := range x.cloud.access {
		if _, there := byID(was.access, new.str("id")); !there {
			all = append(all, policyDeed("Add", nil, new))
		}
	}
	return all
}

// defaultsDeeds are the switch, and the policies that Microsoft adds when security defaults go off.
func (x *call) defaultsDeeds(was past) []deed {
	d := deed{"Update security defaults", "Conditional Access", "Policy", "Update", "", []object{auditTarget("Policy",
		x.cloud.defaults.str("id"), "Security Defaults", "isEnabled", quotedJSON(value(was.defaults, "isEnabled")),
		quotedJSON(value(x.cloud.defaults, "isEnabled")))}}
	x.cloud.log(x.now, Actor{App: "Microsoft Managed Policy Manager"}, x.policyDeeds(was)...)
	return []deed{d}
}

func value(o object, name string) any {
	v, _ := o.get(name)
	return v
}

// groupDeeds are the entries about a group and its members.
func (x *call) groupDeeds(route string) []deed {
	c := x.cloud
	group := func(activity, operation string, g *group, properties ...any) deed {
		return deed{activity, "Core Directory", "GroupManagement", operation, "",
			[]object{auditTarget("Group", g.id, g.body.str("displayName"), properties...)}}
	}
	if route == "POST /groups" {
		g := c.groups[len(c.groups)-1]
		all := []deed{group("Add group", "Add", g, "DisplayName", "[]", quotedJSON([]any{g.body.str("displayName")}))}
		for _, p := range c.hand {
			if p.groups>>(len(c.groups)-1)&1 == 1 {
				all = append(all, memberDeed("Add member to group", "Assign", g, p))
			}
		}
		return all
	}
	g := c.groups[c.byGroup[strings.ToLower(x.arg(0))]]
	switch route {
	case "PATCH /groups/{}":
		return []deed{group("Update group", "Update", g, "MembershipRule", "[]",
			quotedJSON([]any{g.body.str("membershipRule")}))}
	case "DELETE /groups/{}":
		return []deed{group("Delete group", "Delete", g)}
	case "POST /groups/{}/members/$ref":
		body, _ := parseObject(x.body)
		link := body.str("@odata.id")
		if p, ok := c.findPerson(link[strings.LastIndex(link, "/")+1:]); ok {
			return []deed{memberDeed("Add member to group", "Assign", g, p)}
		}
	case "DELETE /groups/{}/members/{}/$ref":
		if p, ok := c.findPerson(x.arg(1)); ok {
			return []deed{memberDeed("Remove member from group", "Unassign", g, p)}
		}
	}
	return nil
}

// memberDeed is an entry about a member of a group: the group is a property of the member, and a target too.
func memberDeed(activity, operation string, g *group, p *person) deed {
	id, name := quotedJSON(g.id), quotedJSON(g.body.str("displayName"))
	properties := []any{"Group.ObjectID", nil, id, "Group.DisplayName", nil, name}
	if operation == "Unassign" {
		properties = []any{"Group.ObjectID", id, nil, "Group.DisplayName", name, nil}
	}
	return deed{activity, "Core Directory", "GroupManagement", operation, "",
		[]object{personTarget(p, properties...), auditTarget("Group", g.id, "")}}
}

// roleDeeds compares who held a role before and after.
func (x *call) roleDeeds(was past) (all []deed) {
	c := x.cloud
	one := func(activity, operation string, h holder) deed {
		role := c.roles[h.role]
		values := []any{"Role.ObjectID", c.guid("directoryRole/" + role.str("id")), "Role.DisplayName",
			role.str("displayName"), "Role.TemplateId", role.str("templateId")}
		var properties []any
		for i := 0; i < len(values); i += 2 {
			text := quotedJSON(values[i+1])
			if operation == "Unassign" {
				properties = append(properties, values[i], text, nil)
			} else {
				properties = append(properties, values[i], nil, text)
			}
		}
		kind := map[string]string{"user": "User", "group": "Group"}[h.kind]
		if kind == "" {
			kind = "ServicePrincipal"
		}
		return deed{activity, "Core Directory", "RoleManagement", operation, "", []object{
			auditTarget(kind, h.id, "", properties...),
			auditTarget("Role", c.guid("directoryRole/"+role.str("id")), role.str("displayName"))}}
	}
	for _, h := range was.holders {
		if !slices.Contains(c.holders, h) {
			all = append(all, one("Remove member from role", "Unassign", h))
		}
	}
	for _, h := range c.holders {
		if !slices.Contains(was.holders, h) {
			all = append(all, one("Add member to role", "Assign", h))
		}
	}
	return all
}

// userDeeds are the entries about a person.
func (x *call) userDeeds(route string) []deed {
	p, ok := x.cloud.findPerson(x.arg(0))
	if !ok {
		return nil
	}
	core := func(activity string, properties ...any) deed {
		return deed{activity, "Core Directory", "UserManagement", "Update", "", []object{personTarget(p, properties...)}}
	}
	body, _ := parseObject(x.body)
	switch route {
	case "POST /users/{}/authentication/temporaryAccessPassMethods":
		return []deed{methodDeed("Admin registered security info",
			"Admin registered temporary access pass method for user", p)}
	case "DELETE /users/{}/authentication/temporaryAccessPassMethods/{}":
		return []deed{methodDeed("Admin deleted security info", "Admin deleted temporary access pass method for user", p)}
	case "PATCH /users/{}/authentication/requirements":
		activity := "Enable Strong Authentication"
		if body.str("perUserMfaState") == "disabled" {
			activity = "Disable Strong Authentication"
		}
		return []deed{core(activity, "StrongAuthenticationRequirement", "[]", "[]")}
	case "POST /users/{}/assignLicense":
		return []deed{core("Change user license", "AssignedLicense", "[]", "[]")}
	case "PATCH /users/{}":
		return x.accountDeeds(body, core)
	}
	return nil
}

// accountDeeds are the entries for a PATCH of an account: to enable or disable it has an activity of its own.
func (x *call) accountDeeds(body object, core func(string, ...any) deed) (all []deed) {
	var properties []any
	for _, f := range body {
		if strings.Contains(f.name, "@") {
			continue
		}
		name := strings.ToUpper(f.name[:1]) + f.name[1:]
		properties = append(properties, name, "[]", quotedJSON([]any{f.value}))
		switch {
		case f.name == "accountEnabled" && f.value == true:
			all = append(all, core("Enable account", "AccountEnabled", "[false]", "[true]"))
		case f.name == "accountEnabled":
			all = append(all, core("Disable account", "AccountEnabled", "[true]", "[false]"))
		}
	}
	return append(all, core("Update user", properties...))
}

// methodDeed is an entry about the sign-in methods of a person.
func methodDeed(activity, reason string, p *person) deed {
	return deed{activity, "Authentication Methods", "UserManagement", "Update", reason, []object{personTarget(p)}}
}
