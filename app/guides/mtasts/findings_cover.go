package mtasts

import (
	"net/netip"
	"slices"
	"strings"
	"time"

	"handrail/app/mail/mailcheck"
	sts "handrail/app/mail/mtasts"
	"handrail/app/mail/policyhistory"
	"handrail/app/report"
)

// coverage compares each mail server with the lines of the policy (RFC 8461
// section 4.1), and each line with the mail servers.
func (f *finder) coverage() {
	s, p := f.s, f.s.Policy.Policy
	if s.PolicyState != sts.Valid || p == nil || len(s.Hosts) == 0 {
		return
	}
	said := map[string]bool{} // patterns already blamed
	var named []string
	for _, h := range s.Hosts {
		switch {
		case h.Literal: // its own finding says it all
		case p.Covers(h.Name):
			named = append(named, h.Name)
		case p.Mode == sts.None:
			f.add("mx-not-covered-none", "host", h.Name)
		default:
			f.notCovered(p, h.Name, said)
		}
	}
	further := mailcheck.FurtherUncovered(s)
	if p.Mode != sts.None {
		for _, name := range further {
			f.notCovered(p, name, said)
		}
	}
	if len(named) == len(s.Hosts) && len(further) == 0 {
		f.add("mx-covered", "hosts", someOf(append(named, s.Further...)))
	}
	f.unused(p.MX, said)
}

// notCovered adds why no line matches host: one of the known mistakes, or none.
func (f *finder) notCovered(p *sts.Policy, host string, said map[string]bool) {
	code, culprit := "mx-not-covered", ""
	for _, pattern := range p.MX {
		zone, star := strings.CutPrefix(pattern, "*.")
		switch {
		case star && host == zone:
			code, culprit = "wildcard-no-label", pattern
		case star && under(host, zone):
			code, culprit = "wildcard-two-labels", pattern
		case pattern == outlookZone && under(host, outlookZone):
			code, culprit = "outlook-without-star", pattern
		default:
			continue
		}
		said[pattern] = true
		break
	}
	parts := ""
	if zone, star := strings.CutPrefix(culprit, "*."); star && host != zone {
		parts = count(strings.Count(strings.TrimSuffix(host, "."+zone), ".") + 1)
	}
	f.addAs(f.worse(), code, "host", host, "pattern", culprit, "parts", parts, "line", rightLine(host),
		"consequence", f.consequence())
}

// consequence returns what happens today when the policy does not name a mail server.
func (f *finder) consequence() string {
	if words, ok := consequences[f.s.Effective]; ok {
		return words
	}
	return consequences["idle"]
}

// shownLines is how many lines without a mail server get a finding each.
const shownLines = 4

// unused adds the lines that match no mail server.
func (f *finder) unused(lines []string, said map[string]bool) {
	var more []string
	for _, pattern := range lines {
		if _, err := netip.ParseAddr(pattern); err == nil || said[pattern] || f.used(pattern) {
			continue
		}
		if f.ahead(pattern) {
			f.add("policy-names-ahead", "pattern", pattern)
			continue
		}
		more = append(more, pattern)
	}
	if len(more) > shownLines {
		f.add("policy-names-more", "pattern", someOf(more))
		return
	}
	for _, pattern := range more {
		f.add("policy-names-more", "pattern", pattern)
	}
}

// used reports whether a line matches a mail server.
func (f *finder) used(pattern string) bool {
	matches := func(name string) bool { return sts.Match(pattern, name) }
	return slices.ContainsFunc(f.s.Further, matches) ||
		slices.ContainsFunc(f.s.Hosts, func(h mailcheck.Host) bool { return matches(h.Name) })
}

// ahead reports whether a line names Microsoft's other type of mail server.
func (f *finder) ahead(pattern string) bool {
	family := microsoft(strings.TrimPrefix(pattern, "*."))
	other := slices.ContainsFunc(f.s.Hosts, func(h mailcheck.Host) bool {
		live := microsoft(h.Name)
		return live != "" && live != family
	})
	return family != "" && other && pattern != "*."+microsoftZone && pattern != outlookZone
}

// cached finds older policies that senders may still keep (RFC 8461 section 3.3)
// and that leave out a host which takes mail now.
func (f *finder) cached() {
	for _, h := range f.s.Hosts {
		for _, mode := range []string{string(sts.Enforce), string(sts.Testing)} {
			old, until := f.longest(h.Name, mode)
			if until.IsZero() {
				continue
			}
			code := "cached-policy-leaves-out"
			if mode == string(sts.Testing) {
				code = "cached-testing-leaves-out"
			}
			f.addAs(f.lingering(until), code, "host", h.Name, "seen", dayOf(old.Last), "until", momentOf(until))
			break
		}
	}
}

// enforced adds an enforced policy that some senders may still follow, although senders
// without a cached policy find no enforced one now (RFC 8461 section 3.3).
func (f *finder) enforced() {
	if f.s.Effective == string(sts.Enforce) || f.s.Effective == mailcheck.Unknown ||
		slices.ContainsFunc(f.items, func(i report.Finding) bool { return i.Code == "cached-policy-leaves-out" }) {
		return
	}
	var old policyhistory.Policy
	for _, p := range f.made.Served {
		if p.Mode == string(sts.Enforce) && p.Until().After(old.Until()) {
			old = p
		}
	}
	if old.Mode != "" && old.Until().After(f.s.At) {
		f.add("cached-enforce", "seen", dayOf(old.Last), "until", momentOf(old.Until()))
	}
}

// lingering returns "" (the usual severity) unless until is less than an hour away.
func (f *finder) lingering(until time.Time) report.Severity {
	if until.Sub(f.s.At) < time.Hour {
		return report.Note
	}
	return ""
}

// longest returns the older policy of a mode that does not name host and is cached the
// longest, and until when.
func (f *finder) longest(host, mode string) (old policyhistory.Policy, until time.Time) {
	for _, p := range f.made.Served {
		if p.Mode != mode || f.live(p) || p.Names(host) {
			continue
		}
		if end := p.Until(); end.After(f.s.At) && end.After(until) {
			old, until = p, end
		}
	}
	return old, until
}

// live reports whether p is the policy that is published now.
func (f *finder) live(p policyhistory.Policy) bool {
	now := f.s.Policy.Policy
	return f.s.PolicyState == sts.Valid && now != nil && p.Mode == string(now.Mode) && slices.Equal(p.MX, now.MX)
}
