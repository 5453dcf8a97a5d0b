// Package skiplist is Enhanced Filtering for Connectors without Exchange: the list of servers
// that Exchange Online skips, what it makes of an email, whom it covers, and what defeats it.
// It asks no one, and it ships no list of any filter’s maker, because those go stale.
//
//	list := skiplist.Parse("203.0.113.0/24, 10.0.0.0/8")
//	list.Entries             // each with what is wrong with it
//	list.Values()            // what is handed over to Exchange
//	skiplist.Preview(m, &m.Passes[0], skiplist.Setting{List: list})
//
// Microsoft documents what is skipped, and not how. The walk was made from emails with the
// stamps of Enhanced Filtering, and agrees with each of them (Microsoft Learn, “Enhanced
// filtering for connectors in Exchange Online”).
package skiplist

import (
	"net/netip"
	"regexp"
	"strings"
)

// Problem is what is wrong with an entry. Stable.
type Problem string

// The problems. The first group keeps an entry out of what is handed over.
const (
	Unread    Problem = "unread"    // not an address, a range or a prefix
	Backwards Problem = "backwards" // a range that ends before it begins
	Private   Problem = "private"   // not on the internet: refused by Microsoft, which skips these anyway
	Microsoft Problem = "microsoft" // Microsoft’s own addresses are not supported
	TooWide   Problem = "too-wide"

	HostBits  Problem = "host-bits" // the address does not begin the range
	Duplicate Problem = "duplicate" // stands there before
	Redundant Problem = "redundant" // another entry has all of it
	Overlap   Problem = "overlap"   // another entry has a part of it
	IPv6      Problem = "ipv6"      // Microsoft’s examples have IPv4 alone
)

// Refused reports whether the problem keeps the entry out.
func (p Problem) Refused() bool {
	switch p {
	case Unread, Backwards, Private, Microsoft, TooWide:
		return true
	}
	return false
}

// Entry is one entry of a list.
type Entry struct {
	Raw      string // as it was written
	Range    Range  // not valid where it could not be read
	Text     string // as it is handed over
	Problems []Problem
	Other    string // the entry that it is the same as, in, or overlaps with
}

// Has reports whether the entry has a problem.
func (e *Entry) Has(p Problem) bool {
	for _, one := range e.Problems {
		if one == p {
			return true
		}
	}
	return false
}

// Refused reports whether the entry is not handed over because it would be wrong.
func (e *Entry) Refused() bool {
	for _, p := range e.Problems {
		if p.Refused() {
			return true
		}
	}
	return false
}

// MaxEntries is how many entries are read; More counts the others.
const MaxEntries = 1000

// List is a skip list.
type List struct {
	Entries []Entry
	More    int
}

// spaced is a hyphen between two addresses with blanks around it.
var spaced = regexp.MustCompile(`([0-9A-Fa-f:.])[ \t]+-[ \t]+([0-9A-Fa-f:])`)

// Parse reads a list as it is pasted: one entry a line, or with commas, semicolons or blanks
// between them, also in the quotes and braces of PowerShell.
func Parse(text string) *List {
	text = strings.NewReplacer("–", "-", "—", "-", "‑", "-", "\uFEFF", "", "\u200B", "", "\u00A0", " ").Replace(text)
	text = spaced.ReplaceAllString(text, "$1-$2")
	l := &List{}
	for _, word := range strings.FieldsFunc(text, func(r rune) bool {
		return strings.ContainsRune(" \t\r\n,;{}'\"‘’“”@()", r)
	}) {
		if len(l.Entries) == MaxEntries {
			l.More++
			continue
		}
		e := Entry{Raw: word}
		var p Problem
		if e.Range, e.Text, p = readRange(word); p != "" {
			e.Problems = append(e.Problems, p)
		}
		if !p.Refused() {
			e.single()
		}
		l.Entries = append(l.Entries, e)
	}
	l.pairs()
	return l
}

// single finds what is wrong with an entry alone.
func (e *Entry) single() {
	for _, c := range []struct {
		problem Problem
		ranges  []Range
	}{{Private, known().private}, {Microsoft, known().microsoft}} {
		for _, r := range c.ranges {
			if e.Range.meets(r) {
				e.Problems = append(e.Problems, c.problem)
				break
			}
		}
	}
	if e.Range.Wide() {
		e.Problems = append(e.Problems, TooWide)
	}
	if !e.Range.First.Is4() {
		e.Problems = append(e.Problems, IPv6)
	}
}

// pairs finds entries that others make needless. An entry that is refused makes none so.
func (l *List) pairs() {
	var used []*Entry
	for i := range l.Entries {
		if e := &l.Entries[i]; !e.Refused() {
			used = append(used, e)
		}
	}
	for i, e := range used {
		for j, other := range used {
			if i == j || !e.Range.meets(other.Range) {
				continue
			}
			p := Overlap
			switch {
			case e.Range == other.Range && j < i:
				p = Duplicate
			case e.Range == other.Range || other.Range.within(e.Range):
				continue
			case e.Range.within(other.Range):
				p = Redundant
			}
			// One is named, and that it is needless before that it overlaps.
			if e.Other == "" || e.Has(Overlap) && p != Overlap {
				e.drop(Overlap)
				e.Problems, e.Other = append(e.Problems, p), other.Text
			}
		}
	}
}

func (e *Entry) drop(p Problem) {
	var rest []Problem
	for _, one := range e.Problems {
		if one != p {
			rest = append(rest, one)
		}
	}
	e.Problems = rest
}

// Values returns what is handed over: the entries that are not refused and not needless.
func (l *List) Values() (all []string) {
	for i := range l.Entries {
		if e := &l.Entries[i]; !e.Refused() && !e.Has(Duplicate) && !e.Has(Redundant) {
			all = append(all, e.Text)
		}
	}
	return all
}

// Find returns the entry of the list that has an address; nil where none has it. Entries
// that are refused count as not there.
func (l *List) Find(a netip.Addr) *Entry {
	if l == nil {
		return nil
	}
	for i := range l.Entries {
		if e := &l.Entries[i]; !e.Refused() && e.Range.Contains(a) {
			return e
		}
	}
	return nil
}
