package program

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"handrail/app"
	"handrail/app/guide"
	steps "handrail/app/guide/change"
	"handrail/app/report"
	"handrail/app/sample/graphsim"
	"handrail/app/tenant"
)

// syncing is the guide to the sync at a stand-in for Microsoft Graph, through the SDK and
// over HTTP.
type syncing struct{ *protecting }

// newSyncing opens the program at a server whose cloud can be replaced.
func newSyncing(t *testing.T) *syncing {
	t.Helper()
	p := &syncing{&protecting{}}
	p.cloud = graphsim.New(graphsim.Options{Now: p.now})
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.cloud.Handler().ServeHTTP(w, r)
	}))
	t.Cleanup(s.Close)
	h := openAt(t, t.TempDir(), s.URL+"/v1.0", p.now)
	i := slices.IndexFunc(h.Guides, func(g guide.Guide) bool { return g.ID == "sync-identity" })
	p.change = &change{t: t, h: h, g: h.Guides[i]}
	p.anew("first", "new")
	return p
}

// anew puts the organisation back as it was, and begins another visit.
func (p *syncing) anew(visit, group string) {
	p.ahead = 0
	p.cloud = graphsim.New(graphsim.Options{Now: p.now})
	p.v = &guide.Visit{ID: visit, Guide: "sync-identity", Outcomes: map[string]guide.Outcome{},
		Answers: map[string]string{"way": "exclude", "sync-group": group, "sync-group-name": "", "keep": "undo"}}
	if group == "existing" {
		p.v.Answers["sync-group-name"] = p.groupThere()
	}
}

// groupThere returns a group of the sample that policies may exclude.
func (p *syncing) groupThere() string {
	p.t.Helper()
	var list struct{ Value []tenant.Group }
	var policies struct{ Value []tenant.AccessPolicy }
	p.read("/groups", &list)
	p.read(allPolicies, &policies)
	for _, g := range list.Value {
		named := func(row tenant.AccessPolicy) bool {
			return row.Conditions.Users.ExcludeGroups.Has(g.ID) || row.Conditions.Users.IncludeGroups.Has(g.ID)
		}
		if !slices.ContainsFunc(policies.Value, named) && g.Security.Yes && !g.MailEnabled.Yes && !g.Synced.Yes &&
			!g.Dynamic() {
			var members struct{ Value []tenant.Member }
			p.read("/groups/"+g.ID+"/members", &members)
			if !slices.ContainsFunc(members.Value, func(m tenant.Member) bool { return !m.Type.Is("#microsoft.graph.user") }) {
				return g.ID
			}
		}
	}
	p.t.Fatal("the sample has no such group")
	return ""
}

// state returns what the server has: the groups of this guide, and the policies that exclude
// a group of the visit.
func (p *syncing) state() string {
	p.t.Helper()
	var groups struct{ Value []tenant.Group }
	var list struct{ Value []tenant.AccessPolicy }
	p.read("/groups", &groups)
	p.read(allPolicies, &list)
	made, in, n := 0, 0, 0
	for _, g := range groups.Value {
		ours := g.Name.Is("Handrail: directory sync account")
		if ours {
			made++
		}
		if !ours && g.ID != p.v.Answers["sync-group-name"] {
			continue
		}
		var members struct{ Value []tenant.Member }
		p.read("/groups/"+g.ID+"/members", &members)
		for _, m := range members.Value {
			if strings.Contains(strings.ToLower(string(m.Name)), "synchron") {
				in++
			}
		}
		for _, row := range list.Value {
			if row.Conditions.Users.ExcludeGroups.Has(g.ID) {
				n++
			}
		}
	}
	return fmt.Sprintf("%d made, %d in it, %d policies", made, in, n)
}

const (
	syncBefore = "0 made, 0 in it, 0 policies"
	syncMade   = "1 made, 1 in it, %d policies"
	syncPut    = "0 made, 1 in it, %d policies"
)

// TestTheExclusionOverHTTP: at the sample as at any organisation, the preview is what then is
// so: the policies let the sync through, it runs, and the undo gives back every policy as it
// was.
func TestTheExclusionOverHTTP(t *testing.T) {
	p := newSyncing(t)
	for _, group := range []string{"new", "existing"} {
		p.anew("visit-"+group, group)
		before, policies := p.state(), p.policies()
		if before != syncBefore {
			t.Fatal(before)
		}
		plan := p.plan("exclude")
		n := len(plan.Changes) - 1
		if err := p.apply("exclude", plan); err != nil {
			t.Fatalf("%s: %v\n%+v", group, err, plan)
		}
		want := fmt.Sprintf(map[string]string{"new": syncMade, "existing": syncPut}[group], n)
		if got := p.state(); got != want || n < 2 {
			t.Errorf("%s: %s, want %s", group, got, want)
		}
		after := p.look("again")
		if facts := after.Facts(); facts["stops"] != "0" || facts["will-stop"] != "0" || facts["stopped"] != "no" ||
			facts["excluded-here"] != fmt.Sprint(n) || after.MaxSeverity() != report.OK {
			t.Errorf("%s: %v, %s", group, facts, after.Headline)
		}
		if err := p.do("keep"); err != nil || p.state() != syncBefore || p.policies() != policies {
			t.Errorf("%s, undone: %v, %s\n%s\n%s", group, err, p.state(), policies, p.policies())
		}
	}
}

// policies returns the conditions of each policy.
func (p *syncing) policies() string {
	p.t.Helper()
	var list struct {
		Value []struct {
			ID         string
			State      string
			Conditions any
		}
	}
	p.read(allPolicies, &list)
	return fmt.Sprintf("%v", list.Value)
}

// syncStages are the acts of the guide with their requests that write, in order.
var syncStages = map[string]struct {
	group, step string
	calls       []graphsim.Fault
}{
	"a new group": {"new", "exclude", slices.Concat(nth("POST", "/groups", 1), nth("PATCH", allPolicies, 2))},
	"a group that is there": {"existing", "exclude", slices.Concat(nth("POST", "/groups/", 1),
		nth("PATCH", allPolicies, 2))},
	"undo a new group": {"new", "keep", slices.Concat(nth("PATCH", allPolicies, 2), nth("DELETE", "/groups/", 1))},
	"undo an account":  {"existing", "keep", slices.Concat(nth("PATCH", allPolicies, 2), nth("DELETE", "/groups/", 1))},
}

// TestFaultsAtEachWriteOfTheSync: whatever happens to a request, it is sent once, the error
// says what happened, how things are is read and not claimed, and the act comes to its end
// when it is confirmed again, with nothing made twice.
func TestFaultsAtEachWriteOfTheSync(t *testing.T) {
	p, n := newSyncing(t), 0
	for name, s := range syncStages {
		for call, at := range s.calls {
			for what := range faults {
				n++
				p.anew(fmt.Sprint("visit-", n), s.group)
				if s.step == "keep" {
					p.must("exclude")
				}
				p.syncFaultAt(t, fmt.Sprintf("%s, request %d, %s", name, call+1, what), s.step, at, what)
			}
		}
	}
	t.Logf("%d faults", n)
}

// syncFaultAt makes one act with a fault at one request, and then again without.
func (p *syncing) syncFaultAt(t *testing.T, name, step string, at graphsim.Fault, what string) {
	t.Helper()
	f := faults[what]
	fault := f.fault
	fault.Method, fault.Path, fault.Skip, fault.Count = at.Method, at.Path, at.Skip, at.Count
	before, plan := p.state(), p.plan(step)
	written := len(p.writes())
	p.cloud.Play(fault)
	err := p.apply(step, plan)
	p.cloud.Calm()
	message, hint := app.UserMessage(err)
	if app.CodeOf(err) != f.code || message == "" || hint == "" {
		t.Errorf("%s: %v", name, err)
	}
	now := p.state()
	if changed := now != before; changed && strings.Contains(message, "Nothing was changed") ||
		changed && !strings.Contains(message, " is “") && !strings.Contains(message, "Now: ") && !f.lost {
		t.Errorf("%s: before %q, now %q, told %q", name, before, now, message)
	}
	entries, _ := p.h.Store.Entries(context.Background(), p.v.ID)
	if open := len(steps.Replay(entries).Unsettled()); (open == 1) != f.lost {
		t.Errorf("%s: %d requests are open", name, open)
	}
	seen := map[string]bool{}
	for _, w := range p.writes()[written:] {
		if seen[w] {
			t.Errorf("%s: %s was sent twice", name, w)
		}
		seen[w] = true
	}
	p.ahead += 2 * steps.Late // what Microsoft may list late is no longer late
	if err := p.do(step); err != nil {
		t.Errorf("%s: again: %v", name, err)
	}
	want := syncBefore
	if step == "exclude" {
		want = fmt.Sprintf(map[string]string{"new": syncMade, "existing": syncPut}[p.v.Answers["sync-group"]],
			len(plan.Changes)-1)
	}
	if end := p.state(); end != want {
		t.Errorf("%s: at the end %q, want %q", name, end, want)
	}
	if !strings.HasPrefix(p.plan(step).Summary, "The ") {
		t.Errorf("%s: %q", name, p.plan(step).Summary)
	}
}

// TestTheExclusionIsNotMadeInTheDark: where what it depends on cannot be read right before the
// first request, nothing is written. Where Microsoft asks to wait a second, the act waits.
func TestTheExclusionIsNotMadeInTheDark(t *testing.T) {
	p, n := newSyncing(t), 0
	for what, f := range map[string]graphsim.Fault{
		"403":                    {Effect: graphsim.Refuse, Status: http.StatusForbidden},
		"429, one call a second": {Effect: graphsim.Refuse, RetryAfter: "1", Count: 2},
		"a lost connection":      {Effect: graphsim.Cut},
		"half a list":            {Effect: graphsim.Alter, Drop: []string{"state"}},
	} {
		for _, path := range []string{allPolicies, "/roleManagement", "/groups/"} {
			for _, group := range []string{"new", "existing"} {
				n++
				p.anew(fmt.Sprint("visit-", n), group)
				plan, before, written := p.plan("exclude"), p.state(), len(p.writes())
				f.Method, f.Path = http.MethodGet, path
				p.cloud.Play(f)
				err := p.apply("exclude", plan)
				p.cloud.Calm()
				name, now := fmt.Sprintf("%s at %s, %s", what, path, group), p.state()
				message, hint := app.UserMessage(err)
				made := strings.HasPrefix(now, "1 made") && strings.Contains(message, "made the group")
				if err != nil && (hint == "" || now != before && !made && !strings.Contains(message, "Now: ") &&
					!strings.Contains(message, "may be made")) ||
					err != nil && len(p.writes()) == written && now != before {
					t.Errorf("%s: %v, %s", name, err, now)
				}
				if strings.HasPrefix(what, "429") && err != nil {
					t.Errorf("%s: it does not wait: %v", name, err)
				}
				if path != "/groups/" && !strings.HasPrefix(what, "429") && (what != "half a list" || path == allPolicies) &&
					(err == nil || now != before) {
					t.Errorf("%s: %v, %s", name, err, now)
				}
				p.ahead += 2 * steps.Late
				if err := p.do("exclude"); err != nil || strings.HasSuffix(p.state(), " 0 policies") {
					t.Errorf("%s, again: %v, %s", name, err, p.state())
				}
			}
		}
	}
}

// TestDriftBeforeTheExclusionOverHTTP: somebody edits a policy, or takes the role away, after
// the plan was shown. Nothing is written.
func TestDriftBeforeTheExclusionOverHTTP(t *testing.T) {
	p, n := newSyncing(t), 0
	for name, body := range map[string]string{"state": `{"state":"disabled"}`, "name": `{"displayName":"CA-01"}`,
		"nobody": `{"conditions":{"users":{"includeUsers":["None"]}}}`} {
		for _, act := range []string{"exclude", "keep"} {
			n++
			p.anew(fmt.Sprint("visit-", n), "new")
			var stopping string
			var list struct{ Value []tenant.AccessPolicy }
			plan := p.plan("exclude")
			p.read(allPolicies, &list)
			for _, row := range list.Value {
				if plan.Changes[1].Setting == "Policy “"+string(row.Name)+"”" {
					stopping = row.ID
				}
			}
			if act == "keep" {
				p.must("exclude")
				plan = p.plan("keep")
			}
			if err := p.h.graph.Ask(t.Context(), "Policy.ReadWrite.ConditionalAccess"); err != nil {
				t.Fatal(err)
			}
			if _, err := p.h.graph.Patch(t.Context(), allPolicies+"/"+stopping, []byte(body)); err != nil {
				t.Fatal(err)
			}
			before, written := p.state(), len(p.writes())
			if err := p.apply(act, plan); app.CodeOf(err) != app.Invalid || p.state() != before ||
				len(p.writes()) != written {
				t.Errorf("%s, %s: %v, %s, written %v", name, act, err, p.state(), p.writes()[written:])
			}
		}
	}
}
