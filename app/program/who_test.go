package program

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app/drift"
	"handrail/app/sample/graphsim"
	"handrail/app/tenant"
)

// TestWhoDidItIsFoundInTheAuditLog: a refresh finds who made the changes that it finds; a log that is refused is told
// as that and fails nothing; what is known stays.
func TestWhoDidItIsFoundInTheAuditLog(t *testing.T) {
	p, ctx := openSample(t), context.Background()
	refresh := func() {
		t.Helper()
		if _, err := p.Tenant.Refresh(ctx, nil, nil); err != nil {
			t.Fatal(err)
		}
	}
	newest := func() drift.Told {
		t.Helper()
		v, err := p.Tenant.View(ctx)
		if err != nil {
			t.Fatal(err)
		}
		r, err := drift.Since(ctx, drift.Sources{View: v}, endOfMonth(), time.Now().Add(time.Hour))
		if err != nil || len(r.Told) == 0 {
			t.Fatal(r, err)
		}
		return slices.MaxFunc(r.Told, func(a, b drift.Told) int { return a.At.Compare(b.At) })
	}
	refresh()
	policies := enforced(t, p)
	cloud := p.Sample.Cloud
	cloud.Acting(graphsim.Actor{Person: "daniel.osei", Agent: "Mozilla/5.0 (Windows NT 10.0)"})
	if err := cloud.Exclude(policies[0].ID, policies[0].ID); err != nil {
		t.Fatal(err)
	}
	refresh()
	first := newest()
	if first.By == nil || first.By.Name != "Daniel Osei" || first.By.Program != "a web browser" {
		t.Fatalf("%+v, %s", first.By, first.ByWhy)
	}
	scopes := []string{"Policy.Read.All", "Policy.ReadWrite.ConditionalAccess", "Application.Read.All"}
	if err := p.graph.Ask(ctx, scopes...); err != nil {
		t.Fatal(err)
	}
	path, off := "/identity/conditionalAccess/policies/"+policies[1].ID, `{"state":"enabledForReportingButNotEnforced"}`
	if _, err := p.graph.Patch(ctx, path, []byte(off)); err != nil {
		t.Fatal(err)
	}
	refresh()
	if by := newest().By; by == nil || by.Name != "Miriam Hale" || by.Program != "Handrail" {
		t.Errorf("what Handrail did: %+v, %s", by, newest().ByWhy)
	}
	cloud.Play(graphsim.Fault{Path: "/auditLogs/directoryAudits", Effect: graphsim.Refuse, Status: 403,
		Code: "Authorization_RequestDenied"})
	if _, err := p.graph.Patch(ctx, path, []byte(`{"state":"enabled"}`)); err != nil {
		t.Fatal(err)
	}
	refresh()
	if last := newest(); last.By != nil || !strings.Contains(last.ByWhy, "could not read the audit log") {
		t.Errorf("a log that is refused: %+v, %s", last.By, last.ByWhy)
	}
	cloud.Calm()
	refresh()
	if by := newest().By; by == nil || by.Name != "Miriam Hale" {
		t.Errorf("asked again: %+v, %s", by, newest().ByWhy)
	}
}

// enforced returns the policies that are on.
func enforced(t *testing.T, p *Program) (all []tenant.AccessPolicy) {
	t.Helper()
	eachRow(t, p, tenant.SectionAccess, func(row map[string]json.RawMessage) {
		var one tenant.AccessPolicy
		text, _ := json.Marshal(row)
		if err := json.Unmarshal(text, &one); err == nil && one.Enforced() {
			all = append(all, one)
		}
	})
	if len(all) < 2 {
		t.Fatalf("%d policies are on", len(all))
	}
	return all
}
