package webfilter

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"handrail/app/device/indicator"
	rules "handrail/app/device/webfilter"
)

// slowly answers for one site by trying every policy and every indicator on its own, the strongest last.
func slowly(p *plan, group, category, site string) string {
	result := "open"
	for _, one := range p.policies {
		here := len(one.Groups) == 0 || slices.Contains(one.Groups, group)
		if here && slices.Contains(one.Blocks, category) {
			result = "blocked"
		}
	}
	for _, action := range []indicator.Action{indicator.Block, indicator.Warn, indicator.Allow} {
		for _, i := range p.indicators {
			if i.Value == site && i.Action == action {
				result = map[indicator.Action]string{indicator.Block: "blocked", indicator.Warn: "warned",
					indicator.Allow: "open"}[action]
			}
		}
	}
	return result
}

func outcomeAt(p *plan, group string, c rules.Category, site string) string {
	e := p.effect(group, c)
	switch {
	case slices.Contains(e.except, site):
		return "open"
	case slices.Contains(e.warned, site):
		return "warned"
	case slices.Contains(e.unsure, site):
		return "unknown"
	case e.outcome == rules.Blocked:
		return "blocked"
	}
	switch p.simulate(site, group, indicator.FilterAllows) {
	case indicator.Warned:
		return "warned"
	case indicator.Blocked:
		return "blocked"
	case indicator.Allowed:
		return "open"
	}
	return "unknown"
}

// A second, slow implementation over random policies and indicators. The order of either makes no difference;
// one more policy opens nothing, and one more Allow indicator opens its own site and no other.
func TestEffectByRandom(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	groups, sites := []string{"Office", "Hall"}, []string{"a.example", "b.example", "c.example"}
	actions := []indicator.Action{indicator.Allow, indicator.Warn, indicator.Block}
	all := rules.Categories()
	for range 3000 {
		p := &plan{now: func(v indicator.Visit) indicator.Visit { v.Now = time.Unix(1e9, 0); return v }}
		for i := range r.IntN(4) {
			one := rules.Policy{Name: fmt.Sprint(i)}
			if r.IntN(2) == 0 {
				one.Groups = []string{groups[r.IntN(2)]}
			}
			for range r.IntN(3) {
				one.Blocks = append(one.Blocks, all[r.IntN(6)].ID)
			}
			p.policies = append(p.policies, one)
		}
		for range r.IntN(5) {
			p.indicators = append(p.indicators, indicator.Indicator{Type: indicator.DomainName, Value: sites[r.IntN(3)],
				Action: actions[r.IntN(3)], Title: "t", Description: "d"})
		}
		group, c, site := groups[r.IntN(2)], all[r.IntN(6)], sites[r.IntN(3)]
		got := outcomeAt(p, group, c, site)
		if want := slowly(p, group, c.ID, site); got != want {
			t.Fatalf("%+v %+v: %s in %s for %s is %s, want %s", p.policies, p.indicators, site, c.ID, group, got, want)
		}
		slices.Reverse(p.policies)
		slices.Reverse(p.indicators)
		if again := outcomeAt(p, group, c, site); again != got {
			t.Fatal("the order", p.policies, p.indicators, got, again)
		}
		p.indicators = append(p.indicators, indicator.Indicator{Type: indicator.DomainName, Value: "d.example",
			Action: indicator.Allow, Title: "t", Description: "d"})
		if again := outcomeAt(p, group, c, site); again != got || outcomeAt(p, group, c, "d.example") != "open" {
			t.Fatal("one more Allow", got, again)
		}
		p.policies = append(p.policies, rules.Policy{Name: "more", Blocks: []string{c.ID}})
		if again := outcomeAt(p, group, c, site); got != "open" && again != got ||
			again == "open" && slowly(p, group, c.ID, site) != "open" {
			t.Fatal("one more policy", got, again)
		}
	}
}
