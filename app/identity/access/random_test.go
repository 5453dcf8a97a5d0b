package access

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"handrail/app/tenant"
)

// draw takes random numbers from bytes, so that fuzzing can choose them.
type draw struct {
	data []byte
	at   int
}

func (d *draw) n(of int) int {
	v := 0
	if d.at < len(d.data) {
		v = int(d.data[d.at])
	}
	d.at++
	return v % of
}

func (d *draw) some(of ...string) (list []string) {
	for _, x := range of {
		if d.n(3) == 0 {
			list = append(list, x)
		}
	}
	return list
}

// organisation draws a policy and somebody it may be for.
func (d *draw) organisation() (tenant.AccessPolicy, Subject) {
	var p tenant.AccessPolicy
	p.ID = "p"
	p.State = tenant.Text([]string{"enabled", "enabled", "enabled", report, "disabled", "tomorrow"}[d.n(6)])
	u := &p.Conditions.Users
	u.Include, u.Exclude = d.some("All", "ada", "GuestsOrExternalUsers"), d.some("ADA", "bob", "GuestsOrExternalUsers")
	u.IncludeGroups, u.ExcludeGroups = d.some("g1", "g2"), d.some("G1", "g3")
	u.IncludeRoles, u.ExcludeRoles = d.some("r1", "r2"), d.some("R1", "r3")
	limited := d.n(3) // guests of some organisations on one side at most
	u.IncludeGuests, u.ExcludeGuests = d.guests("include", limited == 1), d.guests("exclude", limited == 2)
	if d.n(12) == 11 {
		p.Conditions.Applications.Include = tenant.Texts{"None"}
	}
	s := Subject{ID: "ada", Kinds: Kinds(d.n(16)), Home: []string{"", "t1", "T2"}[d.n(3)]}
	s.Active = Roles{d.some("r1", "r2", "R3"), d.n(4) > 0}
	s.Eligible = Roles{d.some("r1", "r2", "r3"), d.n(4) > 0}
	known := map[string]Answer{"g1": Answer(d.n(3)), "g2": Answer(d.n(3)), "g3": Answer(d.n(3))}
	if d.n(8) > 0 {
		s.In = func(_, g string) Answer { return known[strings.ToLower(g)] }
	}
	return p, s
}

func (d *draw) guests(side string, limited bool) tenant.Raw {
	kinds := d.some("internalGuest", "b2bCollaborationGuest", "b2bCollaborationMember",
		"b2bDirectConnectUser", "serviceProvider")
	if d.n(16) == 15 {
		kinds = append(kinds, "marsGuest")
	}
	if len(kinds) == 0 || d.n(2) == 0 {
		return nil
	}
	var from []string
	if limited {
		from = []string{"T1", "t2", "t3"}[:1+d.n(3)]
	}
	_, raw, _ := strings.Cut(guestsJSON(side, strings.Join(kinds, ", "), from...), ":")
	return tenant.Raw(raw)
}

// check holds everything that must be true of one random organisation.
func check(t *testing.T, data []byte) (answer Answer) {
	t.Helper()
	d := &draw{data: data}
	p, s := d.organisation()
	policy := Of(p)
	r := policy.Reach(&s)
	fail := func(what string, args ...any) {
		text, _ := json.Marshal(p)
		t.Fatalf("%s\n policy %s\n subject %+v", fmt.Sprintf(what, args...), text, s)
	}
	if slow := worlds(p, s); slow != r.Answer {
		fail("%s by Reach (%s), %s by the second implementation", r.Answer, r.Why(), slow)
	}
	if text := r.Text(nil); !strings.HasSuffix(text, ".") || strings.Contains(text, `"`) {
		fail("the reason is %q", text)
	}
	acts := r.Acts()
	if (p.ReportOnly() || p.State == "disabled") && acts != No || p.Enforced() && acts != r.Answer ||
		rank(acts) > rank(r.Answer) || acts != policy.Acts(&s) {
		fail("answer %s, acts %s", r.Answer, acts)
	}
	fewer(fail, d, p, s, r.Answer)
	learn(fail, &policy, s, r.Answer)
	return r.Answer
}

// fewer holds that an exclusion never makes a policy reach more.
func fewer(fail func(string, ...any), d *draw, p tenant.AccessPolicy, s Subject, before Answer) {
	less := p
	switch u := &less.Conditions.Users; d.n(5) {
	case 0:
		u.Exclude = append(slices.Clone(u.Exclude), []string{"ada", "bob", "GuestsOrExternalUsers"}[d.n(3)])
	case 1:
		u.ExcludeGroups = append(slices.Clone(u.ExcludeGroups), []string{"g1", "g2", "g3"}[d.n(3)])
	case 2:
		u.ExcludeRoles = append(slices.Clone(u.ExcludeRoles), []string{"r1", "r2", "r3"}[d.n(3)])
	case 3:
		if len(u.ExcludeGuests) == 0 {
			u.ExcludeGuests = d.guests("exclude", d.n(2) == 0)
		}
	case 4:
		u.Exclude = append(slices.Clone(u.Exclude), "ada")
	}
	policy := Of(less)
	if after := policy.Reach(&s); rank(after.Answer) > rank(before) {
		fail("an exclusion made %s of %s: %+v", after.Answer, before, less.Conditions.Users)
	}
}

// rank orders answers by how far a policy reaches.
func rank(a Answer) int { return map[Answer]int{No: 0, Unknown: 1, Yes: 2}[a] }

// learn holds that knowing more never turns a certain answer around.
func learn(fail func(string, ...any), p *Policy, s Subject, before Answer) {
	if before == Unknown {
		return
	}
	known := s
	known.Active.Complete, known.Eligible.Complete = true, true
	for _, kind := range []Kinds{Member, InternalGuest, ExternalGuest, ExternalMember} {
		if s.Kinds != 0 && s.Kinds&kind == 0 {
			continue
		}
		known.Kinds = kind
		for _, home := range []string{"t1", elsewhere} {
			if known.Home = home; s.Home != "" {
				known.Home = s.Home
			}
			for _, in := range []Answer{Yes, No} {
				known.In = func(person, g string) Answer {
					if s.In != nil && s.In(person, g) != Unknown {
						return s.In(person, g)
					}
					return in
				}
				if r := p.Reach(&known); r.Answer != before && r.Answer != Unknown {
					fail("%s, but %s once more is known: %+v", before, r.Answer, known)
				}
			}
		}
	}
}

// TestTwoImplementationsAgree compares Reach with the second implementation over
// random organisations, which must not all come out the same.
func TestTwoImplementationsAgree(t *testing.T) {
	rnd := rand.New(rand.NewPCG(2026, 11))
	count := map[Answer]int{}
	data := make([]byte, 80)
	const n = 4000
	for range n {
		for i := range data {
			data[i] = byte(rnd.UintN(256))
		}
		count[check(t, data)]++
	}
	for _, a := range []Answer{Yes, No, Unknown} {
		if count[a] < n/30 {
			t.Errorf("%s comes up %d times in %d", a, count[a], n)
		}
	}
}

// FuzzReach is TestTwoImplementationsAgree on organisations that the fuzzer
// makes up.
func FuzzReach(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte{1, 2, 0, 0, 1, 0, 3, 0, 0, 5, 0, 0, 7, 0, 1, 0, 0, 9, 0, 0, 2, 0, 0, 4, 0, 0, 1, 15, 1, 0})
	f.Fuzz(func(t *testing.T, data []byte) { check(t, data) })
}

// FuzzOf: whatever a row holds there is an answer with a reason, and who is
// excluded by name is not reached.
func FuzzOf(f *testing.F) {
	f.Add(`{"users":{"includeUsers":["All"],
		"excludeGuestsOrExternalUsers":{"guestOrExternalUserTypes":"internalGuest"}}}`)
	f.Add(`{"users":{"includeGroups":null,"includeRoles":"x",
		"includeGuestsOrExternalUsers":{"guestOrExternalUserTypes":7}}}`)
	f.Add(`{"users":{"includeGuestsOrExternalUsers":{"guestOrExternalUserTypes":"internalGuest",
		"externalTenants":{"membershipKind":"x","members":[1]}}}}`)
	f.Fuzz(func(t *testing.T, conditions string) {
		var row tenant.AccessPolicy
		if json.Unmarshal([]byte(conditions), &row.Conditions) != nil {
			return
		}
		row.State = "enabled"
		for _, s := range []Subject{dim, gus, fab, who} {
			p := Of(row)
			if r := p.Reach(&s); r.Why() == "" || r.Text(nil) == "" {
				t.Errorf("%+v", r)
			}
			out := row
			out.Conditions.Users.Exclude = append(slices.Clone(row.Conditions.Users.Exclude), s.ID)
			p = Of(out)
			if r := p.Reach(&s); r.Answer != No {
				t.Errorf("excluded by name, still %s: %s", r.Answer, r.Why())
			}
		}
	})
}
