package dynrule

import (
	"slices"
	"strings"
	"time"
	"unicode/utf16"
)

// deepest is how deep parentheses may be; a rule of 3,072 characters that people write never is.
const deepest = 200

// parser reads one rule. It reads the tokens once for each order of -and and -or.
type parser struct {
	lexer   lexer
	now     token
	orFirst bool // -or binds tighter than -and
	mixed   bool // both stand side by side without parentheses
	about   Kind
	depth   int
	within  bool // in the body of -any or -all
}

// Parse reads a rule. The error is *app.Error.
func Parse(text string) (*Rule, error) {
	if n := len(utf16.Encode([]rune(text))); n > LongestRule() {
		return nil, fault("Shorten the rule.", "The rule has %d characters. Microsoft accepts at most %d.", n,
			LongestRule())
	}
	p := parser{lexer: lexer{text: text}}
	root, err := p.whole()
	if err != nil {
		return nil, err
	}
	rule := &Rule{Text: text, About: p.about, Root: root}
	if p.mixed {
		other := parser{lexer: lexer{text: text}, orFirst: true}
		if rule.Other, err = other.whole(); err != nil {
			return nil, err
		}
		p.lexer.warn(WarnMixed, "", "", 0)
	}
	rule.Warnings = p.lexer.warnings
	rule.inspect()
	return rule, nil
}

// whole reads the rule to its end.
func (p *parser) whole() (*Node, error) {
	if err := p.step(); err != nil {
		return nil, err
	}
	if p.is("direct") && !p.now.hyphen {
		return p.reports()
	}
	root, err := p.level(0)
	if err != nil {
		return nil, err
	}
	if p.now.form == wordToken && strings.EqualFold(p.now.text, "SystemLabels") { // as Microsoft's page prints it
		p.lexer.warn(WarnTrailing, p.now.text, "", p.now.at)
		if err := p.step(); err != nil {
			return nil, err
		}
	}
	if p.now.form != endToken {
		return nil, p.wrong("-and, -or or the end")
	}
	return root, nil
}

func (p *parser) step() (err error) {
	p.now, err = p.lexer.next()
	return err
}

// is reports whether the current token is this word, with or without its hyphen.
func (p *parser) is(word string) bool {
	return p.now.form == wordToken && strings.EqualFold(p.now.text, word)
}

func (p *parser) sign(s string) bool { return p.now.form == signToken && p.now.text == s }

// level reads what one of the two logical operators joins: at 0 the one that binds less.
func (p *parser) level(at int) (*Node, error) {
	words := []string{"or", "and"}
	forms := []Form{Or, And}
	if p.orFirst {
		slices.Reverse(words)
		slices.Reverse(forms)
	}
	below := func() (*Node, error) {
		if at == 1 {
			return p.unary()
		}
		return p.level(1)
	}
	first, err := below()
	if err != nil {
		return nil, err
	}
	node := &Node{Form: forms[at], Kids: []*Node{first}, At: first.At}
	for p.is(words[at]) {
		if err := p.step(); err != nil {
			return nil, err
		}
		next, err := below()
		if err != nil {
			return nil, err
		}
		node.Kids = append(node.Kids, next)
	}
	if len(node.Kids) == 1 {
		return first, nil
	}
	if at == 0 && slices.ContainsFunc(node.Kids, func(n *Node) bool { return n.Form == forms[1] && !n.closed }) {
		p.mixed = true
	}
	return node, nil
}

func (p *parser) unary() (*Node, error) {
	start := p.now.at
	if p.depth++; p.depth > deepest {
		return nil, fault("Simplify the rule.", "The rule has more than %d parentheses inside each other.", deepest)
	}
	defer func() { p.depth-- }()
	switch {
	case p.is("not"):
		if err := p.step(); err != nil {
			return nil, err
		}
		inner, err := p.unary()
		if err != nil {
			return nil, err
		}
		return &Node{Form: Not, Kids: []*Node{inner}, At: start}, nil
	case p.sign("("):
		return p.inside()
	}
	return p.comparison()
}

// inside reads what parentheses hold.
func (p *parser) inside() (*Node, error) {
	if err := p.step(); err != nil {
		return nil, err
	}
	inner, err := p.level(0)
	if err != nil {
		return nil, err
	}
	if !p.sign(")") {
		return nil, p.wrong("a closing parenthesis")
	}
	inner.closed = true
	return inner, p.step()
}

// reports reads Direct Reports for "id", which stands alone.
func (p *parser) reports() (*Node, error) {
	start := p.now.at
	for _, word := range []string{"direct", "reports", "for"} {
		if !p.is(word) {
			return nil, p.wrong("Direct Reports for")
		}
		if err := p.step(); err != nil {
			return nil, err
		}
	}
	if p.now.form != textToken || p.now.text == "" {
		return nil, p.wrong("the ID of the manager in quotes")
	}
	node := &Node{Form: Reports, Values: []Literal{{Text: p.now.text}}, At: start}
	p.about = User
	if err := p.step(); err != nil {
		return nil, err
	}
	if p.now.form != endToken {
		return nil, fault("Make a group of its own for these people.",
			"“Direct Reports for” cannot be combined with another rule.")
	}
	return node, nil
}

// readDate reads a date as rules have it.
func readDate(text string) (time.Time, bool) {
	for _, layout := range []string{time.RFC3339, time.DateOnly, "2006-01-02T15:04:05"} {
		if at, err := time.Parse(layout, text); err == nil {
			return at, true
		}
	}
	return time.Time{}, false
}
