package adminaccess

import (
	"strings"
	"testing"
	"time"

	"handrail/app/guide"
	"handrail/app/guides/guidetest"
	"handrail/app/report"
	"handrail/app/tenant"
)

// protectedBefore is an organisation without Entra ID P1 whose protection was switched on and recorded.
func protectedBefore(t *testing.T, means string) (*guidetest.World, *guide.Visit) {
	t.Helper()
	w, d := plain(t, false)
	v := visit(askMeans, means)
	v.Guide = ID
	if _, err := act(t, d, v, stepSwitch); err != nil {
		t.Fatal(err)
	}
	found, facts := look(t, d, v, stepRecord)
	if facts["on"] != "yes" || found["record-not-saved"].Code != "" || found["nothing-changed"].Code != "" {
		t.Fatalf("%v %+v", facts, found)
	}
	return w, v
}

func TestWhatChangedSinceTheRecordWithoutP1(t *testing.T) {
	for name, c := range map[string]struct {
		means, code, says string
		severity          report.Severity
		change            func(*testing.T, *guidetest.World)
	}{
		"security defaults turned off": {meansDefaults, "defaults-turned-off", "They were on for the record.",
			report.Warning, func(_ *testing.T, w *guidetest.World) {
				replace(w, tenant.SectionDefaults, "d", `{"id":"d","isEnabled":false}`)
			}},
		"security defaults refused today": {meansDefaults, "not-compared", "Not known what changed", report.Unknown,
			func(_ *testing.T, w *guidetest.World) { w.Office.Unread(tenant.SectionDefaults) }},
		"per-user MFA turned off": {meansPerUser, "per-user-off", "Ada", report.Warning,
			func(t *testing.T, w *guidetest.World) {
				replace(w, tenant.SectionPerUserMFA, "ada", `{"id":"ada","perUserMfaState":"disabled"}`)
			}},
		"per-user MFA refused today": {meansPerUser, "not-compared", "Not known what changed", report.Unknown,
			func(_ *testing.T, w *guidetest.World) { w.Office.Unread(tenant.SectionPerUserMFA) }},
		"a new administrator": {meansPerUser, "per-user-missing", "Ben Okafor", report.Warning,
			func(_ *testing.T, w *guidetest.World) { w.Office.Add(tenant.SectionRoles, holding("ben", intune, "/")) }},
		"a role that no one held": {meansDefaults, "roles-newly-held", "Intune Administrator (ben)", report.Warning,
			func(_ *testing.T, w *guidetest.World) { w.Office.Add(tenant.SectionRoles, holding("ben", intune, "/")) }},
	} {
		w, v := protectedBefore(t, c.means)
		d := later(w, time.Hour)
		if got := onHome(t, d, v); len(got) > 0 {
			t.Fatalf("%s: before anything changed Home says %+v", name, got)
		}
		if found, facts := look(t, d, v, stepAgain); found["nothing-changed"].Severity != report.OK ||
			facts["changed-since"] != "0" || !strings.Contains(found["nothing-changed"].Text, "protects") {
			t.Errorf("%s: %+v %v", name, found, facts)
		}
		c.change(t, w)
		d.Services.Tenant = w.Services().Tenant
		n, there := onHome(t, d, v)[c.code]
		if !there || n.Severity != c.severity || !strings.Contains(n.Title+" "+n.Text, c.says) {
			t.Errorf("%s, on Home: %+v", name, onHome(t, d, v))
		}
		found, facts := look(t, d, v, stepAgain)
		switch f := found[c.code]; {
		case found["nothing-changed"].Code != "" || facts["changed-since"] == "0":
			t.Errorf("%s: nothing changed, it says: %+v", name, found)
		case c.severity == report.Warning && !strings.Contains(f.Title+" "+f.Text, c.says):
			t.Errorf("%s, looking again: %+v", name, found)
		}
		for _, n := range onHome(t, d, v) {
			if strings.Contains(n.Text, "policies should") || strings.Contains(n.Text, "No policy of this guide") {
				t.Errorf("%s speaks of policies: %+v", name, n)
			}
		}
	}
}

func TestProtectionThatWasNotOnIsNotCompared(t *testing.T) {
	w, d := plain(t, false)
	v := visit(askMeans, meansDefaults)
	v.Guide = ID
	look(t, d, v, stepRecord) // they are off
	if got := onHome(t, later(w, time.Hour), v); len(got) > 0 {
		t.Errorf("%+v", got)
	}
}
