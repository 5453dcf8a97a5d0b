package mfa

import (
	"context"
	"testing"
	"time"

	"handrail/app/tenant"
	"handrail/app/tenant/tenanttest"
)

// TestWhatIsKeptIsReadAnewWhenItMustBe: a second load reads no person again, unless
// data was refreshed, answers changed or a pass expired.
func TestWhatIsKeptIsReadAnewWhenItMustBe(t *testing.T) {
	now := day(2026, 11, 22)
	o := &tenanttest.Organisation{At: now}
	o.Add(tenant.SectionRegistration,
		`{"id":"p","methodsRegistered":["mobilePhone","temporaryAccessPass"],"handrailMethods":[`+
			`{"@odata.type":"#microsoft.graph.temporaryAccessPassAuthenticationMethod","isUsable":true,`+
			`"startDateTime":"2026-11-22T08:30:00Z","lifetimeInMinutes":60}]}`)
	kept := new(Cache)
	look := func(told AdminInput) *Organisation {
		t.Helper()
		org, err := LoadCurrent(context.Background(), o, kept, told, nil)
		if err != nil {
			t.Fatal(err)
		}
		return org
	}
	at := now.Truncate(24 * time.Hour).Add(9 * time.Hour)
	first := look(AdminInput{Now: at})
	if !first.People[0].PassWorks {
		t.Fatal("the pass works until half past nine")
	}
	if again := look(AdminInput{Now: at.Add(time.Minute)}); &again.People[0] != &first.People[0] {
		t.Error("everybody was read again for nothing")
	}
	if later := look(AdminInput{Now: at.Add(time.Hour)}); later.People[0].PassWorks || !first.People[0].PassWorks {
		t.Error("the pass runs out in what is shown later, and not in what was shown before")
	}
	if told := look(AdminInput{Now: at, EmergencyAccess: []string{"p"}}); told.People[0].Marks&BreakGlass == 0 {
		t.Error("what was told since is not seen")
	}
	o.At = now.Add(time.Hour)
	o.Add(tenant.SectionUsers, `{"id":"q","displayName":"Somebody new"}`)
	if all := look(AdminInput{Now: at}).People; len(all) != 2 {
		t.Errorf("what was refreshed since is not seen: %d people", len(all))
	}
}
