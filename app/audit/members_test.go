package audit

import (
	"strings"
	"testing"

	"handrail/app/tenant"
)

func TestGroups(t *testing.T) {
	in := added(tenant.MembersSection(group), target, `{}`)
	out := removed(tenant.DirectMembersSection(group), target, `{}`)
	left := about("User", target, "Group.ObjectID", `"`+group+`"`, "") + "," + about("Group", group)
	documented := `{"id":"` + group + `","displayName":"Example.com","Type":"Group","modifiedProperties":[{"displayName":
		"Action Client Name","oldValue":null,"newValue":"DirectorySync"}],"groupType":"unifiedGroups"},
		{"id":"` + target + `","displayName":null,"Type":"User","modifiedProperties":[],"userPrincipalName":"bob@x"}`
	check(t, []match{
		{"added", in, []string{logged("Add member to group", noon, byMaria(), joined(target, group))}, "Maria Weber"},
		{"as in the documentation", in, []string{logged("Add member to group", noon, byMaria(), documented)},
			"Maria Weber"},
		{"so too, another group", in, []string{logged("Add member to group", noon, byMaria(),
			strings.Replace(documented, group, nested, 1))}, "none"},
		{"into another group", in, []string{logged("Add member to group", noon, byMaria(), joined(target, nested))},
			"none"},
		{"somebody else", in, []string{logged("Add member to group", noon, byMaria(), joined(omar, group))}, "none"},
		{"taken out is not put in", in, []string{logged("Remove member from group", noon, byMaria(), left)}, "none"},
		{"removed", out, []string{logged("Remove member from group", noon, byMaria(), left)}, "Maria Weber"},
		{"the account was deleted", out, []string{logged("Delete user", noon, byOmar(), about("User", target))}, "Omar"},
		{"a group is not said", in, []string{logged("Add member to group", noon, byMaria(), about("User", target))},
			"unclear Maria Weber"},
		{"only a name of the group", in, []string{logged("Add member to group", noon, byMaria(),
			about("User", target)+","+about("Group", ""))}, "unclear Maria Weber"},
		{"the owner joined himself", in, []string{logged("Add member to group", noon, by(target, "l@x"),
			joined(target, group))}, "l@x"},
		{"a group inside a group", added(tenant.MembersSection(group), nested, `{}`), []string{
			logged("Add member to group", noon, byMaria(), about("Group", nested, "Group.ObjectID", "",
				`"`+group+`"`)+","+about("Group", group))}, "Maria Weber"},
		{"seen from the person", added(tenant.MemberOfSection(target), group, `{}`), []string{
			logged("Add member to group", noon, byMaria(), joined(target, group))}, "Maria Weber"},
		{"a rule", changed(tenant.SectionGroups, group, "membershipRule", `"a"`, `"b"`), []string{
			logged("Update group", noon, byMaria(), about("Group", group, "MembershipRule", "[]", "[]"))}, "Maria Weber"},
		{"another setting", changed(tenant.SectionGroups, group, "membershipRule", `"a"`, `"b"`), []string{
			logged("Update group", noon, byMaria(), about("Group", group, "DisplayName", "[]", "[]"))}, "none"},
		{"a new group", added(tenant.SectionGroups, group, `{}`), []string{
			logged("Add group", noon, byMaria(), about("Group", group))}, "Maria Weber"},
	})
	if a := New(logOf(t)).Match(in)[0]; !strings.Contains(a.Words(), "through another group") {
		t.Error(a.Words())
	}
}

func TestRoles(t *testing.T) {
	now := added(tenant.SectionRoles, "r", assigned(target, global, ""))
	gone := removed(tenant.SectionRoles, "r", assigned(target, global, ""))
	may := added(tenant.SectionRoles, "r", assigned(target, global, `,"handrailEligible":true`))
	through := added(tenant.SectionRoles, "r/"+target, assigned(target, global, `,"handrailThrough":"`+group+`"`))
	activated := pim(logged("Add member to role completed (PIM activation)", noon, by(target, "l@x"),
		about("Role", "9", "RoleDefinitionOriginId", `""`, `"`+global+`"`, "TemplateId", `""`, `"`+global+`"`)+","+
			about("User", target)))
	helper := logged("Add member to role", "2026-11-20T12:00:02Z", byApp(pimApp, "MS-PIM"), given(target, global))
	assignedInPIM := pim(logged("Add member to role in PIM completed (permanent)", noon, byMaria(),
		about("Role", "9")+","+about("User", target), `{"key":"RoleDefinitionOriginId","value":"`+global+`"},
		{"key":"TemplateId","value":"`+global+`"}`))
	check(t, []match{
		{"given", now, []string{logged("Add member to role", noon, byMaria(), given(target, global))}, "Maria Weber"},
		{"another role", now, []string{logged("Add member to role", noon, byMaria(), given(target, reader))}, "none"},
		{"somebody else", now, []string{logged("Add member to role", noon, byMaria(), given(omar, global))}, "none"},
		{"eligible is not active", now, []string{logged("Add eligible member to role", noon, byMaria(),
			given(target, global))}, "none"},
		{"taken", gone, []string{logged("Remove member from role", noon, byMaria(), about("User", target,
			"Role.TemplateId", `"`+global+`"`, ""))}, "Maria Weber"},
		{"activated, and what Microsoft did for it", now, []string{activated, helper}, "l@x"},
		{"only what Microsoft did", now, []string{helper}, "microsoft Privileged Identity Management"},
		{"given in PIM", now, []string{assignedInPIM, helper}, "Maria Weber"},
		{"requested is not done", now, []string{strings.Replace(activated, "completed", "requested", 1)}, "none"},
		{"expired", gone, []string{pim(logged("Remove member from role (PIM activation expired)", noon,
			byApp(pimApp, "MS-PIM"), given(target, global)))}, "microsoft Privileged Identity Management"},
		{"eligible", may, []string{pim(logged("Add eligible member to role in PIM completed (timebound)", noon, byOmar(),
			given(target, global)))}, "Omar"},
		{"through a group that the person joined", through, []string{logged("Add member to group", noon, byOmar(),
			joined(target, group))}, "Omar"},
		{"through a group that got the role", through, []string{logged("Add member to role", noon, byMaria(),
			about("Group", group, "Role.TemplateId", "", `"`+global+`"`))}, "Maria Weber"},
		{"by both ways", through, []string{logged("Add member to group", noon, byOmar(), joined(target, group)),
			logged("Add member to role", noon, byMaria(), about("Group", group, "Role.TemplateId", "", `"`+global+`"`))},
			"several Maria Weber, Omar"},
		{"no role is said", now, []string{logged("Add member to role", noon, byMaria(), about("User", target))},
			"unclear Maria Weber"},
		{"only the name of the role", now, []string{logged("Add member to role", noon, byMaria(), about("User", target)+
			`,{"id":"x","displayName":"Global Administrator","type":"Role"}`)}, "Maria Weber"},
		{"the account was deleted", gone, []string{logged("Delete user", noon, byMaria(), about("User", target))},
			"Maria Weber"},
	})
}
