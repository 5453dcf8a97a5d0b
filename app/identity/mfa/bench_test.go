package mfa

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"handrail/app/identity/access"
)

// crowd returns a typical organisation of n people: most have an app, many a phone,
// some only a phone, and for a few their groups decide.
func crowd(n int) *Organisation {
	rnd := rand.New(rand.NewPCG(1, 1))
	o := &Organisation{Policy: policyOf(nil2{}, "sms voice app@g0 fido/g1 code"), Cloud: "global"}
	o.Enforcement = Enforcement{Complete: access.Yes, Portals: access.Yes, Defaults: access.No, Policies: []Access{
		{Name: "Everyone", Asks: true,
			Policy: access.For(access.Scope{Everyone: true}, access.Scope{Groups: []string{"g2"}})},
		{Name: "Guard", Guards: true, Policy: access.For(access.Scope{Groups: []string{"g3"}}, access.Scope{})}}}
	members := map[string]map[string]bool{}
	for g := range 4 {
		members[fmt.Sprint("g", g)] = map[string]bool{}
	}
	for i := range n {
		p := Person{ID: fmt.Sprintf("%08d-0000-4000-8000-000000000000", i), Name: fmt.Sprint("Person ", i),
			InReport: access.Yes, Enabled: access.Yes, Guest: access.No, Admin: access.No, RolesRead: true, EligibleRead: true,
			PerUser: access.No, SystemPreferred: access.Is(rnd.IntN(10) > 0), SSPRCapable: access.Is(rnd.IntN(2) == 0),
			Preferred: Text}
		for range 1 + rnd.IntN(3) {
			p.Registered |= RegisteredOf(randomMethods[rnd.IntN(len(randomMethods))])
		}
		for g := range 4 {
			if rnd.IntN(3) == 0 {
				members[fmt.Sprint("g", g)][p.ID] = true
			}
		}
		o.People = append(o.People, p)
	}
	o.Belongs = func(p, g string) access.Answer { return access.Is(members[g][p]) }
	return o
}

// nil2 allows the use of policyOf outside a test.
type nil2 struct{ testing.TB }

func (nil2) Helper() {}

// BenchmarkImpact is a changed choice: everything from the people in memory to
// the totals.
func BenchmarkImpact(b *testing.B) {
	off, _ := ParseChanges("sms-off,voice-off")
	for _, n := range []int{1_000, 10_000, 100_000} {
		o := crowd(n)
		after := Apply(o.Policy, off)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				impactOf(o, after)
			}
		})
	}
}

// BenchmarkSorted is the list of people, the worst first.
func BenchmarkSorted(b *testing.B) {
	off, _ := ParseChanges("sms-off,voice-off")
	for _, n := range []int{1_000, 100_000} {
		o := crowd(n)
		v := impactOf(o, Apply(o.Policy, off))
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				v.Sorted()
			}
		})
	}
}

// BenchmarkBoard is the board of the end of text messages and phone calls, in queues.
func BenchmarkBoard(b *testing.B) {
	for _, n := range []int{1_000, 100_000} {
		o := crowd(n)
		for i := range o.People {
			o.People[i].Department = fmt.Sprint("Department ", i%40)
			o.People[i].PreferredName = "sms"
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if all := impactOf(o, o.Policy).Board(nil); len(all.Lines) == 0 || len(all.Departments()) == 0 {
					b.Fatal("no one is on the board")
				}
			}
		})
	}
}

// BenchmarkManyPolicies is who needs MFA, and the whole effect, with 2,000 policies.
func BenchmarkManyPolicies(b *testing.B) {
	o := crowd(100_000)
	for n := range 2000 {
		o.Enforcement.Policies = append(o.Enforcement.Policies, Access{Name: fmt.Sprint(n), Asks: true,
			Policy: access.For(access.Scope{Groups: []string{fmt.Sprint("g", n%4)}}, access.Scope{Groups: []string{"g3"}})})
	}
	b.ReportAllocs()
	for b.Loop() {
		o.Prompted(&o.Enforcement)
		impactOf(o, o.Policy)
	}
}
