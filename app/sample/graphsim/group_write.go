package graphsim

import (
	"slices"
	"strconv"
	"strings"
)

// groupShape is what a new group may be sent.
const groupShape = `displayName description mailEnabled mailNickname securityEnabled isAssignableToRole visibility
	groupTypes membershipRule membershipRuleProcessingState`

// living returns the groups that were not deleted.
func (c *Cloud) living() []*group {
	return slices.DeleteFunc(slices.Clone(c.groups), func(g *group) bool { return g.gone })
}

// createGroup answers a POST of a security group with assigned members. One that may hold
// roles needs P1 (Microsoft Learn, Use Microsoft Entra groups to manage role assignments).
func createGroup(x *call) *answer {
	c := x.cloud
	body, refused := x.readWrite(groupShape, "group")
	if refused != nil {
		return refused
	}
	role, _ := body.get("isAssignableToRole")
	secured, _ := body.get("securityEnabled")
	mailed, _ := body.get("mailEnabled")
	nick := body.str("mailNickname")
	switch {
	case body.str("displayName") == "" || nick == "" || secured != true || mailed != false:
		return refuse(400, "Request_BadRequest", "The sample creates security groups only.")
	case (len(body.texts("groupTypes")) > 0) != (body.str("membershipRule") != ""):
		return refuse(400, "Request_BadRequest", "A dynamic group needs its type and its rule.")
	case body.str("membershipRule") != "" && followed(body.str("membershipRule")) == nil:
		return refuse(400, "DynamicGroupQueryParseError", "Invalid membership rule. The sample takes rules of devices only.")
	case body.str("membershipRule") != "" && c.options.NoPremium:
		return refuse(400, "Request_BadRequest", "The tenant is not licensed for dynamic groups.")
	case role == true && c.options.NoPremium:
		return refuse(400, "Request_BadRequest", "The tenant is not licensed for role-assignable groups.")
	case len(c.groups) >= mostGroups:
		return refuse(400, "Directory_QuotaExceeded", "There are too many groups.")
	}
	var members []*person
	for _, link := range body.texts("members@odata.bind") {
		p, ok := c.findPerson(link[strings.LastIndex(link, "/")+1:])
		if !ok {
			return refuse(400, "Request_BadRequest", "Resource '"+link+"' does not exist.")
		}
		members = append(members, p)
	}
	flags := ""
	if role == true {
		flags = "role"
	}
	i, kind := len(c.groups), "security"
	if body.str("membershipRule") != "" {
		kind = "dynamic"
	}
	g := c.newGroup(i, []string{"made-" + strconv.Itoa(len(c.writes)), body.str("displayName"), kind, flags, "",
		body.str("membershipRule")})
	for _, name := range []string{"description", "mailNickname"} {
		if text := body.str(name); text != "" {
			g.body = g.body.with(name, text)
		}
	}
	g.body = g.body.with("createdDateTime", x.stamp())
	c.addGroup(g)
	for _, p := range members {
		if p.place < len(c.hand) { // generated people are made anew each time
			p.groups |= 1 << i
		}
	}
	a := x.entity(groupKind, g.body)
	a.status = 201
	return a
}

// addGroup puts a group behind the others; no other group is inside it.
func (c *Cloud) addGroup(g *group) {
	i := len(c.groups)
	c.groups = append(slices.Clone(c.groups), g)
	c.byGroup[g.key], c.byGroup[g.id] = i, i
	c.inside = append(slices.Clone(c.inside), 0)
	c.down, c.up = append(slices.Clone(c.down), 1<<i), append(slices.Clone(c.up), 1<<i)
}

// patchGroup answers a PATCH of the rule of a dynamic group: 204. Its members follow at once.
func patchGroup(x *call, i int) *answer {
	g := x.cloud.groups[i]
	body, refused := x.readWrite(groupShape, "group")
	if refused != nil {
		return refused
	}
	if refused := oneWord(body, "membershipRuleProcessingState", "On", "Paused"); refused != nil {
		return refused
	}
	rule := body.str("membershipRule")
	switch {
	case g.body.str("membershipRule") == "":
		return refuse(400, "Request_BadRequest", "The sample changes dynamic groups only.")
	case rule == "" || followed(rule) == nil:
		return refuse(400, "DynamicGroupQueryParseError", "Invalid membership rule. The sample takes rules of devices only.")
	}
	changed := *g
	changed.body, changed.rule, changed.devices = g.body.with("membershipRule", rule), followed(rule), false
	if state := body.str("membershipRuleProcessingState"); state != "" {
		changed.body = changed.body.with("membershipRuleProcessingState", state)
	}
	x.cloud.groups = slices.Clone(x.cloud.groups)
	x.cloud.groups[i] = &changed
	return done()
}

// deleteGroup answers a DELETE: 204.
func deleteGroup(x *call, i int) *answer {
	c := x.cloud
	c.groups[i].gone = true
	for _, p := range c.hand {
		p.groups &^= 1 << i
	}
	return done()
}
