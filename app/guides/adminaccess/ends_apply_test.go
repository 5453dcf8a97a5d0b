package adminaccess

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guides/guidetest"
	"handrail/app/identity/exclusion"
	"handrail/app/identity/roles"
	"handrail/app/report"
	"handrail/app/tenant"
)

// policyNow returns a policy as Microsoft has it.
func policyNow(t *testing.T, w *guidetest.World, id string) map[string]any {
	t.Helper()
	for _, r := range w.Office.Rows[tenant.SectionAccess] {
		var all map[string]any
		if r.ID == id && json.Unmarshal(r.Body, &all) == nil {
			return all
		}
	}
	t.Fatal(id)
	return nil
}

const whole = `{"id":"one","displayName":"Rule one","state":"enabled","createdDateTime":"2026-01-01T00:00:00Z",
	"conditions":{"userRiskLevels":["high"],"signInRiskLevels":[],"clientAppTypes":["all"],"platforms":null,
	"applications":{"includeApplications":["All"],"excludeApplications":["x"],"applicationFilter":null},
	"users":{"includeUsers":["All"],"excludeUsers":["ben","em1","cai"],"excludeGroups":["g9"],
	"includeGuestsOrExternalUsers":null,"excludeGuestsOrExternalUsers":{"guestOrExternalUserTypes":"serviceProvider",
	"externalTenants":{"@odata.type":"#microsoft.graph.conditionalAccessAllExternalTenants","membershipKind":"all"}}},
	"moonPhase":{"full":1.50}},"grantControls":{"operator":"OR","builtInControls":["mfa"]}}`

// TestAnExclusionIsEnded: only the one entry of the list changes, and everything else of the
// policy is as it was, also what Handrail does not know.
func TestAnExclusionIsEnded(t *testing.T) {
	w, d := made(t, false)
	w.Office.Add(tenant.SectionGroups, `{"id":"g9","displayName":"Away"}`)
	w.Office.Add(tenant.MembersSection("g9"))
	w.Office.Add(tenant.SectionAccess, whole)
	v := visit(askEnds, "ben@northgate.example "+over+"\ncai@northgate.example "+comes)
	before := policyNow(t, w, "one")
	shown, err := act(t, d, v, stepTakeBack)
	if err != nil {
		t.Fatalf("%+v, %v", shown, err)
	}
	want := guide.Change{Setting: "Exclusion of Ben Okafor (ben@northgate.example)", Now: "In “Rule one”",
		After: noneByName}
	if len(shown.Changes) != 1 || shown.Changes[0] != want || shown.NoUndo == "" ||
		!strings.Contains(fmt.Sprint(shown.Affected), "Ben Okafor: “Rule one”.") {
		t.Errorf("%+v", shown)
	}
	after := policyNow(t, w, "one")
	users := before["conditions"].(map[string]any)["users"].(map[string]any)
	users["excludeUsers"] = []any{"em1", "cai"}
	strip := func(v any) string { return string(raw(exclusion.WithoutNull(v))) }
	if strip(after["conditions"]) != strip(before["conditions"]) || !reflect.DeepEqual(after["grantControls"],
		before["grantControls"]) || after["state"] != "enabled" {
		t.Errorf("%v\n%v", strip(after), strip(before))
	}
	if shown, err = act(t, d, v, stepTakeBack); err != nil || !guide.Unchanged(shown.Changes) {
		t.Errorf("twice: %+v, %v", shown, err)
	}
	if found, facts := look(t, d, v, stepEnds); found["exclusion-ended"].Severity != report.OK ||
		facts["exclusions-due"] != "0" {
		t.Errorf("%+v, %v", found, facts)
	}
}

// TestNoExclusionIsEndedForSomeoneWhoMustGetIn: nothing is sent where it would stop the
// administrator at this computer or an emergency access account, or may do so.
func TestNoExclusionIsEndedForSomeoneWhoMustGetIn(t *testing.T) {
	for name, c := range map[string]struct{ who, grant, state, says string }{
		"yourself":                           {"ada", `"block"`, stateOn, "would stop you"},
		"an emergency access account":        {"em1", `"block"`, stateOn, "emergency access account"},
		"yourself, not known":                {"ada", `"compliantDevice"`, stateOn, "would stop you"},
		"yourself, who can meet it":          {"ada", `"mfa"`, stateOn, ""},
		"yourself, and the policy only logs": {"ada", `"block"`, stateReport, ""},
		"someone else is shown, and stopped": {"ben", `"block"`, stateOn, ""},
	} {
		w, d := made(t, false)
		rule(w, "one", c.state, forAll+`,"excludeUsers":["`+c.who+`"]`, "", c.grant)
		v := visit(askEnds, c.who+" "+over)
		shown, err := act(t, d, v, stepTakeBack)
		left := strings.Contains(fmt.Sprint(policyNow(t, w, "one")), c.who)
		switch {
		case c.says == "" && (err != nil || left):
			t.Errorf("%s: %+v, %v", name, shown, err)
		case c.says != "" && (app.CodeOf(err) != app.Denied || !left || !strings.Contains(shown.Summary, c.says)):
			t.Errorf("%s: %+v, %v", name, shown, err)
		}
		if c.who == "ben" && shown.Affected[0].Severity != report.Problem {
			t.Errorf("%s: %+v", name, shown.Affected)
		}
	}
}

// TestExclusionsThatHandrailDoesNotEnd: what is only in the beta, and roles and kinds of
// guest, are handed over.
func TestExclusionsThatHandrailDoesNotEnd(t *testing.T) {
	w, d := made(t, false)
	w.Office.Add(tenant.SectionAccess, `{"id":"beta","displayName":"Of the beta","state":"enabled",
		"handrailBetaOnly":true,"conditions":{"users":{"includeUsers":["All"],"excludeUsers":["ben"]}}}`)
	rule(w, "two", stateOn, forAll+`,"excludeRoles":["`+intune+`"]`, "", `"mfa"`)
	w.Office.Add(tenant.SectionRoles, holding("ben", intune, "/"))
	v := visit(askEnds, "ben@northgate.example "+over)
	shown, err := act(t, d, v, stepTakeBack)
	if err != nil || !guide.Unchanged(shown.Changes) || shown.Changes[0].Now != "In “Of the beta”" {
		t.Errorf("%+v, %v", shown, err)
	}
	h, err := d.endThem(t.Context(), v)
	if all := strings.Join(h.Todo, "\n"); err != nil ||
		!strings.Contains(all, "“Of the beta”, go to Users > Exclude") ||
		!strings.Contains(all, "role “"+roles.Name(intune)+"”") {
		t.Errorf("%+v, %v", h, err)
	}
	if found, _ := look(t, d, v, stepEnds); !strings.Contains(found["exclusion-due"].Text,
		"“Rule two” through the role") {
		t.Errorf("%+v", found)
	}
	h2, err := deps{w.Plain()}.endThem(t.Context(), v)
	if err != nil || len(h2.Todo) != len(h.Todo) {
		t.Errorf("%+v, %v", h2, err)
	}
}

func TestAnExclusionThroughARole(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*guidetest.World)
		code   string
	}{
		"active": {func(w *guidetest.World) { w.Office.Add(tenant.SectionRoles, holding("ben", intune, "/")) },
			"exclusion-due"},
		"of a part": {func(w *guidetest.World) {
			w.Office.Add(tenant.SectionRoles, holding("ben", intune, "/administrativeUnits/x"))
		}, "exclusion-ended"},
		"not held":       {func(*guidetest.World) {}, "exclusion-ended"},
		"roles not read": {func(w *guidetest.World) { w.Office.Unread(tenant.SectionRoles) }, "exclusion-unknown"},
		"activated first": {func(w *guidetest.World) {
			w.Office.Add(tenant.SectionRoles, strings.Replace(holding("ben", intune, "/"), `"handrailKind"`,
				`"handrailEligible":true,"handrailKind"`, 1))
		}, "exclusion-unknown"},
	} {
		w, _ := made(t, false)
		rule(w, "two", stateOn, forAll+`,"excludeRoles":["`+intune+`"]`, "", `"mfa"`)
		c.change(w)
		found, _ := look(t, deps{w.Services()}, visit(askEnds, "ben@northgate.example "+over), stepEnds)
		if found[c.code].Title == "" {
			t.Errorf("%s: %+v", name, found)
		}
	}
}

// TestAnEndWhoseAnswerWasLost: it is read back, and sent once.
func TestAnEndWhoseAnswerWasLost(t *testing.T) {
	w, d := made(t, false)
	rule(w, "one", stateOn, forAll+`,"excludeUsers":["ben"]`, "", `"mfa"`)
	d.Tenant.Writer = &cuts{w.Office, 1}
	v := visit(askEnds, "ben@northgate.example "+over)
	if _, err := act(t, d, v, stepTakeBack); app.CodeOf(err) != app.Unreachable {
		t.Fatalf("%v", err)
	}
	shown, err := d.planEnds(t.Context(), v)
	if err != nil || !guide.Unchanged(shown.Changes) {
		t.Errorf("%+v, %v", shown, err)
	}
	h, err := d.runner().History(t.Context(), v.ID)
	if err != nil || len(h) != 1 || len(h.Unsettled()) != 0 || h[0].State != "confirmed" {
		t.Errorf("%+v, %v", h, err)
	}
}
