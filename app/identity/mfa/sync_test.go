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

// TestWhatStopsSynchronisation: policies and per-user MFA do, security defaults do not.
func TestWhatStopsSynchronisation(t *testing.T) {
	for _, c := range []struct {
		more, by string
		sure     bool
	}{
		{"sync", "Everyone", true}, {"sync asked=when", "Everyone", false}, {"sync asked=user", "per-user MFA", true},
		{"sync asked=defaults", "", false}, {"sync asked=no", "", false}, {"sync asked=not-g in=g", "", false},
		{"sync blocked", "", false}, {"", "", false}, {"sync asked=g in?=g", "Everyone", false},
	} {
		o, _, _ := row{on: "app", more: c.more, change: "none"}.stage(t)
		all := o.SyncStops(&o.Enforcement)
		if c.by == "" && len(all) > 0 || c.by != "" && (len(all) != 1 || all[0].Sure != c.sure ||
			!strings.Contains(strings.Join(all[0].By, " "), c.by)) {
			t.Errorf("%q: %+v", c.more, all)
		}
	}
}

// TestNamesCompareWithoutCase: ids of one account are the same in capitals, in the
// report, in roles, in per-user states and in groups.
func TestNamesCompareWithoutCase(t *testing.T) {
	const id, capitals = "7c0ffee0-1111-4000-8000-00000000abcd", "7C0FFEE0-1111-4000-8000-00000000ABCD"
	o := &tenanttest.Organisation{At: day(2026, 12, 1)}
	o.Add(tenant.SectionUsers, `{"id":"`+id+`","userPrincipalName":"ruth@northgate.example","userType":"Member"}`)
	o.Add(tenant.SectionRegistration, `{"id":"`+capitals+`","methodsRegistered":["mobilePhone"]}`)
	o.Add(tenant.SectionPerUserMFA, `{"id":"`+capitals+`","perUserMfaState":"enforced"}`)
	o.Add(tenant.SectionRoles, `{"id":"r","principalId":"`+capitals+`","handrailKind":"user",`+
		`"handrailTemplate":"`+strings.ToUpper(roles.GlobalAdministrator)+`","handrailRole":"Global Administrator"}`)
	o.Add(tenant.SectionAccess, `{"id":"c","state":"enabled","conditions":{`+
		`"applications":{"includeApplications":["All"]},"users":{"includeGroups":["G-DOCK"]}},`+
		`"grantControls":{"builtInControls":["mfa"]}}`)
	o.Add(tenant.MembersSection("G-DOCK"), `{"id":"`+capitals+`"}`)
	org, err := Load(context.Background(), o, AdminInput{Now: o.At})
	if err != nil || len(org.People) != 1 {
		t.Fatalf("%v: %+v", err, org)
	}
	p := org.People[0]
	if p.Marks&GlobalAdmin == 0 || p.Admin != access.Yes || p.PerUser != access.Yes || !p.has(MobilePhone) ||
		org.PolicyAsks(0) != access.Yes {
		t.Errorf("%+v", p)
	}
}

// TestAGroupThatIsGone: a group that Microsoft no longer has is empty. One whose
// members could not be read for another reason is not known, listed or not.
func TestAGroupThatIsGone(t *testing.T) {
	for message, gone := range map[string]bool{
		tenant.GoneMessage: true, "": false, "Microsoft could not return “Members of a group” (status 500).": false,
	} {
		o := &tenanttest.Organisation{At: day(2026, 12, 1)}
		o.Add(tenant.SectionUsers, `{"id":"ruth","userPrincipalName":"ruth@northgate.example","userType":"Member"}`)
		o.Add(tenant.SectionRegistration)
		o.Add(tenant.SectionAccess, `{"id":"c","displayName":"All","state":"enabled","conditions":{"applications":`+
			`{"includeApplications":["All"]},"users":{"includeUsers":["All"],"excludeGroups":["G-lost"]}},`+
			`"grantControls":{"builtInControls":["mfa"]}}`)
		o.Add(tenant.SectionGroups)
		o.States[tenant.MembersSection("G-lost")] = tenant.Status{Section: tenant.MembersSection("G-lost"),
			State: tenant.Failed, Message: message}
		org, err := Load(context.Background(), o, AdminInput{Now: o.At})
		if err != nil {
			t.Fatal(err)
		}
		if (len(org.Gone) == 1) != gone || (org.PolicyAsks(0) == access.Yes) != gone {
			t.Errorf("%q: gone %v, asked %v", message, org.Gone, org.PolicyAsks(0))
		}
		if gone && strings.Join(org.PoliciesNaming(org.Gone[0]), "") != "All" {
			t.Errorf("%v", org.PoliciesNaming(org.Gone[0]))
		}
	}
}
