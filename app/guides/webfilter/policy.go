package webfilter

import (
	"slices"
	"strings"

	"handrail/app/device/hunting"
	"handrail/app/device/indicator"
	rules "handrail/app/device/webfilter"
	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/guide/export"
)

// plan is what the policies and the indicators do together.
type plan struct {
	policies   []rules.Policy
	indicators []indicator.Indicator
	err        error         // of the indicators
	report     *rules.Report // with the categories of sites; may be nil
	now        func(indicator.Visit) indicator.Visit
}

// planned reads the plan of a visit.
func (d deps) planned(v *guide.Visit) *plan {
	p := &plan{now: func(at indicator.Visit) indicator.Visit { at.Now = d.Now(); return at }}
	p.policies, _ = policies(v.Answer(askPolicies))
	p.indicators, p.err = d.sites(v.Answer(askIndicators))
	p.report, _, _ = d.readReport(v)
	return p
}

// sites returns the indicators of an answer: a file, pasted text of one, or sites that are allowed.
func (d deps) sites(answer string) ([]indicator.Indicator, error) {
	columns := func(text string) bool { return strings.Contains(strings.ToLower(text), "indicatortype") }
	if columns(answer) || isPath(strings.TrimSpace(answer)) && len(ask.Rows(answer)) == 1 {
		data, _, err := export.Text(answer, columns, d.Files.Read)
		if err != nil {
			return nil, err
		}
		list, err := indicator.Read(data)
		return list.Rows, err
	}
	var all []indicator.Indicator
	for _, site := range ask.Items(answer) {
		kind := indicator.DomainName
		if strings.Contains(site, "/") {
			kind = indicator.URL
		}
		all = append(all, indicator.Indicator{Type: kind, Value: site, Action: indicator.Allow, Title: "Allowed",
			Description: "Allowed beside the web filter"})
	}
	return all, nil
}

// effect is what becomes of a category on a device group.
type effect struct {
	rules.Category
	group   string
	outcome rules.Outcome
	by      []string
	except  []string // sites that are open all the same
	warned  []string // sites at which people can continue after a warning
	unsure  []string // sites of which it is not known
}

// effect returns what becomes of a category on a device group: the stricter policy wins, then the
// indicators, each for its site.
func (p *plan) effect(group string, c rules.Category) effect {
	e := effect{Category: c, group: group}
	e.outcome, e.by = rules.Effect(p.policies, group, c.ID)
	if e.outcome != rules.Blocked {
		return e
	}
	for _, site := range p.listed() {
		if of := p.report.Category(hunting.Host(site)); of != "" && of != c.ID {
			continue // it is in another category
		}
		switch p.simulate(site, group, indicator.FilterBlocks) {
		case indicator.Allowed:
			e.except = append(e.except, site)
		case indicator.Warned:
			e.warned = append(e.warned, site)
		case indicator.NotKnown:
			e.unsure = append(e.unsure, site)
		}
	}
	return e
}

// simulate returns what becomes of a site on a device group.
func (p *plan) simulate(site, group string, filter indicator.FilterAnswer) indicator.Outcome {
	got, err := indicator.Simulate(p.indicators, p.now(indicator.Visit{URL: site, Group: group,
		GroupKnown: group != rules.Everyone, Filter: filter}))
	if err != nil {
		return indicator.NotKnown
	}
	return got.Outcome
}

// listed returns the sites of the indicators, each once.
func (p *plan) listed() (all []string) {
	for _, i := range p.indicators {
		if (i.Type == indicator.DomainName || i.Type == indicator.URL) && !slices.Contains(all, i.Value) {
			all = append(all, i.Value)
		}
	}
	return all
}

// addresses returns how many IP addresses the indicators allow, or warn about.
func (p *plan) addresses() (n int) {
	now := p.now(indicator.Visit{}).Now
	for _, i := range p.indicators {
		opens := i.Action == indicator.Allow || i.Action == indicator.Warn
		if i.Type == indicator.IPAddress && opens && !i.Expired(now) {
			n++
		}
	}
	return n
}

// groups returns the device groups of the plan. Beside groups of their own, Everyone is all the other devices.
func (p *plan) groups() []string {
	all := rules.Groups(p.policies)
	if len(all) == 0 {
		return []string{rules.Everyone}
	}
	return all
}

// effects returns every category that a policy blocks somewhere, for each group.
func (p *plan) effects() (all []effect) {
	for _, c := range rules.Categories() {
		blocked := slices.ContainsFunc(p.policies, func(one rules.Policy) bool { return slices.Contains(one.Blocks, c.ID) })
		for _, g := range p.groups() {
			if blocked {
				all = append(all, p.effect(g, c))
			}
		}
	}
	return all
}
