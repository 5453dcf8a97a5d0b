package dynrule

import (
	"slices"
	"strconv"
	"strings"
)

// operators are all that compare, by their word in small letters.
var operators = map[string]struct {
	op       Op
	negative bool
}{
	"eq": {Equal, false}, "ne": {Equal, true},
	"startswith": {StartsWith, false}, "notstartswith": {StartsWith, true},
	"endswith": {EndsWith, false}, "notendswith": {EndsWith, true},
	"contains": {Contains, false}, "notcontains": {Contains, true},
	"match": {Match, false}, "notmatch": {Match, true},
	"in": {In, false}, "notin": {In, true},
	"le": {AtMost, false}, "ge": {AtLeast, false},
}

// comparison reads a property with its operator and value, or with -any or -all.
func (p *parser) comparison() (*Node, error) {
	if p.now.form != wordToken || p.now.hyphen {
		return nil, p.wrong("a property")
	}
	node := &Node{At: p.now.at}
	kind, err := p.subject(node)
	if err != nil {
		return nil, err
	}
	switch {
	case p.is("any"), p.is("all"):
		return p.each(node, kind)
	case p.is("not"):
		return nil, fault("Write -ne null.", "-not cannot stand between a property and its value.")
	}
	op, ok := operators[strings.ToLower(p.now.text)]
	if p.now.form != wordToken || !ok {
		return nil, p.wrong("an operator")
	}
	node.Op, node.Negative = op.op, op.negative
	if (op.op == AtMost || op.op == AtLeast) && kind != dateProperty {
		return nil, fault("Use another operator.", "-%s is for employeeHireDate alone.", p.now.text)
	}
	if err := p.step(); err != nil {
		return nil, err
	}
	if err := p.values(node); err != nil {
		return nil, err
	}
	return node, p.check(node)
}

// subject reads the property of a comparison and returns its type.
func (p *parser) subject(node *Node) (propertyType, error) {
	word, at := p.now.text, p.now.at
	of, name, dotted := strings.Cut(word, ".")
	kind := strings.ToLower(of)
	switch {
	case word == "_":
		kind, name = "item", "_"
	case !dotted || name == "":
		return "", p.wrong("a property such as device.displayName")
	case kind == "assignedplan" || kind == "group":
		kind = "item"
	case kind == "user" || kind == "device":
		if p.about != "" && p.about != Kind(kind) {
			return "", fault("Make two groups, one for people and one for devices.",
				"The rule mixes people and devices. Microsoft refuses it.")
		}
		p.about = Kind(kind)
	default:
		return "", fault("Begin each property with “user.” or “device.”.", "The rule has an unknown object: %q.", of)
	}
	if (kind == "item") != p.within {
		return "", fault(correct, "“%s” cannot stand here: only -any and -all look into a collection.", word)
	}
	found, ok := find(kind, name)
	prefix, _, _ := strings.Cut(word, name)
	switch {
	case !ok:
		p.lexer.warn(WarnProperty, word, "", at)
		found = property{name: name}
	case found.kind == retired:
		p.lexer.warn(WarnRetired, word, "", at)
	case found.name != name || kind != "item" && of != kind:
		p.lexer.warn(WarnCapitals, word, strings.ToLower(prefix)+found.name, at)
	}
	node.Property = found.name
	if kind == "item" && name != "_" {
		node.owner = map[string]string{"group": "group.", "assignedplan": "assignedPlan."}[strings.ToLower(of)]
	}
	return found.kind, p.step()
}

// each reads the body of -any and -all.
func (p *parser) each(node *Node, kind propertyType) (*Node, error) {
	if kind == textProperty || kind == boolProperty || kind == dateProperty {
		return nil, fault("Use -eq, -startsWith or -in.", "“%s” has one value. -any and -all need several.",
			node.Property)
	}
	if p.within {
		return nil, fault(correct, "-any and -all cannot stand inside each other.")
	}
	node.Form, node.All = Each, p.is("all")
	if err := p.step(); err != nil {
		return nil, err
	}
	var body *Node
	var err error
	p.within = true
	if p.sign("(") {
		body, err = p.inside()
	} else {
		p.lexer.warn(WarnBare, p.lexer.text[node.At:p.now.at], "", node.At)
		body, err = p.comparison()
	}
	p.within = false
	if err != nil {
		return nil, err
	}
	node.Kids = []*Node{body}
	return node, nil
}

// values reads the value of a comparison, or its list.
func (p *parser) values(node *Node) error {
	if node.Op != In {
		if p.sign("[") {
			return fault("Use -in or -notIn for a list.", "The rule has a list where one value belongs.")
		}
		value, err := p.literal(false)
		node.Values = []Literal{value}
		return err
	}
	if !p.sign("[") {
		return fault("Write the values in square brackets.", "-in and -notIn need a list in square brackets.")
	}
	for more := true; more; more = p.sign(",") {
		if err := p.step(); err != nil {
			return err
		}
		value, err := p.literal(true)
		if err != nil {
			return err
		}
		node.Values = append(node.Values, value)
	}
	if !p.sign("]") {
		return p.wrong("a closing bracket")
	}
	return p.step()
}

func (p *parser) literal(list bool) (Literal, error) {
	t := p.now
	switch {
	case t.form == textToken:
		if t.single && !list {
			p.lexer.warn(WarnQuote, "'", `"`, t.at)
		}
		return literalText(t.text), p.step()
	case t.form != wordToken || t.hyphen:
		return Literal{}, p.wrong("a value")
	}
	word := strings.ToLower(t.text)
	value := Literal{Text: t.text, folded: word}
	at, isDate := readDate(t.text)
	_, notNumber := strconv.ParseFloat(word, 64)
	switch {
	case word == "null" || word == "$null":
		if word == "$null" {
			p.lexer.warn(WarnNull, t.text, "null", t.at)
		}
		value.Form = NullLiteral
	case word == "true" || word == "false":
		value.Form, value.Yes = BoolLiteral, word == "true"
	case word == "system.now":
		return p.shifted()
	case isDate:
		value.Form, value.At = DateLiteral, at
	case notNumber == nil && !strings.ContainsAny(word, "inpx_"): // no “inf”, “nan” or hexadecimal number
		value.Form = NumberLiteral
	default:
		return Literal{}, fault("Write texts in double quotes.", "The value “%s” is not in quotes.", t.text)
	}
	return value, p.step()
}

func literalText(s string) Literal { return Literal{Text: s, folded: strings.ToLower(s)} }

// shifted reads system.now, with -plus or -minus and a duration.
func (p *parser) shifted() (Literal, error) {
	value := Literal{Form: NowLiteral, Text: "system.now"}
	if err := p.step(); err != nil {
		return value, err
	}
	if !p.is("plus") && !p.is("minus") {
		return value, nil
	}
	sign := strings.ToLower(p.now.text)
	if err := p.step(); err != nil {
		return value, err
	}
	if p.now.form != wordToken || !strings.HasPrefix(strings.ToLower(p.now.text), "p") {
		return value, p.wrong("a duration such as p1d")
	}
	value.Text += " -" + sign + " " + p.now.text
	return value, p.step()
}

// check refuses what Microsoft refuses, and prepares what is compared often.
func (p *parser) check(node *Node) error {
	null := slices.ContainsFunc(node.Values, func(l Literal) bool { return l.Form == NullLiteral })
	if null && node.Op != Equal {
		return fault("Use -eq null or -ne null.", "null can be compared with -eq and -ne alone.")
	}
	date := slices.ContainsFunc(node.Values, func(l Literal) bool { return l.Form == NowLiteral })
	if date && node.Op != Equal && node.Op != AtMost && node.Op != AtLeast {
		return fault("Use -le or -ge.", "system.now can be compared with -eq, -le and -ge alone.")
	}
	if node.Op == Match && !node.compile() {
		p.lexer.warn(WarnPattern, node.Values[0].Text, "", node.At)
	}
	return nil
}
