package webfilter

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"handrail/app/tenant"
)

func TestLicence(t *testing.T) {
	has := func(all ...string) func(...string) tenant.Flag {
		return func(plans ...string) tenant.Flag {
			return tenant.Flag{Known: true,
				Yes: slices.ContainsFunc(plans, func(p string) bool { return slices.Contains(all, p) })}
		}
	}
	ids := PlanIDs()
	for name, c := range map[string]struct {
		has  func(...string) tenant.Flag
		want Licence
	}{
		"6-07, Business Premium alone": {has(ids[2]), Licence{on, off, false}},
		"Plan 2":                       {has(ids[0]), Licence{on, on, false}},
		"Plan 1":                       {has(ids[1]), Licence{on, on, false}},
		"both":                         {has(ids[0], ids[2]), Licence{on, unread, true}},
		"none":                         {has(), Licence{off, off, false}},
		"not read":                     {func(...string) tenant.Flag { return unread }, Licence{}},
	} {
		if got := LicenceOf(c.has); got != c.want {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// slowEffect tries each policy for itself and counts.
func slowEffect(policies []Policy, group, category string) Outcome {
	covering, blocking := 0, 0
	for _, p := range policies {
		for _, g := range append(slices.Clone(p.Groups), map[bool]string{true: Everyone}[len(p.Groups) == 0]) {
			if g == Everyone || strings.EqualFold(g, group) {
				covering++
				for _, b := range p.Blocks {
					if b == category {
						blocking++
					}
				}
				break
			}
		}
	}
	switch {
	case blocking > 0:
		return Blocked
	case covering > 0:
		return Recorded
	}
	return NoPolicy
}

// A slow second implementation over random policies; more policies never allow more, and their order
// makes no difference.
func TestEffectByRandom(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	names, groups := Categories(), []string{"Staff", "Kiosks", "Youth"}
	rank := map[Outcome]int{NoPolicy: 0, Recorded: 1, Blocked: 2}
	for range 5000 {
		var policies []Policy
		for i := range r.IntN(5) {
			p := Policy{Name: fmt.Sprint("Policy ", i)}
			for _, g := range groups {
				if r.IntN(3) == 0 {
					p.Groups = append(p.Groups, []string{g, strings.ToUpper(g)}[r.IntN(2)])
				}
			}
			for range r.IntN(4) {
				p.Blocks = append(p.Blocks, names[r.IntN(len(names))].ID)
			}
			policies = append(policies, p)
		}
		group, category := groups[r.IntN(3)], names[r.IntN(len(names))].ID
		got, by := Effect(policies, group, category)
		if want := slowEffect(policies, group, category); got != want || (got == NoPolicy) != (len(by) == 0) {
			t.Fatalf("%+v, %s, %s: %s by %v, want %s", policies, group, category, got, by, want)
		}
		turned := slices.Clone(policies)
		slices.Reverse(turned)
		if again, _ := Effect(turned, group, category); again != got {
			t.Fatal("the order of policies", policies)
		}
		more, _ := Effect(append(turned, Policy{Name: "more", Blocks: []string{category}}), group, category)
		if rank[more] < rank[got] || more != Blocked {
			t.Fatal("one more policy", more, got)
		}
	}
}

func TestReadPolicies(t *testing.T) {
	all, wrong := ReadPolicies("Everyone;*;Gambling, Leisure\n\nA; Staff, Kiosks ;Social networking\nB;Staff;\n")
	if len(all) != 3 || len(wrong) != 0 || len(all[0].Blocks) != 7 ||
		!slices.Equal(all[1].Groups, []string{"Staff", "Kiosks"}) ||
		!slices.Equal(Groups(all), []string{Everyone, "Kiosks", "Staff"}) {
		t.Errorf("%+v, %v", all, wrong)
	}
	if _, wrong := ReadPolicies("only a name\nC;*;Casinos\n;x;Gambling"); len(wrong) != 3 {
		t.Error(wrong)
	}
}
