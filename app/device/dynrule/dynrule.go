// Package dynrule reads rules of dynamic membership groups, and returns for an object
// whether the rule takes it: yes, no or unknown, with the reason.
//
// It follows the documented grammar (Microsoft Learn, Manage rules for dynamic membership
// groups). What Microsoft does not say is unknown, and never a guess. It reads nothing and
// changes nothing.
package dynrule

import (
	"regexp"
	"time"

	"handrail/app/identity/access"
)

// Kind is what a rule is about.
type Kind string

// The kinds. A rule is about one of them, never about both.
const (
	User   Kind = "user"
	Device Kind = "device"
)

// Form is what a node of a rule is.
type Form uint8

// The forms.
const (
	Compare Form = iota // a property, an operator and values
	Not
	And
	Or
	Each    // -any or -all over a collection
	Reports // the direct reports of one manager
)

// Op is an operator that compares, without its “not”.
type Op uint8

// The operators.
const (
	Equal Op = iota
	StartsWith
	EndsWith
	Contains
	Match
	In
	AtMost  // -le
	AtLeast // -ge
)

// LiteralForm is what a value in a rule is.
type LiteralForm uint8

// The forms of a value.
const (
	TextLiteral LiteralForm = iota
	NullLiteral
	BoolLiteral
	NumberLiteral
	DateLiteral
	NowLiteral // system.now, perhaps with a shift
)

// Literal is a value in a rule.
type Literal struct {
	Form LiteralForm
	Text string // as it is compared: without quotes, its escapes resolved
	Yes  bool
	At   time.Time

	folded string // Text as it is compared, without regard to capitals
}

// Node is a part of a rule. Nothing in it is changed after Parse.
type Node struct {
	Form     Form
	Kids     []*Node   // of Not one, of And and Or two or more, of Each one
	Property string    // as documented; in the body of Each "_" or the name after the dot
	Op       Op        // of Compare
	Negative bool      // the operator begins with “not”, or is -ne
	Values   []Literal // of Compare one, of In as many as there are; of Reports the manager
	All      bool      // of Each
	At       int       // where it begins in the text, in bytes

	pattern *regexp.Regexp // of Match; nil where it cannot be evaluated here
	owner   string         // of a field in the body of Each: "group." or "assignedPlan."
	closed  bool           // it stands in parentheses
	bound   bool           // a form in the pattern takes other letters here than at Microsoft
}

// Rule is a rule that could be read.
type Rule struct {
	Text     string
	About    Kind
	Root     *Node
	Other    *Node // how Microsoft may also read it; nil where there is one reading
	Warnings []Warning
}

// Warning is what a person must know of a rule that can be read.
type Warning struct {
	Code  string
	Found string // as it is in the rule
	Want  string // as it is documented; "" where there is no better form
	At    int    // in bytes
}

// The codes of warnings.
const (
	WarnDash      = "dash"       // a typographic dash stands for a hyphen
	WarnQuote     = "quote"      // typographic or single quotes
	WarnCapitals  = "capitals"   // a property is documented with other capitals
	WarnProperty  = "property"   // a property is not documented
	WarnNull      = "null"       // $null instead of null
	WarnBare      = "bare"       // -any or -all without parentheses: the service refuses it
	WarnAll       = "all"        // -all with a negative operator: reported as no longer working
	WarnMixed     = "mixed"      // -and and -or without parentheses
	WarnMemberOf  = "member-of"  // memberOf: Microsoft no longer updates such groups
	WarnPattern   = "pattern"    // a pattern that cannot be evaluated here
	WarnTrailing  = "trailing"   // a word after the rule, as Microsoft's page prints it
	WarnRetired   = "retired"    // a property that Microsoft no longer recognises
	WarnSelfNamed = "self-named" // a device can report a name that this rule takes
)

// Reason is why an answer is unknown. Each is a stable word.
type Reason string

// The reasons.
const (
	NoReason        Reason = ""
	ReasonEmpty     Reason = "empty"        // a negative operator on an empty value: Microsoft does not say
	ReasonUnread    Reason = "unread"       // the value was not read
	ReasonProperty  Reason = "property"     // the property is not documented
	ReasonPattern   Reason = "pattern"      // the pattern cannot be evaluated here
	ReasonDate      Reason = "date"         // the date cannot be compared here
	ReasonMemberOf  Reason = "member-of"    // Microsoft stopped updating such groups
	ReasonReadings  Reason = "two-readings" // the two readings of the rule differ
	ReasonKind      Reason = "kind"         // the value is of another type than the property
	ReasonMany      Reason = "many"         // one operator over several values, not all alike
	ReasonAll       Reason = "all"          // -all with a negative operator
	ReasonManager   Reason = "manager"      // direct reports are not read
	ReasonOtherKind Reason = "other-kind"   // a user rule for a device, or the other way round
)

// Verdict is the answer for one object. Why is set where the answer is unknown.
type Verdict struct {
	Answer access.Answer
	Why    Reason
	Of     string // the property that it hangs on
}

// MemberOf reports whether the rule takes the members of other groups.
func (r *Rule) MemberOf() bool {
	return r.any(func(n *Node) bool { return n.Form == Each && n.Property == "memberOf" || plainMemberOf(n) })
}

func plainMemberOf(n *Node) bool { return n.Form == Compare && n.Property == "memberOf" }

// any reports whether f holds for a node of the rule.
func (r *Rule) any(f func(*Node) bool) bool {
	found := false
	walk(r.Root, func(n *Node) { found = found || f(n) })
	return found
}

// walk calls f for a node and everything below it.
func walk(n *Node, f func(*Node)) {
	f(n)
	for _, kid := range n.Kids {
		walk(kid, f)
	}
}
