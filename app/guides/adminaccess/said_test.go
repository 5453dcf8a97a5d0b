package adminaccess

import (
	"strings"
	"testing"

	"handrail/app/guides/guidetest"
	"handrail/app/report"
	"handrail/app/tenant"
)

// guarded makes dia an administrator without a method, whom a policy lets register only in
// the office.
func guarded(w *guidetest.World) {
	replace(w, tenant.SectionRegistration, "dia", `{"id":"dia","methodsRegistered":[],"isMfaCapable":false}`)
	w.Office.Add(tenant.SectionAccess, `{"id":"guard","displayName":"Guard","state":"enabled","conditions":{
		"clientAppTypes":["all"],"applications":{"includeUserActions":["urn:user:registersecurityinfo"]},
		"locations":{"includeLocations":["All"],"excludeLocations":["AllTrusted"]},
		"users":{"includeUsers":["All"]}},"grantControls":{"operator":"OR","builtInControls":["mfa"]}}`)
}

// TestMayBeIsNotIs: who may be locked out is counted apart from who is and from who is not
// known, and the title says the same as the facts.
func TestMayBeIsNotIs(t *testing.T) {
	w, d := made(t, false)
	guarded(w)
	found, facts := look(t, d, visit(), stepWho)
	if f := found["who"]; f.Severity != report.Problem || !strings.Contains(f.Title, "1 administrator may be locked out") {
		t.Errorf("%+v", f)
	}
	if facts["stopped"] != "0" || facts["may-be-stopped"] != "1" || facts["unsure"] != "0" {
		t.Errorf("%v", facts)
	}
}

// TestTheLastSignInOfAnEmergencyAccount: none at Microsoft, none that may be read, and one
// that failed are three things.
func TestTheLastSignInOfAnEmergencyAccount(t *testing.T) {
	for name, c := range map[string]struct {
		fields, says string
		severity     report.Severity
		change       func(*guidetest.World)
	}{
		"no activity, where others have some": {`,"signInActivity":null`, "never signed in", report.Warning, nil},
		"no activity, and it may not be read": {`,"signInActivity":null`, "needs Entra ID P1", report.Unknown,
			func(w *guidetest.World) {
				st := w.Office.States[tenant.SectionUsers]
				st.Notes = append(st.Notes, tenant.NoteNoSignIn)
				w.Office.States[tenant.SectionUsers] = st
			}},
		"no activity, and no licence": {``, "only with Entra ID P1", report.Unknown, withoutP1},
		"a sign-in that failed": {`,"signInActivity":{"lastSignInDateTime":"2026-11-20T10:00:00Z",
			"lastSuccessfulSignInDateTime":"2026-02-01T10:00:00Z"}`, "1 February 2026", report.Warning, nil},
		"a sign-in": {`,"signInActivity":{"lastSuccessfulSignInDateTime":"2026-11-20T10:00:00Z"}`, "20 November",
			report.OK, nil},
	} {
		w, d := made(t, false)
		account(w, "em3", c.fields, `"passKeyDeviceBound"`)
		if c.change != nil {
			c.change(w)
		}
		v := visit(askGlass, "em3@n.example")
		doc, err := d.emergency(t.Context(), v, none)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range doc.Findings() {
			if f.Code == "emergency-tested" && (f.Severity != c.severity ||
				!strings.Contains(f.Title+" "+f.Text, c.says)) {
				t.Errorf("%s: %+v", name, f)
			}
		}
	}
}

// withoutP1 takes Entra ID P1 away.
func withoutP1(w *guidetest.World) {
	w.Office.Rows[tenant.SectionLicences] = nil
	w.Office.Add(tenant.SectionLicences, `{"id":"l","servicePlans":[]}`)
}
