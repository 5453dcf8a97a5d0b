package drift

import (
	"fmt"
	"slices"
	"testing"

	"handrail/app/tenant"
)

const userAdministrator = "fe930be7-5e62-47db-91af-98c3a49a38b1"

func hasRole(id, role, who, kind, name string) string {
	return fmt.Sprintf(`{"id":%q,"roleDefinitionId":%q,"handrailTemplate":%q,"handrailName":%q,"handrailKind":%q,`+
		`"handrailBuiltIn":true,"principalId":%q,"directoryScopeId":"/"}`, id, role, role, name, kind, who)
}

// TestWhoHadARoleBefore: a role in place of another is not the first one, and one of two assignments is not the last.
func TestWhoHadARoleBefore(t *testing.T) {
	ben := hasRole("r9", global, ben, "user", "Ben")
	for _, k := range []struct {
		name          string
		before, after []string
		want          []string
	}{
		{"the same role with another ID", []string{hasRole("r1", global, ada, "user", "Ada")},
			[]string{hasRole("r2", global, ada, "user", "Ada")}, []string{
				"note Ada still has the role Global Administrator, and one assignment of it ended.",
				"note Ada was assigned the role Global Administrator again, and had it before."}},
		{"one in place of another", []string{hasRole("r1", userAdministrator, ada, "user", "Ada")},
			[]string{hasRole("r2", global, ada, "user", "Ada")}, []string{
				"warning Ada is now a Global Administrator (was: User Administrator).",
				"note Ada no longer has the role User Administrator."}},
		{"one of two assignments ends", []string{hasRole("r1", global, ada, "user", "Ada"),
			hasRole("r2", global, ada, "user", "Ada")},
			[]string{hasRole("r1", global, ada, "user", "Ada")}, []string{
				"note Ada still has the role Global Administrator, and one assignment of it ended."}},
	} {
		d := &diary{}
		d.read(1, "10:00", tenant.SectionUsers, someone(ada, `"displayName":"Ada"`))
		d.read(1, "10:00", tenant.SectionRoles, append(k.before, ben)...)
		d.read(2, "10:00", tenant.SectionRoles, append(k.after, ben)...)
		t.Log(k.name)
		d.says(t, 2, 30, k.want...)
	}
}

// TestOnlyPeopleAreCalledPeople: groups, apps and devices are members and have roles too.
func TestOnlyPeopleAreCalledPeople(t *testing.T) {
	var groups, people, devices, apps []string
	for n := range 4 {
		groups = append(groups, someone(personID(n+50), fmt.Sprintf(`"displayName":"Team %d"`, n)))
		people = append(people, someone(personID(n), fmt.Sprintf(`"displayName":"Person %d"`, n)))
		devices = append(devices, someone(personID(n+70), fmt.Sprintf(`"displayName":"PC %d"`, n)))
		apps = append(apps, hasRole(fmt.Sprint("a", n), userAdministrator, personID(n+90), "servicePrincipal",
			fmt.Sprint("App ", n)))
	}
	for _, k := range []struct {
		section string
		rows    []string
		want    []string
	}{
		{tenant.MembersSection(vip), slices.Concat(people, groups[:1]), []string{
			"note 4 people are now in the group “VIP”. They are Person 0, Person 1, Person 2 and Person 3.",
			"note Team 0 is now in the group “VIP”."}},
		{tenant.MembersSection(vip), groups, []string{
			"note 4 groups are now in the group “VIP”. They are Team 0, Team 1, Team 2 and Team 3."}},
		{tenant.MembersSection(vip), devices, []string{
			"note 4 members are now in the group “VIP”. They are PC 0, PC 1, PC 2 and PC 3."}},
		{tenant.SectionRoles, apps, []string{"warning 4 apps are now User Administrators (was: none). They are the app " +
			"“App 0”, the app “App 1”, the app “App 2” and the app “App 3”."}},
	} {
		d := &diary{}
		d.read(1, "10:00", tenant.SectionUsers, people...)
		d.read(1, "10:00", tenant.SectionGroups, append(groups, someone(vip, `"displayName":"VIP"`))...)
		d.read(1, "10:00", k.section)
		d.read(2, "10:00", k.section, k.rows...)
		d.says(t, 2, 30, k.want...)
	}
}

// TestAnAcceptedSentenceAboutAppsIsNotAboutPeople: several of them that come back are not counted as people.
func TestAnAcceptedSentenceAboutAppsIsNotAboutPeople(t *testing.T) {
	all := Told{Subject: "The app “A”", noun: nounApp}.about("now has the role Reader", "now have the role Reader")
	if person := (Told{many: "are new"}); all.people() != "" || person.people() != "are new" {
		t.Errorf("%q, %q", all.people(), person.people())
	}
}

// TestADirectMemberWhoIsStillInTheGroup: who leaves a group and is in a nested one is still in the group.
func TestADirectMemberWhoIsStillInTheGroup(t *testing.T) {
	d := &diary{}
	member := someone(ada, `"displayName":"Ada","userPrincipalName":"ada@x"`)
	d.read(1, "10:00", tenant.MembersSection(vip), member)
	d.read(1, "10:00", tenant.DirectMembersSection(vip), member)
	d.read(2, "10:00", tenant.DirectMembersSection(vip))
	still := "note Ada is no longer a direct member of the group “" + vip +
		"”, and is still in a group that is nested in it."
	d.says(t, 2, 30, still)
	d.read(3, "10:00", tenant.MembersSection(vip))
	d.read(4, "10:00", tenant.MembersSection(vip), member)
	d.says(t, 4, 30, "note Ada is now in the group “"+vip+"”.")
	d.says(t, 2, 2, still)
}
