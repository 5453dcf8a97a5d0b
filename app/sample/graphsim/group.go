package graphsim

import (
	_ "embed"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"handrail/app/device/dynrule"
)

//go:embed data/groups.txt
var groupsText string

// Whether membership is looked at directly or through other groups too.
const (
	direct     = false
	transitive = true
)

// mostGroups is how many there may be: membership is kept as bits.
const mostGroups = 64

// group is one group.
type group struct {
	key, id string
	body    object
	role    bool // may hold roles
	devices bool
	rule    *dynrule.Rule // of devices, where Microsoft follows it
	gone    bool          // deleted
}

// get makes a group a row.
func (g *group) get(name string) (any, bool) { return g.body.get(name) }

// groupKind is /groups (api-reference/v1.0/api/group-list.md).
var groupKind = &kind{
	name: "group", context: "groups", page: 100, most: 999, advanced: true,
	fields: []string{"id", "deletedDateTime", "assignedLicenses", "classification", "createdDateTime",
		"description", "displayName", "expirationDateTime", "groupTypes", "isAssignableToRole", "mail", "mailEnabled",
		"mailNickname", "membershipRule", "membershipRuleProcessingState", "onPremisesDomainName",
		"onPremisesLastSyncDateTime", "onPremisesSamAccountName", "onPremisesSyncEnabled",
		"preferredDataLocation", "preferredLanguage", "proxyAddresses", "renewedDateTime", "securityEnabled",
		"securityIdentifier", "theme", "uniqueName", "visibility"},
	filter: map[string]string{
		"id": "eq ne not in", "displayName": "eq ne not ge le in startswith", "mail": "eq ne not ge le in startswith",
		"mailEnabled": "eq ne not in", "securityEnabled": "eq ne not in",
		"groupTypes": "any not", "isAssignableToRole": "eq ne not in", "onPremisesSyncEnabled": "eq ne not in",
		"mailNickname": "eq ne not ge le in startswith",
	},
	order: []string{"displayName"},
}

// readGroups reads data/groups.txt, adds a district for each department of the
// generated people, and works out the nested groups.
func (c *Cloud) readGroups() error {
	c.byGroup = map[string]int{}
	rows := table(groupsText, 6)
	if c.options.People > 0 {
		for i, d := range departments {
			rows = append(rows, []string{"district-" + strconv.Itoa(i), d + " (all places)", "security", "", "", ""})
		}
	}
	if len(rows) > mostGroups {
		return fmt.Errorf("groups.txt: more than %d groups", mostGroups)
	}
	for i, f := range rows {
		g := c.newGroup(i, f)
		c.groups = append(c.groups, g)
		c.byGroup[g.key], c.byGroup[g.id] = i, i
	}
	c.everyone, c.externals, c.districts = c.byGroup["everyone"], c.byGroup["externals"], c.byGroup["district-0"]
	inside := make([]uint64, len(rows))
	for i, f := range rows {
		for _, key := range splitList(f[4]) {
			j, err := c.groupPlace(key)
			if err != nil {
				return err
			}
			inside[i] |= 1 << j
		}
	}
	c.down, c.up = make([]uint64, len(rows)), make([]uint64, len(rows))
	for i := range rows {
		c.down[i] = closure(i, inside)
	}
	for i := range rows {
		for j := range rows {
			if c.down[j]>>i&1 == 1 {
				c.up[i] |= 1 << j
			}
		}
	}
	c.inside = inside
	return nil
}

// closure returns a group and all groups inside it; a cycle ends it.
func closure(i int, inside []uint64) (reached uint64) {
	for todo := []int{i}; len(todo) > 0; todo = todo[1:] {
		if reached>>todo[0]&1 == 1 {
			continue
		}
		reached |= 1 << todo[0]
		for j := range inside {
			if inside[todo[0]]>>j&1 == 1 {
				todo = append(todo, j)
			}
		}
	}
	return reached
}

func (c *Cloud) groupPlace(key string) (int, error) {
	i, ok := c.byGroup[key]
	if !ok {
		return 0, fmt.Errorf("there is no group %q", key)
	}
	return i, nil
}

func (c *Cloud) newGroup(i int, f []string) *group {
	g := &group{key: f[0], id: c.guid("group/" + f[0])}
	flags := splitList(f[3])
	g.role, g.devices = slices.Contains(flags, "role"), slices.Contains(flags, "devices")
	synced := slices.Contains(flags, "synced")
	types, mail, nick := []string{}, any(nil), strings.ReplaceAll(f[0], "-", "")
	switch f[2] {
	case "unified":
		types, mail = []string{"Unified"}, nick+"@"+mainDomain
	case "list", "mailsecurity":
		mail = nick + "@" + mainDomain
	case "dynamic":
		types = []string{"DynamicMembership"}
	}
	var rule, running, sync, lastSync, domain any
	if f[5] != "" {
		text := c.withIDs(f[5])
		rule, running, g.rule = text, "On", followed(text)
	}
	if synced {
		sync, lastSync, domain = true, c.base.Add(-syncGap), "northgate.local"
	}
	proxies := []string{}
	if mail != nil {
		proxies = []string{"SMTP:" + mail.(string)}
	}
	var assignable any
	if g.role {
		assignable = true
	}
	g.body = object{
		{"id", g.id}, {"deletedDateTime", nil}, {"assignedLicenses", groupLicences(flags)},
		{"classification", nil},
		{"createdDateTime", time.Date(2019, 3, 4, 9, 0, 0, 0, time.UTC).Add(time.Duration(i) * 71 * 24 * time.Hour)},
		{"description", nil}, {"displayName", f[1]}, {"expirationDateTime", nil}, {"groupTypes", types},
		{"isAssignableToRole", assignable}, {"mail", mail},
		{"mailEnabled", mail != nil}, {"mailNickname", nick}, {"membershipRule", rule},
		{"membershipRuleProcessingState", running}, {"onPremisesDomainName", domain},
		{"onPremisesLastSyncDateTime", lastSync}, {"onPremisesSamAccountName", nil}, {"onPremisesSyncEnabled", sync},
		{"preferredDataLocation", nil}, {"preferredLanguage", nil},
		{"proxyAddresses", proxies}, {"renewedDateTime", nil}, {"securityEnabled", f[2] != "unified" && f[2] != "list"},
		{"securityIdentifier", nil}, {"theme", nil},
		{"uniqueName", nil}, {"visibility", nil},
	}
	return g
}

func groupRoutes() []route {
	all := []route{
		{of: "[]group", pattern: "/groups",
			do: func(x *call) *answer { return x.list(groupKind, these(x.cloud.living())) }},
		{of: "count", pattern: "/groups/$count",
			do: func(x *call) *answer { return x.countOnly(groupKind, these(x.cloud.living())) }},
		{of: "group", method: "POST", pattern: "/groups", write: true, do: createGroup},
		{of: "evaluateDynamicMembershipResult", method: "POST", pattern: "/groups/evaluateDynamicMembership", beta: true,
			do: judgeRule},
		{method: "PATCH", pattern: "/groups/{}", write: true, do: ofGroup(patchGroup)},
		{method: "DELETE", pattern: "/groups/{}", write: true, do: ofGroup(deleteGroup)},
		{method: "POST", pattern: "/groups/{}/members/$ref", write: true, do: ofGroup(putIn)},
		{method: "DELETE", pattern: "/groups/{}/members/{}/$ref", write: true, do: ofGroup(takeOut)},
		{of: "group", pattern: "/groups/{}",
			do: ofGroup(func(x *call, i int) *answer { return x.entity(groupKind, x.cloud.groups[i]) })},
		{of: "[]directoryObject", pattern: "/groups/{}/memberOf", do: ofGroup(groupsAround(direct))},
		{of: "[]directoryObject", pattern: "/groups/{}/transitiveMemberOf", do: ofGroup(groupsAround(transitive))},
		{of: "[]group", pattern: "/groups/{}/transitiveMemberOf/microsoft.graph.group",
			do: ofGroup(groupsAround(transitive))},
	}
	for name, through := range map[string]bool{"members": direct, "transitiveMembers": transitive} {
		all = append(all, route{of: "[]directoryObject", pattern: "/groups/{}/" + name,
			do: ofGroup(membersOf(through, ""))},
			route{of: "count", pattern: "/groups/{}/" + name + "/$count", do: ofGroup(countMembers(through))})
		for _, cast := range []string{"user", "group", "device", "servicePrincipal"} {
			all = append(all, route{of: "[]" + cast, pattern: "/groups/{}/" + name + "/microsoft.graph." + cast,
				do: ofGroup(membersOf(through, cast))})
		}
	}
	return all
}

func ofGroup(do func(x *call, i int) *answer) func(x *call) *answer {
	return func(x *call) *answer {
		i, ok := x.cloud.byGroup[strings.ToLower(x.arg(0))]
		if !ok || len(x.arg(0)) != 36 || x.cloud.groups[i].gone {
			return notFound(x.arg(0))
		}
		return do(x, i)
	}
}

// typed is a row of a mixed list, with its type.
type typed struct {
	kind *kind
	row
}

// membersSource returns the members of a group: first the groups and devices, then the
// people. cast keeps one type.
func (c *Cloud) membersSource(i int, through bool, cast string) source {
	reach, groups := uint64(1)<<i, c.inside[i]
	if through {
		reach = c.down[i]
		groups = 0
		for j := range c.groups {
			if reach>>j&1 == 1 {
				groups |= c.inside[j]
			}
		}
		groups &^= 1 << i // a cycle does not make a group its own member
	}
	var first []row
	for j, g := range c.groups {
		if groups>>j&1 == 1 && (cast == "" || cast == "group") {
			first = append(first, typed{groupKind, g})
		}
	}
	for j, g := range c.groups {
		if reach>>j&1 == 1 && (cast == "" || cast == "device") {
			for _, d := range c.devices {
				if g.has(d) {
					first = append(first, typed{deviceKind, d.body})
				}
			}
		}
	}
	people := c.people
	if cast != "" && cast != "user" {
		people = 0
	}
	return source{len(first) + people, func(n int) row {
		if n < len(first) {
			return first[n]
		}
		p := c.person(n - len(first))
		if p.groups&reach == 0 || p.away {
			return nil
		}
		return typed{userKind, account{c, p}}
	}}
}

// memberKind is a list of mixed objects; each type has its own default set.
var memberKind = &kind{name: "directoryObject", context: "directoryObjects", page: 100, most: 999, advanced: true,
	filter: map[string]string{"id": "eq in", "displayName": "eq startswith", "accountEnabled": "eq",
		"userPrincipalName": "eq startswith", "mail": "eq startswith", "userType": "eq"}}

// castKind is what a list is about once it is cast to one type.
func (x *call) castKind(cast string) *kind {
	switch cast {
	case "user":
		return x.userKind()
	case "group":
		return groupKind
	case "device":
		return deviceKind
	case "servicePrincipal":
		return principalKind
	case "directoryRole":
		return directoryRoleKind
	}
	return memberKind
}

func membersOf(through bool, cast string) func(x *call, i int) *answer {
	return func(x *call, i int) *answer { return x.mixed(x.cloud.membersSource(i, through, cast), cast) }
}

func countMembers(through bool) func(x *call, i int) *answer {
	return func(x *call, i int) *answer { return x.countOnly(memberKind, x.cloud.membersSource(i, through, "")) }
}

// mixed answers with a list of objects of several types, or of one.
func (x *call) mixed(s source, cast string) *answer {
	if x.asksActivity() {
		return x.noPremium()
	}
	return x.list(x.castKind(cast), s)
}

// groupsAround returns the groups a group is in.
func groupsAround(through bool) func(x *call, i int) *answer {
	return func(x *call, i int) *answer {
		c := x.cloud
		var rows []row
		for j, g := range c.groups {
			if c.inside[j]>>i&1 == 1 || through && i != j && c.up[i]>>j&1 == 1 {
				rows = append(rows, typed{groupKind, g})
			}
		}
		return x.mixed(these(rows), "")
	}
}

// groupsOf returns all groups a person is in, as bits.
func (c *Cloud) groupsOf(p *person) (all uint64) {
	for i, around := range c.up {
		if p.groups>>i&1 == 1 {
			all |= around
		}
	}
	return all
}

// memberOf returns the groups and roles of a person.
func memberOf(through bool, cast string) func(x *call, p *person) *answer {
	return func(x *call, p *person) *answer {
		c, in := x.cloud, p.groups
		if through {
			in = c.groupsOf(p)
		}
		var rows []row
		for i, g := range c.groups {
			if in>>i&1 == 1 && cast != "directoryRole" {
				rows = append(rows, typed{groupKind, g})
			}
		}
		if cast != "group" {
			for _, r := range c.rolesOf(p, in, through) {
				rows = append(rows, typed{directoryRoleKind, r})
			}
		}
		return x.mixed(these(rows), cast)
	}
}

// countOnly answers …/$count, which Graph returns for directory objects only with
// ConsistencyLevel: eventual.
func (x *call) countOnly(k *kind, s source) *answer {
	if !strings.EqualFold(x.header.Get("ConsistencyLevel"), "eventual") {
		return refuse(400, "Request_BadRequest", "$count is not currently supported.")
	}
	q, refused := x.parseQuery(k)
	if refused != nil {
		return refused
	}
	a := &answer{status: http.StatusOK, header: http.Header{},
		body: strconv.AppendInt(nil, int64(countOf(matching(s, &q))), 10)}
	a.header.Set("Content-Type", "text/plain")
	return a
}
