package adminaccess

import (
	"slices"
	"strings"
	"testing"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guides/guidetest"
	"handrail/app/identity/roles"
	"handrail/app/report"
	"handrail/app/tenant"
)

// eligible makes a holding one that must be activated first.
func eligible(row string) string {
	return strings.Replace(row, `"principalId"`, `"handrailEligible":true,"principalId"`, 1)
}

// TestEveryKindOfExclusionIsCounted: the number in the sentence is that of the names in it.
func TestEveryKindOfExclusionIsCounted(t *testing.T) {
	for more, want := range map[string]string{
		`"excludeGuestsOrExternalUsers":{"guestOrExternalUserTypes":"internalGuest,b2bCollaborationGuest",
			"externalTenants":{"membershipKind":"all"}},"excludeUsers":[`: "has 1 more exclusion: guests and external users.",
		`"excludeGuestsOrExternalUsers":{"guestOrExternalUserTypes":"tomorrow"},"excludeUsers":["ben",`: "has 2 more " +
			"exclusions: Ben Okafor, guests and external users.",
		`"excludeUsers":["GuestsOrExternalUsers",`: "has 1 more exclusion: guests and external users.",
		`"excludeUsers":["All",`:                   "has 1 more exclusion: everyone.",
		`"excludeRoles":["` + teams + `"],"excludeUsers":["BEN","EM1",`: "has 2 more exclusions: Ben Okafor, " +
			"Teams Administrator.",
		`"excludeGuestsOrExternalUsers":null,"excludeUsers":[null,`: "",
	} {
		w, d := made(t, false)
		if _, err := act(t, d, visit(), stepCreate); err != nil {
			t.Fatal(err)
		}
		edit(t, w, nameMFA, `"excludeUsers":[`, more)
		found, _ := look(t, deps{w.Services()}, visit(), stepAgain)
		if f := found["exclusions-grew"]; (f.Code == "") != (want == "") || !strings.Contains(f.Text, want) {
			t.Errorf("%s: %+v", more, f)
		}
	}
}

func TestASignInOfTomorrowIsNoTest(t *testing.T) {
	for day, want := range map[string]report.Severity{"2026-11-22T18:00:00Z": report.OK,
		"2031-11-02T10:00:00Z": report.Unknown,
		"2026-07-01T10:00:00Z": report.Warning} {
		w, d := made(t, false)
		w.Office.Add(tenant.SectionUsers, `{"id":"em3","displayName":"Em","userPrincipalName":"em3@n.example",
			"accountEnabled":true,"userType":"Member","onPremisesSyncEnabled":null,
			"signInActivity":{"lastSignInDateTime":"`+day+`"}}`)
		found, _ := look(t, d, visit(askGlass, "em3"), stepEmergency)
		if f := found["emergency-tested"]; f.Severity != want {
			t.Errorf("%s: %+v", day, f)
		}
	}
}

func TestAnExclusionIsGoneOnlyWhereEveryPolicyIsKnown(t *testing.T) {
	plain := `,"excludeUsers":["em1"]`
	for name, c := range map[string]struct {
		who, users, code string
		change           func(*guidetest.World)
	}{
		"all are known": {"ben", plain, "exclusion-ended", func(*guidetest.World) {}},
		"not compared":  {"ben", plain, "exclusion-unknown", notCompared},
		"one was read in part": {"ben", plain, "exclusion-unknown", func(w *guidetest.World) {
			w.Office.Add(tenant.SectionAccess, `{"id":"odd","state":"enabled","conditions":[]}`)
		}},
		"IDs in capitals": {"ben", `,"excludeGroups":["VIPS"]`, "exclusion-due", func(w *guidetest.World) {
			w.Office.Add(tenant.SectionGroups, `{"id":"VIPS","displayName":"VIPs"}`)
			w.Office.Add(tenant.MembersSection("VIPS"), `{"@odata.type":"#microsoft.graph.user","id":"BEN"}`)
		}},
		"by a role": {"ben", `,"excludeRoles":["` + strings.ToUpper(teams) + `"]`, "exclusion-due",
			func(w *guidetest.World) { w.Office.Add(tenant.SectionRoles, holding("ben", teams, "/")) }},
		"by a role that must be activated": {"ben", `,"excludeRoles":["` + teams + `"]`, "exclusion-unknown",
			func(w *guidetest.World) { w.Office.Add(tenant.SectionRoles, eligible(holding("ben", teams, "/"))) }},
		"by a role of others": {"ben", `,"excludeRoles":["` + teams + `"]`, "exclusion-ended", func(*guidetest.World) {}},
		"as a guest": {"eve", `,"excludeGuestsOrExternalUsers":{"guestOrExternalUserTypes":"internalGuest,` +
			`b2bCollaborationGuest"}`, "exclusion-due", func(*guidetest.World) {}},
		"guests, and no guest": {"ben", `,"excludeGuestsOrExternalUsers":{"guestOrExternalUserTypes":"internalGuest,` +
			`b2bCollaborationGuest"}`, "exclusion-ended", func(*guidetest.World) {}},
	} {
		w, d := made(t, false)
		rule(w, "one", stateOn, forAll+c.users, "", `"mfa"`)
		c.change(w)
		v := visit(askEnds, c.who+"@northgate.example "+over)
		found, facts := look(t, d, v, stepEnds)
		if found[c.code].Code == "" || c.code != "exclusion-ended" && facts["exclusions-due"] == "0" {
			t.Errorf("%s: %v, %v", name, found, facts)
		}
		h, err := d.endThem(t.Context(), v)
		if err != nil || (len(h.Todo) > 0) != (c.code == "exclusion-due") {
			t.Errorf("%s: %v, %+v", name, err, h)
		}
	}
	w, d := made(t, false)
	rule(w, "one", stateOn, forAll+plain, "", `"mfa"`)
	d.Tenant.Writer, w.Office.Out = nil, true
	st := w.Office.States[tenant.SectionAccess]
	st.State = tenant.Failed
	w.Office.States[tenant.SectionAccess] = st
	found, _ := look(t, d, visit(askEnds, "ben@northgate.example "+over), stepEnds)
	if found["exclusion-unknown"].Severity != report.Unknown {
		t.Errorf("a list that could not be read again: %v", found)
	}
}

// TestWhoMustActivateARoleLosesProtection: the policies reach them only while it is active.
func TestWhoMustActivateARoleLosesProtection(t *testing.T) {
	w, _ := made(t, true)
	w.Office.Add(tenant.SectionRoles, eligible(holding("cai", teams, "/")))
	d := deps{w.Services()}
	if _, err := act(t, d, visit(), stepCreate); err != nil {
		t.Fatal(err)
	}
	plan, err := deps{w.Services()}.planSwitch(t.Context(), visit(askOthers, othersLeave))
	if err != nil {
		t.Fatal(err)
	}
	named := slices.ContainsFunc(plan.Affected, func(a guide.Affected) bool {
		return strings.Contains(a.Text, "may lose MFA") && slices.Equal(a.Names, []string{"Cai Rees"})
	})
	row := slices.ContainsFunc(plan.Blocks, func(b report.Block) bool {
		table, ok := b.(report.Table)
		return ok && strings.Contains(table.Title, "lose") && slices.ContainsFunc(table.Rows, func(r []string) bool {
			return r[0] == "Cai Rees" && strings.Contains(r[1], "only while a role is active")
		})
	})
	if !named || !row {
		t.Errorf("%v %v: %+v", named, row, plan)
	}
}

// TestLegacyAppsOfUnknownAdministrators: who is not known to hold a role may lose an app.
func TestLegacyAppsOfUnknownAdministrators(t *testing.T) {
	for name, change := range map[string]func(*guidetest.World){
		"read in part": noRoleMembers,
		"a group": func(w *guidetest.World) {
			w.Office.Add(tenant.SectionRoles, strings.Replace(holding("crew", roles.GlobalAdministrator, "/"), `"user"`,
				`"group"`, 1))
		},
	} {
		w, d := made(t, false)
		if _, err := act(t, d, visit(), stepCreate); err != nil {
			t.Fatal(err)
		}
		signIn(w, "ben", "IMAP4", 0)
		change(w)
		plan, err := deps{w.Services()}.planSwitch(t.Context(), visit())
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range plan.Affected {
			if strings.Contains(a.Text, "No one in the sign-ins uses a legacy app") {
				t.Errorf("%s: %+v", name, a)
			}
		}
		for _, b := range plan.Blocks {
			table, ok := b.(report.Table)
			if ok && strings.HasPrefix(table.Title, "Legacy apps") && !strings.HasPrefix(table.Rows[0][2], "Not known") {
				t.Errorf("%s: %v", name, table.Rows)
			}
		}
	}
}

func TestARoleOfEveryoneIsNoAdministrators(t *testing.T) {
	for _, text := range []string{"User", "Global Administrator\nGuest User", roles.SyncAccounts,
		strings.ToUpper(roles.SyncAccount), "a0b1b346-4d3e-4e8b-98f8-753987be4970"} {
		if err := validRoles(text); app.CodeOf(err) != app.Invalid {
			t.Errorf("%s: %v", text, err)
		}
	}
	if err := validRoles("User Administrator\n00000000-1111-2222-3333-444444444444"); err != nil {
		t.Error(err)
	}
}
