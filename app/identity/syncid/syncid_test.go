package syncid

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app/identity/access"
	"handrail/app/identity/roles"
	"handrail/app/tenant"
)

// policy is a row of Microsoft's with this body, on unless the body says otherwise.
func policy(t *testing.T, body string) tenant.AccessPolicy {
	t.Helper()
	row := tenant.AccessPolicy{ID: "p", Name: "Policy", State: "enabled"}
	if err := json.Unmarshal([]byte(body), &row); err != nil {
		t.Fatal(err)
	}
	return row
}

const (
	everybody = `"users":{"includeUsers":["All"]}`
	allApps   = `"applications":{"includeApplications":["All"]}`
	mfa       = `"grantControls":{"operator":"OR","builtInControls":["mfa"]}`
	block     = `"grantControls":{"operator":"OR","builtInControls":["block"]}`
)

// forAll is the body of a policy for everybody and all applications: more conditions, each
// after a comma, and what it requires.
func forAll(more, requires string) string {
	return `{"conditions":{` + everybody + `,` + allApps + more + `},` + requires + `}`
}

// account is a synchronisation account with roles, in the group "inner", which is in "outer".
func account(ids ...string) Identity {
	return Identity{Kind: ConnectAccount, ID: "s", Roles: ids, Subject: access.Subject{
		ID: "s", Kinds: access.Member, Active: access.Roles{IDs: ids, Complete: true},
		Eligible: access.Roles{Complete: true},
		In:       func(_, group string) access.Answer { return access.Is(group == "inner" || group == "outer") },
	}}
}

func TestWhatAPolicyDoesToTheAccount(t *testing.T) {
	first, second := account(roles.SyncAccounts), account(roles.SyncAccount)
	excluding := `{"conditions":{"users":{"includeUsers":["All"],"excludeRoles":["` + roles.SyncAccounts + `"]},` +
		allApps + `},` + mfa + `}`
	for name, c := range map[string]struct {
		body    string
		who     Identity
		verdict Verdict
		cause   Cause
		why     access.Code
	}{
		"spared by role": {excluding, first, Spares, "", access.ByRole},
		"the other role": {excluding, second, Stops, "", access.ByEveryone},
		"spared by a group": {`{"conditions":{"users":{"includeUsers":["All"],"excludeGroups":["outer"]},` +
			allApps + `},` + mfa + `}`, first, Spares, "", access.ByGroup},
		"report-only": {forAll("", mfa+`,"state":"enabledForReportingButNotEnforced"`), first, WillHit, "",
			access.ByEveryone},
		"off": {forAll("", mfa+`,"state":"disabled"`), first, Spares, "", access.IsOff},
		"terms of use": {forAll("", `"grantControls":{"operator":"OR","termsOfUse":["7"]}`), first, Stops, "",
			access.ByEveryone},
		"legacy clients": {forAll(`,"clientAppTypes":["exchangeActiveSync","other"]`, block), first, Spares,
			OtherClient, access.ByEveryone},
		"modern clients": {forAll(`,"clientAppTypes":["browser","mobileAppsAndDesktopClients"]`, block), first,
			Stops, "", access.ByEveryone},
		"browsers": {forAll(`,"clientAppTypes":["browser"]`, block), first, NotSure, Depends,
			access.ByEveryone},
		"device codes": {forAll(`,"authenticationFlows":{"transferMethods":"deviceCodeFlow"}`, block), first,
			Spares, OtherFlow, access.ByEveryone},
		"registering a method": {`{"conditions":{` + everybody +
			`,"applications":{"includeUserActions":["urn:user:registersecurityinfo"]}},` + mfa + `}`, first, Spares,
			OtherAction, access.ByEveryone},
		"outside the office": {forAll(`,"locations":{"includeLocations":["All"],"excludeLocations":["AllTrusted"]}`,
			mfa), first, NotSure, Depends, access.ByEveryone},
		"the session": {forAll("", `"sessionControls":{"signInFrequency":{"value":1}}`), first, Spares,
			SessionOnly, access.ByEveryone},
		"a control of others": {forAll("", `"grantControls":{"operator":"OR","customAuthenticationFactors":["x"]}`),
			first, NotSure, ControlOpen, access.ByEveryone},
		"administrators": {`{"conditions":{"users":{"includeRoles":["` + roles.GlobalAdministrator + `"]},` +
			allApps + `},` + mfa + `}`, first, Spares, "", access.Others},
	} {
		l := Assess(policy(t, c.body), c.who)
		if l.Verdict != c.verdict || l.Cause != c.cause || l.Result.Why() != c.why {
			t.Errorf("%s: %s %q %s, want %s %q %s", name, l.Verdict, l.Cause, l.Result.Why(), c.verdict, c.cause, c.why)
		}
	}
}

func TestGroupsThatWereNotReadAreNotKnown(t *testing.T) {
	who := account(roles.SyncAccounts)
	who.Subject.In = nil
	row := policy(t, `{"conditions":{"users":{"includeUsers":["All"],"excludeGroups":["outer"]},`+allApps+`},`+mfa+`}`)
	if l := Assess(row, who); l.Verdict != NotSure {
		t.Errorf("%+v", l)
	}
}

func TestAnApplication(t *testing.T) {
	who := Identity{Kind: Application, ID: "a", Subject: access.Subject{ID: "a", Workload: true}}
	if l := Assess(policy(t, forAll("", mfa)), who); l.Verdict != Spares || l.Cause != NotForPeople {
		t.Errorf("a policy for people: %+v", l)
	}
	own := policy(t, `{"conditions":{"clientApplications":{"includeServicePrincipals":["a"]},`+allApps+`},`+block+`}`)
	if l := Assess(own, who); l.Verdict != Stops {
		t.Errorf("a policy for the application: %+v", l)
	}
	if l := Assess(own, account(roles.SyncAccounts)); l.Verdict != Spares {
		t.Errorf("an account and a policy for applications: %+v", l)
	}
}

func TestIdentitiesAreFoundByRole(t *testing.T) {
	users := map[string]tenant.User{"1": {ID: "1", UPN: "Sync_SRV1_0a@north.onmicrosoft.com", Type: "Member"},
		"2": {ID: "2", UPN: "ADToAADSyncServiceAccount@north.onmicrosoft.com"},
		"3": {ID: "3", UPN: "svc-hybrid@north.example"}}
	rows := []tenant.RoleAssignment{
		{Template: tenant.Text(roles.SyncAccounts), Principal: "1", Name: "On-Premises", Kind: "user", Scope: "/"},
		{Template: tenant.Text(strings.ToUpper(roles.SyncAccount)), Principal: "1", Name: "On-Premises", Kind: "user",
			Scope: "/"},
		{Template: tenant.Text(roles.SyncAccounts), Principal: "2", Kind: "user", Scope: "/"},
		{Template: tenant.Text(roles.SyncAccount), Principal: "3", Kind: "user", Scope: "/"},
		{Template: tenant.Text(roles.SyncAccounts), Principal: "4", Name: "ConnectSync", Kind: "servicePrincipal",
			Scope: "/"},
		{Template: tenant.Text(roles.GlobalAdministrator), Principal: "5", Name: "Sync_of_a_person", Kind: "user",
			Scope: "/"},
	}
	all := Identities(rows, func(id string) (tenant.User, bool) { u, ok := users[id]; return u, ok })
	kinds := map[string]Kind{}
	for _, i := range all {
		kinds[i.ID] = i.Kind
	}
	if len(all) != 4 || kinds["1"] != ConnectAccount || kinds["2"] != CloudAccount || kinds["3"] != OtherAccount ||
		kinds["4"] != Application {
		t.Errorf("%+v", all)
	}
	if i := slices.IndexFunc(all, func(i Identity) bool { return i.ID == "1" }); len(all[i].Roles) != 2 {
		t.Errorf("%+v", all[i])
	}
}

func TestSinceWhenItStandsStill(t *testing.T) {
	read := time.Date(2026, 11, 26, 9, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		body           string
		inUse, stopped access.Answer
	}{
		"running": {`{"onPremisesSyncEnabled":true,"onPremisesLastSyncDateTime":"2026-11-26T08:40:00Z"}`,
			access.Yes, access.No},
		"stopped": {`{"onPremisesSyncEnabled":true,"onPremisesLastSyncDateTime":"2026-11-20T08:40:00Z"}`,
			access.Yes, access.Yes},
		"never ran": {`{"onPremisesSyncEnabled":true,"onPremisesLastSyncDateTime":null}`, access.Yes,
			access.Unknown},
		"never was": {`{"onPremisesSyncEnabled":null}`, access.No, access.Unknown},
		"turned off": {`{"onPremisesSyncEnabled":false,"onPremisesLastSyncDateTime":"2024-01-01T00:00:00Z"}`,
			access.No, access.Unknown},
		"nothing read": {`{}`, access.Unknown, access.Unknown},
	} {
		var o tenant.OrganisationInfo
		if err := json.Unmarshal([]byte(c.body), &o); err != nil {
			t.Fatal(err)
		}
		if s := StandingOf(o, read); s.InUse != c.inUse || s.Stopped != c.stopped {
			t.Errorf("%s: %+v", name, s)
		}
	}
}
