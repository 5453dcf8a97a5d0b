package roles

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"handrail/app/conformance/shared"
	"handrail/app/identity/access"
	"handrail/app/tenant"
)

func TestTheDataFile(t *testing.T) {
	all, listed, fourteen, privileged := All(), 0, 0, 0
	seen := map[string]bool{}
	for _, r := range all {
		if len(r.ID) != 36 || r.Name == "" || seen[r.ID] {
			t.Errorf("%+v", r)
		}
		seen[r.ID] = true
		for n, has := range map[*int]bool{&listed: r.Listed, &fourteen: r.Fourteen, &privileged: r.Privileged} {
			if has {
				*n++
			}
		}
		if (r.Sync || r.Automatic) && r.Listed {
			t.Errorf("%s is no administrator's", r.Name)
		}
	}
	if len(all) != 145 || listed != 15 || fourteen != 14 || len(Recommended()) != 15 {
		t.Errorf("%d roles, %d and %d listed, %d privileged", len(all), listed, fourteen, privileged)
	}
	for _, id := range []string{GlobalAdministrator, SyncAccounts, SyncAccount} {
		if !seen[id] {
			t.Errorf("%s is not in the file", id)
		}
	}
}

func TestListsAreComparedAsSets(t *testing.T) {
	a := []string{GlobalAdministrator, "F2EF992C-3AFB-46B9-B7CF-A126EE74C451", SyncAccount}
	b := []string{SyncAccount, GlobalAdministrator, GlobalAdministrator}
	if d := Compare(a, b); d.Same() || !slices.Equal(Names(d.First), []string{"Global Reader"}) || d.Second != nil {
		t.Errorf("%+v", d)
	}
	if d := Compare(b, a); !slices.Equal(d.Second, []string{"f2ef992c-3afb-46b9-b7cf-a126ee74c451"}) {
		t.Errorf("%+v", d)
	}
	if !Compare(nil, []string{""}).Same() {
		t.Error("nothing differs from nothing")
	}
}

// formerName is what Graph still called a role in July 2026.
const formerName = "Azure AD" + " Joined Device Local Administrator"

func TestNamesBecomeRoles(t *testing.T) {
	ids, unknown := FromNames([]string{" global administrator", "Global Administrator ", "Company Administrator",
		"company administrator", "", formerName})
	if len(ids) != 2 || ids[0] != GlobalAdministrator || !slices.Equal(unknown, []string{"Company Administrator"}) {
		t.Errorf("%v %v", ids, unknown)
	}
}

func TestNewRolesAreThoseThatTheFileLacks(t *testing.T) {
	live := []string{GlobalAdministrator, "D35481F7-CDA1-4FA2-8344-5A21F7F3724D",
		"11111111-2222-4333-8444-555555555555"}
	if added := New(live); !slices.Equal(added, []string{"11111111-2222-4333-8444-555555555555"}) {
		t.Errorf("%v", added)
	}
}

func TestAnOlderListLacksRolesThatAreNoAdministrators(t *testing.T) {
	var live, stored []string
	for _, r := range All() {
		live = append(live, r.ID)
		if r.Name != "Entra Customer Lockbox Approver" && r.Name != "Entra SOC Identity Responder" {
			stored = append(stored, r.ID)
		}
	}
	d := Compare(live, stored)
	if len(stored) != 143 || len(d.Second) != 0 || len(d.First) != 2 || d.First[1][:8] != "d35481f7" {
		t.Errorf("%d stored, new are %v", len(stored), Names(d.First))
	}
}

func TestUncoveredRoles(t *testing.T) {
	teams, reader := "69091246-20e8-4a56-aa4d-066075b2a7a8", "f2ef992c-3afb-46b9-b7cf-a126ee74c451"
	held := []string{GlobalAdministrator, teams, reader, SyncAccounts, SyncAccount,
		"a0b1b346-4d3e-4e8b-98f8-753987be4970"}
	if got := Uncovered(held, []string{GlobalAdministrator}, []string{reader}); !slices.Equal(got, []string{teams}) {
		t.Errorf("%v", Names(got))
	}
}

func TestWhoHoldsARole(t *testing.T) {
	yes, no := tenant.Flag{Known: true, Yes: true}, tenant.Flag{Known: true}
	rows := []tenant.RoleAssignment{
		{Template: GlobalAdministrator, Principal: "p1", Name: "Ada", Kind: "user", Scope: "/", BuiltIn: yes},
		{Template: GlobalAdministrator, Principal: "p2", Name: "Ben", Kind: "user", Scope: "/administrativeUnits/7"},
		{Template: "c0", Role: "c0", RoleName: "Parish helper", Principal: "p3", Name: "Cyd", Kind: "user", Scope: "/",
			BuiltIn: no},
		{Template: GlobalAdministrator, Principal: "p4", Name: "Dot", Kind: "user", Scope: "/", Eligible: yes},
		{Template: GlobalAdministrator, Principal: "g1", Name: "Crew", Kind: "group", Scope: "/"},
		{Template: GlobalAdministrator, Principal: "p5", Name: "Eve", Kind: "user", Scope: "/", Through: "G1"},
		{Template: GlobalAdministrator, Principal: "g2", Name: "Sealed", Kind: "group", Scope: "/"},
		{Template: "c9", Role: "c9", Principal: "p6", Name: "Flo", Kind: "user", Scope: "/"},
	}
	want := map[string]struct {
		reached access.Answer
		why     Why
	}{"p1": {access.Yes, ""}, "p2": {access.No, Scoped}, "p3": {access.No, Custom}, "p4": {access.Unknown, Eligible},
		"p5": {access.Yes, ""}, "g2": {access.Yes, ""}, "p6": {access.Unknown, Unknown}}
	all := Holdings(rows)
	for _, h := range all {
		if w, ok := want[h.Account]; !ok || h.Reached != w.reached || h.Why != w.why {
			t.Errorf("%s: %v %q", h.Account, h.Reached, h.Why)
		}
	}
	if len(all) != len(want) || all[0].Name != "Ada" || all[0].RoleName != "Global Administrator" {
		t.Errorf("%d holdings, the first %+v", len(all), all[0])
	}
	if len(Of(all, "P5")) != 1 || !slices.Contains(Held(all), "c0") {
		t.Error("a holding is not found")
	}
}

// readExport reads an exported policy, as UTF-8 or UTF-16 with a byte order mark.
func readExport(t *testing.T, path string) (names []string) {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	text, _, err := transform.Bytes(unicode.BOMOverride(unicode.UTF8.NewDecoder()), raw)
	if err != nil {
		t.Fatal(err)
	}
	var policy struct {
		Conditions struct {
			Users struct {
				IncludeRoles []string `json:"includeRoles"`
			} `json:"users"`
		} `json:"conditions"`
	}
	if err := json.Unmarshal(bytes.TrimSpace(text), &policy); err != nil {
		t.Fatal(err)
	}
	return policy.Conditions.Users.IncludeRoles
}

func TestExportsByOthers(t *testing.T) {
	dir := shared.Folder(t, "samples", "admin")
	export := func(name string) []string {
		found, _ := filepath.Glob(filepath.Join(dir, "conditional-access", name))
		if len(found) != 1 {
			t.Fatal(name, found)
		}
		return readExport(t, found[0])
	}
	d := Compare(export("j0eyv/CA101*"), export("j0eyv/CA103*"))
	if !slices.Equal(Names(d.First), []string{"Global Reader"}) || len(d.Second) != 0 {
		t.Errorf("the twins differ in %v and %v", Names(d.First), Names(d.Second))
	}
	ids, unknown := FromNames(export("fortigi/Temp*"))
	if len(ids) != 60 || len(unknown) != 10 {
		t.Errorf("%d names are roles, %d are not: %v", len(ids), len(unknown), unknown)
	}
	raw, err := os.ReadFile(filepath.Join(dir, "roles", "roleDefinitions.live-2026-07.compact.json"))
	if err != nil {
		t.Fatal(err)
	}
	var live struct {
		Value []struct{ TemplateID string }
	}
	if err := json.Unmarshal(raw, &live); err != nil {
		t.Fatal(err)
	}
	var at []string
	for _, r := range live.Value {
		at = append(at, r.TemplateID)
	}
	if added := New(at); len(added) != 0 || len(Compare(at, ids).First) == 0 {
		t.Errorf("new: %v", added)
	}
}
