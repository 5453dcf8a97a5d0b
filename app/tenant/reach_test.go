package tenant

import (
	"encoding/json"
	"strings"
	"testing"
)

// policyOf makes a policy that is on, from the JSON of its people.
func policyOf(t testing.TB, state, users string) AccessPolicy {
	t.Helper()
	var p AccessPolicy
	if err := json.Unmarshal([]byte(`{"id":"p","state":"`+state+`","conditions":{"users":`+users+`}}`), &p); err != nil {
		t.Fatal(err)
	}
	return p
}

func TestReaches(t *testing.T) {
	ada := Membership{ID: "ada", Groups: map[string]string{"g-staff": "Staff"}, Roles: map[string]string{"r-user": "User Administrator"},
		Eligible: map[string]string{"r-global": "Global Administrator"}}
	guest := Membership{ID: "gus", Outside: ExternalGuest, Groups: map[string]string{}, Roles: map[string]string{}}
	dark := Membership{ID: "ada"} // nothing is known
	all := `"includeGuestsOrExternalUsers":{"guestOrExternalUserTypes":"internalGuest,b2bCollaborationGuest","externalTenants":{"membershipKind":"all"}}`
	some := strings.Replace(all, `"all"`, `"enumerated","members":["t"]`, 1)
	for _, c := range []struct {
		name, state, users string
		who                Membership
		want               Reach
		why                string
	}{
		{"all", "enabled", `{"includeUsers":["All"]}`, ada, ReachYes, "everyone"},
		{"all, case", "Enabled", `{"includeUsers":["all"]}`, dark, ReachYes, "everyone"},
		{"report only", "enabledForReportingButNotEnforced", `{"includeUsers":["All"]}`, ada, ReachYes, "everyone"},
		{"off", "disabled", `{"includeUsers":["All"]}`, ada, ReachNo, "switched off"},
		{"state of tomorrow", "enabledOnSundays", `{"includeUsers":["All"]}`, ada, ReachMaybe, "enabledOnSundays"},
		{"no state", "", `{"includeUsers":["All"]}`, ada, ReachMaybe, "does not know"},
		{"none", "enabled", `{"includeUsers":["None"]}`, dark, ReachNo, "other people"},
		{"nobody", "enabled", `{}`, ada, ReachNo, "other people"},
		{"null", "enabled", `null`, ada, ReachNo, "other people"},
		{"id, case", "enabled", `{"includeUsers":["ADA"]}`, ada, ReachYes, "by name"},
		{"another id", "enabled", `{"includeUsers":["bob"]}`, ada, ReachNo, "other people"},
		{"group", "enabled", `{"includeGroups":["x","G-Staff"]}`, ada, ReachYes, "the group Staff"},
		{"other group", "enabled", `{"includeGroups":["x"]}`, ada, ReachNo, "other people"},
		{"unknown groups", "enabled", `{"includeGroups":["x"]}`, dark, ReachMaybe, "does not know which"},
		{"role", "enabled", `{"includeRoles":["R-USER"]}`, ada, ReachYes, "the role User Administrator"},
		{"eligible role", "enabled", `{"includeRoles":["r-global"]}`, ada, ReachMaybe, "activate first"},
		{"unknown roles", "enabled", `{"includeRoles":["r-user"]}`, dark, ReachMaybe, "does not know which"},
		{"unknown groups, known role", "enabled", `{"includeGroups":["x"],"includeRoles":["r-user"]}`, Membership{ID: "ada", Roles: ada.Roles}, ReachYes, "the role"},
		{"guests, older form", "enabled", `{"includeUsers":["GuestsOrExternalUsers"]}`, guest, ReachYes, "guests"},
		{"guests, older form, own", "enabled", `{"includeUsers":["GuestsOrExternalUsers"]}`, ada, ReachNo, "other people"},
		{"guests of all", "enabled", `{` + all + `}`, guest, ReachYes, "guests"},
		{"guests of some", "enabled", `{` + some + `}`, guest, ReachMaybe, "certain organisations"},
		{"internal guest has no other organisation", "enabled", `{` + some + `}`, Membership{ID: "i", Outside: InternalGuest}, ReachYes, "guests"},
		{"another kind of guest", "enabled", `{` + all + `}`, Membership{ID: "m", Outside: ExternalMember}, ReachNo, "other people"},
		{"guests, own", "enabled", `{` + all + `}`, ada, ReachNo, "other people"},
		{"guests in an unknown form", "enabled", `{"includeGuestsOrExternalUsers":[1]}`, guest, ReachMaybe, "does not know"},
		{"exclusion by id wins", "enabled", `{"includeUsers":["All","ada"],"excludeUsers":["ada"]}`, ada, ReachNo, "this person by name"},
		{"exclusion by group wins", "enabled", `{"includeRoles":["r-user"],"excludeGroups":["g-staff"]}`, ada, ReachNo, "the group Staff"},
		{"exclusion by role wins", "enabled", `{"includeUsers":["All"],"excludeRoles":["r-user"]}`, ada, ReachNo, "the role"},
		{"exclusion of guests wins", "enabled", `{"includeUsers":["All"],` + strings.Replace(all, "include", "exclude", 1) + `}`, guest, ReachNo, "guests"},
		{"exclusion of guests, own", "enabled", `{"includeUsers":["All"],"excludeUsers":["GuestsOrExternalUsers"]}`, ada, ReachYes, "everyone"},
		{"excluded groups unknown", "enabled", `{"includeUsers":["All"],"excludeGroups":["x"]}`, dark, ReachMaybe, "excludes certain groups"},
		{"excluded for certain, groups unknown", "enabled", `{"includeGroups":["x"],"excludeUsers":["ada"]}`, dark, ReachNo, "excludes"},
		{"others, excluded groups unknown", "enabled", `{"includeUsers":["bob"],"excludeGroups":["x"]}`, dark, ReachNo, "other people"},
		{"exclusion by a role to activate", "enabled", `{"includeUsers":["All"],"excludeRoles":["r-global"]}`, ada, ReachMaybe, "activate first"},
	} {
		got, why := Reaches(policyOf(t, c.state, c.users), c.who)
		if got != c.want || !strings.Contains(why, c.why) || !strings.HasSuffix(why, ".") {
			t.Errorf("%s: %s, %q; want %s, %q", c.name, got, why, c.want, c.why)
		}
	}
}

func TestRolesOf(t *testing.T) {
	held, eligible := RolesOf([]RoleAssignment{
		{Principal: "Ada", Template: "a", RoleName: "A", Scope: "/"},
		{Principal: "ada", Template: "b", RoleName: "B", Scope: "/", Through: "g"},
		{Principal: "ada", Template: "c", RoleName: "C", Scope: "/administrativeUnits/1"},
		{Principal: "ada", Template: "", RoleName: "Custom", Scope: "/"},
		{Principal: "ada", Template: "d", RoleName: "D", Scope: "/", Eligible: On()},
		{Principal: "bob", Template: "e", RoleName: "E", Scope: "/"},
	}, "ada")
	if len(held) != 2 || held["a"] != "A" || held["b"] != "B" || len(eligible) != 1 || eligible["d"] != "D" {
		t.Errorf("held %v, eligible %v", held, eligible)
	}
}

func TestOutsideOf(t *testing.T) {
	for _, c := range []struct {
		upn, kind Text
		want      Outside
	}{
		{"ada@northgate.example", "Member", Inside}, {"x_y.example#EXT#@n.onmicrosoft.com", "Guest", ExternalGuest},
		{"x_y.example#ext#@n.onmicrosoft.com", "Member", ExternalMember}, {"temp@northgate.example", "Guest", InternalGuest}, {"", "", Inside},
	} {
		if got := OutsideOf(User{UPN: c.upn, Type: c.kind}); got != c.want {
			t.Errorf("%s %s: %q, want %q", c.upn, c.kind, got, c.want)
		}
	}
}

// FuzzReaches: whatever a policy holds, there is an answer with a reason, and an
// exclusion by name is never reached.
func FuzzReaches(f *testing.F) {
	f.Add(`{"includeUsers":["All"],"excludeGuestsOrExternalUsers":{"guestOrExternalUserTypes":"internalGuest"}}`)
	f.Add(`{"includeGroups":null,"includeRoles":"x","includeGuestsOrExternalUsers":{"guestOrExternalUserTypes":7}}`)
	f.Fuzz(func(t *testing.T, users string) {
		var p AccessPolicy
		if json.Unmarshal([]byte(users), &p.Conditions.Users) != nil {
			return
		}
		p.State = "enabled"
		for _, m := range []Membership{{ID: "ada"}, {ID: "gus", Outside: ExternalGuest, Groups: map[string]string{"g": ""}}} {
			if r, why := Reaches(p, m); (r != ReachYes && r != ReachNo && r != ReachMaybe) || why == "" {
				t.Errorf("%q, %q", r, why)
			}
			p.Conditions.Users.Exclude = append(p.Conditions.Users.Exclude, m.ID)
			if r, why := Reaches(p, m); r != ReachNo {
				t.Errorf("excluded by name, still %s: %s", r, why)
			}
		}
	})
}
