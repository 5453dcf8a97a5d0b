package dynrule

import (
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
)

// elsewhere are forms of a pattern that mean something else at Microsoft (.NET) than here
// (RE2), or that one of them does not know. Such a pattern is not evaluated.
var elsewhere = []string{`\Q`, `\C`, `\x{`, `(?P`, `\Z`, `(?U`, `(?s-`, `\G`}

// byLetters are forms that take other letters here than at Microsoft, except in ASCII.
var byLetters = []string{`\d`, `\D`, `\w`, `\W`, `\s`, `\S`, `\b`, `\B`}

// classes are the classes of letters by name. known are those that both have, without those of capitals: what they
// become where capitals do not count differs.
var (
	classes = regexp.MustCompile(`\\[pP](\{[^}]*\}?)?`)
	known   = regexp.MustCompile(`^\\[pP]\{(L|Lm|Lo|M[nce]?|N[dlo]?|P[cdseifo]?|S[mcko]?|Z[slp]?)\}$`)
)

// compile prepares the pattern and reports whether it can be evaluated here.
func (n *Node) compile() bool {
	text := n.Values[0].Text
	for _, form := range elsewhere {
		if strings.Contains(text, form) {
			return false
		}
	}
	if classInClass(text) {
		return false
	}
	for _, class := range classes.FindAllString(text, -1) {
		if !known.MatchString(class) {
			return false
		}
	}
	pattern, err := regexp.Compile("(?i:" + text + ")")
	if _, alone := regexp.Compile(text); err != nil || alone != nil {
		return false
	}
	n.pattern = pattern
	for _, form := range byLetters {
		n.bound = n.bound || strings.Contains(text, form)
	}
	return true
}

// match applies the pattern anywhere in the text, as Microsoft's examples do.
func (n *Node) match(text string) Verdict {
	switch {
	case n.pattern == nil:
		return open(ReasonPattern, n.Property)
	case strings.ContainsAny(text, "\r\n"): // where a line ends differs
		return open(ReasonPattern, n.Property)
	case !ascii(text) && (n.bound || strings.ContainsFunc(text, readOtherwise)):
		return open(ReasonPattern, n.Property)
	}
	return is(n.pattern.MatchString(text))
}

// readOtherwise reports whether a letter has other capitals here than at Microsoft, or is two signs there.
func readOtherwise(r rune) bool { return r == '\u017f' || r == '\u212a' || r > 0xFFFF }

// free reports whether the pattern finds its text anywhere, so that a name which begins with SelfPrefix can end in it.
func (n *Node) free() bool {
	if n.pattern == nil {
		return false
	}
	tree, err := syntax.Parse(n.pattern.String(), syntax.Perl)
	return err == nil && !bounded(tree)
}

// bounded reports whether a pattern says where its text begins, or takes none.
func bounded(at *syntax.Regexp) bool {
	switch at.Op {
	case syntax.OpNoMatch, syntax.OpBeginLine, syntax.OpBeginText, syntax.OpWordBoundary, syntax.OpNoWordBoundary:
		return true
	}
	return slices.ContainsFunc(at.Sub, bounded)
}

// classInClass reports whether a class of letters holds another bracket: Microsoft subtracts
// a class that follows a hyphen, and does not know names such as [:alpha:].
func classInClass(text string) bool {
	in := false
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == '\\':
			i++
		case text[i] == '[' && in:
			return true
		case text[i] == '[':
			in = true
			if i+1 < len(text) && text[i+1] == '^' {
				i++
			}
			if i+1 < len(text) && text[i+1] == ']' { // it is a letter of the class
				i++
			}
		case text[i] == ']':
			in = false
		}
	}
	return false
}
