package program

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app/drift"
	"handrail/app/sample/graphsim"
	"handrail/app/tenant"
)

// TestWhatChangedIsToldFromWhatMicrosoftReturns: an edit at Microsoft becomes a
// sentence, reading the same again does not, and a part that is refused is no change.
func TestWhatChangedIsToldFromWhatMicrosoftReturns(t *testing.T) {
	p, ctx := openSample(t), context.Background()
	since := func() (told []string) {
		t.Helper()
		v, err := p.Tenant.View(ctx)
		if err != nil {
			t.Fatal(err)
		}
		r, err := drift.Since(ctx, drift.Sources{View: v}, endOfMonth(), time.Now().Add(time.Hour))
		if err != nil || r.None {
			t.Fatal(err)
		}
		for _, one := range r.Told {
			if !one.Backup.IsZero() {
				continue
			}
			told = append(told, string(one.Severity)+" "+one.Text)
		}
		return told
	}
	refresh := func() []tenant.Status {
		t.Helper()
		all, err := p.Tenant.Refresh(ctx, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	refresh()
	if again := since(); len(again) != 0 {
		t.Errorf("nothing changed, and it says %q", again)
	}
	row := firstOn(t, p)
	scopes := []string{"Policy.Read.All", "Policy.ReadWrite.ConditionalAccess", "Application.Read.All"}
	if err := p.graph.Ask(ctx, scopes...); err != nil {
		t.Fatal(err)
	}
	body := []byte(`{"state":"enabledForReportingButNotEnforced"}`)
	if _, err := p.graph.Patch(ctx, "/identity/conditionalAccess/policies/"+row.ID, body); err != nil {
		t.Fatal(err)
	}
	refresh()
	told := since()
	if len(told) != 1 || !strings.HasPrefix(told[0], "problem ") || !strings.Contains(told[0], "The policy “") ||
		!strings.HasSuffix(told[0], "” is now report-only.") {
		t.Fatalf("it says %q", told)
	}
	p.Sample.Cloud.Play(graphsim.Fault{Path: "/users", Effect: graphsim.Refuse, Status: 403,
		Code: "Authorization_RequestDenied"})
	for _, st := range refresh() {
		if st.Section == tenant.SectionUsers && st.State.Whole() {
			t.Fatalf("the people were read: %+v", st)
		}
	}
	if after := since(); !slices.Equal(after, told) {
		t.Errorf("people could not be read, and it says %q", after)
	}
}
