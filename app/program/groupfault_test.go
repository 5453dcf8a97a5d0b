package program

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"handrail/app"
	steps "handrail/app/guide/change"
	"handrail/app/sample/graphsim"
	"handrail/app/tenant"
)

// groups returns the groups for emergency access at the server, with how many members.
func (p *protecting) groups() string {
	p.t.Helper()
	var list struct{ Value []tenant.Group }
	p.read("/groups", &list)
	all := []string{}
	for _, g := range list.Value {
		if g.Name.Is("Handrail: emergency access accounts") {
			var members struct{ Value []tenant.Member }
			p.read("/groups/"+g.ID+"/members", &members)
			all = append(all, fmt.Sprintf("%d members", len(members.Value)))
		}
	}
	return strings.Join(all, ", ")
}

// groupStages are the acts of the step that makes the group, with their requests that write.
var groupStages = map[string]struct {
	before, answer string
	call           graphsim.Fault
	end            string
}{
	"make":   {"", "new", graphsim.Fault{Method: http.MethodPost, Path: "/groups", Count: 1}, "2 members"},
	"delete": {"new", "accounts", graphsim.Fault{Method: http.MethodDelete, Path: "/groups/", Count: 1}, ""},
}

// TestFaultsAtTheStepThatMakesTheGroup: whatever happens to a request, there never are two
// groups, a lost answer is read and not claimed, and the act comes to its end when it is
// confirmed again.
func TestFaultsAtTheStepThatMakesTheGroup(t *testing.T) {
	p, n := newProtecting(t), 0
	for name, s := range groupStages {
		for what, f := range faults {
			n++
			p.anew(fmt.Sprint("visit-", n))
			if s.before != "" {
				p.v.Answers["emergency-group"] = s.before
				p.must("group")
			}
			p.v.Answers["emergency-group"] = s.answer
			fault := f.fault
			fault.Method, fault.Path, fault.Count = s.call.Method, s.call.Path, s.call.Count
			before, plan := p.groups(), p.plan("group")
			p.cloud.Play(fault)
			err := p.apply("group", plan)
			p.cloud.Calm()
			message, hint := app.UserMessage(err)
			now := p.groups()
			if app.CodeOf(err) != f.code || hint == "" || (now == s.end) != f.takes ||
				now != before && strings.Contains(message, "Nothing was changed") {
				t.Errorf("%s, %s: %v, before %q, now %q", name, what, err, before, now)
			}
			entries, _ := p.h.Store.Entries(context.Background(), p.v.ID)
			if open := len(steps.Replay(entries).Unsettled()); (open == 1) != f.lost {
				t.Errorf("%s, %s: %d requests are open", name, what, open)
			}
			p.ahead += 2 * steps.Late // what Microsoft may list late is no longer late
			if err := p.do("group"); err != nil || p.groups() != s.end {
				t.Errorf("%s, %s, again: %v, %q, want %q", name, what, err, p.groups(), s.end)
			}
			if err := p.do("group"); err != nil || p.groups() != s.end {
				t.Errorf("%s, %s, a third time: %v, %q", name, what, err, p.groups())
			}
		}
	}
}

// TestTheGroupIsNotMadeInTheDark: what cannot be read right before the act, or changed since
// the plan was shown, stops the act or makes it say that it does not know; once it can be
// read, the act comes to its end and nothing was made twice.
func TestTheGroupIsNotMadeInTheDark(t *testing.T) {
	p, n := newProtecting(t), 0
	for name, f := range map[string]graphsim.Fault{
		"403":                    {Effect: graphsim.Refuse, Status: http.StatusForbidden},
		"429, one call a second": {Effect: graphsim.Refuse, RetryAfter: "1", Count: 2},
		"a lost connection":      {Effect: graphsim.Cut},
	} {
		for _, path := range []string{"/groups", "/groups/", allPolicies} {
			for act, s := range groupStages {
				n++
				p.anew(fmt.Sprint("visit-", n))
				if s.before != "" {
					p.v.Answers["emergency-group"] = s.before
					p.must("group")
				}
				p.v.Answers["emergency-group"] = s.answer
				before, plan := p.groups(), p.plan("group")
				f.Method, f.Path = http.MethodGet, path
				p.cloud.Play(f)
				err := p.apply("group", plan)
				p.cloud.Calm()
				message, hint := app.UserMessage(err)
				now := p.groups()
				if now != before && now != s.end || err == nil && now != s.end || err != nil && (hint == "" ||
					now != before && strings.Contains(message, "Nothing was changed")) {
					t.Errorf("%s at %s, %s: %v, before %q, now %q", name, path, act, err, before, now)
				}
				p.ahead += 2 * steps.Late
				if err := p.do("group"); err != nil || p.groups() != s.end {
					t.Errorf("%s at %s, %s, again: %v, %q", name, path, act, err, p.groups())
				}
			}
		}
	}
}

// TestDriftAtTheStepThatMakesTheGroup: a policy that began to exclude the group keeps it from
// being deleted.
func TestDriftAtTheStepThatMakesTheGroup(t *testing.T) {
	p := newProtecting(t)
	p.v.Answers["emergency-group"] = "new"
	p.must("group")
	p.v.Answers["emergency-group"] = "accounts"
	plan := p.plan("group")
	p.v.Answers["emergency-group"] = "new"
	p.must("create") // the policies exclude it
	p.v.Answers["emergency-group"] = "accounts"
	if err := p.apply("group", plan); app.CodeOf(err) != app.Denied || p.groups() != "2 members" {
		t.Errorf("%v, %q", err, p.groups())
	}
}
