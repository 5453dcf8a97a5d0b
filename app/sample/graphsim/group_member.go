package graphsim

import "strings"

// fixed returns why the members of a group cannot be changed by hand.
func (g *group) fixed() *answer {
	synced, _ := g.body.get("onPremisesSyncEnabled")
	switch {
	case g.body.str("membershipRule") != "":
		return refuse(400, "Request_BadRequest", "Insufficient privileges to update the members of a dynamic group.")
	case synced == true:
		return refuse(400, "Request_BadRequest",
			"Unable to update the specified properties for on-premises mastered Directory Sync objects.")
	}
	return nil
}

// putIn answers a POST of a person into a group: 204 (Microsoft Learn, Add members).
func putIn(x *call, i int) *answer {
	body, refused := x.readWrite("@odata.id", "")
	if refused != nil {
		return refused
	}
	if refused := x.cloud.groups[i].fixed(); refused != nil {
		return refused
	}
	link := body.str("@odata.id")
	p, ok := x.cloud.findPerson(link[strings.LastIndex(link, "/")+1:])
	switch {
	case !ok:
		return refuse(404, "Request_ResourceNotFound", "Resource '"+link+"' does not exist.")
	case p.groups>>i&1 == 1:
		return refuse(400, "Request_BadRequest",
			"One or more added object references already exist for the following modified properties: 'members'.")
	}
	if p.place < len(x.cloud.hand) { // generated people are made anew each time
		p.groups |= 1 << i
	}
	return done()
}

// takeOut answers a DELETE of a person from a group: 204 (Microsoft Learn, Remove member).
func takeOut(x *call, i int) *answer {
	if refused := x.cloud.groups[i].fixed(); refused != nil {
		return refused
	}
	p, ok := x.cloud.findPerson(x.arg(1))
	if !ok || p.groups>>i&1 == 0 {
		return notFound(x.arg(1))
	}
	p.groups &^= 1 << i
	return done()
}
