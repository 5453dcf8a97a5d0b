package deviceprofiles

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guides/guidetest"
	"handrail/app/report"
	"handrail/app/tenant"
)

// groupNow returns a group as it is at Microsoft.
func groupNow(t *testing.T, w *guidetest.World, name string) (g tenant.Group, there bool) {
	t.Helper()
	for _, r := range w.Office.Rows[tenant.SectionGroups] {
		if err := json.Unmarshal(r.Body, &g); err != nil {
			t.Fatal(err)
		}
		if string(g.Name) == name {
			return g, true
		}
	}
	return tenant.Group{}, false
}

// act plans and applies a step.
func act(t *testing.T, d deps, v *guide.Visit, step string) (*guide.Plan, error) {
	t.Helper()
	for _, s := range Guide(d.Services).Steps {
		if s.ID != step {
			continue
		}
		plan, err := s.Plan(t.Context(), v)
		if err != nil {
			t.Fatal(err)
		}
		return plan, s.Apply(t.Context(), v, plan, nil)
	}
	t.Fatalf("no step %s", step)
	return nil, nil
}

// existing is a visit that changes the group Kiosks.
func existing(pairs ...string) *guide.Visit {
	return visit(append([]string{askGroup, groupExisting, askGroupName, "Kiosks"}, pairs...)...)
}

func TestMovesByName(t *testing.T) {
	d := deps{guidetest.New().Services()}
	_, facts, doc := look(t, d, existing(), stepGroup)
	want := []string{"Join|1|Kiosk 2", "Leave|1|Foyer", "Stay|1|Kiosk 1"}
	if rows := rowsOf(doc, "Members: 2 now, 2 with this rule"); !slices.Equal(rows, want) {
		t.Errorf("%q", rows)
	}
	if facts["join"]+facts["leave"]+facts["stay"] != "111" || facts["may-change"] != "yes" {
		t.Errorf("%v", facts)
	}
}

// TestAutopilot: a profile that no device has is named, and a computer that is still in its box.
func TestAutopilot(t *testing.T) {
	w := guidetest.New()
	d := deps{w.Services()}
	found, facts, doc := look(t, d, visit(), stepNames)
	rows := rowsOf(doc, "Profiles that no device has")
	if len(rows) != 3 || rows[0] != "Trustees|Autopilot" || rows[1] != "Trustee iPads|Apple" ||
		rows[2] != "Scanners|Android" || facts["unused"]+facts["unused-apple"]+facts["unused-android"] != "111" ||
		facts["autopilot"] != "2" || facts["autopilot-unnamed"] != "1" ||
		found["autopilot-unnamed"].Severity != report.Note ||
		strings.Contains(found["autopilot-unnamed"].Text, "They ") {
		t.Errorf("%q, %v, %v", rows, facts, found)
	}
	w.Office.Unread(tenant.SectionAutopilot, tenant.SectionProfiles)
	if _, facts, _ = look(t, d, visit(), stepNames); facts["unused"]+facts["autopilot"] != "unknownunknown" {
		t.Errorf("%v", facts)
	}
}

func TestGroupsThatHandrailDoesNotChange(t *testing.T) {
	w := guidetest.New()
	w.Office.Add(tenant.SectionGroups, `{"id":"k2","displayName":"Twice","groupTypes":["DynamicMembership"],
		"membershipRule":"device.displayName -eq \"A\""}`, `{"id":"k3","displayName":"Twice","groupTypes":[]}`)
	d := deps{w.Services()}
	for name, why := range map[string]string{"Trustees": "not a dynamic group of devices", "Nothing": "no such group",
		"Twice": "Several groups", "Copies of Youth": "not a dynamic group of devices"} {
		v := existing(askGroupName, name)
		found, facts, doc := look(t, d, v, stepGroup)
		if facts["may-change"] != "no" || !strings.Contains(found["no-change"].Text, why) || readyGroup(v, doc) == nil {
			t.Errorf("%s: %v, %+v", name, facts, found["no-change"])
		}
		if plan, err := act(t, d, v, stepChange); err != nil || !guide.Unchanged(plan.Changes) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, facts, _ := look(t, d, visit(askNewName, "Trustees"), stepGroup); facts["may-change"] != "no" {
		t.Error("a second group with the same name")
	}
}

// TestChangeAndUndo changes the rule of a group, reads it back, and restores it exactly.
func TestChangeAndUndo(t *testing.T) {
	w := guidetest.New()
	d, v := deps{w.Services()}, existing()
	before, _ := groupNow(t, w, "Kiosks")
	if _, facts, _ := look(t, d, v, stepAfter); facts["as-planned"] != "no" {
		t.Errorf("%v", facts)
	}
	plan, err := act(t, d, v, stepChange)
	if err != nil || len(plan.Affected) != 2 || plan.Affected[0].Names[0] != "Foyer" {
		t.Fatalf("%v, %+v", err, plan)
	}
	if g, _ := groupNow(t, w, "Kiosks"); string(g.Rule) != `(device.enrollmentProfileName -eq "Hall Kiosk")` {
		t.Errorf("%+v", g)
	}
	_, facts, _ := look(t, d, v, stepAfter)
	if facts["as-planned"] != "yes" || facts["processing"] != "On" || facts["to-join"] != "1" ||
		facts["to-leave"] != "1" {
		t.Errorf("%v", facts)
	}
	if found, _, _ := look(t, d, v, stepRecord); found["recorded"].Severity != report.OK {
		t.Errorf("%v", found)
	}
	if _, err := act(t, d, v, stepKeep); err != nil {
		t.Fatal(err)
	}
	if g, _ := groupNow(t, w, "Kiosks"); g.Rule != before.Rule || g.Processing != before.Processing {
		t.Errorf("%+v, before %+v", g, before)
	}
	if plan, err := act(t, d, v, stepKeep); err != nil || !guide.Unchanged(plan.Changes) {
		t.Errorf("undone twice: %v, %+v", err, plan)
	}
}

// TestNewGroup makes a group once, deletes it, and makes it again.
func TestNewGroup(t *testing.T) {
	w := guidetest.New()
	d, v := deps{w.Services()}, visit()
	for range 2 {
		if plan, err := act(t, d, v, stepChange); err != nil || plan.Changes[0].Now != notThere {
			t.Fatalf("%v, %+v", err, plan)
		}
		g, there := groupNow(t, w, "Hall devices")
		if !there || !g.Dynamic() || string(g.Rule) != `(device.enrollmentProfileName -eq "Hall Kiosk")` ||
			!g.Processing.Is("On") {
			t.Fatalf("%+v", g)
		}
		if plan, err := act(t, d, v, stepChange); err != nil || !guide.Unchanged(plan.Changes) {
			t.Errorf("it is made twice: %v, %+v", err, plan)
		}
		if _, facts, _ := look(t, d, v, stepGroup); facts["may-change"] != "yes" {
			t.Errorf("its own group stops it: %v", facts)
		}
		if _, err := act(t, d, v, stepKeep); err != nil {
			t.Fatal(err)
		}
		if _, there := groupNow(t, w, "Hall devices"); there {
			t.Error("the group is still there")
		}
	}
}

// TestAGroupInUseIsNotDeleted: a policy names the group that Handrail made.
func TestAGroupInUseIsNotDeleted(t *testing.T) {
	w := guidetest.New()
	d, v := deps{w.Services()}, visit()
	if _, err := act(t, d, v, stepChange); err != nil {
		t.Fatal(err)
	}
	g, _ := groupNow(t, w, "Hall devices")
	w.Office.Add(tenant.SectionAccess, `{"id":"c9","displayName":"Kiosks only","state":"enabled",
		"conditions":{"users":{"excludeGroups":["`+g.ID+`"]}}}`)
	plan, err := act(t, d, v, stepKeep)
	if err != nil || !strings.Contains(plan.Summary, "Kiosks only") || !guide.Unchanged(plan.Changes) {
		t.Errorf("%v, %+v", err, plan)
	}
	if _, there := groupNow(t, w, "Hall devices"); !there {
		t.Error("a group in use was deleted")
	}
}

// TestAChangeByOthersStopsIt: the rule differs from what the person confirmed.
func TestAChangeByOthersStopsIt(t *testing.T) {
	w := guidetest.New()
	d, v := deps{w.Services()}, existing()
	plan, err := d.planChange(t.Context(), v)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Office.Patch(t.Context(), groupsPath+"/kiosks",
		[]byte(`{"membershipRule":"device.x -eq \"1\""}`)); err !=
		nil {
		t.Fatal(err)
	}
	if err := d.applyChange(t.Context(), v, plan, nil); app.CodeOf(err) != app.Invalid {
		t.Errorf("%v", err)
	}
	if g, _ := groupNow(t, w, "Kiosks"); string(g.Rule) != `device.x -eq "1"` {
		t.Errorf("%+v", g)
	}
}

// TestByHand: without a writer the change is handed over, with values that a shell cannot read.
func TestByHand(t *testing.T) {
	d := deps{guidetest.New().Plain()}
	v := visit(askNames, "Kiosk’s \"$(x)\"", askNewName, "It's `new`")
	plan, err := d.planChange(t.Context(), v)
	if err != nil || !plan.ByHand {
		t.Fatalf("%v, %+v", err, plan)
	}
	var code string
	for _, b := range plan.Blocks {
		if c, ok := b.(report.Code); ok {
			code = c.Text
		}
	}
	if !strings.Contains(code, "-DisplayName 'It''s `new`'") ||
		!strings.Contains(code, "-MembershipRule '(device.enrollmentProfileName -eq \"Kiosk’’s `\"$(x)`\"\")'") {
		t.Error(code)
	}
	if err := d.applyChange(t.Context(), v, plan, nil); app.CodeOf(err) != app.Denied {
		t.Errorf("%v", err)
	}
}

// TestMicrosoftsAnswer: a difference is shown, and a refusal is never agreement.
func TestMicrosoftsAnswer(t *testing.T) {
	w := guidetest.New()
	d := deps{w.Services()}
	paste := func(rule string) *guide.Visit { return visit(askFrom, fromPaste, askRule, rule) }
	found, facts, _ := look(t, d, paste(`device.enrollmentProfileName -eq "Hall Kiosk"`), stepCompare)
	if facts["asked"] != "6" || facts["disagree"] != "0" || found["agree"].Severity != report.OK {
		t.Errorf("%v, %v", facts, found)
	}
	found, facts, _ = look(t, d, paste(`device.deviceOSType -eq "Windows"`), stepCompare) // the office does not know it
	if facts["disagree"] != "5" || found["disagree"].Severity != report.Warning {
		t.Errorf("%v, %v", facts, found)
	}
	found, facts, _ = look(t, d, paste(`device.displayName -match "K"`), stepCompare)
	if facts["asked"] != string(report.Unknown) || found["not-asked"].Severity != report.Unknown || len(found) != 1 {
		t.Errorf("%v, %v", facts, found)
	}
	d.Tenant.Rules = nil
	if found, _, _ = look(t, d, visit(), stepCompare); found["not-asked"].Do == "" {
		t.Errorf("%v", found)
	}
}
