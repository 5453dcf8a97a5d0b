package mfa

import (
	"context"
	"slices"
	"testing"

	"handrail/app"
	"handrail/app/identity/access"
	"handrail/app/task"
	"handrail/app/tenant"
	"handrail/app/tenant/tenanttest"
)

// unreadGroup is an organisation whose policy names a group that was never read, and
// which has no licence for Conditional Access.
func unreadGroup() *tenanttest.Organisation {
	o := &tenanttest.Organisation{At: day(2026, 11, 22)}
	o.Add(tenant.SectionUsers, `{"id":"p","userPrincipalName":"p@northgate.example"}`)
	o.Add(tenant.SectionRegistration, `{"id":"p","methodsRegistered":["mobilePhone"]}`)
	o.Add(tenant.SectionMethods, `{"authenticationMethodConfigurations":[{"id":"Sms","state":"enabled",`+
		`"includeTargets":[{"targetType":"group","id":"g1"}]}]}`)
	for _, id := range []string{tenant.SectionDefaults, tenant.SectionRoles, tenant.SectionPerUserMFA} {
		o.Add(id)
	}
	o.States[tenant.SectionAccess] = tenant.Status{Section: tenant.SectionAccess, State: tenant.NeedsLicence}
	return o
}

// TestGatherReadsWhatWasNeverRead: each section once, and nothing that needs a
// licence which the organisation lacks.
func TestGatherReadsWhatWasNeverRead(t *testing.T) {
	members := tenant.MembersSection("g1")
	for name, c := range map[string]struct {
		rep     task.Report
		out     bool
		refused bool
		asked   []string
		in      access.Answer
	}{
		"signed in":  {rep: func(task.Progress) {}, asked: []string{members}, in: access.No},
		"refused":    {rep: func(task.Progress) {}, refused: true, asked: []string{members}, in: access.Unknown},
		"signed out": {rep: func(task.Progress) {}, out: true, in: access.Unknown},
		"not asked":  {in: access.Unknown},
	} {
		o := unreadGroup()
		o.Out = c.out
		if c.refused {
			o.Refusals = map[string]tenant.SectionError{members: {State: tenant.NeedsConsent}}
		}
		org, err := LoadCurrent(context.Background(), o, &Cache{}, AdminInput{Now: day(2026, 11, 22)}, c.rep)
		if err != nil {
			t.Fatal(name, err)
		}
		if !slices.Equal(o.Refreshed, c.asked) || org.Belongs("p", "g1") != c.in {
			t.Errorf("%s: asked for %v; in the group: %v", name, o.Refreshed, org.Belongs("p", "g1"))
		}
		missing := slices.ContainsFunc(org.Missing, func(g tenant.Gap) bool {
			return g.Section == members && g.Message != "" && g.Hint != ""
		})
		if missing != (c.in == access.Unknown) || len(org.Missing) > 1 {
			t.Errorf("%s: missing %+v", name, org.Missing)
		}
	}
}

func TestGatherWithoutAnOrganisation(t *testing.T) {
	if _, err := LoadCurrent(context.Background(), nil, nil, AdminInput{}, nil); app.CodeOf(err) != app.NotFound {
		t.Error(err)
	}
	o := &tenanttest.Organisation{Out: true}
	o.Add(tenant.SectionLicences)
	if _, err := LoadCurrent(context.Background(), o, nil, AdminInput{}, nil); app.CodeOf(err) != app.NotFound {
		t.Errorf("no person is known: %v", err)
	}
}
