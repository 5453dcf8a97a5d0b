package access

import (
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app/tenant"
)

// assignments: what Conditional Access does not count is a role for a part of
// the organisation and a role without a template.
var assignments = []tenant.RoleAssignment{
	{Principal: "Ada", Template: "A", RoleName: "A", Scope: "/"},
	{Principal: "ada", Template: "b", RoleName: "B", Scope: "/", Through: "g"},
	{Principal: "ada", Template: "c", RoleName: "C", Scope: "/administrativeUnits/1"},
	{Principal: "ada", Template: "", RoleName: "Custom", Scope: "/"},
	{Principal: "ada", Template: "d", RoleName: "D", Scope: "/", Eligible: tenant.On()},
	{Principal: "bob", Template: "e", RoleName: "E", Scope: "/"},
}

// TestConditions: what depends on the sign-in is a condition, never an answer
// about the person.
func TestConditions(t *testing.T) {
	const all = `"applications":{"includeApplications":["All"]}`
	for _, c := range []struct {
		conditions string
		kinds      []Kind
		words      string
	}{
		{all, nil, ""},
		{all + `,"clientAppTypes":["all"]`, nil, ""},
		{all + `,"locations":{"includeLocations":["All"]}`, nil, ""},
		{all + `,"platforms":{"includePlatforms":["all"]}`, nil, ""},
		{`"applications":{"includeApplications":["Office365"]}`, []Kind{Resources}, "only for some applications"},
		{`"applications":{"includeApplications":["All"],"excludeApplications":["x"]}`,
			[]Kind{Resources}, "only for some applications"},
		{`"applications":{"applicationFilter":{"mode":"include","rule":"x"}}`,
			[]Kind{Resources}, "only for some applications"},
		{`"applications":{"includeUserActions":["urn:user:registersecurityinfo"]}`,
			[]Kind{Actions}, "only when people register security information"},
		{`"applications":{"includeUserActions":["urn:user:registerdevice"]}`,
			[]Kind{Actions}, "only when people register or join a device"},
		{`"applications":{"includeUserActions":["urn:user:tomorrow"]}`, []Kind{Actions},
			"only for certain user actions"},
		{`"applications":{"includeAuthenticationContextClassReferences":["c1"]}`,
			[]Kind{Contexts}, "only where an authentication context is required"},
		{all + `,"clientAppTypes":["exchangeActiveSync","other"]`, []Kind{Clients},
			"only for legacy authentication clients"},
		{all + `,"clientAppTypes":["browser"]`, []Kind{Clients}, "only in a browser"},
		{all + `,"locations":{"includeLocations":["All"],"excludeLocations":["AllTrusted"]}`,
			[]Kind{Places}, "only outside trusted locations"},
		{all + `,"locations":{"includeLocations":["All"],"excludeLocations":["x"]}`,
			[]Kind{Places}, "only outside certain locations"},
		{all + `,"locations":{"includeLocations":["x"]}`, []Kind{Places}, "only at certain locations"},
		{all + `,"platforms":{"includePlatforms":["iOS"]}`, []Kind{Platforms}, "only on some device platforms"},
		{all + `,"devices":{"deviceFilter":{"mode":"exclude","rule":"x"}}`, []Kind{Devices},
			"only for certain devices"},
		{all + `,"signInRiskLevels":["high"]`, []Kind{Risk}, "only at a certain risk level"},
		{all + `,"insiderRiskLevels":"elevated"`, []Kind{Risk}, "only at a certain risk level"},
		{all + `,"authenticationFlows":{"transferMethods":"deviceCodeFlow"}`,
			[]Kind{Flows}, "only at sign-ins with a device code"},
		{all + `,"userRiskLevels":["high"],"locations":{"includeLocations":["x"]}`,
			[]Kind{Places, Risk}, "only at certain locations, only at a certain risk level"},
	} {
		p := Of(row(t, "enabled", `{"conditions":{"users":{"includeUsers":["All"]},`+c.conditions+`}}`))
		r := p.Reach(&ada)
		var kinds []Kind
		for _, one := range r.Conditions {
			kinds = append(kinds, one.Kind)
		}
		if r.Answer != Yes || !slices.Equal(kinds, c.kinds) || Words(r.Conditions) != c.words {
			t.Errorf("%s: %s, %v, %q", c.conditions, r.Answer, kinds, Words(r.Conditions))
		}
	}
}

func TestKindsOf(t *testing.T) {
	for _, c := range []struct {
		guest Answer
		upn   string
		want  Kinds
	}{
		{No, "ada@northgate.example", Member}, {Yes, "x_y.example#EXT#@n.onmicrosoft.com", ExternalGuest},
		{No, "x_y.example#ext#@n.onmicrosoft.com", ExternalMember}, {Yes, "temp@northgate.example", InternalGuest},
		{Yes, "", InternalGuest | ExternalGuest}, {No, "", Member | ExternalMember}, {Unknown, "", Accounts},
		{Unknown, "x#EXT#@n.example", ExternalGuest | ExternalMember}, {No, "c#@n.example", Member},
	} {
		if got := KindsOf(c.guest, c.upn); got != c.want {
			t.Errorf("%s %q: %b, want %b", c.guest, c.upn, got, c.want)
		}
	}
}

func TestRolesOf(t *testing.T) {
	read := tenant.Status{State: tenant.Updated, Completed: time.Unix(1, 0)}
	active, eligible := RolesOf(assignments, "ada", read)
	if !slices.Equal(active.IDs, []string{"a", "b"}) || !slices.Equal(eligible.IDs, []string{"d"}) ||
		!active.Complete || !eligible.Complete {
		t.Errorf("%v, %v", active, eligible)
	}
}

// A list of roles that lacks a part is no evidence that a person has no role.
func TestRolesOfAPart(t *testing.T) {
	at := time.Unix(1, 0)
	policy := For(Scope{Roles: []string{"c"}}, Scope{})
	for _, c := range []struct {
		status tenant.Status
		answer Answer
		why    Code
	}{
		{tenant.Status{}, Unknown, RolesUnknown},
		{tenant.Status{Completed: at}, No, Others},
		{tenant.Status{Completed: at, Notes: []string{tenant.NoteNoEligible}}, Unknown, EligibleUnknown},
		{tenant.Status{Completed: at, Notes: []string{tenant.NoteNoRoleMembers}}, Unknown, RolesUnknown},
	} {
		var s Subject
		s.ID = "ada"
		s.Active, s.Eligible = RolesOf(assignments, "ada", c.status)
		if r := policy.Reach(&s); r.Answer != c.answer || r.Why() != c.why || strings.Contains(r.Text(nil), `"`) {
			t.Errorf("%v: %s, %s, %s", c.status.Notes, r.Answer, r.Why(), r.Text(nil))
		}
	}
}
