package program

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/graph"
	"handrail/app/guide"
	steps "handrail/app/guide/change"
	"handrail/app/guides"
	"handrail/app/sample"
	"handrail/app/sample/graphsim"
	"handrail/app/tenant"
	"handrail/app/terminal"
)

// protecting is the guide to administrators at a stand-in for Microsoft Graph in which
// security defaults are on, through the SDK and over HTTP.
type protecting struct {
	*change
	cloud *graphsim.Cloud
	ahead time.Duration // of the clock of the program and of the server
}

func (p *protecting) now() time.Time { return time.Now().Add(p.ahead) }

// adminAccess is the guide on a program that is open.
func adminAccess(t *testing.T, h *Program) *change {
	t.Helper()
	i := slices.IndexFunc(h.Guides, func(g guide.Guide) bool { return g.ID == "admin-access" })
	k := &change{t: t, h: h, g: h.Guides[i], v: &guide.Visit{ID: "v", Guide: "admin-access",
		Answers: map[string]string{"roles": "held", "others": "protect"}, Outcomes: map[string]guide.Outcome{}}}
	maps.Copy(k.v.Answers, sample.Answers()["admin-access"])
	return k
}

// openAt opens the program at a server, and reads the organisation. Microsoft’s limits hold
// requests back for a second each; here nothing waits.
func openAt(t *testing.T, folder, server string, now app.Clock) *Program {
	t.Helper()
	h, err := Open(context.Background(), terminal.Flags{Data: folder, Graph: server}, false)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(h.Close)
	if err := h.graph.Close(); err != nil {
		t.Fatal(err)
	}
	h.graph = graph.NewConnections(graph.ConnectionPorts{Kept: h.Store, OpenCache: h.openCache, Local: server,
		Options: graph.Options{Now: h.flags.Clock(), NoThrottle: true,
			Sleep: func(ctx context.Context, _ time.Duration) error { return ctx.Err() }}})
	h.Tenant = h.graph
	all := h.services()
	all.Now = now
	h.Guides = guides.All(all)
	if _, err := h.graph.Refresh(context.Background(), nil, nil); err != nil {
		t.Fatal(err)
	}
	return h
}

// newProtecting opens the program at a server whose cloud can be replaced: each cloud is
// the same organisation, before anything was changed.
func newProtecting(t *testing.T) *protecting {
	t.Helper()
	p := &protecting{}
	p.cloud = graphsim.New(graphsim.Options{Defaults: true, Now: p.now})
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.cloud.Handler().ServeHTTP(w, r)
	}))
	t.Cleanup(s.Close)
	p.change = adminAccess(t, openAt(t, t.TempDir(), s.URL+"/v1.0", p.now))
	return p
}

// anew puts the organisation back as it was, and begins another visit.
func (p *protecting) anew(visit string) {
	p.ahead = 0
	p.cloud = graphsim.New(graphsim.Options{Defaults: true, Now: p.now})
	p.v.ID = visit
	delete(p.v.Answers, "keep")
}

// do shows the plan of a step and applies it.
func (p *protecting) do(step string) error {
	p.t.Helper()
	return p.apply(step, p.plan(step))
}

// must is do without a failure.
func (p *protecting) must(steps ...string) {
	p.t.Helper()
	for _, step := range steps {
		step, answer, _ := strings.Cut(step, "=")
		if answer != "" {
			p.v.Answers["keep"] = answer
		}
		if err := p.do(step); err != nil {
			p.t.Fatalf("%s %s: %v", step, answer, err)
		}
	}
}

// read reads an object at the server.
func (p *protecting) read(path string, into any) {
	p.t.Helper()
	body, err := p.h.graph.Read(context.Background(), path)
	if err == nil {
		err = json.Unmarshal(body, into)
	}
	if err != nil {
		p.t.Fatal(err)
	}
}

// mfaPolicies returns the IDs of the policies that require MFA from administrators.
func (p *protecting) mfaPolicies() (ids []string) {
	p.t.Helper()
	var list struct{ Value []tenant.AccessPolicy }
	p.read(allPolicies, &list)
	for _, row := range list.Value {
		if row.Name.Is("Handrail: MFA for administrators") {
			ids = append(ids, row.ID)
		}
	}
	return ids
}

// state returns what the server has: security defaults, and the state of each policy of
// Handrail's by the end of its name.
func (p *protecting) state() string {
	p.t.Helper()
	var defaults struct{ IsEnabled bool }
	var list struct{ Value []tenant.AccessPolicy }
	p.read(allDefaults, &defaults)
	p.read(allPolicies, &list)
	all := []string{fmt.Sprint("defaults ", defaults.IsEnabled)}
	short := strings.NewReplacer("Handrail: ", "", "no legacy apps for ", "legacy ", "MFA for ", "mfa ",
		"administrators", "admins", "everyone", "all", "enabledForReportingButNotEnforced", "report", "enabled", "on")
	if ends := p.v.Answers["exclusion-ends"]; ends != "" && p.h != nil {
		n, who := 0, strings.Fields(ends)[0]
		for _, row := range list.Value {
			if row.Conditions.Users.Exclude.Has(who) && !row.State.Is("disabled") {
				n++
			}
		}
		all = append(all, fmt.Sprint("excluded ", n))
	}
	for _, row := range list.Value {
		if strings.HasPrefix(string(row.Name), "Handrail: ") {
			all = append(all, short.Replace(string(row.Name)+" "+string(row.State)))
		}
	}
	slices.Sort(all)
	return strings.Join(all, ", ")
}

// stage is an act of the guide with its requests that write, in order.
type stage struct {
	before []string // the acts before it
	act    string
	calls  []graphsim.Fault // each hits one request
	end    string           // the state once it is complete
}

const (
	allPolicies = "/identity/conditionalAccess/policies"
	allDeleted  = "/identity/conditionalAccess/deletedItems/policies"
	allDefaults = "/policies/identitySecurityDefaultsEnforcementPolicy"
)

// nth are so many requests with a method to a path, each in its turn.
func nth(method, path string, n int) (all []graphsim.Fault) {
	for i := range n {
		all = append(all, graphsim.Fault{Method: method, Path: path, Skip: i, Count: 1})
	}
	return all
}

const (
	defaultsOn = "defaults true, legacy admins report, mfa admins report"
	switchedOn = "defaults false, legacy admins on, legacy all on, mfa admins on, mfa all on"
)

var stages = map[string]stage{
	"create": {nil, "create", nth("POST", allPolicies, 2), defaultsOn},
	"switch": {[]string{"create"}, "switch", slices.Concat(nth("PATCH", allDefaults, 1), nth("PATCH", allPolicies, 2),
		nth("POST", allPolicies, 2)), switchedOn},
	"back to report-only": {[]string{"create", "switch"}, "keep=report-only", nth("PATCH", allPolicies, 4)[2:],
		strings.ReplaceAll(switchedOn, " on", " report")},
	"remove":  {[]string{"create"}, "keep=remove", nth("DELETE", allPolicies, 2), "defaults true"},
	"restore": {[]string{"create", "keep=remove"}, "keep=restore", nth("POST", allDeleted, 2), defaultsOn},
	"end exclusions": {[]string{"create"}, "end-exclusions", nth("PATCH", allPolicies, 1),
		"defaults true, excluded 0, legacy admins report, mfa admins report"},
}

// faults are what goes wrong with a request, and how that is told.
var faults = map[string]struct {
	fault graphsim.Fault
	code  app.Code
	takes bool // the request takes effect all the same
	lost  bool // no one knows
}{
	"403": {graphsim.Fault{Effect: graphsim.Refuse, Status: http.StatusForbidden}, app.Denied, false, false},
	"429": {graphsim.Fault{Effect: graphsim.Refuse, RetryAfter: "1"}, app.Unreachable, false, false},
	"400": {graphsim.Fault{Effect: graphsim.Refuse, Status: http.StatusBadRequest, Message: "The policy is odd."},
		app.Invalid, false, false},
	"an answer that is lost": {graphsim.Fault{Effect: graphsim.Cut, After: true}, app.Unreachable, true, true},
	"a portal’s page":        {graphsim.Fault{Effect: graphsim.Portal}, app.Unreachable, false, false},
	"a request that is lost": {graphsim.Fault{Effect: graphsim.Cut}, app.Unreachable, false, true},
}

// TestFaultsAtEachWrite: whatever happens to a request, it is sent once, the error says
// what happened, how things are now is read and not claimed, and the act comes to its end
// when it is confirmed again, with nothing made twice.
func TestFaultsAtEachWrite(t *testing.T) {
	p, n := newProtecting(t), 0
	for name, s := range stages {
		for call, at := range s.calls {
			for what, f := range faults {
				if f.fault.Effect == graphsim.Portal && call > 0 {
					continue // once is enough
				}
				n++
				p.anew(fmt.Sprint("visit-", n))
				delete(p.v.Answers, "exclusion-ends")
				p.must(s.before...)
				if s.act == "end-exclusions" {
					p.v.Answers["exclusion-ends"] = p.excluded() + " 2026-01-01"
				}
				p.faultAt(t, fmt.Sprintf("%s, request %d, %s", name, call+1, what), s, at, what)
			}
		}
	}
	t.Logf("%d faults", n)
}

// excluded excludes a person from the policy that requires MFA, and returns the ID.
func (p *protecting) excluded() string {
	p.t.Helper()
	ctx := context.Background()
	have, err := tenant.Require(ctx, tenant.Request{Link: p.h.Tenant, Now: p.now()}, tenant.SectionUsers)
	if err != nil {
		p.t.Fatal(err)
	}
	people, err := tenant.All[tenant.User](ctx, have, tenant.SectionUsers)
	for _, one := range people {
		if err == nil && strings.HasPrefix(string(one.UPN), "mo.farouk@") {
			if err := p.cloud.Exclude(p.mfaPolicies()[0], one.ID); err != nil {
				p.t.Fatal(err)
			}
			return one.ID
		}
	}
	p.t.Fatal("no one", err)
	return ""
}

// faultAt makes one act with a fault at one request, and then again without.
func (p *protecting) faultAt(t *testing.T, name string, s stage, at graphsim.Fault, what string) {
	t.Helper()
	f := faults[what]
	step, answer, _ := strings.Cut(s.act, "=")
	if answer != "" {
		p.v.Answers["keep"] = answer
	}
	fault := f.fault
	fault.Method, fault.Path, fault.Skip, fault.Count = at.Method, at.Path, at.Skip, at.Count
	before := p.state()
	plan := p.plan(step)
	p.cloud.ForgetRequests()
	p.cloud.Play(fault)
	err := p.apply(step, plan)
	p.cloud.Calm()
	message, hint := app.UserMessage(err)
	if app.CodeOf(err) != f.code || message == "" || hint == "" {
		t.Errorf("%s: %v", name, err)
	}
	p.sentOnce(t, name, s)
	now := p.state()
	changed := now != before
	if changed && strings.Contains(message, "Nothing was changed") || !changed && strings.Contains(message, "Now: ") &&
		!f.lost {
		t.Errorf("%s: before %q, now %q, told %q", name, before, now, message)
	}
	if changed && !strings.Contains(message, " is ") {
		t.Errorf("%s: how it stands is not told: %q", name, message)
	}
	p.standsAs(t, name, message, now)
	entries, _ := p.h.Store.Entries(context.Background(), p.v.ID)
	if open := len(steps.Replay(entries).Unsettled()); (open == 1) != f.lost {
		t.Errorf("%s: %d requests are open", name, open)
	}
	if p.look("again").Facts()["on"] == "yes" && !strings.Contains(now, "mfa admins on") {
		t.Errorf("%s: told to be on, and is %q", name, now)
	}
	if now == s.end { // it was made, and nothing is left
		return
	}
	p.ahead += 2 * steps.Late // what Microsoft may list late is no longer late
	if err := p.do(step); err != nil {
		t.Errorf("%s: again: %v", name, err)
	}
	if end := p.state(); end != s.end {
		t.Errorf("%s: at the end %q, want %q", name, end, s.end)
	}
}
