package graphsim

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// signInKind is /auditLogs/signIns: interactive ones, 1,000 to a page at most
// and without $top (api-reference/v1.0/api/signin-list.md), the latest first.
var signInKind = &kind{
	name: "signIn", context: "auditLogs/signIns", page: 1000, most: 1000,
	filter: map[string]string{"id": "eq", "createdDateTime": "eq ge le gt lt", "userId": "eq",
		"userPrincipalName": "eq startswith", "userDisplayName": "eq startswith", "appId": "eq",
		"appDisplayName": "eq startswith",
		"clientAppUsed":  "eq", "conditionalAccessStatus": "eq", "status/errorCode": "eq", "ipAddress": "eq startswith",
		"isInteractive": "eq", "location/countryOrRegion": "eq", "location/city": "eq startswith",
		"resourceDisplayName": "eq", "resourceId": "eq", "correlationId": "eq", "riskState": "eq",
		"signInEventTypes": "any"},
	order: []string{"createdDateTime"},
}

// How many sign-ins there are at most, and how far back they go.
const (
	mostEvents = 10_000
	history    = 30 * 24 * time.Hour
)

// event is one sign-in: whose, when, and the number it is of that person's.
type event struct {
	at     time.Time
	person int32
	nth    int32
}

// makeEvents spreads the sign-ins of the last 30 days: the latest of a person is
// where signInActivity has it, earlier ones follow in steps of their own.
func (c *Cloud) makeEvents() (all []event) {
	for i := range c.people {
		p := c.person(i)
		step := time.Duration(20+mix(c.seed+uint64(i))%60) * time.Hour
		for n, ago := int32(0), p.seen; ago >= 0 &&
			ago < history; n, ago = n+1, ago+step+time.Duration(n)*7*time.Minute {
			if len(all) >= mostEvents {
				break
			}
			all = append(all, event{c.base.Add(-ago), int32(i), n})
		}
		if len(all) >= mostEvents {
			break
		}
	}
	slices.SortStableFunc(all, func(a, b event) int { return b.at.Compare(a.at) })
	return all
}

// signIn is what happened, worked out from an event.
type signIn struct {
	event
	p         *person
	groups    uint64
	app       [2]string // name, id
	client    string
	legacy    bool
	trusted   bool
	stepDone  bool // the person confirmed with a second step
	failed    bool // wrong password
	compliant bool
	address   string
	place     [3]string // city, state, country
}

// apps are what people sign in to.
var apps = [][2]string{
	{"Office 365 Exchange Online", "00000002-0000-0ff1-ce00-000000000000"},
	{"Microsoft Teams", "1fec8e78-bce4-4aaf-ab1b-5451cc387264"},
	{"Office 365 SharePoint Online", "00000003-0000-0ff1-ce00-000000000000"},
	{"OfficeHome", "4765445b-32c6-49b0-83e6-1d93765276ca"},
}

var adminPortal = [2]string{"Azure Portal", "c44b4083-3bb0-49c1-b47d-974e53cbdf3c"}

// oldClients sign in by protocols that know no second step.
var oldClients = map[string]string{"scanner": "Authenticated SMTP", "winifred.shaw": "IMAP4",
	"pete.barlow": "Exchange ActiveSync"}

// happened works an event out.
func (c *Cloud) happened(e event) signIn {
	p := c.person(int(e.person))
	x := mix(c.seed ^ uint64(e.person)<<20 ^ uint64(e.nth))
	s := signIn{event: e, p: p, groups: c.groupsOf(p), app: apps[x%4], client: "Browser", trusted: x>>4%3 == 0,
		failed: x>>8%23 == 0, compliant: x>>13%2 == 0}
	if c.isAdmin(p) && x>>16%2 == 0 {
		s.app = adminPortal
	} else if x>>17%3 == 0 {
		s.client = "Mobile Apps and Desktop clients"
	}
	if old := oldClients[p.key]; old != "" {
		s.client, s.legacy, s.app = old, true, apps[0]
	}
	if p.key == "mo.farouk" && e.nth%2 == 1 { // the mail program of his phone
		s.client, s.legacy, s.app, s.failed = "Exchange ActiveSync", true, apps[0], false
	}
	if p.key == "sync" {
		s.client, s.app, s.trusted, s.failed = "Mobile Apps and Desktop clients", syncApp, true, false
	}
	able := c.registrationOf(p).allowed(confirms)
	s.stepDone = able && !s.legacy && (x>>20%2 == 0 || c.isAdmin(p) && !s.trusted)
	switch {
	case s.trusted:
		s.address, s.place = "203.0.113.18", [3]string{"Northgate", "England", "GB"}
	case x>>24%40 == 0:
		s.address, s.place = fmt.Sprintf("192.0.2.%d", 128+x>>30%100), [3]string{"Porto", "Porto", "PT"}
	default:
		s.address, s.place = fmt.Sprintf("198.51.100.%d", 1+x>>30%250), [3]string{"Northgate", "England", "GB"}
	}
	return s
}

// signInRow is a sign-in as a row, with the policies as they are now: a policy
// that is made in the sample shows at once what it would have done.
type signInRow struct {
	c       *Cloud
	s       signIn
	applied []object
	status  string // conditionalAccessStatus
	code    int
	reason  any
	beta    bool
	quiet   bool // non-interactive
	proven  bool // a policy that requires MFA was met
}

func (x *call) signInRow(e event, policies []access, quiet bool) signInRow {
	c := x.cloud
	r := signInRow{c: c, s: c.happened(e), status: "notApplied", beta: x.beta, quiet: quiet}
	if r.s.failed {
		r.code, r.reason, r.applied = 50126, "Error validating credentials due to invalid username or password.",
			[]object{}
		return r
	}
	for _, p := range policies {
		result, controls := p.applyTo(c, &r.s)
		switch {
		case result == "failure":
			r.status, r.code, r.reason = "failure", 53003,
				"Access has been blocked by Conditional Access policies. The access policy does not allow token "+
					"issuance."
			if p.terms {
				r.code, r.reason = 50158, "External security challenge was not satisfied."
			}
		case result == "success" && r.status != "failure":
			r.status, r.proven = "success", r.proven || p.strength || slices.Contains(p.controls, "mfa")
		case strings.HasPrefix(result, "reportOnly") && !x.wantsUnknown():
			result = "unknownFutureValue"
		}
		one := object{{"id", p.id}, {"displayName", p.name}, {"enforcedGrantControls", controls},
			{"enforcedSessionControls", p.session}, {"result", result}}
		if x.beta && p.state != "disabled" {
			one = append(one, p.why(c, &r.s)...)
		}
		r.applied = append(r.applied, one)
	}
	return r
}

// get returns a property of the sign-in.
func (r signInRow) get(name string) (any, bool) {
	s, id := &r.s, func(what string) string { return r.c.guid(fmt.Sprintf("%s/%d/%d", what, r.s.person, r.s.nth)) }
	switch name {
	case "id":
		return id("signin"), true
	case "createdDateTime":
		return s.at, true
	case "userDisplayName":
		return s.p.name, true
	case "userPrincipalName":
		return strings.ToLower(s.p.upn), true // the log has it in lower case
	case "userId":
		return s.p.id, true
	case "appId":
		return s.app[1], true
	case "appDisplayName":
		return s.app[0], true
	case "ipAddress":
		return s.address, true
	case "clientAppUsed":
		return s.client, true
	case "correlationId":
		return id("correlation"), true
	case "conditionalAccessStatus":
		return r.status, true
	case "isInteractive":
		return !r.quiet, true
	case "riskDetail", "riskLevelAggregated", "riskLevelDuringSignIn", "riskState":
		return "none", true
	case "riskEventTypes", "riskEventTypes_v2":
		return []string{}, true
	case "resourceDisplayName":
		return "Microsoft Graph", true
	case "resourceId":
		return "00000003-0000-0000-c000-000000000000", true
	case "status":
		return object{{"errorCode", r.code}, {"failureReason", r.reason}, {"additionalDetails", r.detail()}}, true
	case "deviceDetail":
		return r.device(), true
	case "location":
		return object{{"city", s.place[0]}, {"state", s.place[1]}, {"countryOrRegion", s.place[2]},
			{"geoCoordinates", object{{"altitude", nil}, {"latitude", 54.97}, {"longitude", -1.61}}}}, true
	case "appliedConditionalAccessPolicies":
		return r.applied, true
	case "authenticationDetails":
		return r.steps(), true
	case "signInEventTypes":
		if r.quiet {
			return []string{"nonInteractiveUser"}, true
		}
		return []string{"interactiveUser"}, true
	}
	return nil, false
}

func (r signInRow) detail() any {
	if r.s.stepDone {
		return "MFA completed in Azure AD"
	}
	return nil
}

func (r signInRow) device() object {
	if r.s.legacy {
		return object{{"deviceId", ""}, {"displayName", nil}, {"operatingSystem", nil}, {"browser", nil},
			{"isCompliant", nil}, {"isManaged", nil}, {"trustType", nil}}
	}
	if r.s.compliant {
		return object{{"deviceId", r.c.guid("device-id/1")}, {"displayName", "NCT-LAP-02"},
			{"operatingSystem", "Windows11"}, {"browser", "Edge 142.0.0"}, {"isCompliant", true}, {"isManaged", true},
			{"trustType", "Azure AD joined"}}
	}
	return object{{"deviceId", ""}, {"displayName", nil}, {"operatingSystem", "Ios 26.1"},
		{"browser", "Mobile Safari 26.1"}, {"isCompliant", nil}, {"isManaged", nil}, {"trustType", nil}}
}
