package dynrule

import "strings"

// words are the operators as documented: positive and negative.
var words = map[Op][2]string{
	Equal: {"-eq", "-ne"}, StartsWith: {"-startsWith", "-notStartsWith"}, EndsWith: {"-endsWith", "-notEndsWith"},
	Contains: {"-contains", "-notContains"}, Match: {"-match", "-notMatch"}, In: {"-in", "-notIn"},
	AtMost: {"-le", "-le"}, AtLeast: {"-ge", "-ge"},
}

// Word returns the operator as it is documented.
func (n *Node) Word() string {
	if n.Negative {
		return words[n.Op][1]
	}
	return words[n.Op][0]
}

// Print returns a rule in the documented form: with plain hyphens and quotes, documented
// capitals, and parentheses wherever -and and -or meet.
func (r *Rule) Print() string { return printer{about: r.About}.print(r.Root) }

// Print returns the two readings of a rule, each with its parentheses.
func Print(rule *Rule) (andFirst, orFirst string) {
	p := printer{about: rule.About}
	if andFirst = p.print(rule.Root); rule.Other == nil {
		return andFirst, andFirst
	}
	return andFirst, p.print(rule.Other)
}

// printer writes nodes.
type printer struct{ about Kind }

func (p printer) print(n *Node) string {
	switch n.Form {
	case Reports:
		return "Direct Reports for " + Quote(n.Values[0].Text)
	case Not:
		return "-not (" + bare(p.print(n.Kids[0])) + ")"
	case And, Or:
		sign := " -and "
		if n.Form == Or {
			sign = " -or "
		}
		parts := make([]string, len(n.Kids))
		for i, kid := range n.Kids {
			parts[i] = p.print(kid)
			if kid.Form == And || kid.Form == Or {
				parts[i] = "(" + parts[i] + ")"
			}
		}
		return strings.Join(parts, sign)
	case Each:
		word := " -any ("
		if n.All {
			word = " -all ("
		}
		return "(" + p.name(n) + word + bare(p.print(n.Kids[0])) + "))"
	}
	return "(" + p.name(n) + " " + n.Word() + " " + literals(n) + ")"
}

// bare returns a comparison without the parentheses that print puts around it.
func bare(s string) string {
	depth := 0
	quoted := false
	for i := range len(s) {
		switch {
		case s[i] == '"' && (i == 0 || s[i-1] != '`'):
			quoted = !quoted
		case quoted:
		case s[i] == '(':
			depth++
		case s[i] == ')':
			if depth--; depth == 0 && i < len(s)-1 {
				return s
			}
		}
	}
	if strings.HasPrefix(s, "(") {
		return s[1 : len(s)-1]
	}
	return s
}

func (p printer) name(n *Node) string {
	switch {
	case n.Property == "_":
		return "_"
	case n.owner != "":
		return n.owner + n.Property
	}
	return string(p.about) + "." + n.Property
}

func literals(n *Node) string {
	parts := make([]string, len(n.Values))
	for i, l := range n.Values {
		switch l.Form {
		case TextLiteral:
			parts[i] = Quote(l.Text)
		case NullLiteral:
			parts[i] = "null"
		default:
			parts[i] = l.Text
		}
	}
	if n.Op != In {
		return parts[0]
	}
	return "[" + strings.Join(parts, ", ") + "]"
}

// Quote returns a text as rules have it.
func Quote(s string) string {
	return `"` + strings.NewReplacer(`"`, "`\"", `'`, `''`).Replace(s) + `"`
}

// Quotable reports whether a text can be written in a rule: no page says how to write a backtick.
func Quotable(s string) bool { return !strings.Contains(s, "`") }
