package header

import (
	"strconv"
	"strings"
)

// Chain is the ARC chain of an email (RFC 8617): each server that changed it can record what
// it checked before. Handrail does not check the signatures.
type Chain struct {
	Links []Link // the oldest first
	// Whole reports whether each link has its three fields and none is missing in between.
	Whole bool
}

// Link is what one server recorded.
type Link struct {
	Instance int
	Domain   string // whose signature it is
	Chain    string // what it found of the chain before: none, pass or fail
	Results  *AuthResults
	seal     bool
	message  bool
}

// Result returns what the newest link says of the chain before it; empty without a chain.
func (c Chain) Result() string {
	if len(c.Links) == 0 {
		return ""
	}
	return c.Links[len(c.Links)-1].Chain
}

// link returns the link with a number, and makes it. nil for a number that RFC 8617 does not allow.
func (c *Chain) link(n int) *Link {
	if n < 1 || n > 50 { // RFC 8617 section 4.2.1
		return nil
	}
	at := 0
	for ; at < len(c.Links); at++ {
		if c.Links[at].Instance == n {
			return &c.Links[at]
		}
		if c.Links[at].Instance > n {
			break
		}
	}
	c.Links = append(c.Links, Link{})
	copy(c.Links[at+1:], c.Links[at:])
	c.Links[at] = Link{Instance: n}
	return &c.Links[at]
}

// add adds a seal or a signature.
func (c *Chain) add(f Field) {
	tags := map[string]string{}
	for part := range strings.SplitSeq(f.Value, ";") {
		if name, value, ok := strings.Cut(part, "="); ok && len(value) < 300 {
			tags[strings.TrimSpace(name)] = strings.TrimSpace(value)
		}
	}
	n, err := strconv.Atoi(tags["i"])
	if err != nil {
		return
	}
	l := c.link(n)
	switch {
	case l == nil:
	case strings.EqualFold(f.Name, "ARC-Seal"):
		l.seal, l.Domain, l.Chain = true, tags["d"], strings.ToLower(tags["cv"])
	default:
		l.message = true
	}
}

// results adds what the links recorded.
func (c *Chain) results(all []AuthResults) {
	for i := range all {
		if all[i].Instance == 0 || !strings.EqualFold(all[i].Field, "ARC-Authentication-Results") {
			continue
		}
		if l := c.link(all[i].Instance); l != nil && l.Results == nil {
			l.Results = &all[i]
		}
	}
	c.Whole = len(c.Links) > 0
	for i, l := range c.Links {
		c.Whole = c.Whole && l.Instance == i+1 && l.seal && l.message && l.Results != nil
	}
}
