package program

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"handrail/app/guide"
	"handrail/app/sample/graphsim"
	"handrail/app/tenant"
)

// oddPlaces are properties that guides judge by, with the section that has them.
var oddPlaces = []struct{ section, path, property string }{
	{tenant.SectionUsers, "/users", "userType"},
	{tenant.SectionUsers, "/users", "accountEnabled"},
	{tenant.SectionRegistration, "/reports/authenticationMethods", "methodsRegistered"},
	{tenant.SectionRegistration, "/reports/authenticationMethods", "isMfaCapable"},
	{tenant.SectionMethods, "/policies/authenticationMethodsPolicy", "policyMigrationState"},
	{tenant.SectionMethods, "/policies/authenticationMethodsPolicy", "authenticationMethodConfigurations"},
	{tenant.SectionAccess, "/identity/conditionalAccess/policies", "state"},
	{tenant.SectionAccess, "/identity/conditionalAccess/policies", "conditions"},
	{tenant.SectionAccess, "/identity/conditionalAccess/policies", "grantControls"},
	{tenant.SectionDefaults, "/policies/identitySecurityDefaultsEnforcementPolicy", "isEnabled"},
}

// oddValues are what a property may be tomorrow; "drop" leaves it out.
func oddValues() []any {
	return []any{nil, "valueOfTomorrow", []any{"valueOfTomorrow", nil, 7}, map[string]any{"valueOfTomorrow": []any{}},
		1e300, "drop"}
}

// TestOddValuesBreakNothing gives each property that guides judge by values that no
// documentation has, and none: what came is kept as it came, and a guide that judges by
// it walks to its end.
func TestOddValuesBreakNothing(t *testing.T) {
	h := openSample(t)
	chance := rand.New(rand.NewPCG(1, 1))
	var judging []guide.Guide
	for _, g := range h.Guides {
		if g.ID == "mfa-methods" || g.ID == "mfa-enforce" || g.ID == "addin-deploy" {
			judging = append(judging, g)
		}
	}
	walks := 0
	for _, p := range oddPlaces {
		for i, value := range oddValues() {
			f := graphsim.Fault{Path: p.path, Effect: graphsim.Alter,
				Set: map[string]any{p.property: value, "newToday": 1}}
			if value == "drop" {
				f.Set, f.Drop = nil, []string{p.property}
			}
			name := fmt.Sprintf("%s/%s, value %d", p.section, p.property, i)
			if odd(t, h, name, p.section, p.property, f) && i%3 == walks%3 {
				stroll(t, h, judging[walks%len(judging)], chance)
				walks++
			}
		}
	}
	if walks < 10 {
		t.Errorf("only %d walks", walks)
	}
	// One text of 10 MB.
	f := graphsim.Fault{Path: "/users", Effect: graphsim.Alter, Only: firstID(t, h, tenant.SectionUsers),
		Set: map[string]any{"userType": strings.Repeat("valueOfTomorrow ", 10<<20/16), "newToday": 1}}
	odd(t, h, "10 MB", tenant.SectionUsers, "userType", f)
	stroll(t, h, judging[0], chance)
}

// odd reads a section with a fault and reports whether it was read. What was read must be
// as it came, and what was not must be said.
func odd(t *testing.T, h *Program, name, section, property string, f graphsim.Fault) bool {
	t.Helper()
	h.sim.Calm()
	h.sim.Play(f)
	all, err := h.graph.Refresh(context.Background(), []string{section}, nil)
	if err != nil || len(all) != 1 {
		t.Fatalf("%s: %+v, %v", name, all, err)
	}
	if !all[0].State.Whole() {
		if all[0].Message == "" || all[0].Hint == "" {
			t.Errorf("%s: %s without words", name, all[0].State)
		}
		return false
	}
	value, set := f.Set[property]
	if !set {
		value = "drop"
	}
	keptAsItCame(t, h, name, section, property, value)
	return true
}

// firstID returns the id of a row of a section.
func firstID(t *testing.T, h *Program, section string) (id string) {
	t.Helper()
	eachRow(t, h, section, func(row map[string]json.RawMessage) {
		if id == "" {
			_ = json.Unmarshal(row["id"], &id)
		}
	})
	return id
}

func eachRow(t *testing.T, h *Program, section string, do func(map[string]json.RawMessage)) {
	t.Helper()
	view, err := h.Tenant.View(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	err = view.Each(context.Background(), section, func(_ string, body []byte) error {
		var row map[string]json.RawMessage
		if err := json.Unmarshal(body, &row); err != nil {
			return err
		}
		do(row)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// keptAsItCame fails unless a row of the section has the value, untouched.
func keptAsItCame(t *testing.T, h *Program, name, section, property string, value any) {
	t.Helper()
	want, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	rows, kept, more := 0, 0, 0
	eachRow(t, h, section, func(row map[string]json.RawMessage) {
		rows++
		got, there := row[property]
		if value == "drop" && !there || string(got) == string(want) {
			kept++
		}
		if string(row["newToday"]) == "1" {
			more++
		}
	})
	if rows == 0 || kept == 0 || value != "drop" && more == 0 {
		t.Errorf("%s: of %d rows %d have the value and %d the new property", name, rows, kept, more)
	}
}
