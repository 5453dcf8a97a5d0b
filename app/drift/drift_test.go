package drift

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app/history"
	"handrail/app/report"
	"handrail/app/tenant"
	"handrail/app/tenant/tenanttest"
)

const (
	ada    = "11111111-1111-1111-1111-111111111111"
	ben    = "22222222-2222-2222-2222-222222222222"
	vip    = "33333333-3333-3333-3333-333333333333"
	global = "62e90394-69f5-4237-9190-012177145e10"
)

// now is the organisation after the changes.
func now(t *testing.T) tenant.View {
	t.Helper()
	o := &tenanttest.Organisation{At: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)}
	o.Add(tenant.SectionUsers, `{"id":"`+ada+`","displayName":"Ada"}`, `{"id":"`+ben+`","displayName":"Ben"}`)
	o.Add(tenant.SectionGroups, `{"id":"`+vip+`","displayName":"Exceptions"}`)
	o.Add(tenant.SectionLicences, `{"id":"s","skuId":"ABC","skuPartNumber":"SPB"}`)
	o.Add(tenant.SectionAccess, `{"id":"p","displayName":"MFA for all","state":"enabled",
		"conditions":{"users":{"includeUsers":["All"],"excludeGroups":["`+vip+`"]}}}`)
	v, err := o.View(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// change makes a change of a row; "" is no row.
func change(section, id, before, after string) history.Change {
	c := history.Change{Section: section, ID: id, Kind: history.Changed}
	if before != "" {
		c.Before = history.Canon([]byte(before))
	}
	if after != "" {
		c.After = history.Canon([]byte(after))
	}
	switch {
	case before == "":
		c.Kind = history.Added
	case after == "":
		c.Kind = history.Removed
	default:
		c.Fields = history.Compare(c.Before, c.After, nil)
	}
	return c
}

func policy(parts string) string {
	return `{"id":"p","displayName":"MFA for all",` + parts + `}`
}

func methods(state string) string {
	return `{"id":"m","authenticationMethodConfigurations":[{"id":"Sms","state":"` + state + `"},` +
		`{"id":"Fido2","state":"enabled"}]}`
}

func TestSentences(t *testing.T) {
	user := func(parts string) string { return `{"id":"` + ada + `","displayName":"Ada",` + parts + `}` }
	role := `{"id":"r","roleDefinitionId":"` + global + `","handrailTemplate":"` + global + `","handrailName":"Ada",` +
		`"principalId":"` + ada + `","directoryScopeId":"/"`
	registered := func(list string) string { return `{"id":"` + ada + `","methodsRegistered":[` + list + `]}` }
	for _, k := range []struct{ section, before, after, want string }{
		{tenant.SectionUsers, "", user(`"userType":"Member"`), "note Ada has a new account."},
		{tenant.SectionUsers, "", user(`"userType":"guest"`), "note Ada is a new guest."},
		{tenant.SectionUsers, user(`"x":1`), "", "note Ada no longer has an account."},
		{tenant.SectionUsers, user(`"accountEnabled":true`), user(`"accountEnabled":false`),
			"note Ada cannot sign in any more."},
		{tenant.SectionUsers, user(`"accountEnabled":false`), user(`"accountEnabled":true`),
			"note Ada can sign in again."},
		{tenant.SectionUsers, user(`"accountEnabled":null`), user(`"accountEnabled":true`), "note Ada can sign in. [|yes]"},
		{tenant.SectionUsers, user(`"userPrincipalName":"a@x"`), user(`"userPrincipalName":"b@x"`),
			"note Ada now signs in with another name. [a@x|b@x]"},
		{tenant.SectionUsers, user(`"assignedLicenses":[]`), user(`"assignedLicenses":[{"skuId":"abc"}]`),
			"note Ada now has the licence Microsoft 365 Business Premium. [|Microsoft 365 Business Premium]"},
		{tenant.SectionUsers, user(`"department":"A"`), user(`"department":"B"`), "noise"},
		{tenant.SectionRegistration, registered(`"mobilePhone"`), registered(`"mobilePhone","passKeyDeviceBound"`),
			"ok Ada registered a passkey. [|a passkey]"},
		{tenant.SectionRegistration, registered(`"mobilePhone"`), registered(``),
			"note Ada no longer has a mobile phone. [a mobile phone|]"},
		{tenant.SectionRegistration, registered(``), registered(`"newThing"`),
			"note Ada registered “newThing”. [|“newThing”]"},
		{tenant.SectionRegistration, `{"id":"` + ada + `","isMfaCapable":true}`, `{"id":"` + ada + `","isMfaCapable":false}`,
			"warning Ada can no longer use MFA. [yes|no]"},
		{tenant.SectionRegistration, `{"id":"x","isMfaCapable":true}`, `{"id":"x","isMfaCapable":null}`,
			"note x has another “isMfaCapable”. [yes|not set]"},
		{tenant.SectionRegistration, `{"id":"x","isSsprCapable":true}`, `{"id":"x","isSsprCapable":false}`, "noise"},
		{tenant.SectionUsers, user(`"userType":"Guest"`), user(`"userType":"Member"`),
			"warning Ada is now a member, and was a guest. [guest|member]"},
		{tenant.SectionUsers, user(`"newThing":1`), user(`"newThing":2`), "note Ada has another “newThing”. [1|2]"},
		{tenant.SectionMethods, methods("enabled"),
			`{"id":"m","authenticationMethodConfigurations":[{"id":"Fido2","state":"enabled"}]}`,
			"warning “Text messages” is no longer in the sign-in methods policy. [on|]"},
		{tenant.SectionRoles, "", role + `}`,
			"warning Ada is now a Global Administrator. [|Global Administrator]"},
		{tenant.SectionRoles, role + `}`, "",
			"note Ada no longer has the role Global Administrator. [Global Administrator|]"},
		{tenant.SectionRoles, "", role + `,"handrailEligible":true}`,
			"warning Ada can now activate the role Global Administrator. " +
				"[|Global Administrator, when activated]"},
		{tenant.SectionAccess, "", policy(`"state":"enabled"`), "note The policy “MFA for all” is new. [|on]"},
		{tenant.SectionAccess, policy(`"state":"enabled"`), "",
			"problem The policy “MFA for all” was on, and was deleted. [on|]"},
		{tenant.SectionAccess, policy(`"state":"disabled"`), "", "note The policy “MFA for all” was deleted. [off|]"},
		{tenant.SectionAccess, policy(`"state":"enabled"`), policy(`"state":"enabledForReportingButNotEnforced"`),
			"problem The policy “MFA for all” is now report-only. [on|report-only]"},
		{tenant.SectionAccess, policy(`"state":"disabled"`), policy(`"state":"enabled"`),
			"note The policy “MFA for all” is now on. [off|on]"},
		{tenant.SectionAccess, policy(`"state":"enabled","conditions":{"users":{"excludeUsers":[]}}`),
			policy(`"state":"enabled","conditions":{"users":{"excludeUsers":["` + ben + `"]}}`),
			"warning The policy “MFA for all” now also excludes Ben. [|Ben]"},
		{tenant.SectionMethods, methods("enabled"), methods("disabled"),
			"warning “Text messages” is now off as a sign-in method. [on|off]"},
		{tenant.SectionDefaults, `{"id":"d","isEnabled":true}`, `{"id":"d","isEnabled":false}`,
			"problem Security defaults are now off. Where no policy and no per-user setting replaces them, a password is " +
				"enough. [on|off]"},
		{tenant.SectionLicences, `{"id":"s","skuPartNumber":"SPB","prepaidUnits":{"enabled":20}}`,
			`{"id":"s","skuPartNumber":"SPB","prepaidUnits":{"enabled":25}}`,
			"note You now have 25 licences of Microsoft 365 Business Premium. [20|25]"},
		{tenant.SectionLicences, `{"id":"s","consumedUnits":1}`, `{"id":"s","consumedUnits":2}`, "noise"},
		{"members/" + vip, "", `{"id":"` + ben + `","displayName":"Ben"}`,
			"warning Ben is now in the group “Exceptions”, which is excluded from “MFA for all”."},
		{"members/" + ada, "", `{"id":"` + ben + `","displayName":"Ben"}`, "note Ben is now in the group “" + ada + "”."},
		{"members/" + vip, `{"id":"` + ben + `"}`, "", "note Ben is no longer in the group “Exceptions”."},
		{tenant.SectionDomains, "", `{"id":"example.org"}`, "note The domain “example.org” is new."},
		{tenant.SectionDomains, `{"id":"x","isVerified":true}`, `{"id":"x","isVerified":false}`,
			"warning The domain “x” is no longer verified. [yes|no]"},
	} {
		id := word([]byte(k.after+k.before), "id")
		if id == "" {
			id = word([]byte(k.before), "id")
		}
		if id == "" {
			id = word([]byte(k.after), "id")
		}
		all, err := Tell(context.Background(), now(t), []history.Change{change(k.section, id, k.before, k.after)})
		if err != nil || len(all) != 1 {
			t.Errorf("%s: %+v, %v", k.want, all, err)
			continue
		}
		got := "noise"
		if !all[0].Noise {
			got = fmt.Sprint(all[0].Severity, " ", all[0].Text)
			if all[0].Before+all[0].After != "" && strings.Contains(k.want, "[") {
				got += " [" + all[0].Before + "|" + all[0].After + "]"
			}
		}
		if got != k.want {
			t.Errorf("%s\n%s", got, k.want)
		}
	}
}

func TestSeveralPeopleShareASentence(t *testing.T) {
	var changes []history.Change
	for i := range 12 {
		id := fmt.Sprint("id-", i)
		changes = append(changes, change(tenant.SectionRegistration, id, `{"id":"`+id+`","methodsRegistered":[]}`,
			`{"id":"`+id+`","methodsRegistered":["passKeyDeviceBound"]}`))
	}
	changes = append(changes, change(tenant.SectionDefaults, "d", `{"id":"d","isEnabled":true}`,
		`{"id":"d","isEnabled":false}`))
	all, err := Tell(context.Background(), now(t), changes)
	if err != nil || len(all) != 2 {
		t.Fatal(all, err)
	}
	if all[0].Severity != report.Problem || !strings.HasPrefix(all[1].Text,
		"12 people registered a passkey. They are id-0, ") ||
		!strings.HasSuffix(all[1].Text, " and 4 others.") {
		t.Errorf("%+v", all)
	}
}

// TestARenameChangesNoConsequence: the names of objects never decide how severe a change is.
func TestARenameChangesNoConsequence(t *testing.T) {
	for _, name := range []string{"MFA for all", "Test", "", "\u202eevil"} {
		all, err := Tell(context.Background(), now(t), []history.Change{change(tenant.SectionAccess, "p",
			`{"id":"p","displayName":"`+name+`","state":"enabled"}`, `{"id":"p","displayName":"`+name+`","state":"disabled"}`)})
		if err != nil || !slices.ContainsFunc(all, func(t Told) bool { return t.Severity == report.Problem }) {
			t.Errorf("%q: %+v, %v", name, all, err)
		}
	}
}
