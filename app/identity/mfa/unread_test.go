package mfa

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"handrail/app/identity/access"
	"handrail/app/tenant"
	"handrail/app/tenant/tenanttest"
)

// TestPerUserIsKnownByItsRow: a person without a row, and a value that is empty or that
// Handrail does not know, are not off.
func TestPerUserIsKnownByItsRow(t *testing.T) {
	o := &tenanttest.Organisation{At: day(2026, 12, 1)}
	o.Add(tenant.SectionUsers, `{"id":"off"}`, `{"id":"ON"}`, `{"id":"null"}`, `{"id":"later"}`, `{"id":"none"}`)
	o.Add(tenant.SectionRegistration)
	o.Add(tenant.SectionPerUserMFA, `{"id":"OFF","perUserMfaState":"Disabled"}`,
		`{"id":"on","perUserMfaState":"ENFORCED"}`,
		`{"id":"null","perUserMfaState":null}`, `{"id":"later","perUserMfaState":"strict"}`)
	org, err := Load(context.Background(), o, AdminInput{Now: o.At})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range org.People {
		want := map[string]access.Answer{"off": access.No, "on": access.Yes}[strings.ToLower(p.ID)]
		if p.PerUser != want {
			t.Errorf("%s: %s, want %s", p.ID, p.PerUser, want)
		}
	}
}

// TestAnAccountThatIsGone: a complete list of people tells which accounts of a policy
// are gone; one that ends early does not.
func TestAnAccountThatIsGone(t *testing.T) {
	for _, state := range []tenant.State{tenant.Unchanged, tenant.Incomplete} {
		o := &tenanttest.Organisation{At: day(2026, 12, 1)}
		o.Add(tenant.SectionUsers, `{"id":"ruth"}`)
		o.Add(tenant.SectionRegistration)
		o.Add(tenant.SectionAccess, `{"id":"c","displayName":"All","state":"enabled","conditions":{"applications":`+
			`{"includeApplications":["All"]},"users":{"includeUsers":["All"],"excludeUsers":["RUTH","lost"]}},`+
			`"grantControls":{"builtInControls":["mfa"]}}`)
		st := o.States[tenant.SectionUsers]
		st.State = state
		o.States[tenant.SectionUsers] = st
		org, err := Load(context.Background(), o, AdminInput{Now: o.At})
		if err != nil {
			t.Fatal(err)
		}
		want := map[bool]string{true: "lost"}[state.Whole()]
		if got := strings.Join(org.GoneUsers, ","); got != want {
			t.Errorf("%s: %q, want %q", state, got, want)
		}
		if want != "" && strings.Join(org.PoliciesNaming(want), "") != "All" {
			t.Errorf("%v", org.PoliciesNaming(want))
		}
	}
}

// parsed is a Conditional Access policy of Microsoft's.
func parsed(t *testing.T, body string) (p tenant.AccessPolicy) {
	t.Helper()
	if err := json.Unmarshal([]byte(body), &p); err != nil {
		t.Fatal(err)
	}
	return p
}

// TestWhatAPolicyMayAsk: a control that may be MFA makes a policy unclear, and an
// action or a context is a condition.
func TestWhatAPolicyMayAsk(t *testing.T) {
	for _, c := range []struct {
		apps, grant, only string
		asks, unclear     bool
	}{
		{`{"includeApplications":["All"]}`, `{"customAuthenticationFactors":["Duo"]}`, "", true, true},
		{`{"includeApplications":["All"]}`,
			`{"operator":"OR","builtInControls":["mfa"],"customAuthenticationFactors":["Duo"]}`,
			"unless another control of the policy is met", true, false},
		{`{"includeApplications":["All"]}`, `{"builtInControls":["tomorrow"]}`, "unless another control of the policy is met",
			true, true},
		{`{"includeApplications":["All"]}`,
			`{"builtInControls":["block"],"customAuthenticationFactors":["Duo"]}`, "", false, false},
		{`{"includeApplications":["All"]}`, `{"builtInControls":["compliantDevice"]}`, "", false, false},
		{`{"includeUserActions":["urn:user:registerdevice"]}`, `{"builtInControls":["mfa"]}`,
			"only when people register or join a device", true, false},
		{`{"includeAuthenticationContextClassReferences":["c1"]}`, `{"builtInControls":["mfa"]}`,
			"only where an authentication context is required", true, false},
		{`{"includeUserActions":["urn:user:registersecurityinfo"]}`, `{"builtInControls":["mfa"]}`, "", false, false},
	} {
		a := AccessOf(parsed(t, `{"state":"enabled","conditions":{"applications":`+c.apps+
			`,"users":{"includeUsers":["All"]}},"grantControls":`+c.grant+`}`))
		if a.Asks != c.asks || a.Unclear != c.unclear || c.asks && !c.unclear && a.Only != c.only {
			t.Errorf("%s, %s: asks %v, unclear %v, %q", c.apps, c.grant, a.Asks, a.Unclear, a.Only)
		}
		s := (&Person{ID: "ruth"}).subject(nil)
		if acts := a.acts(&s); c.asks && acts == access.Yes {
			t.Errorf("%s, %s: acts %s", c.apps, c.grant, acts)
		}
	}
}

// TestAStrengthOfElsewhere: where MFA of another identity provider meets a strength, no
// one is said to be unable to meet it.
func TestAStrengthOfElsewhere(t *testing.T) {
	a := AccessOf(parsed(t, `{"state":"enabled","conditions":{"applications":{"includeApplications":["All"]},`+
		`"users":{"includeUsers":["All"]}},"grantControls":{"authenticationStrength":{"id":"x",`+
		`"allowedCombinations":["federatedMultiFactor","hardwareOath"]}}}`))
	e := Enforcement{Policies: []Access{a}, Complete: access.Yes}
	s := (&Person{ID: "ruth"}).subject(nil)
	if sure, maybe := (acting{e: &e, who: &s}).needs(); sure != anyway || maybe == anyway {
		t.Errorf("%b, %b", sure, maybe)
	}
	if words := a.accepting(); strings.Contains(words, "does not know") ||
		!strings.Contains(words, "another identity provider") {
		t.Error(words)
	}
}

// TestPoliciesThatMayBeMissing: what is not asked for by any policy is only certain where the
// list of v1.0 was compared with the beta, and the beta has no more that act.
func TestPoliciesThatMayBeMissing(t *testing.T) {
	row := func(state, more string) tenant.AccessPolicy {
		return parsed(t, `{"id":"p","displayName":"P","state":"`+state+`","conditions":{"clientAppTypes":["all"],
			"applications":{"includeApplications":["All"]},"users":{"includeUsers":["All"]}},
			"grantControls":{"operator":"OR","builtInControls":["mfa"]}`+more+`}`)
	}
	const beta = `,"handrailBetaOnly":true`
	for name, k := range map[string]struct {
		rows     []tenant.AccessPolicy
		compared bool
		complete access.Answer
		asked    access.Answer
	}{
		"none":                       {nil, true, access.Yes, access.No},
		"none, and not compared":     {nil, false, access.Unknown, access.Unknown},
		"one that asks":              {[]tenant.AccessPolicy{row("enabled", "")}, true, access.Yes, access.Yes},
		"one, and not compared":      {[]tenant.AccessPolicy{row("enabled", "")}, false, access.Unknown, access.Yes},
		"only in the beta":           {[]tenant.AccessPolicy{row("enabled", beta)}, true, access.Unknown, access.Unknown},
		"only there, and off":        {[]tenant.AccessPolicy{row("disabled", beta)}, true, access.Yes, access.No},
		"only there, in a new state": {[]tenant.AccessPolicy{row("new", beta)}, true, access.Unknown, access.Unknown},
	} {
		o := &Organisation{People: []Person{{ID: "a", RolesRead: true, EligibleRead: true, Admin: access.No}}}
		o.Enforcement.Take(k.rows, k.compared)
		if got := o.Enforcement.Complete; got != k.complete {
			t.Errorf("%s: complete %s", name, got)
		}
		if got := o.PolicyAsks(0); got != k.asked {
			t.Errorf("%s: asked %s", name, got)
		}
	}
}
