package graphsim

import (
	"slices"
	"strings"
)

// assign answers a POST that gives somebody a role for the whole organisation: 201 (Microsoft Learn, Create
// unifiedRoleAssignment).
func assign(x *call) *answer {
	c := x.cloud
	body, refused := x.readWrite("roleDefinitionId principalId directoryScopeId", "unifiedRoleAssignment")
	if refused != nil {
		return refused
	}
	role := slices.IndexFunc(c.roles, func(o object) bool { return o.str("id") == body.str("roleDefinitionId") })
	p, ok := c.findPerson(body.str("principalId"))
	switch {
	case role < 0 || !ok:
		return notFound(body.str("roleDefinitionId"))
	case body.str("directoryScopeId") != "/":
		return refuse(400, "Request_BadRequest", "The sample gives roles for the whole organisation only.")
	}
	h := holder{kind: "user", key: p.key, id: p.id, role: role, scope: "/"}
	if slices.ContainsFunc(c.holders, func(o holder) bool {
		return !o.eligible && c.assignmentID(o) == c.assignmentID(h)
	}) {
		return refuse(400, "Request_BadRequest", "A conflicting object with one or more of the specified property values "+
			"is present in the directory.")
	}
	c.holders = append(slices.Clone(c.holders), h)
	c.admins[p.place] = true
	made, _ := byID(c.assignments(false), c.assignmentID(h))
	a := x.entity(assignmentKind, made)
	a.status = 201
	return a
}

// changeUser answers a PATCH of an account: 204 (Microsoft Learn, Update user). An account of the directory on site is
// changed there.
func changeUser(x *call, p *person) *answer {
	body, refused := x.readWrite("accountEnabled jobTitle", "user")
	if refused != nil {
		return refused
	}
	if p.synced {
		return refuse(400, "Request_BadRequest",
			"Unable to update the specified properties for on-premises mastered Directory Sync objects.")
	}
	if on, ok := body.get("accountEnabled"); ok {
		p.disabled = on != true
	}
	if _, ok := body.get("jobTitle"); ok {
		p.job = body.str("jobTitle")
	}
	return done()
}

// assignLicence answers a POST that gives a person licences and takes others away (Microsoft Learn, user:
// assignLicense).
func assignLicence(x *call, p *person) *answer {
	body, refused := x.readWrite("addLicenses{skuId disabledPlans} removeLicenses", "user")
	if refused != nil {
		return refused
	}
	removed, added := body.texts("removeLicenses"), body.list("addLicenses")
	letters := ""
	for _, each := range x.cloud.bought() {
		had := strings.Contains(p.licence, each.letter) && !slices.Contains(removed, each.sku)
		if had || slices.ContainsFunc(added, func(o object) bool { return o.str("skuId") == each.sku }) {
			letters += each.letter
		}
	}
	p.licence = letters
	x.cloud.countAgain()
	return x.user(p)
}
