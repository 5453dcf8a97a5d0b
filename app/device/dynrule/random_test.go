package dynrule

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"handrail/app/identity/access"
)

// The second evaluator never parses: it is handed a rule as a list of parts, writes it as
// text for the first, and answers with the set of all results that are possible.

// set is which results are possible.
type set struct{ yes, no bool }

func (s set) answer() access.Answer {
	switch {
	case s.yes && s.no:
		return access.Unknown
	case s.yes:
		return access.Yes
	}
	return access.No
}

// part is a comparison, or a list of parts with signs between them.
type part struct {
	text    string
	results func(Machine) set
	parts   []part
	signs   []string // "and" or "or" between the parts
	not     bool
}

// slow returns the possible results, where tight binds before the other sign.
func (p part) slow(of Machine, tight string) set {
	var result set
	switch {
	case p.results != nil:
		result = p.results(of)
	default:
		all := make([]set, len(p.parts))
		for i, one := range p.parts {
			all[i] = one.slow(of, tight)
		}
		result = fold(all, p.signs, tight)
	}
	if p.not {
		return set{yes: result.no, no: result.yes}
	}
	return result
}

// fold tries each possible result of each part against each of the others.
func fold(all []set, signs []string, tight string) set {
	for _, sign := range []string{tight, map[string]string{"and": "or", "or": "and"}[tight]} {
		for i := 0; i < len(signs); {
			if signs[i] != sign {
				i++
				continue
			}
			var joined set
			for _, a := range all[i].list() {
				for _, b := range all[i+1].list() {
					holds := a && b
					if sign == "or" {
						holds = a || b
					}
					joined.yes, joined.no = joined.yes || holds, joined.no || !holds
				}
			}
			all[i] = joined
			all, signs = slices.Delete(slices.Clone(all), i+1, i+2), slices.Delete(slices.Clone(signs), i, i+1)
		}
	}
	return all[0]
}

func (s set) list() (all []bool) {
	if s.yes {
		all = append(all, true)
	}
	if s.no {
		all = append(all, false)
	}
	return all
}

// write returns the rule as people write it: with odd capitals, dashes and spaces.
func (p part) write(r *rand.Rand) string {
	text := p.text
	if p.results == nil {
		text = p.parts[0].inside(r)
		for i, sign := range p.signs {
			text += " " + hyphen(r) + odd(r, sign) + " " + p.parts[i+1].inside(r)
		}
	}
	if p.not {
		return hyphen(r) + odd(r, "not") + " (" + text + ")"
	}
	return text
}

func (p part) inside(r *rand.Rand) string {
	if p.results == nil && !p.not || r.IntN(4) == 0 {
		return "(" + p.write(r) + ")"
	}
	return p.write(r)
}

func hyphen(r *rand.Rand) string { return []string{"-", "-", "–", "—", ""}[r.IntN(5)] }

func odd(r *rand.Rand, word string) string {
	return []string{word, strings.ToUpper(word), strings.ToUpper(word[:1]) + word[1:]}[r.IntN(3)]
}

var (
	names = []string{"displayName", "enrollmentProfileName", "deviceOwnership", "deviceModel"}
	texts = []string{"", "Kiosk", "kiosk", "Hall Kiosk", "Kiosk Test", "Zoë", "a.b", "X", "(x)", `say "hi"`, "O'Neill"}
	bases = []string{"eq", "startsWith", "endsWith", "contains", "in"}
)

// leaf returns a comparison. Its result comes from an anchored pattern, not from comparing.
func leaf(r *rand.Rand) part {
	name, base, negative := names[r.IntN(len(names))], bases[r.IntN(len(bases))], r.IntN(3) == 0
	word := base
	switch {
	case negative && base == "eq":
		word = "ne"
	case negative:
		word = "not" + strings.ToUpper(base[:1]) + base[1:]
	}
	values := []string{texts[1+r.IntN(len(texts)-1)]}
	for base == "in" && r.IntN(2) == 0 {
		values = append(values, texts[1+r.IntN(len(texts)-1)])
	}
	quoted := make([]string, len(values))
	for i, v := range values {
		quoted[i] = Quote(v)
	}
	written := quoted[0]
	if base == "in" {
		written = "[" + strings.Join(quoted, ",") + "]"
	}
	around := map[string][2]string{"eq": {"^", "$"}, "in": {"^", "$"}, "startsWith": {"^", ""},
		"endsWith": {"", "$"}}[base]
	return part{
		text: fmt.Sprintf("device.%s %s%s %s", name, hyphen(r), odd(r, word), written),
		results: func(of Machine) set {
			v := of[name]
			switch {
			case v.form == unreadValue, v.empty() && negative:
				return set{yes: true, no: true}
			case v.empty():
				return set{no: true}
			}
			found := slices.ContainsFunc(values, func(s string) bool {
				return regexp.MustCompile("(?is)" + around[0] + regexp.QuoteMeta(s) + around[1]).MatchString(v.text)
			})
			return set{yes: found != negative, no: found == negative}
		},
	}
}

func tree(r *rand.Rand, depth int) part {
	if depth == 0 || r.IntN(3) == 0 {
		return []func(*rand.Rand) part{leaf, leaf, pattern, several}[r.IntN(4)](r)
	}
	p := part{parts: []part{tree(r, depth-1)}, not: r.IntN(4) == 0}
	for range 1 + r.IntN(3) {
		p.parts = append(p.parts, tree(r, depth-1))
		p.signs = append(p.signs, []string{"and", "or"}[r.IntN(2)])
	}
	return p
}

func machine(r *rand.Rand) Machine {
	m := Machine{}
	for _, name := range names {
		switch r.IntN(8) {
		case 0:
			m[name] = Unread()
		case 1:
			m[name] = Null()
		default:
			m[name] = Text(texts[r.IntN(len(texts))])
		}
	}
	m["devicePhysicalIds"] = []Value{Unread(), Null(), Texts([]string{texts[r.IntN(len(texts))],
		texts[r.IntN(len(texts))]}), Texts([]string{texts[r.IntN(len(texts))]}), List()}[r.IntN(5)]
	return m
}

// TestSlowEvaluatorAgrees compares both evaluators, in both readings, over random rules.
func TestSlowEvaluatorAgrees(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 2026))
	seen, mixed := map[access.Answer]int{}, 0
	for range 2000 {
		want := tree(r, 3)
		text := want.write(r)
		if len(text) > LongestRule() {
			continue
		}
		rule, err := Parse(text)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		if rule.Other != nil {
			mixed++
		}
		printed, other := Print(rule)
		for range 6 {
			of := machine(r)
			first, second := rule.Readings(of)
			if a, o := want.slow(of, "and").answer(), want.slow(of, "or").answer(); first.Answer != a || second.Answer != o {
				t.Fatalf("%s\n%v: %v and %v, want %v and %v", text, of, first, second, a, o)
			}
			seen[first.Answer]++
			for printed, verdict := range map[string]Verdict{printed: first, other: second} {
				if len(printed) > LongestRule() || printed == other && first.Answer != second.Answer {
					continue
				}
				again := must(t, printed)
				if got := again.Evaluate(of); again.Other != nil || got.Answer != verdict.Answer {
					t.Fatalf("%s\nprinted as %s: %v, want %v", text, printed, got, verdict)
				}
			}
		}
	}
	if seen[access.Yes] < 500 || seen[access.No] < 500 || seen[access.Unknown] < 500 || mixed < 200 {
		t.Errorf("too little was tried: %v, %d with two readings", seen, mixed)
	}
}
