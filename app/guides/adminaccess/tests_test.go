package adminaccess

import (
	"strings"
	"testing"
	"time"

	"handrail/app/report"
)

// TestATestThatHandrailRemembers: without Entra ID P1, Microsoft shows no last sign-in, so the
// day that someone wrote down counts, also in the next visit, and for 90 days.
func TestATestThatHandrailRemembers(t *testing.T) {
	w, d := plain(t, true)
	for _, id := range []string{"em1", "em2"} {
		replace(w, "users", id, `{"id":"`+id+`","displayName":"Emergency `+id+`","userPrincipalName":"`+id+
			`@n.example","accountEnabled":true,"userType":"Member","onPremisesSyncEnabled":null}`)
	}
	state := func(d deps, v string, answer string) map[string]report.Severity {
		t.Helper()
		one := visit(askTests, answer)
		one.ID = v
		doc, err := d.emergency(t.Context(), one, none)
		if err != nil {
			t.Fatal(err)
		}
		by := map[string]report.Severity{}
		for _, f := range doc.Findings() {
			if f.Code == "emergency-tested" {
				by[f.Subject] = f.Severity
				if f.Severity == report.OK && !strings.Contains(f.Text, "31 October 2026, as you wrote down") {
					t.Errorf("%+v", f)
				}
			}
		}
		return by
	}
	if got := state(d, "first", ""); got["Emergency em1"] != report.Unknown || len(got) != 2 {
		t.Fatalf("nothing was written: %v", got)
	}
	got := state(d, "second", "em1@n.example 2026-10-31\nem1@n.example 2026-09-01")
	if got["Emergency em1"] != report.OK || got["Emergency em2"] != report.Unknown {
		t.Errorf("%v", got)
	}
	if got := state(d, "third", ""); got["Emergency em1"] != report.OK {
		t.Errorf("the next visit does not know it: %v", got)
	}
	if found, _ := look(t, d, visit(askTests, "nobody@n.example 2026-10-31"), stepEmergency); found["test-no-account"].
		Severity != report.Warning {
		t.Errorf("%+v", found)
	}
	late := later(w, 120*24*time.Hour)
	if got := state(late, "third", ""); got["Emergency em1"] == report.OK {
		t.Errorf("after 90 days: %v", got)
	}
	if got := state(d, "second", ""); got["Emergency em1"] != report.Unknown { // it was taken back
		t.Errorf("%v", got)
	}
	for text, good := range map[string]bool{"": true, "em1 2026-10-31": true, "em1": false, "em1 2099-01-01": false} {
		if err := d.testsQuestion().Validate(visit(), text); (err == nil) != good {
			t.Errorf("%q: %v", text, err)
		}
	}
}
