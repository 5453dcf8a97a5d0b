package adminaccess

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guides/guidetest"
	"handrail/app/identity/roles"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
)

const (
	teams  = "69091246-20e8-4a56-aa4d-066075b2a7a8"
	reader = "f2ef992c-3afb-46b9-b7cf-a126ee74c451"
)

// made is an organisation in which Ada is signed in and a Global Administrator with a
// passkey, beside two emergency access accounts with security keys.
func made(t *testing.T, defaults bool) (*guidetest.World, deps) {
	t.Helper()
	w := guidetest.New()
	o := w.Office
	for _, section := range []string{tenant.SectionAccess, tenant.SectionDefaults, tenant.SectionPerUserMFA} {
		o.Rows[section] = nil
		o.Add(section)
	}
	o.Add(tenant.SectionDefaults, fmt.Sprintf(`{"id":"d","isEnabled":%v}`, defaults))
	for _, id := range []string{"em1", "em2"} {
		o.Add(tenant.SectionUsers, fmt.Sprintf(`{"id":%q,"displayName":"Emergency %s","userPrincipalName":"%s@n.example",
			"accountEnabled":true,"userType":"Member","onPremisesSyncEnabled":null,
			"signInActivity":{"lastSignInDateTime":"2026-11-02T10:00:00Z"}}`, id, id, id))
		o.Add(tenant.SectionRegistration, fmt.Sprintf(`{"id":%q,"methodsRegistered":["passKeyDeviceBound"],
			"isMfaCapable":true}`, id))
		o.Add(tenant.SectionRoles, holding(id, roles.GlobalAdministrator, "/"))
	}
	for _, row := range o.Rows[tenant.SectionUsers] {
		o.Add(tenant.SectionPerUserMFA, fmt.Sprintf(`{"id":%q,"perUserMfaState":"disabled"}`, row.ID))
	}
	return w, deps{w.Services()}
}

func holding(id, role, scope string) string {
	return fmt.Sprintf(`{"id":"h-%s-%s","principalId":%q,"handrailKind":"user","handrailName":%q,"directoryScopeId":%q,
		"roleDefinitionId":%q,"handrailTemplate":%q,"handrailBuiltIn":true}`, id, role, id, id, scope, role, role)
}

func visit(answers ...string) *guide.Visit {
	v := &guide.Visit{ID: "v1", Answers: map[string]string{askGlass: "em1@n.example\nem2@n.example",
		askRoles: rolesHeld}}
	for i := 0; i < len(answers); i += 2 {
		v.Answers[answers[i]] = answers[i+1]
	}
	return v
}

func none(task.Progress) {}

// act shows a plan and applies it.
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
		return plan, s.Apply(t.Context(), v, plan, none)
	}
	t.Fatal(step)
	return nil, nil
}

// states returns the state of each policy, by name.
func states(t *testing.T, w *guidetest.World) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, r := range w.Office.Rows[tenant.SectionAccess] {
		var p tenant.AccessPolicy
		if err := json.Unmarshal(r.Body, &p); err != nil {
			t.Fatal(err)
		}
		all[string(p.Name)] = string(p.State)
	}
	return all
}

func defaultsOn(w *guidetest.World) bool {
	return strings.Contains(string(w.Office.Rows[tenant.SectionDefaults][0].Body), "true")
}

func TestFromReportOnlyToOn(t *testing.T) {
	w, d := made(t, true)
	v := visit()
	if _, err := act(t, d, v, stepCreate); err != nil {
		t.Fatal(err)
	}
	got := states(t, w)
	if got[nameMFA] != stateReport || got[nameLegacy] != stateReport || len(got) != 2 || !defaultsOn(w) {
		t.Fatalf("after creating: %v, defaults %v", got, defaultsOn(w))
	}
	if _, err := act(t, d, v, stepCreate); err != nil || len(states(t, w)) != 2 ||
		len(w.Office.Rows[tenant.SectionAccess]) != 2 {
		t.Fatalf("created twice: %v, %v", states(t, w), err)
	}
	plan, err := act(t, d, v, stepSwitch)
	if err != nil {
		t.Fatal(err)
	}
	if plan.Changes[0].Setting != defaultsSetting || plan.Changes[0].After != "Off" || len(plan.Changes) != 5 ||
		!strings.Contains(plan.Undo, "no way back") {
		t.Errorf("%+v", plan)
	}
	if got := states(t, w); defaultsOn(w) || len(got) != 4 {
		t.Errorf("after the switch: %v", got)
	} else {
		for name, state := range got {
			if state != stateOn {
				t.Errorf("%s is %s", name, state)
			}
		}
	}
	if _, err := act(t, d, visit(askKeep, keepReport), stepKeep); err != nil || states(t, w)[nameMFA] != stateReport {
		t.Errorf("set back: %v, %v", states(t, w), err)
	}
}

func TestThePolicyThatIsSent(t *testing.T) {
	w, d := made(t, false)
	w.Office.Add(tenant.SectionRoles, holding("ben", teams, "/"), holding("dia", reader, "/administrativeUnits/1"))
	if _, err := act(t, d, visit(), stepCreate); err != nil {
		t.Fatal(err)
	}
	for _, r := range w.Office.Rows[tenant.SectionAccess] {
		var p tenant.AccessPolicy
		if err := json.Unmarshal(r.Body, &p); err != nil {
			t.Fatal(err)
		}
		u := p.Conditions.Users
		if !u.IncludeRoles.Has(teams) || !u.IncludeRoles.Has(roles.GlobalAdministrator) || u.IncludeRoles.Has(reader) &&
			len(u.IncludeRoles) == 0 || !u.Exclude.Has("em1") || !u.Exclude.Has("em2") {
			t.Errorf("%s", r.Body)
		}
		if legacy := p.Conditions.ClientApps.Has("other"); legacy != p.Grant.BuiltIn.Has("block") {
			t.Errorf("%s", r.Body)
		}
	}
}

func TestNoSwitchThatStopsSomeoneWhoMustGetIn(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*guidetest.World, *guide.Visit)
		says   string
	}{
		"the administrator has no method": {func(w *guidetest.World, _ *guide.Visit) {
			replace(w, tenant.SectionRegistration, "ada", `{"id":"ada","methodsRegistered":[],"isMfaCapable":false}`)
			w.Office.Add(tenant.SectionAccess, `{"id":"guard","displayName":"Guard","state":"enabled","conditions":{
				"clientAppTypes":["all"],"applications":{"includeUserActions":["urn:user:registersecurityinfo"]},
				"users":{"includeUsers":["All"]}},"grantControls":{"operator":"OR","builtInControls":["mfa"]}}`)
		}, "lock yourself out"},
		"methods were not read": {func(w *guidetest.World, _ *guide.Visit) {
			w.Office.Unread(tenant.SectionRegistration)
		}, "not known whether you"},
		"a policy stops an emergency account": {func(w *guidetest.World, _ *guide.Visit) {
			w.Office.Add(tenant.SectionAccess, `{"id":"device","displayName":"Devices","state":"enabled","conditions":{
				"clientAppTypes":["all"],"applications":{"includeApplications":["All"]},"users":{"includeUsers":["All"],
				"excludeUsers":["em1"]}},"grantControls":{"operator":"OR","builtInControls":["compliantDevice"]}}`)
		}, "emergency access account"},
		"an emergency account is gone": {func(_ *guidetest.World, v *guide.Visit) {
			v.Answers[askGlass] += "\nnobody@n.example"
		}, "emergency access account"},
	} {
		w, d := made(t, false)
		v := visit()
		c.change(w, v)
		if _, err := act(t, d, v, stepCreate); err != nil {
			t.Fatal(name, err)
		}
		plan, err := act(t, d, v, stepSwitch)
		if app.CodeOf(err) != app.Denied || states(t, w)[nameMFA] != stateReport {
			t.Errorf("%s: %v, %v", name, err, states(t, w))
		}
		if !strings.Contains(plan.Summary, c.says) {
			t.Errorf("%s: %q", name, plan.Summary)
		}
	}
}

// replace puts another row in place of one.
func replace(w *guidetest.World, section, id, row string) {
	w.Office.Rows[section] = slices.DeleteFunc(w.Office.Rows[section], func(r tenant.Row) bool { return r.ID == id })
	w.Office.Add(section, row)
}

func TestStoppedBetweenDefaultsAndPolicies(t *testing.T) {
	w, d := made(t, true)
	v := visit()
	if _, err := act(t, d, v, stepCreate); err != nil {
		t.Fatal(err)
	}
	replace(w, tenant.SectionDefaults, "d", `{"id":"d","isEnabled":false}`)
	plan, err := d.planSwitch(t.Context(), v)
	if err != nil || !strings.Contains(plan.Summary, "so this switches on only the policies") {
		t.Errorf("%+v, %v", plan, err)
	}
	doc, err := d.again(t.Context(), v, none)
	if err != nil || doc.Facts()["on"] != "no" {
		t.Fatalf("%v, %v", doc.Facts(), err)
	}
	for _, f := range doc.Findings() {
		if f.Code == "policies-on" && f.Severity != report.Problem {
			t.Errorf("%+v", f)
		}
	}
}

func TestWithoutOthersThePlanSaysWhoLosesProtection(t *testing.T) {
	w, d := made(t, true)
	v := visit(askOthers, othersLeave)
	if _, err := act(t, d, v, stepCreate); err != nil {
		t.Fatal(err)
	}
	plan, err := d.planSwitch(t.Context(), v)
	if err != nil {
		t.Fatal(err)
	}
	said := false
	for _, a := range plan.Affected {
		said = said || strings.Contains(a.Text, "MFA, and legacy apps") && slices.Contains(a.Names, "Ben Okafor")
	}
	if !said || len(plan.Changes) != 3 {
		t.Errorf("%+v", plan)
	}
	_ = w
}

func TestTwinsAndRolesThatNoPolicyNames(t *testing.T) {
	w, d := made(t, false)
	list := strings.Join(roles.Recommended(), `","`)
	for _, p := range []string{list, list + `","` + reader} {
		w.Office.Add(tenant.SectionAccess, fmt.Sprintf(`{"id":"p%d","displayName":"Twin %d","state":"enabled","conditions":{
			"applications":{"includeApplications":["All"]},"users":{"includeRoles":["%s"]}},
			"grantControls":{"operator":"OR","builtInControls":["mfa"]}}`, len(p), len(p), p))
	}
	w.Office.Add(tenant.SectionRoles, holding("ben", "3a2c62db-5318-420d-8d74-23affee5d9d5", "/"))
	doc, err := d.today(t.Context(), visit(), none)
	if err != nil {
		t.Fatal(err)
	}
	var twins, left string
	for _, f := range doc.Findings() {
		switch f.Code {
		case "twins-differ":
			twins = f.Text
		case "uncovered-roles":
			left = f.Text
		}
	}
	if !strings.Contains(twins, "Global Reader") || !strings.Contains(left, "Intune Administrator (ben)") {
		t.Errorf("%q, %q", twins, left)
	}
}

// TestThePlanIsInWordsFirst: what the policies say stands above what Microsoft gets.
func TestThePlanIsInWordsFirst(t *testing.T) {
	_, d := made(t, true)
	plan, err := d.planCreate(t.Context(), visit())
	if err != nil || len(plan.Blocks) != 3 {
		t.Fatalf("%v, %d blocks", err, len(plan.Blocks))
	}
	table, ok := plan.Blocks[0].(report.Table)
	if !ok || len(table.Rows) == 0 || !strings.Contains(strings.Join(table.Rows[1], "|"), "Emergency em1") {
		t.Errorf("%+v", plan.Blocks[0])
	}
	for n, p := range own {
		code, ok := plan.Blocks[n+1].(report.Code)
		if !ok || code.Label != "For experts: “"+p.name+"” as Microsoft gets it" {
			t.Errorf("%+v", plan.Blocks[n+1])
		}
	}
}

// TestWhoHasNoMFAStandsFirst: the list of administrators begins with those who matter.
func TestWhoHasNoMFAStandsFirst(t *testing.T) {
	w, d := made(t, false)
	replace(w, tenant.SectionPerUserMFA, "ada", `{"id":"ada","perUserMfaState":"enforced"}`)
	doc, err := d.today(t.Context(), visit(), none)
	if err != nil {
		t.Fatal(err)
	}
	var column []string
	for _, b := range doc.Blocks {
		if table, ok := b.(report.Table); ok && strings.HasPrefix(table.Title, "Administrators") {
			for _, row := range table.Rows {
				column = append(column, row[2])
			}
		}
	}
	if got := strings.Join(slices.Compact(column), " "); got != "No Yes" {
		t.Errorf("%q", got)
	}
}
