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
