package program

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/sample/graphsim"
	"handrail/app/tenant"
)

// confirm confirms the plan of a step as the window does.
func (p *protecting) confirm(s *guide.Session, step string) guide.Applied {
	p.t.Helper()
	v := s.Visit()
	p.v.Outcomes = v.Outcomes
	p.v.Answers = v.Answers
	return p.step(step).Confirm(context.Background(), p.h.Store, p.now, v, p.plan(step), nil)
}

// ownRole returns a role of the sample that is not Microsoft's.
func (p *protecting) ownRole() (own tenant.RoleDefinition) {
	p.t.Helper()
	ctx := context.Background()
	have, err := tenant.Require(ctx, tenant.Request{Link: p.h.Tenant, Now: p.now()}, tenant.SectionDefinitions)
	if err != nil {
		p.t.Fatal(err)
	}
	all, err := tenant.All[tenant.RoleDefinition](ctx, have, tenant.SectionDefinitions)
	for _, r := range all {
		if err == nil && r.BuiltIn.Known && !r.BuiltIn.Yes {
			return r
		}
	}
	p.t.Fatal("the sample has no role of its own", err)
	return own
}

// TestRefusedRolesAreLeftOutWithConsent: Microsoft refuses with 1103; the step asks with the
// names, makes nothing without consent, tries once with it, and the record names what no
// policy covers. Consent holds for the roles that it named, and for no others.
func TestRefusedRolesAreLeftOutWithConsent(t *testing.T) {
	p := newProtecting(t)
	own := p.ownRole()
	p.v.Answers["roles"], p.v.Answers["role-list"] = "own", "Global Administrator\nHelpdesk Administrator\n"+own.ID
	for _, step := range []string{"today", "emergency", "roles", "who"} {
		p.v.Outcomes[step] = guide.Outcome{State: guide.Completed, At: p.now()}
	}
	p.v.Step, p.v.Page = "create", guide.ShowPage
	s := guide.Open(p.g, *p.v)
	r := p.confirm(s, "create")
	if message, _ := app.UserMessage(r.Err); !strings.Contains(message, string(own.Name)) ||
		!s.Decide(r.Err, "", p.now()) || s.Page() != guide.AskPage || p.made() != 0 {
		t.Fatalf("%v, %s, %d made", r.Err, s.Page(), p.made())
	}
	v := s.Visit()
	offered := s.Asks()[0].Options(&v)
	if len(offered) != 2 || offered[0].Label != "Leave out "+string(own.Name) ||
		!strings.Contains(offered[0].Hint, "2 roles") || s.Value(s.Asks()[0]) != "stop" {
		t.Fatalf("%+v", offered)
	}
	p.submit(s, "stop")
	if r := p.confirm(s, "create"); r.Err != nil || p.made() != 0 ||
		!strings.Contains(p.plan("create").Summary, "You decided to stop") {
		t.Fatalf("stopped: %+v, %d made", r, p.made())
	}
	p.submit(s, offered[0].Value)
	p.othersRefused(s)
	p.submit(s, offered[0].Value)
	plan := p.plan("create")
	if !strings.HasSuffix(plan.Changes[0].After, ", without "+string(own.Name)) ||
		!slices.ContainsFunc(plan.Affected, func(a guide.Affected) bool {
			return a.Severity == report.Warning && strings.Contains(a.Text, "Left out because Microsoft refuses them: 1 role.")
		}) {
		t.Errorf("%+v", plan)
	}
	if r := p.confirm(s, "create"); r.Err != nil || p.made() != 2 || p.state() != defaultsOn {
		t.Fatalf("with consent: %+v, %d made, %s", r, p.made(), p.state())
	}
	p.leftOutIsWritten(own)
}

// submit answers the question of the step.
func (p *protecting) submit(s *guide.Session, answer string) {
	p.t.Helper()
	if !s.ChangeAnswer("leave-out") {
		p.t.Fatal("no such question")
	}
	if _, wrong := s.Submit(map[string]string{"leave-out": answer}, p.now()); len(wrong) > 0 {
		p.t.Fatalf("%q: %+v", answer, wrong[0].Err)
	}
	v := s.Visit()
	p.v.Answers, p.v.Outcomes = v.Answers, v.Outcomes
}

// othersRefused: Microsoft refuses the shorter list too, with another role. The consent to
// leave out the first is none for the second, and nothing is tried a third time.
func (p *protecting) othersRefused(s *guide.Session) {
	p.t.Helper()
	const helpdesk = "729827e3-9c14-49f7-bb1b-9608f156bbb8"
	p.cloud.Play(graphsim.Fault{Method: http.MethodPost, Path: allPolicies, Effect: graphsim.Refuse, Status: 400,
		Message: "1103: 'users' condition contains non-built in role ids: " + helpdesk})
	sent := p.sent()
	r := p.confirm(s, "create")
	if p.sent() != sent+1 || !s.Decide(r.Err, "", p.now()) || p.made() != 0 {
		p.t.Fatalf("%v, %d sent", r.Err, p.sent()-sent)
	}
	p.cloud.Calm()
	v := s.Visit()
	offered := s.Asks()[0].Options(&v)
	if !strings.HasPrefix(offered[0].Label, "Leave out ") || !strings.Contains(offered[0].Label,
		"Helpdesk Administrator") {
		p.t.Errorf("%+v", offered)
	}
	if _, wrong := s.Submit(nil, p.now()); len(wrong) != 1 {
		p.t.Error("the old consent counts for both roles")
	}
	// The first refusal again, as it was before.
	o := v.Outcomes["create"]
	o.Facts["refused-roles"], _, _ = strings.Cut(strings.TrimPrefix(v.Answers["leave-out"], "leave "), " ")
	s.SetOutcome("create", o, p.now())
}

// sent counts the requests to make a policy, also refused ones.
func (p *protecting) sent() (n int) {
	entries, _ := p.h.Store.Entries(context.Background(), p.v.ID)
	for _, e := range entries {
		if e.State == "sent" && e.What == "create "+allPolicies {
			n++
		}
	}
	return n
}

// leftOutIsWritten: the change log has both tries, the server the shorter list, and the record
// the role that is not covered.
func (p *protecting) leftOutIsWritten(own tenant.RoleDefinition) {
	p.t.Helper()
	var list struct{ Value []tenant.AccessPolicy }
	p.read(allPolicies, &list)
	for _, row := range list.Value {
		if strings.HasPrefix(string(row.Name), "Handrail: ") && (row.Conditions.Users.IncludeRoles.Has(own.ID) ||
			len(row.Conditions.Users.IncludeRoles) != 2) {
			p.t.Errorf("%+v", row.Conditions.Users)
		}
	}
	entries, err := p.h.Store.Entries(context.Background(), p.v.ID)
	var states []string
	for _, e := range entries {
		if e.What == "create "+allPolicies && (e.State == "failed" || e.State == "confirmed") {
			states = append(states, e.State+map[bool]string{true: " long", false: " short"}[strings.Contains(e.New, own.ID)])
		}
	}
	if want := []string{"failed long", "failed short", "confirmed short", "confirmed short"}; err != nil ||
		!slices.Equal(states, want) {
		p.t.Errorf("%v, %v", states, err)
	}
	for _, step := range []string{"again", "record"} {
		if !slices.ContainsFunc(p.look(step).Findings(), func(f report.Finding) bool {
			return f.Code == "roles-left-out" && f.Severity == report.Warning && strings.Contains(f.Text, string(own.Name))
		}) {
			p.t.Errorf("%s does not name the role", step)
		}
	}
}
