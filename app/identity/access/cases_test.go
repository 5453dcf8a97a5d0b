package access

import (
	"encoding/json"
	"strings"
	"testing"

	"handrail/app/tenant"
)

// The Microsoft pages that the cases rest on.
const (
	pageUsers = "Microsoft Learn, “Conditional Access: Users, groups, and workload identities”"
	pageB2B   = "Microsoft Learn, “Authentication and Conditional Access for External ID”"
	pagePIM   = "MicrosoftDocs/azure-docs issue 113276: “They have to actively hold the role for policy to apply.”"
	pageGraph = "Microsoft Learn, Graph resource conditionalAccessUsers"
	pageGuest = "Microsoft Learn, Graph resource conditionalAccessGuestsOrExternalUsers"
	pageState = "Microsoft Learn, Graph resource conditionalAccessPolicy, and “Conditional Access report-only mode”"
	pageApps  = "Microsoft Learn, Graph resource conditionalAccessApplications"
	pageWork  = "Microsoft Learn, “Conditional Access for workload identities”"
	ownRule   = "what is not known stays unknown"
)

// row makes a row from the JSON of its users, or of everything in it.
func row(t testing.TB, state, text string) tenant.AccessPolicy {
	t.Helper()
	if !strings.HasPrefix(text, `{"conditions"`) {
		text = `{"conditions":{"users":` + text + `}}`
	}
	var p tenant.AccessPolicy
	if err := json.Unmarshal([]byte(text), &p); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	p.ID, p.State = "p", tenant.Text(state)
	return p
}

// in makes what a subject knows of groups: those it is in; "?" before one whose
// members are not known.
func in(groups ...string) func(string, string) Answer {
	return func(_, g string) Answer {
		for _, mine := range groups {
			if strings.EqualFold(mine, "?"+g) {
				return Unknown
			}
			if strings.EqualFold(mine, g) {
				return Yes
			}
		}
		return No
	}
}

func roles(ids ...string) Roles { return Roles{IDs: ids, Complete: true} }

var (
	ada = Subject{ID: "ada", Kinds: Member, In: in("g-staff"), Active: roles("r-user"), Eligible: roles("r-global")}
	gus = Subject{ID: "gus", Kinds: ExternalGuest, In: in(), Active: roles(), Eligible: roles()}
	mia = Subject{ID: "mia", Kinds: ExternalMember, In: in(), Active: roles(), Eligible: roles()}
	ina = Subject{ID: "ina", Kinds: InternalGuest, In: in(), Active: roles(), Eligible: roles()}
	fab = Subject{ID: "fab", Kinds: ExternalGuest, Home: "t-fabrikam", In: in(), Active: roles(), Eligible: roles()}
	who = Subject{ID: "who", In: in(), Active: roles(), Eligible: roles()} // what kind of account is not known
	ext = Subject{ID: "ext", Kinds: ExternalGuest | ExternalMember, In: in(), Active: roles(), Eligible: roles()}
	dim = Subject{ID: "ada"} // only the id is known
	wrk = Subject{ID: "app", Workload: true}
)

// guestsJSON is one side's guests: kinds, and the organisations they come from.
func guestsJSON(side, kinds string, tenants ...string) string {
	from := `"membershipKind":"all"`
	if len(tenants) > 0 {
		list, _ := json.Marshal(tenants)
		from = `"membershipKind":"enumerated","members":` + string(list)
	}
	return `"` + side + `GuestsOrExternalUsers":{"guestOrExternalUserTypes":"` + kinds + `",` +
		`"externalTenants":{` + from + `}}`
}

const (
	report = "enabledForReportingButNotEnforced"
	every  = "internalGuest,b2bCollaborationGuest,b2bCollaborationMember," +
		"b2bDirectConnectUser,otherExternalUser,serviceProvider"
	older  = `{"includeUsers":["GuestsOrExternalUsers"]}`
	anyone = `{"conditions":{"users":{"includeUsers":["All"]},`
)

type caseRow struct {
	name, source, state, policy string
	who                         Subject
	want                        Answer
	why                         Code
	text                        string
}

var peopleCases = []caseRow{
	{"everyone", pageUsers, "enabled", `{"includeUsers":["All"]}`, ada, Yes, ByEveryone, "includes everyone"},
	{"everyone, in other letters", pageGraph, "Enabled", `{"includeUsers":["all"]}`, dim, Yes, ByEveryone, "everyone"},
	{"everyone includes guests", pageUsers + ": “including B2B guests”", "enabled",
		`{"includeUsers":["All"]}`, gus, Yes, ByEveryone, "everyone"},
	{"everyone includes external members", pageUsers, "enabled",
		`{"includeUsers":["All"]}`, mia, Yes, ByEveryone, "everyone"},
	{"none", pageUsers, "enabled", `{"includeUsers":["None"]}`, dim, No, Others, "does not include"},
	{"nobody named", pageGraph, "enabled", `{"includeUsers":[]}`, ada, No, Others, "does not include"},
	{"by name, in other letters", pageGraph, "enabled", `{"includeUsers":["ADA"]}`, ada, Yes, ByName, "by name"},
	{"another's name", pageGraph, "enabled", `{"includeUsers":["bob"]}`, ada, No, Others, "does not include"},
	{"by group, in other letters", pageUsers, "enabled",
		`{"includeGroups":["x","G-Staff"]}`, ada, Yes, ByGroup, "the group G-Staff"},
	{"another group", pageUsers, "enabled", `{"includeGroups":["x"]}`, ada, No, Others, ""},
	{"no group is known", ownRule, "enabled",
		`{"includeGroups":["x"]}`, dim, Unknown, GroupsUnknown, "does not know which groups"},
	{"one group is not known, another is", ownRule, "enabled",
		`{"includeGroups":["x","y"]}`, Subject{ID: "b", In: in("?x", "y")}, Yes, ByGroup, "the group y"},
	{"by role, in other letters", pageUsers, "enabled",
		`{"includeRoles":["R-USER"]}`, ada, Yes, ByRole, "the role R-USER"},
	{"another role", pageUsers, "enabled", `{"includeRoles":["r-mail"]}`, ada, No, Others, ""},
	{"a role to be activated", pagePIM, "enabled",
		`{"includeRoles":["r-global"]}`, ada, Unknown, RoleEligible, "only while"},
	{"no role is known", ownRule, "enabled",
		`{"includeRoles":["r-user"]}`, dim, Unknown, RolesUnknown, "does not know which roles"},
	{"roles to be activated are not known", ownRule, "enabled",
		`{"includeRoles":["x"]}`, Subject{ID: "b", Active: roles()}, Unknown, EligibleUnknown, ""},
	{"a role held for certain, the rest not known", ownRule, "enabled",
		`{"includeRoles":["x"]}`, Subject{ID: "b", Active: Roles{IDs: []string{"x"}}}, Yes, ByRole, ""},
	{"a role is known, groups are not", ownRule, "enabled",
		`{"includeGroups":["x"],"includeRoles":["r-user"]}`, Subject{ID: "b", Active: roles("r-user")}, Yes, ByRole,
		""},
}

var guestCases = []caseRow{
	{"older word: guest", pageB2B, "enabled", older, gus, Yes, ByGuest, "guests and external users"},
	{"older word: external member", pageB2B + ": the older choice stands for all types", "enabled",
		older, mia, Yes, ByGuest, ""},
	{"older word: local guest", pageB2B, "enabled", older, ina, Yes, ByGuest, ""},
	{"older word: own member", pageB2B, "enabled", older, ada, No, Others, ""},
	{"older word: invited, type not known", pageB2B, "enabled", older, ext, Yes, ByGuest, ""},
	{"older word: nothing known of the kind", ownRule, "enabled", older, who, Unknown, KindUnknown, "which kind"},
	{"every kind", pageGuest, "enabled", `{` + guestsJSON("include", every) + `}`, mia, Yes, ByGuest, ""},
	{"guests only: external member", pageB2B, "enabled",
		`{` + guestsJSON("include", "internalGuest,b2bCollaborationGuest") + `}`, mia, No, Others, ""},
	{"members only: external member", pageB2B, "enabled",
		`{` + guestsJSON("include", "b2bCollaborationMember") + `}`, mia, Yes, ByGuest, ""},
	{"members only: guest", pageB2B, "enabled",
		`{` + guestsJSON("include", "b2bCollaborationMember") + `}`, gus, No, Others, ""},
	{"members only: invited, type not known", ownRule, "enabled",
		`{` + guestsJSON("include", "b2bCollaborationMember") + `}`, ext, Unknown, KindUnknown, ""},
	{"external guests: local guest", pageB2B, "enabled",
		`{` + guestsJSON("include", "b2bCollaborationGuest") + `}`, ina, No, Others, ""},
	{"local guests: local guest", pageB2B, "enabled",
		`{` + guestsJSON("include", "internalGuest") + `}`, ina, Yes, ByGuest, ""},
	{"local guests: external guest", pageB2B, "enabled",
		`{` + guestsJSON("include", "internalGuest") + `}`, gus, No, Others, ""},
	{"no kind", pageGuest, "enabled", `{` + guestsJSON("include", "none") + `}`, gus, No, Others, ""},
	{"of some organisations, home not known", ownRule, "enabled",
		`{` + guestsJSON("include", every, "t-fabrikam") + `}`, gus, Unknown, HomeUnknown, "comes from"},
	{"of some organisations, from one of them", pageGuest, "enabled",
		`{` + guestsJSON("include", every, "T-FABRIKAM") + `}`, fab, Yes, ByGuest, ""},
	{"of some organisations, from another", pageGuest, "enabled",
		`{` + guestsJSON("include", "b2bCollaborationGuest", "t-woodgrove") + `}`, fab, No, Others, ""},
	{"a local guest comes from no organisation", pageGuest + ": tenants of “external users”", "enabled",
		`{` + guestsJSON("include", every, "t") + `}`, ina, Yes, ByGuest, ""},
	{"service providers: guest", "Microsoft Learn, Graph resource userSignIn: one category a user", "enabled",
		`{` + guestsJSON("include", "serviceProvider") + `}`, gus, No, Others, ""},
	{"everyone but service providers: guest", "Microsoft Learn, Graph resource userSignIn", "enabled",
		`{"includeUsers":["All"],` + guestsJSON("exclude", "serviceProvider") + `}`, gus, Yes, ByEveryone, ""},
	{"direct connect: guest", pageUsers + ": also applied to B2B collaboration users eligible for it", "enabled",
		`{` + guestsJSON("include", "b2bDirectConnectUser") + `}`, gus, Unknown, DirectConnectUnknown,
		"shared channels"},
	{"direct connect: own member", pageUsers, "enabled",
		`{` + guestsJSON("include", "b2bDirectConnectUser") + `}`, ada, No, Others, ""},
	{"a kind of tomorrow: guest", ownRule, "enabled",
		`{` + guestsJSON("include", "marsGuest") + `}`, gus, Unknown, GuestsUnread, ""},
	{"a kind of tomorrow: own member", ownRule, "enabled",
		`{` + guestsJSON("include", "marsGuest") + `}`, ada, No, Others, ""},
	{"guests of organisations that are not named: guest", ownRule, "enabled",
		`{"includeGuestsOrExternalUsers":{"guestOrExternalUserTypes":"b2bCollaborationGuest","externalTenants":` +
			`{"membershipKind":"enumerated","members":null}}}`, gus, Unknown, GuestsUnread, ""},
	{"guests in another shape", ownRule, "enabled",
		`{"includeGuestsOrExternalUsers":[1]}`, gus, Unknown, GuestsUnread, "does not know"},
}

var excludeCases = []caseRow{
	{"by name", pageUsers + ": “The exclude action overrides the include action”", "enabled",
		`{"includeUsers":["All","ada"],"excludeUsers":["ada"]}`, ada, No, ByName, "excludes this person by name"},
	{"by group", pageUsers, "enabled",
		`{"includeRoles":["r-user"],"excludeGroups":["g-staff"]}`, ada, No, ByGroup, "excludes the group g-staff"},
	{"by role", pageUsers, "enabled",
		`{"includeUsers":["All"],"excludeRoles":["r-user"]}`, ada, No, ByRole, "excludes the role"},
	{"guests", pageUsers, "enabled",
		`{"includeUsers":["All"],` + guestsJSON("exclude", every) + `}`, gus, No, ByGuest, "excludes guests"},
	{"guests, own member", pageUsers, "enabled",
		`{"includeUsers":["All"],"excludeUsers":["GuestsOrExternalUsers"]}`, ada, Yes, ByEveryone, "everyone"},
	{"guests, external member", pageB2B, "enabled",
		`{"includeUsers":["All"],"excludeUsers":["GuestsOrExternalUsers"]}`, mia, No, ByGuest, ""},
	{"groups not known", ownRule, "enabled",
		`{"includeUsers":["All"],"excludeGroups":["x"]}`, dim, Unknown, GroupsUnknown, "may exclude"},
	{"for certain, groups not known", ownRule, "enabled",
		`{"includeGroups":["x"],"excludeUsers":["ada"]}`, dim, No, ByName, "excludes"},
	{"not included, groups not known", ownRule, "enabled",
		`{"includeUsers":["bob"],"excludeGroups":["x"]}`, dim, No, Others, ""},
	{"a role to be activated", pagePIM, "enabled",
		`{"includeUsers":["All"],"excludeRoles":["r-global"]}`, ada, Unknown, RoleEligible, "only while"},
	{"the same group twice, not known", pageUsers, "enabled",
		`{"includeGroups":["x"],"excludeGroups":["X"]}`, dim, No, Others, ""},
	{"the same guests twice, kind not known", pageUsers, "enabled",
		`{` + guestsJSON("include", "b2bCollaborationGuest") + `,` + guestsJSON("exclude", "b2bCollaborationGuest") +
			`}`,
		who, No, Others, ""},
	{"guests of one organisation, from it", pageGuest, "enabled",
		`{"includeUsers":["All"],` + guestsJSON("exclude", every, "t-fabrikam") + `}`, fab, No, ByGuest, ""},
	{"guests of one organisation, home not known", ownRule, "enabled",
		`{"includeUsers":["All"],` + guestsJSON("exclude", every, "t") + `}`, gus, Unknown, HomeUnknown, ""},
}

var otherCases = []caseRow{
	{"report-only reaches, and does not act", pageState, report,
		`{"includeUsers":["All"]}`, ada, Yes, ByEveryone, "everyone"},
	{"off", pageState, "disabled", `{"includeUsers":["All"]}`, ada, No, IsOff, "is off"},
	{"a state of tomorrow", ownRule, "enabledOnSundays",
		`{"includeUsers":["All"]}`, ada, Unknown, StateUnclear, "state"},
	{"no state", ownRule, "", `{"includeUsers":["All"]}`, ada, Unknown, StateUnclear, "state"},
	{"a state of tomorrow, excluded", ownRule, "enabledOnSundays",
		`{"includeUsers":["All"],"excludeUsers":["ada"]}`, ada, No, ByName, ""},
	{"for no resource", pageApps, "enabled",
		anyone + `"applications":{"includeApplications":["None"]}}}`, ada, No, NoResource, "any resource"},
	{"no application, but a user action", pageApps, "enabled",
		anyone + `"applications":{"includeApplications":["None"],` +
			`"includeUserActions":["urn:user:registersecurityinfo"]}}}`,
		ada, Yes, ByEveryone, ""},
	{"people's policy: service principal", pageUsers, "enabled", `{"includeUsers":["All"]}`, wrk, No, Others, ""},
	{"service principals: person", pageWork, "enabled",
		`{"conditions":{"users":{"includeUsers":["None"]},
			"clientApplications":{"includeServicePrincipals":["ServicePrincipalsInMyTenant"]}}}`,
		ada, No, Others, ""},
	{"a service principal by name", pageWork, "enabled",
		`{"conditions":{"clientApplications":{"includeServicePrincipals":["APP"]}}}`, wrk, Yes, ByName, ""},
	{"those of the organisation", pageWork + ": single tenant ones only", "enabled",
		`{"conditions":{"clientApplications":{"includeServicePrincipals":["ServicePrincipalsInMyTenant"]}}}`,
		wrk, Unknown, WorkloadUnknown, "service principal"},
	{"a service principal excluded", pageWork, "enabled",
		`{"conditions":{
			"clientApplications":{"includeServicePrincipals":["ServicePrincipalsInMyTenant"],
			"excludeServicePrincipals":["app"]}}}`,
		wrk, No, ByName, ""},
}
