package dynrule

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
)

// pattern returns a comparison with a pattern. Its result comes from comparing texts, not from a pattern.
func pattern(r *rand.Rand) part {
	name, value, negative := names[r.IntN(len(names))], texts[1+r.IntN(len(texts)-1)], r.IntN(3) == 0
	ends := [2]string{[]string{"", "^"}[r.IntN(2)], []string{"", "$"}[r.IntN(2)]}
	word := map[bool]string{true: "notMatch", false: "match"}[negative]
	return part{
		text: fmt.Sprintf("device.%s %s%s %s", name, hyphen(r), odd(r, word), Quote(ends[0]+regexp.QuoteMeta(value)+ends[1])),
		results: func(of Machine) set {
			v := of[name]
			switch have, want := strings.ToLower(v.text), strings.ToLower(value); {
			case v.form == unreadValue, v.empty() && negative:
				return set{yes: true, no: true}
			case v.empty():
				return set{no: true}
			case ends == [2]string{"^", "$"} && have == want, ends == [2]string{"", "$"} && strings.HasSuffix(have, want),
				ends == [2]string{"^", ""} && strings.HasPrefix(have, want),
				ends == [2]string{} && strings.Contains(have, want):
				return set{yes: !negative, no: negative}
			}
			return set{yes: negative, no: !negative}
		},
	}
}

// several returns a condition on the items of a collection. It asks each possible result of each item.
func several(r *rand.Rand) part {
	value, negative, all := texts[1+r.IntN(len(texts)-1)], r.IntN(4) == 0, r.IntN(2) == 0
	word := map[bool]string{true: "notContains", false: "contains"}[negative]
	each := map[bool]string{true: "all", false: "any"}[all]
	return part{
		text: fmt.Sprintf("device.devicePhysicalIds %s%s (_ %s%s %s)", hyphen(r), odd(r, each), hyphen(r), odd(r, word),
			Quote(value)),
		results: func(of Machine) set {
			v := of["devicePhysicalIds"]
			open := v.form == unreadValue || all && (negative || v.form == nullValue) // -all with “not” is reported broken
			switch {
			case open && !(v.form == nullValue && !all):
				return set{yes: true, no: true}
			case v.form == nullValue:
				return set{no: true}
			}
			items := []set{{yes: all, no: !all}} // what holds of no item
			for _, one := range v.list {
				found := strings.Contains(strings.ToLower(one.text), strings.ToLower(value))
				items = append(items, set{yes: found != negative, no: found == negative})
				if one.text == "" {
					items[len(items)-1] = set{yes: negative, no: true}
				}
			}
			sign := map[bool]string{true: "and", false: "or"}[all]
			return fold(items, slices.Repeat([]string{sign}, len(items)-1), sign)
		},
	}
}
