package adminaccess

import (
	"strings"
	"testing"

	"handrail/app"
	"handrail/app/guides/guidetest"
)

// TestNoSwitchWhilePoliciesMayBeMissing: v1.0 of Graph leaves out policies, so the switch is
// refused where the beta did not answer, or shows one that may stop someone.
func TestNoSwitchWhilePoliciesMayBeMissing(t *testing.T) {
	for name, change := range map[string]func(*guidetest.World){
		"the beta did not answer": notCompared,
		"the beta shows a block":  func(w *guidetest.World) { betaBlock(w, "enabled") },
	} {
		w, d := made(t, false)
		v := visit()
		if _, err := act(t, d, v, stepCreate); err != nil {
			t.Fatal(name, err)
		}
		change(w)
		plan, err := act(t, d, v, stepSwitch)
		if app.CodeOf(err) != app.Denied || !strings.Contains(strings.ToLower(plan.Summary), "not known") ||
			states(t, w)[nameMFA] != stateReport {
			t.Errorf("%s: %v, %q", name, err, plan.Summary)
		}
	}
	w, d := made(t, false)
	v := visit()
	if _, err := act(t, d, v, stepCreate); err != nil {
		t.Fatal(err)
	}
	betaBlock(w, "disabled")
	if _, err := act(t, d, v, stepSwitch); err != nil || states(t, w)[nameMFA] != stateOn {
		t.Errorf("one that is off: %v", err)
	}
}

// betaBlock is a policy that v1.0 leaves out and that blocks everyone.
func betaBlock(w *guidetest.World, state string) {
	w.Office.Add("conditional-access", `{"id":"bb","displayName":"Preview","handrailBetaOnly":true,"state":"`+state+`",
		"conditions":{"clientAppTypes":["all"],"applications":{"includeApplications":["All"]},
		"users":{"includeUsers":["All"]}},"grantControls":{"operator":"OR","builtInControls":["block"]}}`)
}
