package graphsim

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// row is one object that can be filtered, ordered and served.
type row interface {
	// get returns a property; false if the row has none of that name.
	get(name string) (any, bool)
}

// condition is a parsed $filter.
type condition func(r row) bool

// clause is one comparison of a $filter, for checking what a resource allows.
type clause struct{ property, op string }

// filterParser reads the part of OData's $filter that Graph documents for the
// resources served here: comparisons, in, not, and, or, startswith, endswith,
// contains and any over a collection.
type filterParser struct {
	tokens  []string
	at      int
	clauses []clause
	depth   int
}

// parseFilter returns the condition and every clause in it.
func parseFilter(text string) (condition, []clause, error) {
	tokens, err := filterTokens(text)
	if err != nil {
		return nil, nil, err
	}
	p := &filterParser{tokens: tokens}
	f, err := p.or("")
	if err == nil && p.at < len(tokens) {
		err = fmt.Errorf("syntax error at '%s'", tokens[p.at])
	}
	return f, p.clauses, err
}

// filterTokens splits a filter. A text keeps its opening quote as a mark.
func filterTokens(s string) (all []string, err error) {
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case c == ' ' || c == '\t':
			i++
		case strings.IndexByte("(),:", c) >= 0:
			all = append(all, s[i:i+1])
			i++
		case c == '\'':
			var b strings.Builder
			b.WriteByte('\'')
			for i++; ; i++ {
				if i >= len(s) {
					return nil, fmt.Errorf("there is an unterminated string literal")
				}
				if s[i] == '\'' {
					if i+1 < len(s) && s[i+1] == '\'' {
						i++
					} else {
						break
					}
				}
				b.WriteByte(s[i])
			}
			i++
			all = append(all, b.String())
		default:
			j := i
			for j < len(s) && strings.IndexByte(" \t(),'", s[j]) < 0 &&
				(s[j] != ':' || j > i && s[i] >= '0' && s[i] <= '9') {
				j++
			}
			all = append(all, s[i:j])
			i = j
		}
	}
	return all, nil
}

func (p *filterParser) peek() string {
	if p.at < len(p.tokens) {
		return p.tokens[p.at]
	}
	return ""
}

func (p *filterParser) next() string {
	t := p.peek()
	p.at++
	return t
}

func (p *filterParser) expect(want string) error {
	if got := p.next(); got != want {
		return fmt.Errorf("'%s' expected, '%s' found", want, got)
	}
	return nil
}

// or, and, unary: the levels of the grammar. variable is the name that any gave
// to each item; "" outside.
func (p *filterParser) or(variable string) (condition, error) {
	if p.depth++; p.depth > 50 {
		return nil, fmt.Errorf("the filter is nested too deeply")
	}
	defer func() { p.depth-- }()
	left, err := p.and(variable)
	for err == nil && p.peek() == "or" {
		p.next()
		var right condition
		if right, err = p.and(variable); err == nil {
			a, b := left, right
			left = func(r row) bool { return a(r) || b(r) }
		}
	}
	return left, err
}

func (p *filterParser) and(variable string) (condition, error) {
	left, err := p.unary(variable)
	for err == nil && p.peek() == "and" {
		p.next()
		var right condition
		if right, err = p.unary(variable); err == nil {
			a, b := left, right
			left = func(r row) bool { return a(r) && b(r) }
		}
	}
	return left, err
}

func (p *filterParser) unary(variable string) (condition, error) {
	switch t := p.next(); {
	case t == "":
		return nil, fmt.Errorf("the filter ends too early")
	case t == "not":
		if p.depth++; p.depth > 50 {
			return nil, fmt.Errorf("the filter is nested too deeply")
		}
		first := len(p.clauses)
		f, err := p.unary(variable)
		p.depth--
		for i := first; i < len(p.clauses); i++ {
			p.clauses[i].op = "not"
		}
		return func(r row) bool { return !f(r) }, err
	case t == "(":
		f, err := p.or(variable)
		if err == nil {
			err = p.expect(")")
		}
		return f, err
	case t == "startswith" || t == "startsWith" || t == "endswith" || t == "endsWith" || t == "contains":
		return p.function(strings.ToLower(t), variable)
	default:
		return p.comparison(t, variable)
	}
}

// function reads name(property,'text').
func (p *filterParser) function(name, variable string) (condition, error) {
	if err := p.expect("("); err != nil {
		return nil, err
	}
	path := p.path(p.next(), variable)
	if err := p.expect(","); err != nil {
		return nil, err
	}
	text, ok := strings.CutPrefix(p.next(), "'")
	if !ok {
		return nil, fmt.Errorf("%s needs a text", name)
	}
	p.clauses = append(p.clauses, clause{path, name})
	text = strings.ToLower(text)
	test := map[string]func(s, part string) bool{"startswith": strings.HasPrefix, "endswith": strings.HasSuffix,
		"contains": strings.Contains}[name]
	return func(r row) bool {
		s, ok := valueAt(r, path).(string)
		return ok && test(strings.ToLower(s), text)
	}, p.expect(")")
}

// path turns "x/skuId" inside any into "skuId", and "x" into "".
func (p *filterParser) path(t, variable string) string {
	if variable == "" {
		return t
	}
	if t == variable {
		return ""
	}
	return strings.TrimPrefix(t, variable+"/")
}

// comparison reads what begins with a property.
func (p *filterParser) comparison(t, variable string) (condition, error) {
	if list, ok := strings.CutSuffix(t, "/any"); ok && p.peek() == "(" {
		return p.any(list)
	}
	path := p.path(t, variable)
	op := p.next()
	p.clauses = append(p.clauses, clause{path, op})
	if op == "in" {
		return p.in(path)
	}
	want, err := literal(p.next())
	if err != nil {
		return nil, err
	}
	test, ok := map[string]func(order int, same bool) bool{
		"eq": func(_ int, same bool) bool { return same },
		"ne": func(_ int, same bool) bool { return !same },
		"ge": func(order int, _ bool) bool { return order >= 0 },
		"gt": func(order int, _ bool) bool { return order > 0 },
		"le": func(order int, _ bool) bool { return order <= 0 },
		"lt": func(order int, _ bool) bool { return order < 0 },
	}[op]
	if !ok {
		return nil, fmt.Errorf("'%s' is not an operator", op)
	}
	return func(r row) bool {
		order, same := compare(valueAt(r, path), want)
		if order == none && op != "eq" && op != "ne" {
			return false
		}
		return test(order, same)
	}, nil
}

func (p *filterParser) in(path string) (condition, error) {
	err := p.expect("(")
	var all []any
	for err == nil {
		var v any
		if v, err = literal(p.next()); err != nil {
			break
		}
		all = append(all, v)
		if p.peek() != "," {
			err = p.expect(")")
			break
		}
		p.next()
	}
	return func(r row) bool {
		have := valueAt(r, path)
		for _, v := range all {
			if _, same := compare(have, v); same {
				return true
			}
		}
		return false
	}, err
}

// any reads list/any() and list/any(x:condition).
func (p *filterParser) any(list string) (condition, error) {
	p.next()
	first := len(p.clauses)
	inner := func(row) bool { return true }
	var err error
	if p.peek() != ")" {
		variable := p.next()
		if err = p.expect(":"); err == nil {
			inner, err = p.or(variable)
		}
	}
	if err == nil {
		err = p.expect(")")
	}
	p.clauses = append(p.clauses[:first], clause{list, "any"})
	return func(r row) bool {
		for _, item := range itemsOf(valueAt(r, list)) {
			if inner(item) {
				return true
			}
		}
		return false
	}, err
}

// literal reads a value; a bare word is the member of an enumeration, a GUID or
// a time, all of which compare as text or time.
func literal(t string) (any, error) {
	if s, ok := strings.CutPrefix(t, "'"); ok {
		return s, nil
	}
	switch t {
	case "true", "false":
		return t == "true", nil
	case "null":
		return nil, nil
	case "", "(", ")", ",", ":", "and", "or", "eq":
		return nil, fmt.Errorf("a value is missing before '%s'", t)
	}
	return t, nil
}

// none is the order of values that have none.
const none = -9

// compare returns the order of have and want, and whether they are equal.
// Texts compare without case, as in the directory.
func compare(have, want any) (order int, same bool) {
	switch h := have.(type) {
	case nil:
		return none, want == nil
	case bool:
		return none, have == want
	case time.Time:
		s, _ := want.(string)
		if h.IsZero() {
			return none, want == nil
		}
		at, err := time.Parse(time.RFC3339Nano, s)
		if err != nil {
			return none, false
		}
		return h.Compare(at), h.Equal(at)
	case string:
		s, ok := want.(string)
		if !ok {
			return none, false
		}
		if at, err := time.Parse(time.RFC3339Nano, h); err == nil {
			return compare(at, want)
		}
		order = strings.Compare(strings.ToLower(h), strings.ToLower(s))
		return order, order == 0
	case int, float64, json.Number:
		s, _ := want.(string)
		x, err := json.Number(fmt.Sprint(h)).Float64()
		y, err2 := json.Number(s).Float64()
		if err != nil || err2 != nil {
			return none, false
		}
		switch {
		case x < y:
			return -1, false
		case x > y:
			return 1, false
		}
		return 0, true
	}
	return none, false
}

// valueAt follows a path with slashes.
func valueAt(r row, path string) any {
	name, rest, deeper := strings.Cut(path, "/")
	v, _ := r.get(name)
	if !deeper {
		return v
	}
	if o, ok := v.(row); ok {
		return valueAt(o, rest)
	}
	return nil
}

// item is a text of a collection, as a row that has only itself.
type item struct{ value any }

func (i item) get(string) (any, bool) { return i.value, true }

func itemsOf(v any) (all []row) {
	switch v := v.(type) {
	case []string:
		for _, s := range v {
			all = append(all, item{s})
		}
	case []object:
		for _, o := range v {
			all = append(all, o)
		}
	case []any:
		for _, each := range v {
			if o, ok := each.(object); ok {
				all = append(all, o)
			} else {
				all = append(all, item{each})
			}
		}
	}
	return all
}
