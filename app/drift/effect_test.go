package drift

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"handrail/app/history"
	"handrail/app/tenant"
)

// TestWhatFollows has the consequences in numbers by hand.
func TestWhatFollows(t *testing.T) {
	on, off := fmt.Sprintf(everyone, "enabled"), fmt.Sprintf(everyone, "disabled")
	report := fmt.Sprintf(everyone, "enabledForReportingButNotEnforced")
	block := strings.Replace(on, `["mfa"]`, `["block"]`, 1)
	mfa := fmt.Sprintf(onStaff, "mfa")
	at := strings.Replace(mfa, `"users"`,
		`"locations":{"includeLocations":["All"],"excludeLocations":["AllTrusted"]},"users"`, 1)
	at = strings.Replace(at, `"includeGroups":["`+staff+`"]`, `"includeUsers":["All"]`, 1)
	const adminRole = global
	global := func(n int) string {
		return fmt.Sprintf(`{"id":"r%d","roleDefinitionId":"`+global+`","handrailTemplate":"`+global+`",`+
			`"handrailName":"Person %d",`+
			`"handrailRole":"Global Administrator","handrailKind":"user","handrailBuiltIn":true,"principalId":%q,`+
			`"directoryScopeId":"/"}`, n, n, personID(n))
	}
	terms := func(state string) string {
		text := strings.Replace(fmt.Sprintf(everyone, state), `"builtInControls":["mfa"]`,
			`"builtInControls":[],"termsOfUse":["t"]`, 1)
		return strings.Replace(text, `"`+exceptions+`"`, "", 1)
	}
	admins := strings.Replace(on, `"includeUsers":["All"]`, `"includeRoles":["`+adminRole+`"]`, 1)
	spared := strings.Replace(on, `"excludeGroups"`, `"excludeRoles":["`+adminRole+`"],"excludeGroups"`, 1)
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
				"warning The policy “Require MFA for all” no longer applies to 14 people: the group “Exceptions” grew " +
					"from 2 to 16.",
				"People in the group “Exceptions”: 2 → 16", "People to whom “Require MFA for all” applies: 84 → 70",
				"Not known of 16 people:  → “Per-user multifactor authentication” was not read whole",
				"Do: Check that these people should be exceptions."}},
		{"people were not read", town{excluded: 16, policies: []string{on}, without: []string{tenant.SectionUsers}},
			memberChanges(exceptions, 15, 16, true), []string{
				"warning Person 15 is now in the group “Exceptions”, which is excluded from “Require MFA for all”.",
				"Do: Check that these people should be exceptions."}},
		{"another policy asks them", town{excluded: 16, staff: 86, policies: []string{on, mfa}, perUser: "disabled"},
			memberChanges(exceptions, 2, 16, true), []string{
				"note The policy “Require MFA for all” no longer applies to 14 people: the group “Exceptions” grew from 2 to 16. " +
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
				"warning The policy “Require MFA for all” no longer applies to 14 people: the group “Exceptions” grew " +
					"from 2 to 16.",
				"People in the group “Exceptions”: 2 → 16", "People to whom “Require MFA for all” applies: 84 → 70",
				"Do: Check that these people should be exceptions."}},
		{"two policies that block", town{excluded: 16, policies: []string{block,
			strings.NewReplacer(`"p"`, `"o"`, "Require MFA for all", "No legacy").Replace(block)}, perUser: "disabled"},
			memberChanges(exceptions, 2, 16, true), []string{
				"warning 2 policies no longer apply to 14 people: the group “Exceptions” grew from 2 to 16. They are “No legacy” " +
					"and “Require MFA for all”.", "People in the group “Exceptions”: 2 → 16",
				"People to whom “No legacy” applies: 84 → 70", "People to whom “Require MFA for all” applies: 84 → 70",
				"Do: Check that these people should be exceptions."}},
		{"terms of use end", town{policies: []string{terms("disabled")}, perUser: "disabled"},
			[]history.Change{change(tenant.SectionAccess, "p", terms("enabled"), terms("disabled"))}, []string{
				"warning The policy “Require MFA for all” is now off. It no longer applies to 86 people.",
				"People to whom it applies: 86 → 0", "Do: Turn the policy on again, or check what replaces it."}},
		{"a block ends", town{perUser: "disabled"}, []history.Change{change(tenant.SectionAccess, "p", block, "")}, []string{
			"problem The policy “Require MFA for all” was on, and was deleted. It no longer applies to 86 people.",
			"People to whom it applies: 86 → 0", "Do: Create the policy again, or check what replaces it."}},
		{"a role that a policy names is taken away", town{policies: []string{admins}, perUser: "disabled",
			roles: []string{global(1), global(2)}}, []history.Change{change(tenant.SectionRoles, "r3", global(3), "")}, []string{
			"note Person 3 no longer has the role Global Administrator. Person 3 can now sign in without MFA."}},
		{"a role that a policy excludes is given", town{policies: []string{spared}, perUser: "disabled",
			roles: []string{global(3)}}, []history.Change{change(tenant.SectionRoles, "r3", "", global(3))}, []string{
			"problem Person 3 is now a Global Administrator (was: none). Nothing requires MFA from Person 3.",
			"Do: Require MFA from every administrator with a Conditional Access policy or security defaults."}},
		{"a policy that is report-only", town{excluded: 16, policies: []string{report}, perUser: "disabled"},
			memberChanges(exceptions, 15, 16, true), []string{"note Person 15 is now in the group “Exceptions”."}},
		{"a group that is included shrinks", town{staff: 10, policies: []string{mfa}, perUser: "disabled"},
			memberChanges(staff, 10, 15, false), []string{
				"problem 5 people can sign in without MFA. The policy “MFA for staff” includes the group “Staff”, which shrank.",
				"People in the group “Staff”: 15 → 10", "People who must use MFA, of 86: 15 → 10",
				"Do: Add the 5 people to the group “Staff” again."}},
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
				"warning The policy “Require MFA for all” was on, and was deleted. The people to whom it applied must still " +
					"use MFA.",
				"People to whom it applies: 86 → 0", "Do: Create the policy again, or check what replaces it.",
				"note The policy “MFA for staff” is new. It now applies to 86 more people.", "People to whom it applies: 0 → 86"}},
		{"security defaults end", town{perUser: "disabled"},
			[]history.Change{change(tenant.SectionDefaults, "d", `{"isEnabled":true}`, `{"isEnabled":false}`)}, []string{
				"problem 86 people can sign in without MFA. Security defaults are now off.",
				"People who must use MFA, of 86: 86 → 0",
				"Do: Turn on security defaults, or require MFA with a Conditional Access policy."}},
		{"per-user MFA ends for five", town{perUser: "disabled"}, perUserChanges(5, "enforced", "disabled"), []string{
			"problem 5 people no longer have per-user MFA. They can sign in without MFA. They are Person 0, Person 1, " +
				"Person 2, Person 3 and Person 4.", "People who must use MFA, of 86: 5 → 0",
			"Do: Require MFA with a Conditional Access policy or security defaults."}},
		{"an administrator from whom nothing requires MFA", town{perUser: "disabled", roles: []string{global(7)}},
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
			brief(t, one)
			got = append(got, lines(one)...)
		}
		if strings.Join(got, "\n") != strings.Join(k.want, "\n") {
			t.Errorf("%s:\n%s\nshould be\n%s", k.name, strings.Join(got, "\n"), strings.Join(k.want, "\n"))
		}
	}
}
