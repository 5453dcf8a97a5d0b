package graphsim

import (
	"strconv"
	"strings"
)

// townhall is an event for a large audience with those who present in it.
type townhall struct {
	body       object
	presenters []object
}

var (
	// townhallKind is /solutions/virtualEvents/townhalls (virtualeventtownhall.md).
	townhallKind = &kind{name: "virtualEventTownhall", context: "solutions/virtualEvents/townhalls", page: 20,
		most: 100,
		fields: []string{"id", "status", "displayName", "description", "startDateTime", "endDateTime", "audience",
			"createdBy", "coOrganizers", "invitedAttendees", "isInviteOnly"}}
	presenterKind = &kind{name: "virtualEventPresenter", context: "virtualEventPresenters", page: 20, most: 100,
		fields: []string{"id", "email", "identity", "presenterDetails"}}
	sessionKind = &kind{name: "virtualEventSession", context: "virtualEventSessions", page: 20, most: 100,
		fields: []string{"id", "subject", "startDateTime", "endDateTime", "joinWebUrl", "allowRecording",
			"recordAutomatically"}}
)

func townhallRoutes() []route {
	const all = "/solutions/virtualEvents/townhalls"
	return []route{
		{of: "[]virtualEventTownhall", pattern: all + "/getByUserRole(*)", do: townhallsByRole},
		{method: "POST", of: "virtualEventTownhall", pattern: all, write: true, do: makeTownhall},
		{of: "virtualEventTownhall", pattern: all + "/{}",
			do: ofTownhall(func(x *call, t *townhall) *answer { return x.entity(townhallKind, t.body) })},
		{of: "[]virtualEventPresenter", pattern: all + "/{}/presenters",
			do: ofTownhall(func(x *call, t *townhall) *answer { return x.list(presenterKind, these(t.presenters)) })},
		{method: "POST", of: "virtualEventPresenter", pattern: all + "/{}/presenters", write: true,
			do: ofTownhall(addPresenter)},
		{of: "[]virtualEventSession", pattern: all + "/{}/sessions", do: ofTownhall(townhallSessions)},
		{method: "POST", pattern: all + "/{}/publish", write: true, do: ofTownhall(publishTownhall)},
		{method: "POST", pattern: all + "/{}/cancel", write: true, do: ofTownhall(cancelTownhall)},
	}
}

func ofTownhall(do func(*call, *townhall) *answer) func(*call) *answer {
	return func(x *call) *answer {
		for _, t := range x.cloud.townhalls {
			if t.body.str("id") == x.arg(0) {
				return do(x, t)
			}
		}
		return notFound(x.arg(0))
	}
}

// townhallsByRole returns the events of the person who is signed in, who organises
// all that were made here.
func townhallsByRole(x *call) *answer {
	rows := []object{}
	if strings.Contains(x.arg(0), "'organizer'") {
		for _, t := range x.cloud.townhalls {
			rows = append(rows, t.body)
		}
	}
	return x.list(townhallKind, these(rows))
}

// makeTownhall makes a draft (virtualeventsroot-post-townhalls.md).
func makeTownhall(x *call) *answer {
	o, refused := x.readWrite("displayName description{contentType content} startDateTime{dateTime timeZone} "+
		"endDateTime{dateTime timeZone} audience coOrganizers{id tenantId} invitedAttendees isInviteOnly "+
		"settings{isAttendeeEmailNotificationEnabled}", "virtualEventTownhall")
	if refused == nil {
		refused = oneWord(o, "audience", "everyone", "organization")
	}
	if refused != nil {
		return refused
	}
	for _, name := range []string{"displayName", "startDateTime", "endDateTime"} {
		if _, ok := o.get(name); !ok {
			return refuse(400, "BadRequest", "The property '"+name+"' is required.")
		}
	}
	t := x.cloud.draft()
	t.body = merged(t.body, o)
	x.cloud.townhalls = append(x.cloud.townhalls, t)
	made := x.entity(townhallKind, t.body)
	made.status = 201
	return made
}

// draft is an event about which nothing is said yet.
func (c *Cloud) draft() *townhall {
	organiser := object{{"@odata.type", "#microsoft.graph.communicationsUserIdentity"}, {"id", c.hand[0].id},
		{"displayName", c.hand[0].name}, {"tenantId", TenantID}}
	return &townhall{body: object{{"id", c.guid("townhall/"+strconv.Itoa(len(c.townhalls))) + "@" + TenantID},
		{"status", "draft"}, {"displayName", ""}, {"description", nil},
		{"startDateTime", nil}, {"endDateTime", nil}, {"audience", "organization"},
		{"createdBy", object{{"application", nil}, {"device", nil}, {"user", organiser}}},
		{"coOrganizers", []any{}}, {"invitedAttendees", []any{}}, {"isInviteOnly", false}}}
}

// carols is an event that was made in Teams before Handrail came.
func (c *Cloud) carols() *townhall {
	t := c.draft()
	at := func(clock string) object {
		return object{{"dateTime", "2026-12-20T" + clock}, {"timeZone", "GMT Standard Time"}}
	}
	t.body = merged(t.body, object{{"displayName", "Carols by candlelight"}, {"startDateTime", at("18:00:00")},
		{"endDateTime", at("19:15:00")}, {"audience", "everyone"}, {"status", "published"}})
	return t
}

// addPresenter adds someone of the organisation or a guest (virtualevent-post-presenters.md).
func addPresenter(x *call, t *townhall) *answer {
	o, refused := x.readWrite("email identity presenterDetails", "virtualEventPresenter")
	if refused != nil {
		return refused
	}
	value, _ := o.get("identity")
	identity, ok := value.(object)
	if !ok || identity.str("@odata.type") == "" {
		return refuse(400, "BadRequest", "The property 'identity' is required, with its '@odata.type'.")
	}
	email := o.str("email")
	if identity.str("@odata.type") == "#microsoft.graph.communicationsUserIdentity" {
		p, found := x.cloud.findPerson(identity.str("id"))
		if !found {
			return notFound(identity.str("id"))
		}
		email = p.upn
		identity = identity.with("displayName", p.name).with("tenantId", TenantID)
	}
	one := object{{"id", x.cloud.guid("presenter/" + t.body.str("id") + strconv.Itoa(len(t.presenters)))},
		{"email", email}, {"identity", identity}, {"presenterDetails", nil}}
	t.presenters = append(t.presenters, one)
	made := x.entity(presenterKind, one)
	made.status = 201
	return made
}

// townhallSessions returns the one session that every event here has.
func townhallSessions(x *call, t *townhall) *answer {
	id, _, _ := strings.Cut(t.body.str("id"), "@")
	link := "https://teams.microsoft.com/l/meetup-join/19%3ameeting_" + strings.ReplaceAll(id, "-", "") +
		"%40thread.v2/0?context=%7b%22Tid%22%3a%22" + TenantID + "%22%2c%22Oid%22%3a%22" + x.cloud.hand[0].id + "%22%7d"
	return x.list(sessionKind, these([]object{{{"id", id}, {"subject", t.body.str("displayName")},
		{"startDateTime", nil}, {"endDateTime", nil}, {"joinWebUrl", link}, {"allowRecording", true},
		{"recordAutomatically", true}}}))
}

func publishTownhall(x *call, t *townhall) *answer {
	if t.body.str("status") == "canceled" {
		return refuse(400, "BadRequest", "A canceled event cannot be published.")
	}
	t.body = t.body.with("status", "published")
	return done()
}

func cancelTownhall(x *call, t *townhall) *answer {
	t.body = t.body.with("status", "canceled")
	return done()
}
