package graphsim

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Actor is who does something in the sample, and with what.
type Actor struct {
	Person string `json:",omitempty"` // key of data/people.txt; "": the signed-in account
	App    string `json:",omitempty"` // an application that acts by itself, by its name, in place of a person
	Agent  string `json:",omitempty"` // the program, as a User-Agent; "": the log does not say
}

// auditKind is /auditLogs/directoryAudits, the latest first (api-reference/v1.0/api/directoryaudit-list.md; the largest
// page is not documented).
var auditKind = &kind{name: "directoryAudit", context: "auditLogs/directoryAudits", page: 1000, most: 1000,
	filter: map[string]string{"id": "eq", "activityDateTime": "eq ge le", "activityDisplayName": "eq startswith",
		"correlationId": "eq", "loggedByService": "eq", "initiatedBy/user/id": "eq", "initiatedBy/user/displayName": "eq",
		"initiatedBy/user/userPrincipalName": "eq startswith", "initiatedBy/app/appId": "eq",
		"initiatedBy/app/displayName": "eq"},
	order: []string{"activityDateTime"}}

// deed is one entry of the audit log as it is written: what Microsoft calls it, and what it is about.
type deed struct {
	activity, service, category, operation, reason string
	targets                                        []object
}

// log adds entries for what somebody did, with the lock held. All of one call have one correlation ID.
func (c *Cloud) log(at time.Time, by Actor, deeds ...deed) {
	n := len(c.audits)
	correlation := c.guid(fmt.Sprint("audit/", n))
	for i, d := range deeds {
		prefix := strings.ReplaceAll(d.service, " ", "")
		if d.service == "Core Directory" {
			prefix = "Directory"
		}
		details := []object{}
		if by.Agent != "" {
			details = append(details, object{{"key", "User-Agent"}, {"value", by.Agent}})
		}
		c.audits = append(c.audits, object{
			{"id", fmt.Sprintf("%s_%s_N%04d_%d", prefix, correlation, i, 10_000_000+n)}, {"category", d.category},
			{"correlationId", correlation}, {"result", "success"}, {"resultReason", d.reason},
			{"activityDisplayName", d.activity}, {"activityDateTime", at.UTC().Truncate(100 * time.Nanosecond)},
			{"loggedByService", d.service}, {"operationType", d.operation}, {"initiatedBy", c.initiator(by)},
			{"targetResources", d.targets}, {"additionalDetails", details}})
	}
}

// initiator returns an actor as entries have it: of a person mostly the ID and the sign-in name.
func (c *Cloud) initiator(by Actor) object {
	if by.App != "" {
		return object{{"user", nil}, {"app", object{{"appId", nil}, {"displayName", by.App},
			{"servicePrincipalId", c.guid("app/" + by.App)}, {"servicePrincipalName", nil}}}}
	}
	p := c.hand[0]
	if i, known := c.handKey[by.Person]; known {
		p = c.hand[i]
	}
	return object{{"app", nil}, {"user", object{{"id", p.id}, {"displayName", nil}, {"userPrincipalName", p.upn},
		{"ipAddress", "203.0.113.18"}}}}
}

// auditTarget is an object that an entry is about. Properties are threes of name, old and new value; a value is JSON,
// and nil where there is none.
func auditTarget(kind, id, name string, properties ...any) object {
	all := []object{}
	for i := 0; i+2 < len(properties); i += 3 {
		all = append(all, object{{"displayName", properties[i]}, {"oldValue", properties[i+1]},
			{"newValue", properties[i+2]}})
	}
	o := object{{"id", id}, {"displayName", name}, {"type", kind}, {"userPrincipalName", nil}, {"groupType", nil},
		{"modifiedProperties", all}}
	if kind == "Group" {
		o = o.with("groupType", "azureAD")
	}
	return o
}

// personTarget is a person as a target.
func personTarget(p *person, properties ...any) object {
	return auditTarget("User", p.id, p.name, properties...).with("userPrincipalName", p.upn)
}

// quotedJSON returns a value as entries have it: JSON in a text.
func quotedJSON(v any) string { return string(appendValue(nil, v)) }

// audits answers the log. Without P1, entries are kept for 7 days, else for 30 (Microsoft Learn, Microsoft Entra data
// retention).
func audits(x *call) *answer {
	kept := 30 * 24 * time.Hour
	if x.cloud.options.NoPremium {
		kept = 7 * 24 * time.Hour
	}
	at := func(o object) time.Time { return value(o, "activityDateTime").(time.Time) }
	all := slices.DeleteFunc(slices.Clone(x.cloud.audits), func(o object) bool {
		return at(o).Before(x.now.Add(-kept)) || at(o).After(x.now)
	})
	slices.Reverse(all) // of one moment, the latest first too
	slices.SortStableFunc(all, func(a, b object) int { return at(b).Compare(at(a)) })
	return x.list(auditKind, these(all))
}

// everyday writes what stands in the log of every organisation: passwords that people changed in the last days, and the
// last edit of each policy that is younger than the log.
func (c *Cloud) everyday() {
	for i := range min(len(c.hand), 12) {
		p := c.hand[i]
		c.log(c.base.Add(-time.Duration(29*24-i*53)*time.Hour-time.Duration(i*7)*time.Minute), Actor{Person: p.key},
			deed{"Update StsRefreshTokenValidFrom Timestamp", "Core Directory", "UserManagement", "Update", "",
				[]object{personTarget(p, "StsRefreshTokensValidFrom", "[]", "[]")}})
	}
	for _, o := range c.access {
		if at := changedAt(o); at.After(c.base.Add(-30*24*time.Hour)) && o.str("state") == "enabled" {
			old := o.with("state", "enabledForReportingButNotEnforced")
			c.log(at, Actor{Agent: Browser}, policyDeed("Update", old, o))
		}
	}
}

// Browser is the User-Agent of the portals.
const Browser = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 " +
	"Safari/537.36 Edg/142.0.0.0"
