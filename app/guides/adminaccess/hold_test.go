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

func TestWhatHoldsTheSwitch(t *testing.T) {
	for name, c := range map[string]struct {
		says   string
		change func(*guidetest.World, *guide.Visit)
	}{
		"someone made it a block": {"Someone changed", func(w *guidetest.World, _ *guide.Visit) {
			edit(t, w, nameMFA, `["mfa"]`, `["block"]`)
		}},
		"someone made it for everyone": {"Someone changed", func(w *guidetest.World, _ *guide.Visit) {
			edit(t, w, nameMFA, `"includeRoles"`, `"includeUsers":["All"],"includeRoles"`)
		}},
		"someone made it for one place": {"Someone changed", func(w *guidetest.World, _ *guide.Visit) {
			edit(t, w, nameMFA, `"users"`, `"locations":{"includeLocations":["n1"]},"users"`)
		}},
		"two have the name": {"Several policies", func(w *guidetest.World, _ *guide.Visit) {
			rows := w.Office.Rows[tenant.SectionAccess]
			w.Office.Add(tenant.SectionAccess, strings.Replace(string(rows[0].Body), rows[0].ID, "twin", 1))
		}},
		"an emergency account is no longer excluded": {"emergency access account", func(w *guidetest.World,
			_ *guide.Visit) {
			rule(w, "b", "enabled", forAll+`,"excludeUsers":["ada","em2"]`, "", `"block"`)
		}},
		"no emergency account and no other administrator": {"Only you", func(w *guidetest.World, v *guide.Visit) {
			v.Answers[askGlass] = ""
			w.Office.Rows[tenant.SectionRoles] = nil
			w.Office.Add(tenant.SectionRoles, holding("ada", roles.GlobalAdministrator, "/"))
		}},
		"the only other one has no role": {"Only you", func(w *guidetest.World, v *guide.Visit) {
			v.Answers[askGlass] = "em1"
			w.Office.Rows[tenant.SectionRoles] = nil
			w.Office.Add(tenant.SectionRoles, holding("ada", roles.GlobalAdministrator, "/"))
		}},
		"the emergency account is you": {"emergency access account", func(w *guidetest.World, v *guide.Visit) {
			v.Answers[askGlass] = "ADA"
			w.Office.Rows[tenant.SectionRoles] = nil
			w.Office.Add(tenant.SectionRoles, holding("ada", roles.GlobalAdministrator, "/"))
		}},
		"you are not among the people": {"not known which account", func(w *guidetest.World, _ *guide.Visit) {
			w.Office.Account = "someone@else.example"
		}},
		"you are not in the report": {"not known whether you", func(w *guidetest.World, _ *guide.Visit) {
			w.Office.Rows[tenant.SectionRegistration] = slices.DeleteFunc(w.Office.Rows[tenant.SectionRegistration],
				func(r tenant.Row) bool { return r.ID == "ada" })
		}},
	} {
		w, d := made(t, false)
		v := visit()
		if _, err := act(t, d, v, stepCreate); err != nil {
			t.Fatal(name, err)
		}
		c.change(w, v)
		d = deps{w.Services()}
		before := states(t, w)
		plan, err := act(t, d, v, stepSwitch)
		same := states(t, w)[nameMFA] == before[nameMFA]
		if app.CodeOf(err) != app.Denied || !same || !strings.Contains(plan.Summary, c.says) {
			t.Errorf("%s: %v, %q", name, err, plan.Summary)
		}
	}
}

// TestReportOnlyPoliciesOfOthersHoldNothing: Microsoft's own appear when security defaults
// go off; a switch that stopped there must be finished beside them.
func TestReportOnlyPoliciesOfOthersHoldNothing(t *testing.T) {
	for state, holds := range map[string]bool{stateReport: false, stateOff: false, stateOn: true, "tomorrow": true} {
		w, d := made(t, false)
		if _, err := act(t, d, visit(), stepCreate); err != nil {
			t.Fatal(err)
		}
		rule(w, "Microsoft-managed", state, forAll, "", `"block"`)
		_, err := act(t, d, visit(), stepSwitch)
		if (app.CodeOf(err) == app.Denied) != holds || (states(t, w)[nameMFA] == stateOn) == holds {
			t.Errorf("%s: %v, %v", state, err, states(t, w))
		}
	}
}

func TestARenamedPolicyIsFoundAgain(t *testing.T) {
	w, d := made(t, false)
	v := visit()
	if _, err := act(t, d, v, stepCreate); err != nil {
		t.Fatal(err)
	}
	edit(t, w, nameMFA, nameMFA, "CA-01 Admins")
	if _, err := act(t, d, v, stepCreate); err != nil || policies(w) != 2 {
		t.Fatalf("%v, %d policies", err, policies(w))
	}
	if _, err := act(t, d, v, stepSwitch); err != nil || states(t, w)["CA-01 Admins"] != stateOn {
		t.Errorf("%v, %v", err, states(t, w))
	}
}

func TestMoreExclusionsAndOtherRolesAreShown(t *testing.T) {
	w, d := made(t, false)
	v := visit()
	if _, err := act(t, d, v, stepCreate); err != nil {
		t.Fatal(err)
	}
	edit(t, w, nameMFA, `"em1"`, `"em1","ben"`)
	w.Office.Add(tenant.SectionRoles, holding("cai", intune, "/"))
	found, _ := look(t, deps{w.Services()}, v, stepAgain)
	if f := found["exclusions-grew"]; !strings.Contains(f.Text, "1 more exclusion: Ben Okafor") {
		t.Errorf("%+v", f)
	}
	if f := found["roles-differ"]; !strings.Contains(f.Text, "only “your list” has Intune Administrator") {
		t.Errorf("%+v", f)
	}
}

func TestPlansWithoutPoliciesRead(t *testing.T) {
	w, d := made(t, false)
	w.Office.Unread(tenant.SectionAccess)
	for _, step := range []string{stepCreate, stepSwitch, stepKeep} {
		plan, err := act(t, d, visit(askKeep, keepOff), step)
		if err != nil || plan.Changes[0].Now != "Not known" || !strings.Contains(plan.Summary, "could not read") {
			t.Errorf("%s: %v, %+v", step, err, plan)
		}
	}
}

func TestThePlanCountsThoseWhomThePoliciesReach(t *testing.T) {
	w, d := made(t, false)
	w.Office.Add(tenant.SectionRoles, holding("ben", teams, "/administrativeUnits/1"))
	plan, err := d.planCreate(t.Context(), visit())
	if err != nil {
		t.Fatal(err)
	}
	if a := plan.Affected[1]; !strings.Contains(a.Text, "2 administrators") || slices.Contains(a.Names, "Ben Okafor") ||
		slices.Contains(a.Names, "Emergency em1") {
		t.Errorf("%+v", a)
	}
}

func TestOldDataIsNoAnswer(t *testing.T) {
	w, d := made(t, false)
	if _, err := act(t, d, visit(), stepCreate); err != nil {
		t.Fatal(err)
	}
	d.Tenant.Writer = nil
	w.Office.Out = true
	found, facts := look(t, d, visit(), stepAgain)
	if facts["on"] != "unknown" || found["policies-on"].Severity != report.Unknown {
		t.Errorf("%+v", found["policies-on"])
	}
}
