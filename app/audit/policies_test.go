package audit

import (
	"strings"
	"testing"

	"handrail/app/tenant"
)

func TestPolicies(t *testing.T) {
	state := changed(tenant.SectionAccess, policy, "state", `"enabled"`, `"disabled"`)
	groups := changed(tenant.SectionAccess, policy, "conditions.users.excludeGroups", `[]`, `["`+group+`"]`)
	body := func(state, excluded string) string {
		return `{"id":"` + policy + `","displayName":"MFA","state":"` + state + `","conditions":{"users":{"includeUsers":
			["All"]` + excluded + `}},"modifiedDateTime":"2021-08-09T17:52:40.781994+00:00"}`
	}
	update := func(who, was, is string) string {
		return logged("Update conditional access policy", noon, who, about("Policy", policy, "ConditionalAccessPolicy", was,
			is))
	}
	none, one := `,"excludeGroups":[]`, `,"excludeGroups":["`+strings.ToUpper(group)+`"]`
	methods := changed(tenant.SectionMethods, tenant.SectionMethods, "authenticationMethodConfigurations", `[1]`, `[2]`)
	wrote := func(was, is string) string {
		return logged("Authentication Methods Policy Update", noon, byMaria(), about("Policy", "",
			"AuthenticationMethodsPolicy", was, is))
	}
	check(t, []match{
		{"off", state, []string{update(byMaria(), body("enabled", none), body("disabled", none))}, "Maria Weber"},
		{"another property", groups, []string{update(byMaria(), body("enabled", none), body("disabled", none))}, "none"},
		{"an exclusion", groups, []string{update(byMaria(), body("enabled", none), body("enabled", one))}, "Maria Weber"},
		{"left out is empty", groups, []string{update(byMaria(), body("enabled", ""), body("disabled", none))}, "none"},
		{"one each", groups, []string{update(byOmar(), body("enabled", none), body("disabled", none)),
			update(byMaria(), body("disabled", none), body("disabled", one))}, "Maria Weber"},
		{"cut off in the middle", state, []string{update(byMaria(), body("enabled", none), body("disabled", none)[:80])},
			"unclear Maria Weber"},
		{"another policy", state, []string{strings.ReplaceAll(update(byMaria(), body("enabled", none),
			body("disabled", none)), policy, group)}, "none"},
		{"deleted", removed(tenant.SectionAccess, policy, `{}`), []string{
			logged("Delete conditional access policy", noon, byMaria(), about("Policy", policy))}, "Maria Weber"},
		{"new", added(tenant.SectionAccess, policy, `{}`), []string{
			logged("Add conditional access policy", noon, byMaria(), about("Policy", policy))}, "Maria Weber"},
		{"a named location", changed(tenant.SectionLocations, policy, "isTrusted", "true", "false"), []string{
			logged("Update named location", noon, byMaria(), about("Policy", policy))}, "Maria Weber"},
		{"security defaults", changed(tenant.SectionDefaults, "d", "isEnabled", "true", "false"), []string{
			logged("Update security defaults", noon, byMaria(), about("Policy", ""))}, "Maria Weber"},
		{"the methods", methods, []string{wrote(`{"authenticationMethodConfigurations":[{"id":"Sms","state":"enabled"}]}`,
			`{"authenticationMethodConfigurations":[{"id":"Sms","state":"disabled"}]}`)}, "Maria Weber"},
		{"another part of the policy", methods, []string{wrote(`{"policyMigrationState":"a"}`,
			`{"policyMigrationState":"b"}`)}, "none"},
		{"a text in a text", methods, []string{wrote(`"{\"authenticationMethodConfigurations\":[1]}"`,
			`"{\"authenticationMethodConfigurations\":[2]}"`)}, "Maria Weber"},
		{"a domain", added(tenant.SectionDomains, "example.org", `{}`), []string{
			strings.Replace(logged("Add unverified domain", noon, byMaria(), about("Other", "")), "Lynda", "Example.org", 1)},
			"Maria Weber"},
		{"one MFA setting", changed(tenant.SectionPerUserMFA, target, "perUserMfaState", `"disabled"`, `"enforced"`),
			[]string{logged("Update user", noon, byMaria(), about("User", target, "StrongAuthenticationRequirement", "[]",
				`[{"State":2}]`))}, "Maria Weber"},
	})
}
