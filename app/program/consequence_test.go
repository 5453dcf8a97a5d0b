package program

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app/drift"
	"handrail/app/guide"
	"handrail/app/identity/access"
	"handrail/app/tenant"
)

// TestWhatFollowsIsWhatPoliciesSay changes policies and groups of the sample at Microsoft, and compares the numbers of
// each sentence with those that app/identity/access gives person by person, before and after.
func TestWhatFollowsIsWhatPoliciesSay(t *testing.T) {
	p, ctx := openSample(t), context.Background()
	scopes := []string{"Policy.Read.All", "Policy.ReadWrite.ConditionalAccess", "Application.Read.All",
		"GroupMember.ReadWrite.All", "GroupMember.Read.All"}
	if err := p.graph.Ask(ctx, scopes...); err != nil {
		t.Fatal(err)
	}
	refresh := func() map[string]bool {
		t.Helper()
		if _, err := p.Tenant.Refresh(ctx, nil, nil); err != nil {
			t.Fatal(err)
		}
		var groups []string
		for _, row := range all[tenant.AccessPolicy](t, p, tenant.SectionAccess) {
			policy := access.Of(row)
			for _, g := range policy.Groups() {
				groups = append(groups, tenant.MembersSection(g))
			}
		}
		slices.Sort(groups)
		if _, err := p.Tenant.Refresh(ctx, slices.Compact(groups), nil); err != nil {
			t.Fatal(err)
		}
		return asked(t, p)
	}
	before := refresh()
	at := time.Now()
	step := func(name, wants string) {
		t.Helper()
		after := refresh()
		v, err := p.Tenant.View(ctx)
		if err != nil {
			t.Fatal(err)
		}
		r, err := drift.Since(ctx, drift.Sources{View: v}, at, time.Now().Add(time.Hour))
		if err != nil || len(r.Told) == 0 {
			t.Fatalf("%s: %+v, %v", name, r.Told, err)
		}
		told := r.Told[0]
		lost, gained := differ(before, after), differ(after, before)
		fact := drift.Fact{What: "People who must use MFA, of " + guide.Figures(len(after)),
			Before: guide.Figures(count(before)), After: guide.Figures(count(after))}
		number := lost + gained
		if !strings.Contains(told.Text, fmt.Sprintf(wants, number)) || number < 5 || !slices.Contains(told.Facts, fact) {
			t.Errorf("%s: %d lose it, %d gain it, should have %+v; %+v", name, lost, gained, fact, told)
		}
		before, at = after, time.Now()
	}
	var policy tenant.AccessPolicy
	for _, row := range all[tenant.AccessPolicy](t, p, tenant.SectionAccess) {
		if strings.HasPrefix(string(row.Name), "CA003") {
			policy = row
		}
	}
	path := "/identity/conditionalAccess/policies/" + policy.ID
	if _, err := p.graph.Patch(ctx, path, []byte(`{"state":"enabled"}`)); err != nil {
		t.Fatal(err)
	}
	step("a policy is turned on", "%d more people must use MFA.")
	group, added := policy.Conditions.Users.ExcludeGroups[0], 0
	for _, u := range all[tenant.User](t, p, tenant.SectionUsers) {
		if before[u.ID] && added < 14 {
			body := `{"@odata.id":"https://graph.microsoft.com/v1.0/directoryObjects/` + u.ID + `"}`
			if _, _, err := p.graph.Post(ctx, "/groups/"+group+"/members/$ref", []byte(body)); err != nil {
				t.Fatal(err)
			}
			added++
		}
	}
	step("an excluded group grows", "%d people can sign in without MFA. The policies “CA003")
	if _, err := p.graph.Patch(ctx, path, []byte(`{"state":"disabled"}`)); err != nil {
		t.Fatal(err)
	}
	step("the policy is turned off", "%d people can sign in without MFA. The policy “CA003")
}

func all[T any](t *testing.T, p *Program, section string) []T {
	t.Helper()
	v, err := p.Tenant.View(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	rows, err := tenant.All[T](context.Background(), v, section)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// asked returns of every account that can sign in whether MFA is required of it at every sign-in: by security defaults,
// per-user MFA, or a policy that is on, requires MFA and has no condition.
func asked(t *testing.T, p *Program) map[string]bool {
	t.Helper()
	defaults, one := false, map[string]bool{}
	for _, d := range all[tenant.SecurityDefaults](t, p, tenant.SectionDefaults) {
		defaults = d.Enabled.Yes
	}
	for _, m := range all[tenant.PerUserMFA](t, p, tenant.SectionPerUserMFA) {
		one[m.ID] = m.State.Is("enabled") || m.State.Is("enforced")
	}
	roles := all[tenant.RoleAssignment](t, p, tenant.SectionRoles)
	policies := all[tenant.AccessPolicy](t, p, tenant.SectionAccess)
	in := func(person, group string) access.Answer {
		return access.Is(slices.ContainsFunc(all[tenant.Member](t, p, tenant.MembersSection(group)),
			func(m tenant.Member) bool { return m.ID == person }))
	}
	is := map[string]bool{}
	for _, u := range all[tenant.User](t, p, tenant.SectionUsers) {
		if u.Enabled.No() {
			continue
		}
		s := access.Subject{ID: u.ID, Kinds: access.KindsOfUser(u), In: in}
		s.Active, s.Eligible = access.RolesOf(roles, u.ID, tenant.Status{Completed: time.Now()})
		is[u.ID] = defaults || one[u.ID]
		for _, row := range policies {
			policy := access.Of(row)
			if !row.Enforced() || !slices.Contains(access.GrantOf(row).Controls, access.MFA) {
				continue
			}
			if r := policy.Reach(&s); r.Answer == access.Yes && len(r.Conditions) == 0 {
				is[u.ID] = true
			}
		}
	}
	return is
}

func count(is map[string]bool) (n int) {
	for _, yes := range is {
		if yes {
			n++
		}
	}
	return n
}

// differ returns how many are in a and not in b.
func differ(a, b map[string]bool) (n int) {
	for id, yes := range a {
		if yes && !b[id] {
			n++
		}
	}
	return n
}
