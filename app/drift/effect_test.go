package drift

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"handrail/app/history"
	"handrail/app/tenant"
	"handrail/app/tenant/tenanttest"
)

const (
	exceptions = "44444444-4444-4444-4444-444444444444"
	staff      = "55555555-5555-5555-5555-555555555555"
	everyone   = `{"id":"p","displayName":"Require MFA for all","state":"%s","conditions":{"clientAppTypes":["all"],` +
		`"applications":{"includeApplications":["All"]},"users":{"includeUsers":["All"],"excludeGroups":["` + exceptions +
		`"]}},"grantControls":{"operator":"OR","builtInControls":["mfa"]},"sessionControls":null}`
	onStaff = `{"id":"q","displayName":"MFA for staff","state":"enabled","conditions":{"clientAppTypes":["all"],` +
		`"applications":{"includeApplications":["All"]},"users":{"includeGroups":["` + staff +
		`"]}},"grantControls":{"operator":"OR","builtInControls":["%s"]},"sessionControls":null}`
)

// town is an organisation of 86 people after its changes, with some people in two groups and some policies.
type town struct {
	excluded, staff int // how many people are in the group, from the first on
	policies        []string
	defaults        bool
	perUser         string // "" is not read
	roles           []string
	without         []string // sections that were not read
}

func personID(n int) string { return fmt.Sprintf("00000000-0000-0000-0000-%012d", n) }

func (o town) view(t *testing.T) tenant.View {
	t.Helper()
	all := &tenanttest.Organisation{At: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)}
	for n := range 86 {
		all.Add(tenant.SectionUsers, fmt.Sprintf(`{"id":%q,"displayName":"Person %d","userPrincipalName":"p%d@x.org",`+
			`"userType":"Member","accountEnabled":true}`, personID(n), n, n))
		if o.perUser != "" {
			all.Add(tenant.SectionPerUserMFA, fmt.Sprintf(`{"id":%q,"perUserMfaState":%q}`, personID(n), o.perUser))
		}
	}
	all.Add(tenant.SectionRoles, o.roles...)
	all.Add(tenant.SectionAccess, o.policies...)
	all.Add(tenant.SectionDefaults, fmt.Sprintf(`{"id":"d","isEnabled":%v}`, o.defaults))
	all.Add(tenant.SectionGroups, `{"id":"`+exceptions+`","displayName":"Exceptions"}`,
		`{"id":"`+staff+`","displayName":"Staff"}`)
	for group, most := range map[string]int{exceptions: o.excluded, staff: o.staff} {
		all.Add(tenant.MembersSection(group))
		for n := range most {
			all.Add(tenant.MembersSection(group), fmt.Sprintf(`{"id":%q,"displayName":"Person %d"}`, personID(n), n))
		}
	}
	for _, section := range o.without {
		delete(all.Rows, section)
		delete(all.States, section)
	}
	v, err := all.View(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// members are changes of a group: people from and not including to were added, or removed.
func memberChanges(group string, from, to int, added bool) (all []history.Change) {
	for n := from; n < to; n++ {
		row := fmt.Sprintf(`{"id":%q,"displayName":"Person %d"}`, personID(n), n)
		if added {
			all = append(all, change(tenant.MembersSection(group), personID(n), "", row))
		} else {
			all = append(all, change(tenant.MembersSection(group), personID(n), row, ""))
		}
	}
	return all
}

func perUserChanges(n int, from, to string) (all []history.Change) {
	for i := range n {
		all = append(all, change(tenant.SectionPerUserMFA, personID(i), fmt.Sprintf(`{"perUserMfaState":%q}`, from),
			fmt.Sprintf(`{"perUserMfaState":%q}`, to)))
	}
	return all
}

// TestWhatFollows has the consequences in numbers by hand.
func TestWhatFollows(t *testing.T) {
	on, off := fmt.Sprintf(everyone, "enabled"), fmt.Sprintf(everyone, "disabled")
	report := fmt.Sprintf(everyone, "enabledForReportingButNotEnforced")
	block := strings.Replace(on, `["mfa"]`, `["block"]`, 1)
	mfa := fmt.Sprintf(onStaff, "mfa")
	at := strings.Replace(mfa, `"users"`, `"locations":{"includeLocations":["All"],"excludeLocations":["AllTrusted"]},"users"`, 1)
	at = strings.Replace(at, `"includeGroups":["`+staff+`"]`, `"includeUsers":["All"]`, 1)
	global := func(n int) string {
		return fmt.Sprintf(`{"id":"r%d","roleDefinitionId":"`+global+`","handrailTemplate":"`+global+`","handrailName":"Person %d",`+
			`"handrailRole":"Global Administrator","handrailKind":"user","handrailBuiltIn":true,"principalId":%q,`+
			`"directoryScopeId":"/"}`, n, n, personID(n))
	}
	for _, k := range []struct {
		name    string
		after   town
		changes []history.Change
		want    []string
	}{
		{"a group that is excluded grows", town{excluded: 16, policies: []string{on}, perUser: "disabled"},
			memberChanges(exceptions, 2, 16, true), []string{
				"problem 14 people can sign in without MFA. The policy “Require MFA for all” excludes the group “Exceptions”, " +
					"which grew.",
				"People in the group “Exceptions”: 2 → 16", "People who must use MFA, of 86: 84 → 70",
				"Do: Remove the 14 people from the group “Exceptions”."}},
		{"by one", town{excluded: 3, policies: []string{on}, perUser: "disabled"},
			memberChanges(exceptions, 2, 3, true), []string{
				"problem Person 2 can sign in without MFA. The policy “Require MFA for all” excludes the group “Exceptions”, " +
					"which grew.",
				"People in the group “Exceptions”: 2 → 3", "People who must use MFA, of 86: 84 → 83",
				"Do: Remove Person 2 from the group “Exceptions”."}},
		{"it shrinks", town{excluded: 2, policies: []string{on}, perUser: "disabled"},
			memberChanges(exceptions, 2, 16, false), []string{
				"ok 14 more people must use MFA. The policy “Require MFA for all” excludes the group “Exceptions”, which shrank.",
				"People in the group “Exceptions”: 16 → 2", "People who must use MFA, of 86: 70 → 84"}},
		{"per-user MFA was not read", town{excluded: 16, policies: []string{on}},
			memberChanges(exceptions, 2, 16, true), []string{
				"warning The policy “Require MFA for all” no longer applies to 14 people: the group “Exceptions” grew from 2 to 16.",
				"People in the group “Exceptions”: 2 → 16", "People to whom “Require MFA for all” applies: 84 → 70",
				"Not known of 16 people:  → “Per-user multifactor authentication” was not read whole"}},
		{"people were not read", town{excluded: 16, policies: []string{on}, without: []string{tenant.SectionUsers}},
			memberChanges(exceptions, 15, 16, true), []string{
				"warning Person 15 is now in the group “Exceptions”, which is excluded from “Require MFA for all”.",
				"Do: Check that these people should be exceptions."}},
		{"another policy asks them", town{excluded: 16, staff: 86, policies: []string{on, mfa}, perUser: "disabled"},
			memberChanges(exceptions, 2, 16, true), []string{
				"warning The policy “Require MFA for all” no longer applies to 14 people: the group “Exceptions” grew from 2 to 16. " +
					"They must still use MFA.",
				"People in the group “Exceptions”: 2 → 16", "People to whom “Require MFA for all” applies: 84 → 70"}},
		{"another policy asks them outside the office", town{excluded: 16, policies: []string{on, at}, perUser: "disabled"},
			memberChanges(exceptions, 2, 16, true), []string{
				"problem 14 people no longer need MFA at every sign-in. The policy “Require MFA for all” excludes the group " +
					"“Exceptions”, which grew.",
				"People in the group “Exceptions”: 2 → 16", "People who must use MFA, of 86: 84 → 70",
				"Do: Remove the 14 people from the group “Exceptions”."}},
		{"a policy that blocks", town{excluded: 16, policies: []string{block}, perUser: "disabled"},
			memberChanges(exceptions, 2, 16, true), []string{
				"warning The policy “Require MFA for all” no longer applies to 14 people: the group “Exceptions” grew from 2 to 16.",
				"People in the group “Exceptions”: 2 → 16", "People to whom “Require MFA for all” applies: 84 → 70"}},
		{"a policy that is report-only", town{excluded: 16, policies: []string{report}, perUser: "disabled"},
			memberChanges(exceptions, 15, 16, true), []string{"note Person 15 is now in the group “Exceptions”."}},
		{"a group that is included shrinks", town{staff: 10, policies: []string{mfa}, perUser: "disabled"},
			memberChanges(staff, 10, 15, false), []string{
				"problem 5 people can sign in without MFA. The policy “MFA for staff” includes the group “Staff”, which shrank.",
				"People in the group “Staff”: 15 → 10", "People who must use MFA, of 86: 15 → 10", "Do: Add the 5 people to the group “Staff” again."}},
		{"a policy is turned off", town{excluded: 2, policies: []string{off}, perUser: "disabled"},
			[]history.Change{change(tenant.SectionAccess, "p", on, off)}, []string{
				"problem 84 people can sign in without MFA. The policy “Require MFA for all” is now off.",
				"People to whom it applies: 84 → 0",
				"People who must use MFA, of 86: 84 → 0",
				"Do: Turn the policy on again, or check what replaces it."}},
		{"and per-user MFA asks", town{excluded: 2, policies: []string{off}, perUser: "enforced"},
			[]history.Change{change(tenant.SectionAccess, "p", on, off)}, []string{
				"warning The policy “Require MFA for all” is now off. The people to whom it applied must still use MFA.",
				"People to whom it applies: 84 → 0", "Do: Turn the policy on again, or check what replaces it."}},
		{"it is turned on", town{excluded: 2, policies: []string{on}, perUser: "disabled"},
			[]history.Change{change(tenant.SectionAccess, "p", off, on)}, []string{
				"ok The policy “Require MFA for all” is now on. 84 more people must use MFA.",
				"People to whom it applies: 0 → 84", "People who must use MFA, of 86: 0 → 84"}},
		{"it is deleted", town{excluded: 2, perUser: "disabled"}, []history.Change{change(tenant.SectionAccess, "p", on, "")},
			[]string{
				"problem 84 people can sign in without MFA. The policy “Require MFA for all” was on, and was deleted.",
				"People to whom it applies: 84 → 0", "People who must use MFA, of 86: 84 → 0",
				"Do: Create the policy again, or check what replaces it."}},
		{"one policy replaces another", town{staff: 86, policies: []string{mfa}, perUser: "disabled"},
			[]history.Change{change(tenant.SectionAccess, "p", on, ""), change(tenant.SectionAccess, "q", "", mfa)},
			[]string{
				"warning The policy “Require MFA for all” was on, and was deleted. The people to whom it applied must still use MFA.",
				"People to whom it applies: 86 → 0", "Do: Create the policy again, or check what replaces it.",
				"note The policy “MFA for staff” is new. It now applies to 86 more people.", "People to whom it applies: 0 → 86"}},
		{"security defaults end", town{perUser: "disabled"},
			[]history.Change{change(tenant.SectionDefaults, "d", `{"isEnabled":true}`, `{"isEnabled":false}`)}, []string{
				"problem 86 people can sign in without MFA. Security defaults are now off.",
				"People who must use MFA, of 86: 86 → 0",
				"Do: Turn on security defaults, or require MFA with a Conditional Access policy."}},
		{"per-user MFA ends for five", town{perUser: "disabled"}, perUserChanges(5, "enforced", "disabled"), []string{
			"problem 5 people no longer have per-user MFA. They can sign in without MFA. They are Person 0, Person 1, Person 2, " +
				"Person 3 and Person 4.", "People who must use MFA, of 86: 5 → 0",
			"Do: Require MFA with a Conditional Access policy or security defaults."}},
		{"an administrator of whom nothing requires MFA", town{perUser: "disabled", roles: []string{global(7)}},
			[]history.Change{change(tenant.SectionRoles, "r7", "", global(7))}, []string{
				"problem Person 7 is now a Global Administrator (was: none). Nothing requires MFA from Person 7.",
				"Do: Require MFA from every administrator with a Conditional Access policy or security defaults."}},
		{"an administrator who must use MFA", town{policies: []string{on}, roles: []string{global(7)}},
			[]history.Change{change(tenant.SectionRoles, "r7", "", global(7))}, []string{
				"warning Person 7 is now a Global Administrator (was: none)."}},
		{"the last but one leaves", town{policies: []string{on}, roles: []string{global(7)}},
			[]history.Change{change(tenant.SectionRoles, "r8", global(8), "")}, []string{
				"warning Person 8 no longer has the role Global Administrator. Only Person 7 is a Global Administrator now.",
				"Do: Make a second person a Global Administrator."}},
		{"the last leaves", town{policies: []string{on}}, []history.Change{change(tenant.SectionRoles, "r8", global(8), "")},
			[]string{
				"problem Person 8 no longer has the role Global Administrator. No one is a Global Administrator now.",
				"Do: Make someone a Global Administrator."}},
	} {
		told, err := Tell(context.Background(), k.after.view(t), k.changes)
		if err != nil {
			t.Fatal(k.name, err)
		}
		var got []string
		for _, one := range told {
			got = append(got, lines(one)...)
		}
		if strings.Join(got, "\n") != strings.Join(k.want, "\n") {
			t.Errorf("%s:\n%s\nshould be\n%s", k.name, strings.Join(got, "\n"), strings.Join(k.want, "\n"))
		}
	}
}

// lines are a sentence, its facts, and what to do.
func lines(t Told) (all []string) {
	all = append(all, fmt.Sprint(t.Severity, " ", t.Text))
	for _, f := range t.Facts {
		all = append(all, f.What+": "+f.Before+" → "+f.After)
	}
	if t.Do != "" {
		all = append(all, "Do: "+t.Do)
	}
	return all
}
