package screens

import (
	"testing"

	"handrail/app/guide"
	"handrail/app/task"
	"handrail/app/tenant"
)

// TestNeverReadIsNeverNone: a section that was never read is nowhere shown as a
// zero, or as nobody.
func TestNeverReadIsNeverNone(t *testing.T) {
	s, f := tenantStage(t, task.Inline{})
	v := guide.Visit{ID: "v", Guide: "demo", Subject: "northgate.example", Step: "plan", Page: guide.AskPage,
		Answers: map[string]string{"domain": "northgate.example"}, Outcomes: map[string]guide.Outcome{},
		Started: sunday}
	if err := s.memory.SaveVisit(t.Context(), v); err != nil {
		t.Fatal(err)
	}
	delete(f.status, tenant.SectionRegistration)
	for i := range f.people {
		p := &f.people[i]
		p.InReport, p.Methods, p.MFA, p.PhoneOnly = false, nil, tenant.MFAUnknown, false
	}
	s.open("home").shows("It is not known who can use multifactor authentication (MFA).",
		"Handrail has not read their sign-in methods.").hides("0 of 0").hides("registration report")
	s.open("people/weak-admins").shows("Handrail cannot show this list yet.").hides("Every administrator")

	s, f = tenantStage(t, task.Inline{})
	delete(f.status, tenant.SectionRoles)
	s.open("people/weak-admins").shows("Handrail cannot show this list yet.").hides("Every administrator")

	s, f = tenantStage(t, task.Inline{})
	delete(f.status, tenant.SectionAccess)
	delete(f.rows, tenant.SectionAccess)
	f.put(tenant.SectionDefaults, "d", `{"id":"d","isEnabled":true}`)
	s.open("person/ada").shows("Security defaults", "Handrail has not read the policies yet.")

	s, f = tenantStage(t, task.Inline{})
	delete(f.status, tenant.SectionDefaults)
	delete(f.rows, tenant.SectionDefaults)
	delete(f.rows, tenant.SectionAccess)
	s.open("person/ada").shows("Handrail has not read the security defaults yet.").hides("No policy applies")
}

// TestUnseenIsNotNever: where Microsoft sends no last sign-in, no one is said to
// have signed in, or never to have.
func TestUnseenIsNotNever(t *testing.T) {
	s, f := tenantStage(t, task.Inline{})
	for i := range f.people {
		f.people[i].SignIn = tenant.SignInUnknown
	}
	users := f.status[tenant.SectionUsers]
	users.Notes = append(users.Notes, tenant.NoteNoSignIn)
	f.status[tenant.SectionUsers] = users
	s.open("people/never-signed-in").shows("Never signed in (not known)", "It is not known whether",
		"AuditLog.Read.All").hides("has signed in").hides("No one is in this list")

	s, f = tenantStage(t, task.Inline{})
	for i := range f.people {
		f.people[i].SignIn = tenant.SignInAt
	}
	f.people[0].SignIn = tenant.SignInUnknown
	s.open("people/never-signed-in").shows("Never signed in (0, not known for 1)",
		"It is not known whether 1 person ever signed in.", "Not known for 1.").hides("AuditLog.Read.All")
}

// TestRolesThatMayBeActivated: where the eligible roles were not read, a policy for a
// role is not said to leave anyone out.
func TestRolesThatMayBeActivated(t *testing.T) {
	s, f := tenantStage(t, task.Inline{})
	f.put(tenant.SectionAccess, "for-role", `{"id":"for-role","displayName":"For a role","state":"enabled","conditions":`+
		`{"users":{"includeRoles":["11111111-0000-4000-8000-000000000001"]},"applications":{"includeApplications":["All"]}},`+
		`"grantControls":{"operator":"OR","builtInControls":["mfa"]}}`)
	roles := f.status[tenant.SectionRoles]
	roles.Notes = append(roles.Notes, tenant.NoteNoEligible)
	f.status[tenant.SectionRoles] = roles
	s.open("person/ada").shows("For a role", "does not know which roles this person can activate")
}

// TestPoliciesThatMayBeMissing: a list that was not compared with the beta of Graph is no
// “none”, and a policy that only the beta shows applies under a condition.
func TestPoliciesThatMayBeMissing(t *testing.T) {
	s, f := tenantStage(t, task.Inline{})
	delete(f.rows, tenant.SectionAccess)
	s.open("person/ada").shows("No policy applies to this person.").hides("policies are missing")

	s, f = tenantStage(t, task.Inline{})
	delete(f.rows, tenant.SectionAccess)
	policies := f.status[tenant.SectionAccess]
	policies.Notes = append(policies.Notes, tenant.NoteNotCompared)
	f.status[tenant.SectionAccess] = policies
	s.open("person/ada").shows("Handrail could not check whether policies are missing.").hides("No policy applies")

	s, f = tenantStage(t, task.Inline{})
	f.put(tenant.SectionAccess, "beta", `{"id":"beta","displayName":"Preview","state":"enabled","handrailBetaOnly":true,`+
		`"conditions":{"users":{"includeUsers":["All"]},"applications":{"includeApplications":["All"]}},`+
		`"grantControls":{"operator":"OR","builtInControls":["mfa"]}}`)
	s.open("person/ada").shows("Preview", "It applies only under a condition that only Microsoft Graph beta shows.")
}

// TestPoliciesThatAreWrong: the page of a person names a policy that stops directory
// synchronisation, and a group in a policy that no longer exists.
func TestPoliciesThatAreWrong(t *testing.T) {
	s, f := tenantStage(t, task.Inline{})
	f.rows[tenant.SectionAccess] = nil
	f.put(tenant.SectionAccess, "all", `{"id":"all","displayName":"Ask all","state":"enabled","conditions":{"users":`+
		`{"includeUsers":["All"],"excludeGroups":["G-Lost"]},"applications":{"includeApplications":["All"]}},`+
		`"grantControls":{"operator":"OR","builtInControls":["mfa"]}}`)
	s.open("person/ada").hides("directory synchronisation").hides("no longer exists")
	f.put(tenant.SectionRoles, "sync", `{"id":"sync","principalId":"ada","directoryScopeId":"/",`+
		`"handrailTemplate":"d29b2b05-8046-44ba-8758-1e26182fcf32","handrailRole":"Directory Synchronization Accounts"}`)
	f.status[tenant.MembersSection("G-Lost")] = tenant.Status{Section: tenant.MembersSection("G-Lost"),
		State: tenant.Failed, Message: tenant.GoneMessage}
	s.open("person/ada").shows("directory synchronisation", "Ask all", "A policy names a group that no longer exists",
		"g-lost")
}
