package mfa

import (
	"context"
	"strings"
	"testing"

	"handrail/app/identity/access"
	"handrail/app/identity/roles"
	"handrail/app/tenant"
	"handrail/app/tenant/tenanttest"
)

// TestARoleToBeActivated: a policy for a role may apply to a person who can activate it,
// and the reason names the role. Until then the person is not an administrator.
func TestARoleToBeActivated(t *testing.T) {
	role := func(id, person, more string) string {
		return `{"id":"` + id + `","principalId":"` + person + `","handrailKind":"user","handrailTemplate":"` +
			strings.ToUpper(roles.GlobalAdministrator) +
			`","handrailRole":"Global Administrator",` + more + `}`
	}
	o := &tenanttest.Organisation{At: day(2026, 11, 22)}
	o.Add(tenant.SectionRegistration, `{"id":"ada","methodsRegistered":["microsoftAuthenticatorPush"]}`,
		`{"id":"ben","methodsRegistered":["microsoftAuthenticatorPush"]}`,
		`{"id":"cai","methodsRegistered":["microsoftAuthenticatorPush"]}`)
	o.Add(tenant.SectionDefaults, `{"id":"d","isEnabled":false}`)
	o.Add(tenant.SectionPerUserMFA, `{"id":"ada","perUserMfaState":"disabled"}`,
		`{"id":"ben","perUserMfaState":"disabled"}`, `{"id":"cai","perUserMfaState":"disabled"}`)
	o.Add(tenant.SectionRoles, role("1", "ada", `"directoryScopeId":"/"`),
		role("2", "ben", `"directoryScopeId":"/","handrailEligible":true`),
		role("3", "cai", `"directoryScopeId":"/administrativeUnits/1"`))
	o.Add(tenant.SectionAccess, `{"id":"p","displayName":"Admins","state":"enabled","conditions":{
		"applications":{"includeApplications":["All"]},"users":{"includeRoles":["`+roles.GlobalAdministrator+
		`"]}},"grantControls":{"builtInControls":["mfa"]}}`)
	org, err := Load(context.Background(), o, AdminInput{Now: day(2026, 11, 22)})
	if err != nil {
		t.Fatal(err)
	}
	org.Enforcement.Portals = access.No
	v := impactOf(org, org.Policy)
	for i, want := range []access.Answer{access.Yes, access.Unknown, access.No} {
		p := &org.People[i]
		s := p.subject(org.belongs)
		if got := org.Enforcement.asked(p, &s); got != want {
			t.Errorf("%s is asked: %s, want %s", p.ID, got, want)
		}
	}
	if org.People[1].Admin != access.No || org.People[1].Marks != 0 {
		t.Errorf("%+v", org.People[1])
	}
	var said string
	for _, r := range v.Reasons(1) {
		said += r.Text + "\n"
	}
	if !strings.Contains(said, "It includes the role Global Administrator, which counts only while this person has "+
		"it activated.") {
		t.Error(said)
	}
}
