package graph

import (
	"context"
	"os"
	"testing"
	"time"

	"handrail/app/tenant"
)

// TestAStartAsksNobody signs in and reads; after a new start, what was read is shown
// without a request to anyone, and no browser opens. So a network that hangs, a login page
// or a proxy cannot hold the start up.
func TestAStartAsksNobody(t *testing.T) {
	opened := browser(t)
	m := newMicrosoft(t)
	folder, ctx := t.TempDir(), context.Background()
	o := signedOffice(t, folder, m)
	if _, err := o.SignIn(ctx, tenant.Way{Cloud: "global", Device: true}, func(string) {}); err != nil {
		t.Fatal(err)
	}
	if _, err := o.Refresh(ctx, []string{tenant.SectionOrganisation, tenant.SectionUsers}, nil); err != nil {
		t.Fatal(err)
	}
	if err := o.Close(); err != nil {
		t.Fatal(err)
	}
	before := m.requests.Load()
	began := time.Now()
	again := signedOffice(t, folder, m)
	if all, shown, err := again.Organisations(ctx); err != nil || len(all) != 1 || shown == "" {
		t.Fatalf("%+v %q %v", all, shown, err)
	}
	view, err := again.View(ctx)
	if err != nil {
		t.Fatal(err)
	}
	n, err := view.Count(ctx)
	if err != nil || n[tenant.AllPeople] < 80 {
		t.Errorf("%v, %v", n, err)
	}
	all, err := view.Statuses(ctx)
	if err != nil || len(all) == 0 {
		t.Errorf("%+v, %v", all, err)
	}
	if took := time.Since(began); took > 2*time.Second {
		t.Errorf("shown after %v", took)
	}
	if n := m.requests.Load() - before; before == 0 || n > 0 {
		t.Errorf("%d requests, and %d before, when nothing was asked for", n, before)
	}
	if _, err := os.Stat(opened); err == nil {
		t.Error("a browser was opened without a button")
	}
}
