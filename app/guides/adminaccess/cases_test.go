package adminaccess

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"handrail/app/conformance/shared"
	"handrail/app/identity/roles"
	"handrail/app/report"
	"handrail/app/tenant"
)

// TestPeopleInNoPolicy is case 14-05.
func TestPeopleInNoPolicy(t *testing.T) {
	w, d := made(t, false)
	var fourteen []string
	for _, r := range roles.All() {
		if r.Fourteen {
			fourteen = append(fourteen, r.ID)
		}
	}
	rule(w, "admins", "enabled", `"includeRoles":["`+strings.Join(fourteen, `","`)+`"]`, "", `"mfa"`)
	rule(w, "legacy", "enabled", forAll, "", `"block"`)
	w.Office.Add(tenant.SectionRoles, holding("ben", intune, "/"), holding("cai", teams, "/"),
		holding("dia", teams, "/"),
		holding("eve", reader, "/"))
	found, _ := look(t, d, visit(), stepToday)
	f := found["uncovered-roles"]
	for _, want := range []string{"Intune Administrator (ben)", "Teams Administrator (cai, dia)",
		"Global Reader (eve)"} {
		if !strings.Contains(f.Text, want) {
			t.Errorf("%q is not in %q", want, f.Text)
		}
	}
	if !strings.Contains(f.Title, "3 roles that people hold") {
		t.Errorf("%q", f.Title)
	}
}

// TestActiveSyncIsStillOpen is case 14-07.
func TestActiveSyncIsStillOpen(t *testing.T) {
	dir := shared.Folder(t, "samples", "admin", "conditional-access", "alexfilipin")
	files, _ := filepath.Glob(filepath.Join(dir, "*.json"))
	add := func(numbers ...string) (report.Finding, bool) {
		w, d := made(t, false)
		for _, name := range files {
			for _, n := range numbers {
				if raw, err := os.ReadFile(name); err == nil && strings.HasPrefix(filepath.Base(name), n) {
					w.Office.Add(tenant.SectionAccess, strings.Replace(string(raw), "{", `{"id":"`+n+`",`, 1))
				}
			}
		}
		found, _ := look(t, d, visit(), stepToday)
		f, there := found["legacy-half-open"]
		return f, there
	}
	if f, there := add("100", "300"); !there || !strings.Contains(f.Text, "Exchange ActiveSync is still open") {
		t.Errorf("%+v", f)
	}
	if f, there := add("100", "300", "301"); there {
		t.Errorf("%+v", f)
	}
	if f, there := add("301"); !there || !strings.Contains(f.Text, "IMAP") {
		t.Errorf("%+v", f)
	}
}

// TestSignInsOfALab is case 14-06.
func TestSignInsOfALab(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join(shared.Folder(t, "samples", "admin", "signins"),
		"reportonly-lab-2026-09.json"))
	if err != nil {
		t.Fatal(err)
	}
	var rows []json.RawMessage
	if json.Unmarshal(raw, &rows) != nil || len(rows) != 3 {
		t.Fatal("the file has changed")
	}
	w, d := made(t, true)
	v := visit()
	const breaker, admin = "6ca413e3-06ff-4704-ab36-1348bb7387c8", "03ee6546-f113-4ec5-ba9d-e57381b0c928"
	for _, id := range []string{breaker, admin} {
		account(w, id, "", `"passKeyDeviceBound"`)
		globalFor(w, id)
	}
	if _, err := act(t, d, v, stepCreate); err != nil {
		t.Fatal(err)
	}
	for name, id := range map[string]string{nameMFA: "365bdd23-d0e0-49a7-8131-f63b98ea6115",
		nameLegacy: "75882b6a-a9ba-4d97-bbb4-72d29277ebf4"} {
		for n, r := range w.Office.Rows[tenant.SectionAccess] {
			if strings.Contains(string(r.Body), name) {
				w.Office.Rows[tenant.SectionAccess][n].ID = id
				edit(t, w, name, r.ID, id)
			}
		}
	}
	for _, row := range rows {
		w.Office.Add(tenant.SectionSignIns, string(row))
	}
	doc, err := d.watch(t.Context(), v, none)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, b := range doc.Blocks {
		if e, ok := b.(report.Entries); ok {
			for _, item := range e.Items {
				got[item.Title] = item.State + ": " + item.About
			}
		}
	}
	if s := got["Person "+admin]; !strings.HasPrefix(s, "Let through: 1 sign-in was") {
		t.Errorf("the administrator: %q", s)
	}
	if s := got["Person "+breaker]; !strings.HasPrefix(s, "Not applied: 2 sign-ins were") ||
		!strings.Contains(s, "excludes this sign-in by name") || !strings.Contains(s, "unknown for 1 sign-in") {
		t.Errorf("the emergency account: %q", s)
	}
}
