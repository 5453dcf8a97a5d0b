package mfa

import (
	"maps"
	"slices"
	"testing"

	"handrail/app/identity/access"
)

// TestAllAtOnceIsAsOneByOne: asked together, the people of random organisations get the
// answers that each gets alone.
func TestAllAtOnceIsAsOneByOne(t *testing.T) {
	defer func(n int) { few = n }(few)
	count := map[access.Answer]int{}
	worlds(t, 1500, func(o *Organisation, after Policy, e *Enforcement) {
		type answers struct {
			results     []Result
			totals      map[Outcome]int
			prompted    map[access.Answer]int
			sometimes   int
			newly, open int
			lose        []access.Answer
		}
		ask := func() (a answers) {
			v := Impact(Question{Organisation: o, After: after, Enforcement: e, Date: day(2026, 11, 22)})
			for _, r := range v.Results {
				a.results = append(a.results, Result{Outcomes: r.Outcomes, Possible: r.Possible})
			}
			then := &o.Enforcement
			if e != nil {
				then = e
			}
			a.totals, a.prompted, a.sometimes = v.Totals, o.Prompted(then), o.PromptedSometimes(then)
			a.newly, a.open = o.NewlyPrompted(then)
			a.lose = o.LoseDefaults()
			return a
		}
		few = 1 << 20
		one := ask()
		few = -1
		all := ask()
		if !slices.Equal(one.results, all.results) || !maps.Equal(one.totals, all.totals) ||
			!maps.Equal(one.prompted, all.prompted) || one.sometimes != all.sometimes || one.newly != all.newly ||
			one.open != all.open || !slices.Equal(one.lose, all.lose) {
			t.Errorf("one by one %+v\nat once %+v", one, all)
		}
		for i, lose := range all.lose {
			if count[lose]++; lose != o.LosesDefaults(i) {
				t.Errorf("person %d: %s, alone %s", i, lose, o.LosesDefaults(i))
			}
		}
		for k, n := range all.prompted {
			count[k] += n
		}
	})
	if count[access.Yes] < 500 || count[access.No] < 500 || count[access.Unknown] < 500 {
		t.Errorf("%v", count)
	}
}
