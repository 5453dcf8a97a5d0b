package adminaccess

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"handrail/app"
	"handrail/app/guides/guidetest"
	"handrail/app/report"
	"handrail/app/tenant"
)

// guard is a policy that asks for MFA before a method can be registered.
const guard = `{"id":"guard","displayName":"Guard","state":"enabled","conditions":{
	"clientAppTypes":["all"],"applications":{"includeUserActions":["urn:user:registersecurityinfo"]},
	"users":{"includeUsers":["All"]}},"grantControls":{"operator":"OR","builtInControls":["mfa"]}}`

// refusing is an organisation at Microsoft that creates nothing.
type refusing struct{ *guidetest.Office }

func (refusing) Post(context.Context, string, []byte) ([]byte, string, error) {
	return nil, "req", app.Errorf(app.Denied, "Ask an administrator.", "You may not create policies.")
}

// TestASwitchThatStoppedStillProtectsEveryoneElse stops an act behind the end of security
// defaults: the policies for everyone else stay in the plan until they are on.
func TestASwitchThatStoppedStillProtectsEveryoneElse(t *testing.T) {
	w, d := made(t, true)
	v := visit()
	if _, err := act(t, d, v, stepCreate); err != nil {
		t.Fatal(err)
	}
	stopped := d
	stopped.Tenant.Writer = refusing{w.Office}
	if _, err := act(t, stopped, v, stepSwitch); err == nil {
		t.Fatal("no error")
	}
	if got := states(t, w); defaultsOn(w) || got[nameMFA] != stateOn || got[nameMFAAll] != "" {
		t.Fatalf("%v", got)
	}
	doc, err := d.again(t.Context(), v, none)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range doc.Findings() {
		if f.Code == "policies-on" && (f.Severity != report.Problem || !strings.Contains(f.Text, "Everyone else")) {
			t.Errorf("%+v", f)
		}
	}
	plan, err := act(t, d, v, stepSwitch)
	if err != nil || !strings.Contains(plan.Summary, "Finish the switch") {
		t.Errorf("%+v, %v", plan, err)
	}
	if got := states(t, w); got[nameMFAAll] != stateOn || got[nameLegacyAll] != stateOn {
		t.Errorf("%v", got)
	}
}

// later is an organisation with a policy at Microsoft that the saved data does not have.
type later struct{ *guidetest.Office }

func (l later) Read(ctx context.Context, object string) ([]byte, error) {
	list, err := l.Office.Read(ctx, object)
	if object == policiesPath {
		list = []byte(strings.Replace(string(list), `"value":[`, `"value":[`+guard+",", 1))
	}
	return list, err
}

// TestAPolicyThatWasAddedMeanwhileCounts: what locks someone out is seen at Microsoft,
// not in the data that was saved before.
func TestAPolicyThatWasAddedMeanwhileCounts(t *testing.T) {
	w, d := made(t, false)
	v := visit()
	replace(w, tenant.SectionRegistration, "ada", `{"id":"ada","methodsRegistered":[],"isMfaCapable":false}`)
	if _, err := act(t, d, v, stepCreate); err != nil {
		t.Fatal(err)
	}
	if plan, err := d.planSwitch(t.Context(), v); err != nil || strings.Contains(plan.Summary, "lock yourself out") {
		t.Fatalf("without the policy: %+v, %v", plan, err)
	}
	d.Tenant.Writer = later{w.Office}
	plan, err := act(t, d, v, stepSwitch)
	if app.CodeOf(err) != app.Denied || !strings.Contains(plan.Summary, "lock yourself out") ||
		states(t, w)[nameMFA] != stateReport {
		t.Errorf("%q, %v, %v", plan.Summary, err, states(t, w))
	}
}

// TestTheLastGlobalAdministratorsAreNotLockedOut has no emergency access account, and is
// signed in as an administrator of policies only.
func TestTheLastGlobalAdministratorsAreNotLockedOut(t *testing.T) {
	w, d := made(t, false)
	w.Office.Rows[tenant.SectionRoles] = nil
	w.Office.Add(tenant.SectionRoles, holding("ada", "b1be1c3e-b65d-4f19-8427-f6fa0d97feb9", "/"),
		holding("ben", "62e90394-69f5-4237-9190-012177145e10", "/"))
	replace(w, tenant.SectionRegistration, "ben", `{"id":"ben","methodsRegistered":[],"isMfaCapable":false}`)
	replace(w, tenant.SectionPerUserMFA, "ben", `{"id":"ben","perUserMfaState":"disabled"}`)
	w.Office.Add(tenant.SectionAccess, guard)
	v := visit(askGlass, "")
	if _, err := act(t, d, v, stepCreate); err != nil {
		t.Fatal(err)
	}
	plan, err := act(t, d, v, stepSwitch)
	if app.CodeOf(err) != app.Denied || states(t, w)[nameMFA] != stateReport ||
		!strings.Contains(plan.Summary, "last Global Administrators") {
		t.Errorf("%v, %v, %q", err, states(t, w), plan.Summary)
	}
}

// TestASignInThatBothPoliciesMeetCountsOnce is about the numbers of the watch.
func TestASignInThatBothPoliciesMeetCountsOnce(t *testing.T) {
	w, d := made(t, false)
	v := visit()
	if _, err := act(t, d, v, stepCreate); err != nil {
		t.Fatal(err)
	}
	var policies []string
	for _, r := range w.Office.Rows[tenant.SectionAccess] {
		policies = append(policies, fmt.Sprintf(`{"id":%q,"result":"reportOnlyNotApplied"}`, r.ID))
	}
	w.Office.Add(tenant.SectionSignIns, `{"id":"s9","userId":"ada","createdDateTime":"2026-11-21T09:00:00Z",
		"appliedConditionalAccessPolicies":[`+strings.Join(policies, ",")+`]}`)
	doc, err := d.watch(t.Context(), v, none)
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for _, b := range doc.Blocks {
		e, is := b.(report.Entries)
		for _, item := range e.Items {
			if is && item.State == "Not applied" {
				found = strings.Contains(string(item.Data), `"sign-ins":1`) && item.About == "1 sign-in was not covered."
			}
		}
	}
	if !found {
		t.Errorf("%+v", doc.Blocks)
	}
}
