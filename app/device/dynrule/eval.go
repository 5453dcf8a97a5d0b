package dynrule

import "handrail/app/identity/access"

var (
	yes = Verdict{Answer: access.Yes}
	no  = Verdict{Answer: access.No}
)

func is(holds bool) Verdict {
	if holds {
		return yes
	}
	return no
}

func open(why Reason, of string) Verdict { return Verdict{Answer: access.Unknown, Why: why, Of: of} }

func (v Verdict) opposite() Verdict {
	switch v.Answer {
	case access.Yes:
		return no
	case access.No:
		return yes
	}
	return v
}

// Evaluate returns whether the rule takes the object. Where Microsoft may read the rule in
// two ways and they differ, that is unknown.
func (r *Rule) Evaluate(o Object) Verdict {
	first, other := r.Readings(o)
	if first.Answer != other.Answer {
		return open(ReasonReadings, "")
	}
	return first
}

// Readings returns the answer of both readings of the rule: with -and before -or, and with
// -or before -and. A rule with one reading returns it twice.
func (r *Rule) Readings(o Object) (andFirst, orFirst Verdict) {
	if r.About != "" && o.Kind() != r.About {
		v := open(ReasonOtherKind, "")
		return v, v
	}
	andFirst = r.Root.verdict(o)
	if r.Other == nil {
		return andFirst, andFirst
	}
	return andFirst, r.Other.verdict(o)
}

func (n *Node) verdict(o Object) Verdict {
	switch n.Form {
	case Not:
		return n.Kids[0].verdict(o).opposite()
	case And, Or:
		return joined(n.Form, len(n.Kids), func(i int) Verdict { return n.Kids[i].verdict(o) })
	case Each:
		return n.each(o)
	case Reports:
		return open(ReasonManager, "manager")
	}
	if n.Property == "memberOf" {
		return open(ReasonMemberOf, n.Property)
	}
	v, known := value(o, n.Property)
	if !known {
		return open(ReasonProperty, n.Property)
	}
	return n.compare(v)
}

// joined returns what -and and -or make of several answers: one that decides wins, also
// over unknown ones.
func joined(form Form, count int, at func(int) Verdict) Verdict {
	rest, decides := yes, access.No
	if form == Or {
		rest, decides = no, access.Yes
	}
	for i := range count {
		v := at(i)
		if v.Answer == decides {
			return v
		}
		if v.Answer == access.Unknown && rest.Answer != access.Unknown {
			rest = v
		}
	}
	return rest
}

// value returns the value of a property, and whether there is such a property.
func value(o Object, name string) (Value, bool) {
	v, has := o.Value(name)
	if has {
		return v, true
	}
	kind := string(o.Kind())
	if _, inside := o.(item); inside {
		kind = "item"
	}
	if _, documented := find(kind, name); !documented {
		return Value{}, false
	}
	if kind == "item" {
		return Unread(), true // a field that the item lacks
	}
	return Null(), true
}

// each applies a condition to the items of a collection.
func (n *Node) each(o Object) Verdict {
	if n.Property == "memberOf" {
		return open(ReasonMemberOf, n.Property)
	}
	v, known := value(o, n.Property)
	switch {
	case !known:
		return open(ReasonProperty, n.Property)
	case v.form == unreadValue:
		return open(ReasonUnread, n.Property)
	case v.form == nullValue:
		if n.All {
			return open(ReasonEmpty, n.Property)
		}
		return no
	case v.form != listValue:
		return open(ReasonKind, n.Property)
	case n.All && n.reportedBroken():
		return open(ReasonAll, n.Property)
	}
	form := Or
	if n.All {
		form = And
	}
	verdict := joined(form, len(v.list), func(i int) Verdict {
		return n.Kids[0].verdict(item{kind: o.Kind(), value: v.list[i]})
	})
	if verdict.Answer == access.Unknown && (verdict.Of == "_" || verdict.Of == "") {
		verdict.Of = n.Property
	}
	return verdict
}

// reportedBroken reports whether -all has a negative operator on the items, which people
// report as no longer working.
func (n *Node) reportedBroken() bool {
	found := false
	walk(n.Kids[0], func(k *Node) { found = found || k.Form == Compare && k.Negative && k.Values[0].Form != NullLiteral })
	return found
}
