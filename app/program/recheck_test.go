package program

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app/guide"
	"handrail/app/recheck"
	"handrail/app/report"
	"handrail/app/sample/graphsim"
	"handrail/app/tenant"
	"handrail/app/terminal"
)

// completed saves a visit of a guide that ended with this step, looked at now.
func completed(t *testing.T, p *Program, id, step string, answers map[string]string) guide.Visit {
	t.Helper()
	i := slices.IndexFunc(p.Guides, func(g guide.Guide) bool { return g.ID == id })
	v := guide.Visit{ID: "v-" + id, Guide: id, Started: time.Now(), Changed: time.Now(), Ended: time.Now(), Step: step,
		Page: guide.ShowPage, Outcomes: map[string]guide.Outcome{}, Answers: answers, Drafts: map[string]string{}}
	for _, s := range p.Guides[i].Steps {
		if s.ID != step {
			continue
		}
		f, err := guide.Looker{Library: p.Store, Now: time.Now}.Look(t.Context(), s, &v, nil)
		if err != nil {
			t.Fatal(err)
		}
		f.Outcome.State = guide.Completed
		v.Outcomes[step] = f.Outcome
	}
	v.Changed = time.Now()
	if err := p.Store.SaveVisit(t.Context(), v); err != nil {
		t.Fatal(err)
	}
	return v
}

// TestACompletedGuideIsLookedAtAgain: only where something that it rests on changed; what is worse than it was is on
// Home with what changed, a look that fails is told as that, and nothing is written.
func TestACompletedGuideIsLookedAtAgain(t *testing.T) {
	p, ctx := openSample(t), context.Background()
	v := completed(t, p, "admin-access", "today", nil)
	if rests := v.Outcomes["today"].Rests; !slices.Contains(rests, tenant.SectionAccess) {
		t.Fatalf("it rests on %q", rests)
	}
	again := func(which recheck.Which) guide.Recheck {
		t.Helper()
		if _, err := p.Tenant.Refresh(ctx, nil, nil); err != nil {
			t.Fatal(err)
		}
		if err := p.Recheck(ctx, which, nil); err != nil {
			t.Fatal(err)
		}
		all, err := p.Store.Rechecks(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range all {
			if r.Visit == v.ID {
				return r
			}
		}
		return guide.Recheck{}
	}
	if r := again(recheck.Changed); !r.At.IsZero() {
		t.Errorf("nothing changed, and it was looked at: %+v", r)
	}
	if r := again(recheck.All); r.Severity != report.OK {
		t.Errorf("nothing changed, and it says %+v", r)
	}
	writes := len(p.sim.Writes())
	if err := p.sim.Do(http.MethodPatch, "/identity/conditionalAccess/policies/{{guid:ca-admins}}",
		`{"state":"disabled"}`); err != nil {
		t.Fatal(err)
	}
	r := again(recheck.Changed)
	t.Logf("%+v", r)
	if !r.Severity.NeedsAction() || !strings.Contains(r.Text, "“CA001 Second step for administrators” is now off.") {
		t.Errorf("a policy was turned off: %+v", r)
	}
	if made := len(p.sim.Writes()); made != writes+1 {
		t.Errorf("%d changes were made", made-writes)
	}
	p.sim.Play(graphsim.Fault{Path: "/identity/conditionalAccess/policies", Effect: graphsim.Refuse, Status: 403})
	p.Close()
	var out, errs strings.Builder
	status := runTerminal(t, &out, &errs, "status", "-sample", "-data", p.flags.Data)
	if status != terminal.Act || !strings.Contains(out.String(), r.Title) {
		t.Errorf("status %d: %s%s", status, out.String(), errs.String())
	}
}
