package access

import (
	"encoding/json"
	"strings"

	"handrail/app/tenant"
)

// filtered describes the filter for devices of a policy, by what it makes of a device that
// is not registered: all its attributes are null, which only a negative operator matches
// (Microsoft Learn, "Conditional Access: Filter for devices").
func filtered(raw tenant.Raw) string {
	var d struct {
		Filter struct {
			Mode tenant.Text `json:"mode"`
			Rule tenant.Text `json:"rule"`
		} `json:"deviceFilter"`
	}
	const some = "only for certain devices"
	if json.Unmarshal(raw, &d) != nil {
		return some
	}
	applies := Unknown
	switch f := d.Filter; {
	case f.Mode.Is("include"):
		applies = unregistered(string(f.Rule))
	case f.Mode.Is("exclude"):
		applies = unregistered(string(f.Rule)).Not()
	}
	switch applies {
	case Yes:
		return some + ", among them all that are not registered"
	case No:
		return some + ", all of them registered"
	}
	return some
}

// The operators of a rule, by what they make of an attribute that is null.
var (
	positive = tenant.Texts{"-eq", "-startsWith", "-endsWith", "-contains", "-in"}
	negative = tenant.Texts{"-ne", "-notStartsWith", "-notEndsWith", "-notContains", "-notIn"}
)

// longest is how long a rule may be; a longer one is none of Microsoft's.
const longest = 3072

// unregistered reports whether a rule matches a device that is not registered.
func unregistered(rule string) Answer {
	if len(rule) > longest {
		return Unknown
	}
	r := reader{words: ruleWords(rule)}
	answer := r.level()
	if r.broken || len(r.words) > 0 {
		return Unknown
	}
	return answer
}

// ruleWords splits a rule into brackets, lists, texts and words.
func ruleWords(rule string) (all []string) {
	for rule = strings.TrimSpace(rule); rule != ""; rule = strings.TrimSpace(rule) {
		n := 1
		switch rule[0] {
		case '(', ')':
		case '"', '\'':
			n = strings.IndexByte(rule[1:], rule[0]) + 2
		case '[':
			n = strings.IndexByte(rule, ']') + 1
		default:
			n = strings.IndexAny(rule, "() \t\r\n")
		}
		if n <= 0 || n == 1 && strings.ContainsAny(rule[:1], `"'[`) {
			n = len(rule)
		}
		all, rule = append(all, rule[:n]), rule[n:]
	}
	return all
}

// reader reads the words of a rule.
type reader struct {
	words  []string
	broken bool // it is not written as Handrail knows it
}

// next takes the next word; "" at the end.
func (r *reader) next() (word string) {
	if len(r.words) > 0 {
		word, r.words = r.words[0], r.words[1:]
	}
	return word
}

// level reads terms with -and and -or between them. Where both are mixed, only what holds
// for either order is known: the documentation names none.
func (r *reader) level() Answer {
	terms, ors := []Answer{r.term()}, []bool(nil)
	for len(r.words) > 0 && r.words[0] != ")" && !r.broken {
		switch word := r.next(); {
		case strings.EqualFold(word, "-or"):
			ors = append(ors, true)
		case strings.EqualFold(word, "-and"):
			ors = append(ors, false)
		default:
			r.broken = true
			return Unknown
		}
		terms = append(terms, r.term())
	}
	first, second := joined(terms, ors, true), joined(terms, ors, false)
	if first != second {
		return Unknown
	}
	return first
}

// joined joins terms: those with -and between them first, or those with -or.
func joined(terms []Answer, ors []bool, andFirst bool) Answer {
	join := func(a, b Answer, or bool) Answer {
		if or {
			return a.Or(b)
		}
		return a.And(b)
	}
	groups := []Answer{terms[0]}
	for i, or := range ors {
		if last := &groups[len(groups)-1]; or != andFirst {
			*last = join(*last, terms[i+1], or)
		} else {
			groups = append(groups, terms[i+1])
		}
	}
	whole := groups[0]
	for _, g := range groups[1:] {
		whole = join(whole, g, andFirst)
	}
	return whole
}

// term reads a level in brackets, or an attribute with its operator and value.
func (r *reader) term() Answer {
	first := r.next()
	if first == "(" {
		answer := r.level()
		r.broken = r.broken || r.next() != ")"
		return answer
	}
	operator, value := r.next(), r.next()
	switch yes := negative.Has(operator); {
	case !strings.HasPrefix(strings.ToLower(first), "device."), value == "", value == ")":
	case strings.EqualFold(value, "null"), strings.EqualFold(value, "$null"):
		return Unknown
	case yes, positive.Has(operator):
		return Is(yes)
	}
	r.broken = true
	return Unknown
}
