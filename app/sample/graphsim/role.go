package graphsim

import (
	_ "embed"
	"encoding/base64"
	"fmt"
	"strings"
	"time"
)

// rolesText is Microsoft's list of roles by template id, as of 27 July 2026;
// holdersText is who holds which role here.
var (
	//go:embed data/roles.txt
	rolesText string
	//go:embed data/holders.txt
	holdersText string
)

// ownRole is the one role the charity made itself.
const ownRole = "Membership editor"

var (
	definitionKind = &kind{name: "unifiedRoleDefinition", context: "roleManagement/directory/roleDefinitions",
		page: 100, most: 999,
		filter: map[string]string{"id": "eq in", "displayName": "eq startswith", "isBuiltIn": "eq",
			"templateId": "eq in", "isEnabled": "eq"}, order: []string{"displayName"}}
	assignmentKind = &kind{name: "unifiedRoleAssignment", context: "roleManagement/directory/roleAssignments",
		page: 100, most: 999,
		filter: map[string]string{"roleDefinitionId": "eq in", "principalId": "eq in", "directoryScopeId": "eq",
			"id": "eq in"},
		expand: []string{"principal", "roleDefinition"}, expander: expandAssignment}
	eligibilityKind = &kind{name: "unifiedRoleEligibilityScheduleInstance",
		context: "roleManagement/directory/roleEligibilityScheduleInstances", page: 100, most: 999,
		filter: map[string]string{"roleDefinitionId": "eq in", "principalId": "eq in", "directoryScopeId": "eq"},
		expand: []string{"principal", "roleDefinition"}, expander: expandAssignment}
	directoryRoleKind = &kind{name: "directoryRole", context: "directoryRoles",
		filter: map[string]string{"roleTemplateId": "eq", "displayName": "eq"},
		fields: []string{"id", "deletedDateTime", "description", "displayName", "roleTemplateId"}}
	templateKind = &kind{name: "directoryRoleTemplate", context: "directoryRoleTemplates", options: []string{}}
)

// holder is who holds a role: a person, a group or an application.
type holder struct {
	kind, key, id string
	role          int // place in roles
	scope         string
	eligible      bool
}

// readRoles reads the roles and who holds them.
func (c *Cloud) readRoles() error {
	places := map[string]int{}
	for line := range strings.Lines(rolesText) {
		id, name, _ := strings.Cut(strings.TrimSpace(line), " ")
		places[name] = len(c.roles)
		c.roles = append(c.roles, definition(id, name, true))
	}
	places[ownRole] = len(c.roles)
	c.roles = append(c.roles, definition(c.guid("role/own"), ownRole, false))
	c.admins = map[int]bool{}
	for _, f := range table(holdersText, 4) {
		h := holder{scope: f[2], eligible: f[3] == "eligible"}
		var ok bool
		if h.role, ok = places[f[1]]; !ok {
			return fmt.Errorf("holders.txt: there is no role %q", f[1])
		}
		h.kind, h.key, _ = strings.Cut(f[0], ":")
		if unit, ok := strings.CutPrefix(f[2], "/administrativeUnits/"); ok {
			h.scope = "/administrativeUnits/" + c.guid("unit/"+unit)
		}
		if err := c.settle(&h); err != nil {
			return fmt.Errorf("holders.txt: %w", err)
		}
		c.holders = append(c.holders, h)
	}
	return nil
}

// settle returns a holder its id and remembers the people who hold a role now.
func (c *Cloud) settle(h *holder) error {
	switch h.kind {
	case "user":
		i, ok := c.handKey[h.key]
		if !ok {
			return fmt.Errorf("there is nobody called %q", h.key)
		}
		h.id = c.hand[i].id
		if !h.eligible {
			c.admins[i] = true
		}
	case "group":
		g, err := c.groupPlace(h.key)
		if err != nil {
			return err
		}
		h.id = c.groups[g].id
		for i, p := range c.hand {
			if p.groups>>g&1 == 1 {
				c.admins[i] = true
			}
		}
	default:
		h.id = c.guid("app/" + h.key)
	}
	return nil
}

// definition makes a unifiedRoleDefinition. Of a built-in role the id is the
// template id.
func definition(id, name string, builtIn bool) object {
	return object{
		{"id", id}, {"description", "What " + name + " may do is described by Microsoft."}, {"displayName", name},
		{"isBuiltIn", builtIn}, {"isEnabled", true},
		{"resourceScopes", []string{"/"}}, {"templateId", id}, {"version", "1"},
		{"rolePermissions", []object{{{"allowedResourceActions", []string{"microsoft.directory/users/standard/read"}},
			{"condition", nil}}}},
	}
}

// assignments returns the rows of role assignments, or of eligible ones.
func (c *Cloud) assignments(eligible bool) (rows []object) {
	for _, h := range c.holders {
		if h.eligible != eligible {
			continue
		}
		role := c.roles[h.role].str("id")
		o := object{{"id", c.assignmentID(h)}, {"principalId", h.id}, {"directoryScopeId", h.scope},
			{"roleDefinitionId", role}}
		if eligible {
			o = append(o, field{"appScopeId", nil}, field{"memberType", "Direct"},
				field{"roleEligibilityScheduleId", c.guid("schedule/" + h.id + role)},
				field{"startDateTime", time.Date(2026, 2, 2, 10, 0, 0, 0, time.UTC)}, field{"endDateTime", nil})
		}
		rows = append(rows, o)
	}
	return rows
}

// assignmentID is the ID of the assignment of a role.
func (c *Cloud) assignmentID(h holder) string {
	hash := strings.ReplaceAll(c.guid("assignment/"+h.id+c.roles[h.role].str("id")), "-", "")
	return base64.RawURLEncoding.EncodeToString([]byte(hash))[:42] + "-1"
}

// expandAssignment returns what $expand asks for of an assignment.
func expandAssignment(x *call, r row, name string) (any, bool) {
	if name == "roleDefinition" {
		id, _ := r.get("roleDefinitionId")
		o, ok := byID(x.cloud.roles, id.(string))
		return o, ok
	}
	id, _ := r.get("principalId")
	t, ok := x.cloud.anything(id.(string))
	if !ok {
		return nil, true // deleted: Graph returns null
	}
	return x.whole(t), true
}

// whole writes an object of several types with its default properties.
func (x *call) whole(t typed) any {
	o, _ := parseObject(x.appendRow(nil, memberKind, &query{}, t))
	return o
}

// anything finds a person, group, application or device by id.
func (c *Cloud) anything(id string) (typed, bool) {
	id = strings.ToLower(id)
	if i, ok := c.personPlace(id); ok {
		return typed{userKind, account{c, c.person(i)}}, true
	}
	if i, ok := c.byGroup[id]; ok && len(id) == 36 {
		return typed{groupKind, c.groups[i]}, true
	}
	if o, ok := byID(c.tenant.list("applications"), id); ok {
		return typed{principalKind, o}, true
	}
	for _, d := range c.devices {
		if d.body.str("id") == id {
			return typed{deviceKind, d.body}, true
		}
	}
	return typed{}, false
}

// rolesOf returns the roles a person holds, through groups too.
func (c *Cloud) rolesOf(p *person, groups uint64, through bool) (all []object) {
	seen := map[int]bool{}
	for _, h := range c.holders {
		holds := h.id == p.id
		if g, ok := c.byGroup[h.id]; ok && through {
			holds = groups>>g&1 == 1
		}
		if holds && !h.eligible && !seen[h.role] {
			seen[h.role] = true
			all = append(all, c.activated(h.role))
		}
	}
	return all
}

// activated returns a role as directoryRole: the instance in this tenant.
func (c *Cloud) activated(role int) object {
	d := c.roles[role]
	return object{{"id", c.guid("directoryRole/" + d.str("id"))}, {"deletedDateTime", nil},
		{"description", d.str("description")}, {"displayName", d.str("displayName")}, {"roleTemplateId", d.str("id")}}
}

func roleRoutes() []route {
	return []route{
		{of: "[]unifiedRoleDefinition", pattern: "/roleManagement/directory/roleDefinitions",
			do: func(x *call) *answer { return x.list(definitionKind, these(x.cloud.roles)) }},
		{of: "unifiedRoleDefinition", pattern: "/roleManagement/directory/roleDefinitions/{}",
			do: func(x *call) *answer { return x.oneOf(definitionKind, x.cloud.roles) }},
		{of: "[]unifiedRoleAssignment", pattern: "/roleManagement/directory/roleAssignments",
			do: func(x *call) *answer { return x.list(assignmentKind, these(x.cloud.assignments(false))) }},
		{of: "unifiedRoleAssignment", pattern: "/roleManagement/directory/roleAssignments/{}",
			do: func(x *call) *answer { return x.oneOf(assignmentKind, x.cloud.assignments(false)) }},
		{of: "unifiedRoleAssignment", method: "POST", pattern: "/roleManagement/directory/roleAssignments", write: true,
			do: assign},
		{method: "DELETE", pattern: "/roleManagement/directory/roleAssignments/{}", write: true, do: unassign},
		{of: "[]unifiedRoleEligibilityScheduleInstance",
			pattern: "/roleManagement/directory/roleEligibilityScheduleInstances", do: eligible},
		{of: "[]directoryRoleTemplate", pattern: "/directoryRoleTemplates", do: templates},
		{of: "[]directoryRole", pattern: "/directoryRoles", do: directoryRoles},
	}
}

// eligible needs P2 (Privileged Identity Management).
func eligible(x *call) *answer {
	if x.cloud.options.NoPremium {
		return refuse(400, "AadPremiumLicenseRequired",
			"The tenant needs to have Microsoft Entra ID P2 or Microsoft Entra ID Governance license.")
	}
	return x.list(eligibilityKind, these(x.cloud.assignments(true)))
}

func templates(x *call) *answer {
	var rows []object
	for _, r := range x.cloud.roles[:len(x.cloud.roles)-1] {
		rows = append(rows, object{{"id", r.str("id")}, {"deletedDateTime", nil}, {"description", r.str("description")},
			{"displayName", r.str("displayName")}})
	}
	return x.list(templateKind, these(rows))
}

// directoryRoles returns the roles that someone holds: the others were never
// activated and are missing here, as in Graph.
func directoryRoles(x *call) *answer {
	var rows []object
	seen := map[int]bool{}
	for _, h := range x.cloud.holders {
		if builtIn, _ := x.cloud.roles[h.role].get("isBuiltIn"); !h.eligible && !seen[h.role] && builtIn == true {
			seen[h.role] = true
			rows = append(rows, x.cloud.activated(h.role))
		}
	}
	return x.list(directoryRoleKind, these(rows))
}

// byID finds an object in a list.
func byID(all []object, id string) (object, bool) {
	for _, o := range all {
		if strings.EqualFold(o.str("id"), id) {
			return o, true
		}
	}
	return nil, false
}

// oneOf answers with the object a path names.
func (x *call) oneOf(k *kind, all []object) *answer {
	o, ok := byID(all, x.arg(0))
	if !ok {
		return notFound(x.arg(0))
	}
	return x.entity(k, o)
}
