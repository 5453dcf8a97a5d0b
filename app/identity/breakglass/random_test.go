package breakglass

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"handrail/app/identity/access"
	"handrail/app/tenant"
)

// draw makes random organisations.
type draw struct{ *rand.Rand }

func (d draw) one(of ...string) string { return of[d.IntN(len(of))] }

func (d draw) some(in int, of ...string) (list tenant.Texts) {
	for _, x := range of {
		if d.IntN(in) == 0 {
			list = append(list, x)
		}
	}
	return list
}

// answer is mostly yes or no.
func (d draw) answer() access.Answer { return access.Answer([]int{1, 2, 1, 2, 0}[d.IntN(5)]) }

func (d draw) account() Account {
	a := sound("a")
	a.Subject.Active = access.Roles{IDs: d.some(2, "r1", "R2"), Complete: d.IntN(5) > 0}
	a.Subject.Eligible = access.Roles{IDs: d.some(4, "r1", "r3"), Complete: d.IntN(5) > 0}
	in := map[string]access.Answer{"g1": d.answer(), "g2": d.answer(), "g3": d.answer()}
	a.Subject.In = func(_, group string) access.Answer { return in[strings.ToLower(group)] }
	if d.IntN(8) == 0 {
		a.Subject.In = nil
	}
	can := map[access.Control]access.Answer{access.MFA: d.answer(), access.Strength: d.answer(),
		access.CompliantDevice: d.answer(), access.TermsOfUse: d.answer()}
	a.Can = func(_ access.Grant, c access.Control) access.Answer { return can[c] }
	return a
}

func (d draw) policy(n int) tenant.AccessPolicy {
	row := tenant.AccessPolicy{ID: fmt.Sprint("p", n), Name: "Policy"}
	row.State = tenant.Text(d.one("enabled", "enabled", "enabledForReportingButNotEnforced", "disabled", "tomorrow"))
	u := &row.Conditions.Users
	u.Include, u.Exclude = d.some(2, "All", "A"), d.some(6, "a", "b")
	u.IncludeGroups, u.ExcludeGroups = d.some(3, "g1", "G2"), d.some(4, "G1", "g3")
	u.IncludeRoles, u.ExcludeRoles = d.some(3, "R1", "r2"), d.some(4, "r1", "r3")
	row.Conditions.SignInRisk = d.some(4, "high") // a condition may hold at any sign-in
	if d.IntN(10) == 0 {
		row.Session = tenant.Raw(`{"secureSignInSession":{"isEnabled":true}}`)
	}
	g := &tenant.GrantControls{Operator: tenant.Text(d.one("OR", "OR", "AND", "AND", "XOR"))}
	g.BuiltIn, g.Terms = d.some(3, "mfa", "compliantDevice", "tomorrow"), d.some(5, "terms")
	if d.IntN(6) == 0 {
		g.BuiltIn = tenant.Texts{"block"}
	}
	row.Grant = g
	return row
}

func of(rows []tenant.AccessPolicy) (all []Policy) {
	for _, row := range rows {
		all = append(all, Policy{Policy: access.Of(row), Grant: access.GrantOf(row)})
	}
	return all
}

// TestTwoImplementationsAgree compares InTheWay with the second implementation over random
// organisations, and holds what is true of each.
func TestTwoImplementationsAgree(t *testing.T) {
	d, count := draw{rand.New(rand.NewPCG(2026, 15))}, map[access.Answer]int{}
	for range 8000 {
		rows, a := []tenant.AccessPolicy{d.policy(0), d.policy(1), d.policy(2)}, d.account()
		got := InTheWay(&a, of(rows))
		for _, row := range rows {
			want, is := slowly(row, &a), access.No
			count[want]++
			if at := slices.IndexFunc(got, func(s Stop) bool { return s.ID == row.ID }); at >= 0 {
				if is = access.Unknown; got[at].Sure {
					is = access.Yes
				}
			}
			if is != want {
				t.Fatalf("%s, but %s by the second implementation\n%+v\n%+v\n%+v", is, want, row, row.Grant, a)
			}
		}
		worseOnly(t, d, rows, a)
	}
	for answer, n := range count {
		if n < 1000 {
			t.Errorf("%s comes up %d times", answer, n)
		}
	}
}

// worseOnly holds that another policy never makes an account safer, that an exclusion or
// another ability never stops more, and that names change nothing.
func worseOnly(t *testing.T, d draw, rows []tenant.AccessPolicy, a Account) {
	t.Helper()
	before := spared(&a, of(rows), true)
	more := of(append(slices.Clone(rows), d.policy(3)))
	after := spared(&a, more, true)
	if after.Met.And(before.Met) != after.Met || len(after.Policies) < len(before.Policies) {
		t.Fatalf("one policy more, and %s becomes %s: %+v", before.Met, after.Met, more)
	}
	less := slices.Clone(rows)
	u := &less[0].Conditions.Users
	u.ExcludeGroups = append(slices.Clone(u.ExcludeGroups), d.one("g1", "g2", "g3"))
	if after := spared(&a, of(less), true); after.Met.Or(before.Met) != after.Met {
		t.Fatalf("one exclusion more, and %s becomes %s: %+v", before.Met, after.Met, less)
	}
	able, can, gained := a, a.Can, access.Control(d.one("mfa", "authenticationStrength", "compliantDevice", "termsOfUse"))
	able.Can = func(g access.Grant, c access.Control) access.Answer { return can(g, c).Or(access.Is(c == gained)) }
	if after := spared(&able, of(rows), true); after.Met.Or(before.Met) != after.Met {
		t.Fatalf("it can do more, and %s becomes %s: %+v", before.Met, after.Met, rows)
	}
	for n := range less {
		less[n] = rows[n]
		less[n].Name = "Under another name"
	}
	after = spared(&a, of(less), true)
	for n := range after.Policies {
		after.Policies[n].Name = "Policy"
	}
	if after.Met != before.Met || !reflect.DeepEqual(after.Policies, before.Policies) {
		t.Fatalf("names make %s of %s: %+v", after.Met, before.Met, rows)
	}
}
