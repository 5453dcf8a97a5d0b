package adminaccess

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"handrail/app/conformance/shared"
	"handrail/app/guide"
	"handrail/app/guides/guidetest"
	"handrail/app/report"
	"handrail/app/tenant"
)

const younger = "aaaaaaaa-1111-4222-8333-bbbbbbbbbbbb"

func definition(id, name, builtIn string) string {
	return `{"id":"` + id + `","templateId":"` + id + `","displayName":"` + name + `","isBuiltIn":` + builtIn + `}`
}

// TestRolesThatMicrosoftAdded: compared by template ID; what was not read is not “none”.
func TestRolesThatMicrosoftAdded(t *testing.T) {
	for name, k := range map[string]struct {
		change   func(*guidetest.World, *guide.Visit)
		severity report.Severity
		says     string
		fact     string
	}{
		"none": {func(*guidetest.World, *guide.Visit) {}, report.OK, "added no role since", "0"},
		"one that no one holds": {func(w *guidetest.World, _ *guide.Visit) {
			w.Office.Add(tenant.SectionDefinitions, definition(strings.ToUpper(younger), "Tomorrow Approver", "true"))
		}, report.Warning, "Tomorrow Approver (" + younger + ")", "1"},
		"one that Dia holds, in both policies": {func(w *guidetest.World, _ *guide.Visit) {
			w.Office.Add(tenant.SectionDefinitions, definition(younger, "Tomorrow Approver", "true"))
			w.Office.Add(tenant.SectionRoles, holding("dia", younger, "/"))
		}, report.Note, "held by dia", "1"},
		"one in your own list": {func(w *guidetest.World, v *guide.Visit) {
			w.Office.Add(tenant.SectionDefinitions, definition(younger, "Tomorrow Approver", "true"))
			v.Answers[askRoles], v.Answers[askList] = rolesOwn, "Global Administrator\n"+younger
		}, report.Note, "Tomorrow Approver", "1"},
		"one that the organisation made": {func(w *guidetest.World, _ *guide.Visit) {
			w.Office.Add(tenant.SectionDefinitions, definition(younger, "Ours", "false"))
		}, report.OK, "added no role", "0"},
		"one of which nothing is said": {func(w *guidetest.World, _ *guide.Visit) {
			w.Office.Add(tenant.SectionDefinitions, definition(younger, "Ours", "null"))
		}, report.OK, "added no role", "0"},
		"not read": {func(w *guidetest.World, _ *guide.Visit) { w.Office.Unread(tenant.SectionDefinitions) },
			report.Unknown, "not known whether Microsoft added", "unknown"},
	} {
		w, d := made(t, false)
		v := visit()
		k.change(w, v)
		found, facts := look(t, d, v, stepRoles)
		if f := found["new-roles"]; f.Severity != k.severity || !strings.Contains(f.Title+f.Text, k.says) ||
			facts["new-roles"] != k.fact {
			t.Errorf("%s: %+v, %v", name, f, facts["new-roles"])
		}
	}
}

// TestARoleByItsTemplateID: a list of your own may name roles that Handrail does not know.
func TestARoleByItsTemplateID(t *testing.T) {
	if err := validRoles("Company Administrator\nGlobal Administrator\nNo Such Role"); err == nil ||
		!strings.Contains(err.Error(), "“Company Administrator”, “No Such Role”") {
		t.Errorf("not every name that is unknown is named: %v", err)
	}
	if err := validRoles("Global Administrator\n" + strings.ToUpper(younger)); err != nil {
		t.Error(err)
	}
	for _, text := range []string{"Grand Administrator", younger + "x", "role " + younger} {
		if validRoles(text) == nil {
			t.Errorf("%q is a role", text)
		}
	}
	w, d := made(t, false)
	v := visit(askRoles, rolesOwn, askList, younger)
	if _, err := act(t, d, v, stepCreate); err != nil {
		t.Fatal(err)
	}
	if body := string(w.Office.Rows[tenant.SectionAccess][0].Body); !strings.Contains(body, younger) {
		t.Errorf("%s", body)
	}
}

// TestRolesOfALiveOrganisation is case 14-09: of 145 live roles, Handrail knows each; of a
// list without the two youngest, both are named, although neither ends in Administrator.
func TestRolesOfALiveOrganisation(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join(shared.Folder(t, "samples", "admin", "roles"),
		"roleDefinitions.live-2026-07.compact.json"))
	if err != nil {
		t.Fatal(err)
	}
	var live struct{ Value []json.RawMessage }
	if json.Unmarshal(raw, &live) != nil || len(live.Value) < 145 {
		t.Fatal("the file has changed")
	}
	w, d := made(t, false)
	w.Office.Rows[tenant.SectionDefinitions] = nil
	for _, row := range live.Value {
		w.Office.Add(tenant.SectionDefinitions, string(row))
	}
	found, facts := look(t, d, visit(), stepRoles)
	if f := found["new-roles"]; f.Severity != report.OK || facts["new-roles"] != "0" {
		t.Errorf("%+v", f)
	}
}
