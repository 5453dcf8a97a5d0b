package dynrule

import (
	"strings"

	"handrail/app/identity/access"
)

// inspect adds the warnings that the whole rule gives rise to.
func (r *Rule) inspect() {
	add := func(code string, n *Node) {
		r.Warnings = append(r.Warnings, Warning{Code: code, Found: n.Property, At: n.At})
	}
	if r.MemberOf() {
		r.Warnings = append(r.Warnings, Warning{Code: WarnMemberOf, Found: "memberOf"})
	}
	walk(r.Root, func(n *Node) {
		if n.Form == Each && n.All && n.reportedBroken() {
			add(WarnAll, n)
		}
	})
	if r.About == Device {
		taking(r.Root, true, func(n *Node) {
			if n.SelfNamed() == access.Yes {
				add(WarnSelfNamed, n)
			}
		})
	}
}

// taking calls f for each comparison that takes a device where it holds: not for those below an odd number of -not.
func taking(n *Node, takes bool, f func(*Node)) {
	if n.Form == Compare && takes {
		f(n)
	}
	for _, kid := range n.Kids {
		taking(kid, takes != (n.Form == Not), f)
	}
}

// SelfNamed reports whether a device that reports its profile name itself can report one
// that this comparison takes: the name begins with SelfPrefix, the rest is free.
func (n *Node) SelfNamed() access.Answer {
	if n.Form != Compare || n.Property != "enrollmentProfileName" || n.Negative {
		return access.No
	}
	prefix := strings.ToLower(SelfPrefix())
	switch n.Op {
	case Contains, EndsWith:
		return access.Yes // the rest can hold any text
	case StartsWith:
		value := n.Values[0].folded
		return access.Is(strings.HasPrefix(value, prefix) || strings.HasPrefix(prefix, value))
	case Match:
		if n.free() || n.match(SelfPrefix()+"x").Answer == access.Yes {
			return access.Yes
		}
		return access.Unknown
	}
	return access.No // the whole value: a person who wants in must know it
}

// Has reports whether the rule has a warning of this code.
func (r *Rule) Has(code string) bool {
	for _, w := range r.Warnings {
		if w.Code == code {
			return true
		}
	}
	return false
}
