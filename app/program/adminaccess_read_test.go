package program

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"handrail/app"
	"handrail/app/sample/graphsim"
)

// TestAnActThatCannotReadWritesNothing: where the policies, security defaults or the roles
// cannot be read right before the first write, nothing is written. Where Microsoft asks to
// wait a second, the act waits.
func TestAnActThatCannotReadWritesNothing(t *testing.T) {
	p := newProtecting(t)
	for name, c := range map[string]struct {
		fault graphsim.Fault
		fails bool
	}{
		"the policies": {graphsim.Fault{Path: allPolicies, Effect: graphsim.Refuse, Status: http.StatusForbidden}, true},
		"security defaults": {graphsim.Fault{Path: allDefaults, Effect: graphsim.Refuse, Status: http.StatusForbidden},
			true},
		"the roles": {graphsim.Fault{Path: "/roleManagement", Effect: graphsim.Refuse, Status: http.StatusForbidden},
			true},
		"half a list": {graphsim.Fault{Path: allPolicies, Effect: graphsim.Alter, Drop: []string{"state"}}, true},
		"a second to wait": {graphsim.Fault{Path: allPolicies, Effect: graphsim.Refuse, RetryAfter: "1", Count: 1},
			false},
	} {
		p.anew(name)
		p.must("create")
		plan, before, written := p.plan("switch"), p.state(), len(p.writes())
		c.fault.Method = http.MethodGet
		p.cloud.Play(c.fault)
		err := p.apply("switch", plan)
		p.cloud.Calm()
		if c.fails && (err == nil || p.state() != before || len(p.writes()) != written) ||
			!c.fails && (err != nil || p.state() != switchedOn) {
			t.Errorf("%s: %v, %s, written %v", name, err, p.state(), p.writes()[written:])
		}
		if message, _ := app.UserMessage(err); c.fails && !strings.Contains(message, "changed") {
			t.Errorf("%s: %q", name, message)
		}
	}
}

// TestDriftBetweenPlanAndApply: somebody edits a policy after the plan was shown. Nothing is
// written, and the next plan shows it or holds the act.
func TestDriftBetweenPlanAndApply(t *testing.T) {
	p := newProtecting(t)
	edits := map[string]string{
		"state": `{"state":"disabled"}`, "grant": `{"grantControls":{"operator":"OR","builtInControls":["block"]}}`,
		"everyone": `{"conditions":{"users":{"includeUsers":["All"]}}}`,
		"name":     `{"displayName":"CA-01"}`,
	}
	for name, body := range edits {
		for act, before := range map[string][]string{"switch": {"create"}, "keep=report-only": {"create", "switch"},
			"keep=remove": {"create"}} {
			p.anew(name + act)
			p.must(before...)
			step, answer, _ := strings.Cut(act, "=")
			p.v.Answers["keep"] = answer
			plan := p.plan(step)
			p.edit(body)
			now, written := p.state(), len(p.writes())
			err := p.apply(step, plan)
			// A policy is found by its name or its content; then it gets the state that was shown.
			as := act == "switch" && name == "name" || act != "switch" && (name == "grant" || name == "everyone")
			if err == nil && !as {
				t.Errorf("%s, %s: %s", name, act, p.state())
			}
			if err != nil && (p.state() != now || len(p.writes()) != written) {
				t.Errorf("%s, %s: written %v", name, act, p.writes()[written:])
			}
		}
	}
}

// edit is what another administrator does to the policy for MFA.
func (p *protecting) edit(body string) {
	p.t.Helper()
	for _, w := range p.mfaPolicies() {
		if _, err := p.h.graph.Patch(context.Background(), allPolicies+"/"+w, []byte(body)); err != nil {
			p.t.Fatal(err)
		}
	}
}

// writes are the requests that the server carried out.
func (p *protecting) writes() (all []string) {
	for _, w := range p.cloud.Writes() {
		if !strings.HasSuffix(w.Path, "$batch") {
			all = append(all, w.Method+" "+w.Path)
		}
	}
	return all
}

// TestNoWayBackBesideMicrosoftsOwn: after the switch Microsoft's own policies are there, and
// they cannot be removed. The plan names them, and nothing is removed in vain.
func TestNoWayBackBesideMicrosoftsOwn(t *testing.T) {
	p := newProtecting(t)
	p.must("create", "switch")
	p.v.Answers["keep"] = "defaults"
	plan, written := p.plan("keep"), len(p.writes())
	if err := p.apply("keep", plan); err != nil || len(p.writes()) != written || p.state() != switchedOn ||
		!strings.Contains(plan.Summary, "Microsoft-managed: Block legacy authentication") {
		t.Errorf("%v, %s, %q", err, p.state(), plan.Summary)
	}
}
