package program

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/sample/graphsim"
	"handrail/app/task"
	"handrail/app/tenant"
	"handrail/app/terminal"
)

// TestHomeShowsWhatChangedSinceTheRecord: a record is saved, someone edits a policy at
// Microsoft, and after the next refresh Home names it; a refresh that is refused is not
// known.
func TestHomeShowsWhatChangedSinceTheRecord(t *testing.T) {
	p, ctx := openSample(t), context.Background()
	i := slices.IndexFunc(p.Guides, func(g guide.Guide) bool { return g.ID == "admin-access" })
	v := guide.Visit{ID: "v", Guide: "admin-access", Started: time.Now(), Changed: time.Now(),
		Outcomes: map[string]guide.Outcome{}, Step: "record", Page: guide.ShowPage,
		Answers: map[string]string{"breakglass": graphsim.EmergencyAccounts, "roles": "held"}}
	if err := p.Store.SaveVisit(ctx, v); err != nil {
		t.Fatal(err)
	}
	for _, s := range p.Guides[i].Steps {
		if s.ID == "record" {
			if _, err := s.Look(ctx, &v, func(task.Progress) {}); err != nil {
				t.Fatal(err)
			}
		}
	}
	lines := func() map[string]guide.Notice {
		t.Helper()
		all, err := guide.Notices(ctx, p.Guides, []guide.Visit{v})
		if err != nil {
			t.Fatal(err)
		}
		by := map[string]guide.Notice{}
		for _, n := range all {
			by[n.Code] = n
		}
		return by
	}
	refresh := func() {
		t.Helper()
		if _, err := p.Tenant.Refresh(ctx, []string{tenant.SectionAccess}, func(task.Progress) {}); err != nil {
			t.Fatal(err)
		}
	}
	refresh()
	if got := lines(); got["policy-edited"].Code != "" || got["exclusions-added"].Code != "" ||
		got["twins-drifted"].Code != "" || got["roles-added"].Code != "" {
		t.Errorf("nothing changed yet: %+v", got)
	}
	row := firstOn(t, p)
	body := `{"state":"enabledForReportingButNotEnforced"}`
	scopes := []string{"Policy.Read.All", "Policy.ReadWrite.ConditionalAccess", "Application.Read.All"}
	if err := p.graph.Ask(ctx, scopes...); err != nil {
		t.Fatal(err)
	}
	if _, err := p.graph.Patch(ctx, "/identity/conditionalAccess/policies/"+row.ID, []byte(body)); err != nil {
		t.Fatal(err)
	}
	refresh()
	n := lines()["policy-edited"]
	if n.Severity != report.Warning || n.Title != "Someone edited “"+string(row.Name)+"”" ||
		!strings.Contains(n.Text, "State: report-only instead of on.") {
		t.Errorf("%+v", lines())
	}
	p.sim.Play(graphsim.Fault{Path: "/identity/conditionalAccess/policies", Effect: graphsim.Refuse,
		Status: http.StatusForbidden})
	refresh()
	if got := lines()["not-compared"]; got.Severity != report.Unknown || !strings.Contains(got.Text, "last read on") {
		t.Errorf("refused today: %+v", lines())
	}
	p.Close()
	var out, errs strings.Builder
	status := runTerminal(t, &out, &errs, "status", "-sample", "-data", p.flags.Data)
	if status != terminal.Act || !strings.Contains(out.String(), n.Title) {
		t.Errorf("status %d: %s%s", status, out.String(), errs.String())
	}
}

// firstOn returns a policy of the sample that is on.
func firstOn(t *testing.T, p *Program) tenant.AccessPolicy {
	t.Helper()
	text, err := p.graph.Read(context.Background(), "/identity/conditionalAccess/policies")
	var list struct{ Value []tenant.AccessPolicy }
	if err != nil || json.Unmarshal(text, &list) != nil {
		t.Fatal(err)
	}
	for _, row := range list.Value {
		if row.Enforced() {
			return row
		}
	}
	t.Fatal("no policy is on")
	return tenant.AccessPolicy{}
}
