package graph

import (
	"context"
	"strings"
	"testing"

	"handrail/app/sample/graphsim"
	"handrail/app/tenant"
)

func TestAStandInIsMetOnce(t *testing.T) {
	c, base := sample(t, 0)
	folder := t.TempDir()
	ctx := context.Background()
	o := office(t, folder, base)
	all, shown, err := o.Organisations(ctx)
	if err != nil || len(all) != 1 || all[0].ID != graphsim.TenantID || shown != graphsim.TenantID ||
		all[0].Cloud != tenant.LocalCloud || !strings.Contains(all[0].Account, "@") {
		t.Fatalf("%+v %q %v", all, shown, err)
	}
	served := len(c.Requests())
	if _, _, err := o.Organisations(ctx); err != nil || len(c.Requests()) != served {
		t.Errorf("asked again: %d requests, then %d, %v", served, len(c.Requests()), err)
	}
	// The data of a test server that is gone stays.
	gone := office(t, folder, "http://127.0.0.1:9/v1.0")
	if kept, _, err := gone.Organisations(ctx); err != nil || len(kept) != 1 || kept[0] != all[0] {
		t.Errorf("%+v %v", kept, err)
	}
	if err := o.ForgetOrganisation(ctx, shown, true); err != nil {
		t.Fatal(err)
	}
	if left, _, err := o.Organisations(ctx); err != nil || len(left) != 0 || o.SignedIn(ctx) {
		t.Errorf("forgotten, and still there: %+v %v", left, err)
	}
	if org, err := o.SignIn(ctx, tenant.Way{}, nil); err != nil || org.ID != graphsim.TenantID {
		t.Errorf("%+v %v", org, err)
	}
}

// TestAStandInNeverTouchesAnother holds that the organisation that is shown stays as it is when a test server with
// another one is opened.
func TestAStandInNeverTouchesAnother(t *testing.T) {
	_, base := sample(t, 0)
	folder := t.TempDir()
	ctx := context.Background()
	o := office(t, folder, base)
	real := tenant.Organisation{
		ID: "11111111-2222-3333-4444-555555555555", Name: "A real one", Account: "admin@example.org", Cloud: "global",
		Record: "{}", Added: noon(),
	}
	if err := o.SaveOrganisation(ctx, real); err != nil {
		t.Fatal(err)
	}
	if err := o.ShowOrganisation(ctx, real.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := o.Refresh(ctx, []string{tenant.SectionOrganisation}, nil); err != nil {
		t.Fatal(err)
	}
	all, _, err := o.Organisations(ctx)
	if err != nil || len(all) != 2 {
		t.Fatalf("%+v %v", all, err)
	}
	for _, org := range all {
		if org.ID == real.ID && org != real {
			t.Errorf("changed to %+v", org)
		}
	}
	c, err := o.cache(real.ID)
	if err != nil {
		t.Fatal(err)
	}
	if st, err := c.Status(ctx, tenant.SectionOrganisation); err != nil || !st.Completed.IsZero() {
		t.Errorf("rows of a stand-in under another organisation: %+v %v", st, err)
	}
}
