package indicator

import (
	"math/rand/v2"
	"slices"
	"strings"
)

// scene is a list and a visit, made of parts. Nothing in it is parsed.
type scene struct {
	labels []string // of the host that is visited, last first
	path   []string
	https  bool
	rules  []rule
	filter FilterAnswer
}

type rule struct {
	labels, path []string
	scheme       string // "", "http" or "https"
	action       Action
	group        bool // is for a group, and which group the device is in is not known
}

func (s scene) text() ([]Indicator, Visit) {
	v := Visit{URL: "http", Filter: s.filter, Now: now}
	if s.https {
		v.URL += "s"
	}
	v.URL += "://" + host(s.labels) + path(s.path)
	var list []Indicator
	for _, r := range s.rules {
		one := row(URL, host(r.labels)+path(r.path), r.action)
		if r.scheme != "" {
			one.Value = r.scheme + "://" + one.Value
		} else if len(r.path) == 0 {
			one.Type = DomainName
		}
		if r.group {
			one.Groups = "Staff"
		}
		list = append(list, one)
	}
	return list, v
}

func host(labels []string) string {
	all := slices.Clone(labels)
	slices.Reverse(all)
	return strings.Join(all, ".")
}

func path(parts []string) string {
	if len(parts) == 0 {
		return ""
	}
	return "/" + strings.Join(parts, "/")
}

// slow tries each browser, each selection of the rules that are not sure, and each reading.
func (s scene) slow() map[Outcome]bool {
	could := map[Outcome]bool{}
	for _, edge := range []bool{true, false} {
		var sure, unsure []rule
		for _, r := range s.rules {
			switch {
			case len(r.labels) > len(s.labels) || !slices.Equal(r.labels, s.labels[:len(r.labels)]):
			case len(r.path) > len(s.path) || !slices.Equal(r.path, s.path[:len(r.path)]):
			case len(r.path) > 0 && s.https && !edge:
			case r.group, len(r.path) > 0 && r.scheme != "" && (r.scheme == "https") != s.https:
				unsure = append(unsure, r)
			default:
				sure = append(sure, r)
			}
		}
		for selection := range 1 << len(unsure) {
			some := slices.Clone(sure)
			for i, r := range unsure {
				if selection&(1<<i) != 0 {
					some = append(some, r)
				}
			}
			for _, order := range [][]Action{{Audit, Allow, Warn, Block}, {Allow, Warn, Block, Audit}} {
				s.decide(some, order, true, could)
				s.decide(some, order, false, could)
			}
		}
	}
	return could
}

func (s scene) decide(rules []rule, order []Action, hostFirst bool, could map[Outcome]bool) {
	for length := 9; length >= 0; length-- {
		for labels := 9; labels >= 0; labels-- {
			for _, a := range order {
				for _, r := range rules {
					if len(r.path) != length || hostFirst && len(r.labels) != labels || r.action != a {
						continue
					}
					could[map[Action]Outcome{Allow: Allowed, Audit: Allowed, Warn: Warned, Block: Blocked}[a]] = true
					if a == Audit && s.filter != FilterAllows {
						could[Blocked] = true
					}
					return
				}
			}
		}
	}
	could[Blocked] = could[Blocked] || s.filter != FilterAllows
	could[Allowed] = could[Allowed] || s.filter != FilterBlocks
}

func randomScene(r *rand.Rand) (s scene) {
	some := func(of []string, most int) (all []string) {
		for range r.IntN(most + 1) {
			all = append(all, of[r.IntN(len(of))])
		}
		return all
	}
	base := []string{"example", "shop"}
	s.labels, s.path = append(slices.Clone(base), some([]string{"www", "m"}, 2)...), some([]string{"a", "b"}, 3)
	s.https, s.filter = r.IntN(2) == 0, []FilterAnswer{FilterNotKnown, FilterAllows, FilterBlocks}[r.IntN(3)]
	for range r.IntN(6) {
		s.rules = append(s.rules, rule{labels: append(slices.Clone(base), some([]string{"www", "m"}, 2)...),
			path: some([]string{"a", "b"}, 2), scheme: []string{"", "http", "https"}[r.IntN(3)],
			action: []Action{Allow, Audit, Warn, Block}[r.IntN(4)], group: r.IntN(8) == 0})
	}
	return s
}
