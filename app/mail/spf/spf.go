// Package spf reads the record with which a domain says who may send email in its
// name (SPF, RFC 7208), and counts what it costs a receiver to check it.
//
//	v=spf1 include:spf.protection.outlook.com ip4:192.0.2.0/24 -all
//
// A receiver goes through the terms from left to right until one matches the sender's
// address. Some terms need DNS: include, a, mx, ptr, exists and redirect. A receiver
// counts them, also those of included records, and gives up with an error at the
// eleventh (section 4.6.4). It also gives up at the third question that finds nothing.
//
// Whether a record is valid, and what happens to a stranger's email, is decided by a
// library that evaluates it as a receiver does (see Stranger). Walk explains: which
// terms were counted, in which order, and which is one too many.
package spf

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"
)

// The limits of one evaluation (RFC 7208 section 4.6.4).
const (
	MaxLookups = 10 // terms that ask DNS
	MaxVoids   = 2  // of these, the ones that find nothing
	MaxMX      = 10 // mail servers of one term mx
)

// Term is one part of a record, mechanism or modifier.
type Term struct {
	Text      string // as published
	Name      string // lower case: all, include, a, mx, ptr, ip4, ip6, exists, redirect, exp, or another modifier
	Qualifier byte   // + - ~ ?; "+" where none is written; 0 for a modifier
	Value     string // what stands behind ":" or "=", without a length of network
	Modifier  bool
}

// Counts reports whether a receiver counts the term (RFC 7208 section 4.6.4).
func (t Term) Counts() bool {
	switch t.Name {
	case "include", "a", "mx", "ptr", "exists":
		return !t.Modifier
	case "redirect":
		return t.Modifier
	}
	return false
}

// Record is one SPF record.
type Record struct {
	Raw   string
	Terms []Term
}

// Term returns the first term of this name, and whether there is one.
func (r *Record) Term(name string) (Term, bool) {
	for _, t := range r.Terms {
		if t.Name == name {
			return t, true
		}
	}
	return Term{}, false
}

// SyntaxError returns the term at which a record breaks the grammar.
type SyntaxError struct{ Term, Msg, Rule string }

// Error returns the words, the term and the rule.
func (e *SyntaxError) Error() string { return fmt.Sprintf("%s (at %q; %s)", e.Msg, e.Term, e.Rule) }

// Parse reads one record by the grammar of RFC 7208 section 12. The error is *SyntaxError.
func Parse(text string) (*Record, error) {
	if !isRecord(text) {
		return nil, &SyntaxError{first(text), "The record must begin with v=spf1 and a space.", "RFC 7208 section 4.5"}
	}
	r := &Record{Raw: text}
	seen := map[string]bool{}
	for word := range strings.FieldsFuncSeq(text[len("v=spf1"):], func(c rune) bool { return c == ' ' }) {
		t := split(word)
		if msg, rule := fault(t); msg != "" {
			return nil, &SyntaxError{word, msg, "RFC 7208 section " + rule}
		}
		if t.Modifier && (t.Name == "redirect" || t.Name == "exp") {
			if seen[t.Name] {
				return nil, &SyntaxError{word, "This part may stand only once.", "RFC 7208 section 6"}
			}
			seen[t.Name] = true
		}
		r.Terms = append(r.Terms, t)
	}
	return r, nil
}

// isRecord reports whether a receiver takes text for an SPF record (RFC 7208 section 4.5).
func isRecord(text string) bool {
	return len(text) >= 6 && strings.EqualFold(text[:6], "v=spf1") && (len(text) == 6 || text[6] == ' ')
}

func first(text string) string {
	word, _, _ := strings.Cut(text, " ")
	return word
}

// split takes a term apart. A modifier has its "=" before any ":" or "/" (RFC 7208
// section 4.6.1).
func split(word string) Term {
	t := Term{Text: word}
	if i := strings.IndexAny(word, "=:/"); i > 0 && word[i] == '=' && isModifierName(word[:i]) {
		t.Name, t.Value, t.Modifier = strings.ToLower(word[:i]), word[i+1:], true
		return t
	}
	t.Qualifier = '+'
	if strings.IndexByte("+-~?", word[0]) >= 0 {
		t.Qualifier, word = word[0], word[1:]
	}
	end := strings.IndexAny(word, ":/")
	if end < 0 {
		end = len(word)
	}
	t.Name, t.Value = strings.ToLower(word[:end]), strings.TrimPrefix(word[end:], ":")
	return t
}

func isModifierName(s string) bool {
	for i := range len(s) {
		letter := s[i]|0x20 >= 'a' && s[i]|0x20 <= 'z'
		if !letter && (i == 0 || !(s[i] >= '0' && s[i] <= '9') && strings.IndexByte("-_.", s[i]) < 0) {
			return false
		}
	}
	return s != ""
}

// fault returns what is wrong with a term and the section that says so; "" for nothing.
func fault(t Term) (msg, rule string) {
	switch {
	case t.Modifier:
		if (t.Name == "redirect" || t.Name == "exp") && !isDomain(t.Value) {
			return "This part needs a domain behind “=”.", "6"
		}
		if !macros(t.Value) {
			return "A macro is not written correctly.", "7.1"
		}
		return "", ""
	case t.Name == "all":
		if t.Value != "" || hasColon(t) {
			return "Nothing may follow “all”.", "5.1"
		}
	case t.Name == "include" || t.Name == "exists":
		if !isDomain(t.Value) {
			return "This part needs a domain behind “:”.", map[string]string{"include": "5.2", "exists": "5.7"}[t.Name]
		}
	case t.Name == "a" || t.Name == "mx":
		domain, length, found := strings.Cut(t.Value, "/")
		if found && !lengths(length) {
			return "The length of the network is not correct.", "5.6"
		}
		if hasColon(t) && !isDomain(domain) {
			return "This part needs a domain behind “:”.", "5.3"
		}
	case t.Name == "ptr":
		if hasColon(t) && !isDomain(t.Value) || strings.Contains(t.Value, "/") {
			return "This part needs a domain behind “:”.", "5.5"
		}
	case t.Name == "ip4" || t.Name == "ip6":
		return network(t)
	default:
		return "No receiver knows this part.", "4.6.1"
	}
	return "", ""
}

func hasColon(t Term) bool { return strings.Contains(t.Text, ":") }

// network reads the address of ip4 and ip6 (RFC 7208 section 5.6).
func network(t Term) (msg, rule string) {
	const section = "5.6"
	addr, length, found := strings.Cut(t.Value, "/")
	ip, err := netip.ParseAddr(addr)
	if err != nil || ip.Zone() != "" || ip.Is4() != (t.Name == "ip4") {
		return "This is not an address of this kind.", section
	}
	if found {
		if n, err := strconv.Atoi(length); err != nil || n < 0 || n > ip.BitLen() || length[0] == '+' {
			return "The length of the network is not correct.", section
		}
	}
	return "", ""
}

// lengths reads "24", "24//64" and "/64", what follows the first slash (RFC 7208 section 5.6).
func lengths(s string) bool {
	four, six, both := strings.Cut(s, "//")
	if !both && strings.HasPrefix(s, "/") {
		four, six, both = "", s[1:], true
	}
	good := func(s string, most int) bool {
		n, err := strconv.Atoi(s)
		return err == nil && n >= 0 && n <= most && s[0] != '+'
	}
	return (four == "" && both || good(four, 32)) && (!both || good(six, 128))
}
