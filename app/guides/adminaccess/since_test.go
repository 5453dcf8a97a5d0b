package adminaccess

import (
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app/guide"
	"handrail/app/guides/guidetest"
	"handrail/app/identity/roles"
	"handrail/app/report"
	"handrail/app/tenant"
)

const threeMonths = 89 * 24 * time.Hour

// yesterday is an organisation whose policies were switched on and recorded.
func yesterday(t *testing.T) (*guidetest.World, deps, *guide.Visit) {
	t.Helper()
	w, d := made(t, false)
	v := visit()
	v.Guide = ID
	twin := `"includeRoles":["` + reader + `","` + teams + `"]`
	rule(w, "one", stateOn, twin, "", `"mfa"`)
	rule(w, "two", stateOn, twin, "", `"compliantDevice"`)
	for _, step := range []string{stepCreate, stepSwitch} {
		if _, err := act(t, d, v, step); err != nil {
			t.Fatal(step, err)
		}
	}
	found, _ := look(t, d, v, stepRecord)
	if found["nothing-changed"].Code != "" || found["record-not-saved"].Code != "" {
		t.Fatalf("the first record compares with nothing: %+v", found)
	}
	return w, d, v
}

// later is the same organisation after some time, read again.
func later(w *guidetest.World, after time.Duration) deps {
	w.Office.At = guidetest.Noon.Add(after)
	for section := range w.Office.States {
		w.Office.Add(section)
	}
	d := deps{w.Services()}
	d.Now = func() time.Time { return guidetest.Noon.Add(after + time.Hour) }
	return d
}

// onHome returns what Home shows of a visit, by code.
func onHome(t *testing.T, d deps, v *guide.Visit) map[string]guide.Notice {
	t.Helper()
	all, err := Guide(d.Services).Notices(t.Context(), []guide.Visit{*v})
	if err != nil {
		t.Fatal(err)
	}
	by := map[string]guide.Notice{}
	for _, n := range all {
		by[n.Code] = n
	}
	return by
}

func TestWhatChangedSinceTheRecord(t *testing.T) {
	for name, c := range map[string]struct {
		code, says string
		severity   report.Severity
		after      time.Duration
		change     func(*testing.T, *guidetest.World)
	}{
		"an exclusion more": {"exclusions-added", "“Rule one” excludes 1 more: Ben Okafor", report.Warning, time.Hour,
			func(t *testing.T, w *guidetest.World) {
				edit(t, w, "Rule one", `"includeRoles"`, `"excludeUsers":["ben"],"includeRoles"`)
			}},
		"guests excluded": {"exclusions-added", "internalGuest", report.Warning, time.Hour,
			func(t *testing.T, w *guidetest.World) {
				edit(t, w, "Rule one", `"includeRoles"`,
					`"excludeGuestsOrExternalUsers":{"guestOrExternalUserTypes":"internalGuest"},"includeRoles"`)
			}},
		"an edit": {"policy-edited", "What it requires: block access instead of MFA.", report.Warning, time.Hour,
			func(t *testing.T, w *guidetest.World) { edit(t, w, "Rule one", `["mfa"]`, `["block"]`) }},
		"switched off": {"policy-edited", "State: off instead of on.", report.Warning, time.Hour,
			func(t *testing.T, w *guidetest.World) { edit(t, w, nameMFA, `"enabled"`, `"disabled"`) }},
		"a field that Handrail does not know": {"policy-edited", "“conditions.moonPhase”: now also full.",
			report.Warning, time.Hour, func(t *testing.T, w *guidetest.World) {
				edit(t, w, "Rule one", `"users"`, `"moonPhase":"full","users"`)
			}},
		"twins that drifted": {"twins-drifted", "Only “Rule one” has Global Reader.", report.Warning, time.Hour,
			func(t *testing.T, w *guidetest.World) { edit(t, w, "Rule two", `"`+reader+`",`, ``) }},
		"a policy is gone": {"policy-gone", "“Rule two” is gone", report.Warning, time.Hour,
			func(t *testing.T, w *guidetest.World) {
				w.Office.Rows[tenant.SectionAccess] = slices.DeleteFunc(w.Office.Rows[tenant.SectionAccess],
					func(r tenant.Row) bool { return r.ID == "two" })
			}},
		"a role that no one held": {"roles-newly-held", "Intune Administrator (ben)", report.Warning, time.Hour,
			func(t *testing.T, w *guidetest.World) { w.Office.Add(tenant.SectionRoles, holding("ben", intune, "/")) }},
		"a role that Microsoft added": {"roles-added", "Microsoft added 1 role since the record Moon Administrator.",
			report.Warning, time.Hour, func(_ *testing.T, w *guidetest.World) {
				w.Office.Add(tenant.SectionDefinitions,
					`{"id":"m1","displayName":"Moon Administrator","templateId":"m1","isBuiltIn":true}`)
			}},
		"Microsoft's list refused today": {"not-compared", "whether Microsoft added roles", report.Unknown, time.Hour,
			func(_ *testing.T, w *guidetest.World) { w.Office.Unread(tenant.SectionDefinitions) }},
		"an emergency account not tested": {"emergency-tested", "not tested in the last 90 days", report.Warning,
			threeMonths, func(*testing.T, *guidetest.World) {}},
		"report-only for long": {"report-only", "“Rule wait”: 40 days.", report.Warning, 40*24*time.Hour - 3*time.Hour,
			func(t *testing.T, w *guidetest.World) {
				rule(w, "wait", stateReport, forAll, "", `"mfa"`)
				edit(t, w, "Rule wait", `"state"`, `"createdDateTime":"2026-01-01T00:00:00Z","modifiedDateTime":"`+
					guidetest.Noon.Add(-2*time.Hour).Format(time.RFC3339)+`","state"`)
			}},
		"policies refused today": {"not-compared", "Conditional Access policies", report.Unknown, time.Hour,
			func(_ *testing.T, w *guidetest.World) { w.Office.Unread(tenant.SectionAccess) }},
		"roles refused today": {"not-compared", "Administrators", report.Unknown, time.Hour,
			func(_ *testing.T, w *guidetest.World) { w.Office.Unread(tenant.SectionRoles) }},
	} {
		w, _, v := yesterday(t)
		d := later(w, c.after)
		if got := onHome(t, d, v); len(got) > 0 && c.after == time.Hour {
			t.Fatalf("%s: before anything changed Home says %+v", name, got)
		}
		c.change(t, w)
		d.Services.Tenant = w.Services().Tenant // what was read is read again
		n, there := onHome(t, d, v)[c.code]
		if !there || n.Severity != c.severity || !strings.Contains(n.Title+" "+n.Text, c.says) || n.Visit != v.ID {
			t.Errorf("%s, on Home: %+v", name, onHome(t, d, v))
		}
		found, facts := look(t, d, v, stepAgain)
		f, there := found[c.code]
		switch {
		case c.severity != report.Unknown && (!there || !strings.Contains(f.Title+" "+f.Text, c.says)):
			t.Errorf("%s, looking again: %+v", name, found)
		case (found["nothing-changed"].Code != "" || facts["changed-since"] == "0") != (c.code == "emergency-tested"):
			t.Errorf("%s: nothing changed, it says: %v", name, facts)
		case c.severity == report.Unknown && facts["changed-since"] != "unknown":
			t.Errorf("%s: %v", name, facts)
		}
	}
}

func TestOldRowsAreNotTheStateOfToday(t *testing.T) {
	w, _, v := yesterday(t)
	d := later(w, time.Hour)
	w.Office.States[tenant.SectionAccess] = tenant.Status{Section: tenant.SectionAccess, State: tenant.NeedsConsent,
		Completed: w.Office.At, Message: "A permission is missing.", Rows: 4}
	n := onHome(t, d, v)["not-compared"]
	if n.Severity != report.Unknown || !strings.Contains(n.Text, "permission is missing. It was last read on") {
		t.Errorf("%+v", n)
	}
	d = later(w, time.Hour)
	noRoleMembers(w)
	if n := onHome(t, d, v)["not-compared"]; !strings.Contains(n.Title, "another new role") {
		t.Errorf("roles that were read in part: %+v", n)
	}
	d = later(w, time.Hour)
	d.Now = func() time.Time { return guidetest.Noon.Add(40 * 24 * time.Hour) }
	if n := onHome(t, d, v)["not-compared"]; n.Severity != report.Unknown {
		t.Errorf("read 40 days ago: %+v", n)
	}
}

func TestAYoungReportOnlyPolicyIsNoWarning(t *testing.T) {
	w, _, v := yesterday(t)
	rule(w, "wait", stateReport, forAll, "", `"mfa"`)
	edit(t, w, "Rule wait", `"state"`, `"createdDateTime":"`+guidetest.Noon.Format(time.RFC3339)+`","state"`)
	d := later(w, 29*24*time.Hour)
	if n, there := onHome(t, d, v)["report-only"]; there {
		t.Errorf("after 29 days: %+v", n)
	}
	if found, _ := look(t, d, v, stepAgain); found["report-only"].Severity != report.Note ||
		!strings.Contains(found["report-only"].Text, "“Rule wait”: 29 days") {
		t.Errorf("%+v", found["report-only"])
	}
}

func TestAPolicyOfTheBetaIsNotGone(t *testing.T) {
	w, d := made(t, false)
	v := visit()
	v.Guide = ID
	w.Office.Add(tenant.SectionAccess, `{"id":"beta","displayName":"Of the beta","state":"enabled",
		"handrailBetaOnly":true,"conditions":{"users":{"includeUsers":["All"]}}}`)
	look(t, d, v, stepRecord)
	d = later(w, time.Hour)
	w.Office.Rows[tenant.SectionAccess] = nil
	rule(w, "other", stateOn, forAll, "", `"mfa"`)
	d.Tenant = w.Services().Tenant
	got := onHome(t, d, v)
	if n := got["not-compared"]; n.Severity != report.Unknown || got["policy-gone"].Code != "" ||
		!strings.Contains(n.Title, "“Of the beta” is still there") {
		t.Errorf("%+v", got)
	}
}

func TestNothingChanged(t *testing.T) {
	w, d, v := yesterday(t)
	if got := onHome(t, d, v); len(got) > 0 {
		t.Errorf("before anything newer was read: %+v", got)
	}
	edit(t, w, "Rule two", `["compliantDevice"]`, `["mfa"]`)
	if got := onHome(t, d, v); len(got) > 0 {
		t.Errorf("rows that are older than the record: %+v", got)
	}
	edit(t, w, "Rule two", `["mfa"]`, `["compliantDevice"]`)
	d = later(w, time.Hour)
	found, facts := look(t, d, v, stepAgain)
	if found["nothing-changed"].Severity != report.OK || facts["changed-since"] != "0" || facts["recorded"] == "" {
		t.Errorf("%+v %v", found, facts)
	}
	edit(t, w, "Rule one", `["mfa"]`, `["block"]`)
	if found, _ := look(t, d, v, stepRecord); found["policy-edited"].Code == "" {
		t.Errorf("the next record says what changed: %+v", found)
	}
	if found, facts := look(t, d, v, stepAgain); found["policy-edited"].Code != "" || facts["changed-since"] != "0" {
		t.Errorf("and takes the place of the last: %+v", found)
	}
}

func TestAnotherOrganisationHasNoRecord(t *testing.T) {
	w, _, v := yesterday(t)
	edit(t, w, "Rule one", `["mfa"]`, `["block"]`)
	d := later(w, time.Hour)
	other := *v
	other.ID = "another"
	if got := onHome(t, d, &other); len(got) > 0 {
		t.Errorf("a visit without a record: %+v", got)
	}
	if found, _ := look(t, d, &other, stepAgain); found["policy-edited"].Code == "" {
		t.Errorf("a new visit compares with the record of the organisation: %+v", found)
	}
	d.Tenant.Connection = nil
	if got := onHome(t, d, v); len(got) > 0 {
		t.Errorf("no organisation is connected: %+v", got)
	}
}

func TestARoleThatMicrosoftAdded(t *testing.T) {
	_, d := made(t, false)
	world, err := d.load(t.Context(), visit(), none)
	if err != nil {
		t.Fatal(err)
	}
	var known []string
	for _, r := range roles.All() {
		if r.ID != reader && r.ID != roles.SyncAccount {
			known = append(known, r.ID)
		}
	}
	found, err := world.rolesAdded(t.Context(), snapshot{KnownRoles: known}, guidetest.Noon)
	if err != nil {
		t.Fatal(err)
	}
	if f := found[0]; f.Code != "roles-added" || !strings.HasPrefix(f.Title, "Microsoft added 1 role") ||
		!strings.HasPrefix(f.Text, "Global Reader. ") {
		t.Errorf("%+v", found)
	}
}
