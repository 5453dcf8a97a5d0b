package dynrule

import "slices"

// compare returns the answer of one comparison.
func (n *Node) compare(v Value) Verdict {
	switch {
	case v.form == unreadValue:
		return open(ReasonUnread, n.Property)
	case n.Values[0].Form == NullLiteral:
		return n.compareNull(v)
	case v.form == listValue:
		return n.compareList(v)
	case v.empty():
		return n.compareEmpty(v)
	}
	verdict := n.positive(v)
	if n.Negative {
		return verdict.opposite()
	}
	return verdict
}

func (n *Node) compareNull(v Value) Verdict {
	verdict := is(v.form == nullValue)
	if v.form == textValue && v.text == "" || v.form == listValue && len(v.list) == 0 {
		return open(ReasonEmpty, n.Property) // whether an empty value is null, Microsoft does not say
	}
	if n.Negative {
		return verdict.opposite()
	}
	return verdict
}

// compareEmpty is the answer on an empty value: no value is like none of those in the rule.
// What a negative operator makes of that, Microsoft does not say.
func (n *Node) compareEmpty(v Value) Verdict {
	if n.Negative {
		return open(ReasonEmpty, n.Property)
	}
	if n.Op == Match {
		if n.pattern == nil || n.pattern.MatchString("") {
			return open(ReasonEmpty, n.Property)
		}
		return no
	}
	for _, l := range n.Values {
		if l.Form == TextLiteral && l.Text == "" {
			return open(ReasonEmpty, n.Property)
		}
	}
	return no
}

// compareList is the answer of an operator that stands directly on a collection: one item
// is enough for a positive operator. A negative one is clear where all items agree.
func (n *Node) compareList(v Value) Verdict {
	if !n.Negative {
		return joined(Or, len(v.list), func(i int) Verdict { return n.compare(v.list[i]) })
	}
	if len(v.list) == 0 {
		return open(ReasonEmpty, n.Property)
	}
	first := n.compare(v.list[0])
	for _, one := range v.list[1:] {
		if n.compare(one).Answer != first.Answer {
			return open(ReasonMany, n.Property)
		}
	}
	return first
}

// positive compares a value that is there, as if the operator had no “not”.
func (n *Node) positive(v Value) Verdict {
	switch v.form {
	case boolValue:
		return n.positiveBool(v.yes)
	case dateValue:
		return n.positiveDate(v)
	case recordValue:
		return open(ReasonKind, n.Property)
	}
	if n.Op == AtMost || n.Op == AtLeast || slices.ContainsFunc(n.Values, isDate) {
		return n.positiveDate(v)
	}
	switch n.Op {
	case Equal, In:
		for i := range n.Values {
			if isFold(v.text, n.Values[i].folded) {
				return yes
			}
		}
		return no
	case Match:
		return n.match(v.text)
	}
	return is(compareFold(n.Op, v.text, n.Values[0].folded))
}

func isDate(l Literal) bool { return l.Form == DateLiteral || l.Form == NowLiteral }

func (n *Node) positiveBool(have bool) Verdict {
	want := n.Values[0].folded
	if n.Op != Equal || want != "true" && want != "false" {
		return open(ReasonKind, n.Property)
	}
	return is(have == (want == "true"))
}

// positiveDate compares moments. Whether the moment itself counts, Microsoft does not say.
func (n *Node) positiveDate(v Value) Verdict {
	at := v.at
	if v.form == textValue {
		var ok bool
		if at, ok = readDate(v.text); !ok {
			return open(ReasonKind, n.Property)
		}
	}
	want := n.Values[0].At
	switch {
	case n.Values[0].Form != DateLiteral || n.Op != Equal && at.Equal(want):
		return open(ReasonDate, n.Property)
	case n.Op == Equal:
		return is(at.Equal(want))
	case n.Op == AtMost:
		return is(at.Before(want))
	case n.Op == AtLeast:
		return is(at.After(want))
	}
	return open(ReasonKind, n.Property)
}
