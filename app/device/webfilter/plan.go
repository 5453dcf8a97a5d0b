package webfilter

import (
	_ "embed"
	"encoding/json"
	"slices"
	"strings"

	"handrail/app/tenant"
)

//go:embed dated.json
var datedFile []byte

var dated = readDated()

type datedFacts struct {
	Latency  struct{ Value int }       `json:"latencyHours"`
	Browsers struct{ Values []string } `json:"browsers"`
	Plans    []struct {
		ID     string `json:"id"`
		Name   string `json:"name"`
		Groups bool   `json:"groups"`
	} `json:"plans"`
}

func readDated() (d datedFacts) {
	if err := json.Unmarshal(datedFile, &d); err != nil {
		panic("webfilter: dated.json: " + err.Error())
	}
	return d
}

// LatencyHours is how long a policy may take until a device follows it.
func LatencyHours() int { return dated.Latency.Value }

// PlanIDs returns the service plans that have the web filter.
func PlanIDs() (all []string) {
	for _, p := range dated.Plans {
		all = append(all, p.ID)
	}
	return all
}

// Licence is what the organisation may do.
type Licence struct {
	Filter tenant.Flag // there is a plan with the filter
	// Groups is whether policies can be for single device groups. With Business Premium alone there is one
	// policy for everyone. With plans of both kinds it is not known.
	Groups tenant.Flag
	Mixed  bool // plans of both kinds
}

// LicenceOf asks for each plan whether the organisation has it.
func LicenceOf(has func(plans ...string) tenant.Flag) Licence {
	var with, without []string
	for _, p := range dated.Plans {
		if p.Groups {
			with = append(with, p.ID)
		} else {
			without = append(without, p.ID)
		}
	}
	scoped, single := has(with...), has(without...)
	switch {
	case !scoped.Known || !single.Known:
		return Licence{}
	case scoped.Yes && single.Yes:
		return Licence{Filter: tenant.On(), Mixed: true}
	case scoped.Yes:
		return Licence{Filter: tenant.On(), Groups: tenant.On()}
	case single.Yes:
		return Licence{Filter: tenant.On(), Groups: tenant.Off()}
	}
	return Licence{Filter: tenant.Off(), Groups: tenant.Off()}
}

// Everyone is the device group of a policy without groups.
const Everyone = "*"

// Policy blocks categories on device groups. A category that it does not block is only recorded.
type Policy struct {
	Name   string
	Groups []string // empty, or Everyone: all devices
	Blocks []string // IDs of categories
}

// covers reports whether a policy is for a device group.
func (p Policy) covers(group string) bool {
	return len(p.Groups) == 0 || slices.Contains(p.Groups, Everyone) ||
		slices.ContainsFunc(p.Groups, func(g string) bool { return strings.EqualFold(g, group) })
}

// Outcome is what becomes of a category on a device group.
type Outcome string

// The outcomes.
const (
	Blocked  Outcome = "blocked"
	Recorded Outcome = "recorded" // not blocked; the report counts it
	NoPolicy Outcome = "no-policy"
)

// Effect returns what several policies do with a category on a device group, and the names of those that
// decide it. The stricter one wins for each category.
func Effect(policies []Policy, group, category string) (o Outcome, by []string) {
	o = NoPolicy
	for _, p := range policies {
		if !p.covers(group) {
			continue
		}
		switch blocks := slices.Contains(p.Blocks, category); {
		case blocks && o != Blocked:
			o, by = Blocked, []string{p.Name}
		case blocks, !blocks && o == Recorded:
			by = append(by, p.Name)
		case o == NoPolicy:
			o, by = Recorded, []string{p.Name}
		}
	}
	return o, by
}

// Groups returns the device groups that policies name, each once, Everyone first.
func Groups(policies []Policy) (all []string) {
	for _, p := range policies {
		if len(p.Groups) == 0 && !slices.Contains(all, Everyone) {
			all = append(all, Everyone)
		}
		for _, g := range p.Groups {
			if !slices.ContainsFunc(all, func(a string) bool { return strings.EqualFold(a, g) }) {
				all = append(all, g)
			}
		}
	}
	slices.SortFunc(all, func(a, b string) int {
		switch {
		case a == b:
			return 0
		case a == Everyone:
			return -1
		case b == Everyone:
			return 1
		}
		return strings.Compare(strings.ToLower(a), strings.ToLower(b))
	})
	return all
}

// ReadPolicies returns the policies of a text, one a line: "name; device groups; categories", where groups
// and categories have commas between them, and * or nothing is everyone. wrong are the lines, or names of
// categories, that cannot be read.
func ReadPolicies(text string) (all []Policy, wrong []string) {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		parts := strings.SplitN(line, ";", 3)
		if len(parts) != 3 || strings.TrimSpace(parts[0]) == "" {
			wrong = append(wrong, line)
			continue
		}
		p := Policy{Name: strings.TrimSpace(parts[0])}
		everyone := false
		for _, g := range strings.Split(parts[1], ",") {
			g = strings.TrimSpace(g)
			if everyone = everyone || g == Everyone; g != "" {
				p.Groups = append(p.Groups, g)
			}
		}
		if everyone { // also beside the names of groups
			p.Groups = nil
		}
		found, unknown := Parse(parts[2])
		wrong = append(wrong, unknown...)
		for _, c := range found {
			p.Blocks = append(p.Blocks, c.ID)
		}
		all = append(all, p)
	}
	return all, wrong
}
