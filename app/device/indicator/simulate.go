package indicator

import (
	"net/netip"
	"slices"

	"handrail/app"
)

// Simulate returns what happens with an address: the indicator with the longest path, then Allow
// before Warn before Block, then the web filter. What no page of Microsoft says is not known,
// unless each way of reading it ends the same. app.Invalid if the address is none.
func Simulate(list []Indicator, v Visit) (Verdict, error) {
	at, ok := parse(v.URL)
	if !ok {
		return Verdict{}, app.Errorf(app.Invalid, "Enter an address such as https://www.example.org/page.",
			"This is not an address of the web.")
	}
	if at.scheme == "" {
		at.scheme = "https"
	}
	v.Addresses = plainAddresses(v.Addresses)
	s := simulation{list: list, visit: v, at: at, could: map[Outcome]bool{}, why: map[Reason]bool{}}
	edges := []bool{true, false}
	switch v.Browser {
	case Edge:
		edges = edges[:1]
	case Other:
		edges = edges[1:]
	}
	for _, edge := range edges {
		before := len(s.could)
		s.in(edge)
		if !edge && before > 0 && len(edges) == 2 && len(s.could) > before {
			s.why[BrowserNotKnown] = true
		}
	}
	return s.verdict(), nil
}

type simulation struct {
	list  []Indicator
	visit Visit
	at    target
	could map[Outcome]bool
	rows  []int
	web   bool
	why   map[Reason]bool
}

type candidate struct {
	row    int
	action Action
	strength
}

// in adds what could happen in one browser. A row could decide if no row that fits for certain
// beats it in one reading of the pages.
func (s *simulation) in(edge bool) {
	var all, sure []candidate
	for n, one := range s.list {
		fit, ok := one.match(s.at, s.visit, edge)
		if !ok || one.Expired(s.visit.Now) || one.Action == Remediate {
			continue
		}
		if !one.Action.known() {
			fit.doubt(true, ActionNotKnown) // perhaps Microsoft never took the row
		}
		c := candidate{n, one.Action, fit}
		all = append(all, c)
		if c.sure {
			sure = append(sure, c)
		}
	}
	for _, c := range all {
		for _, r := range readings {
			if !slices.ContainsFunc(sure, func(o candidate) bool { return r.beats(o, c) }) {
				s.take(c, all)
				break
			}
		}
	}
	if len(sure) == 0 {
		s.filter()
	}
}

// reading is one way to read what the pages leave open: whether a name under another goes before
// the action, and whether Audit goes before or after the other actions.
type reading struct{ hostFirst, auditFirst bool }

var readings = []reading{{false, false}, {false, true}, {true, false}, {true, true}}

func (r reading) rank(a Action) int {
	if order(a) < 0 && r.auditFirst {
		return 3
	}
	return order(a)
}

func (r reading) beats(o, c candidate) bool {
	switch {
	case o.path != c.path:
		return o.path > c.path
	case r.hostFirst && o.host != c.host:
		return o.host > c.host
	}
	return r.rank(o.action) > r.rank(c.action)
}

// take adds the outcome of a row that could decide.
func (s *simulation) take(c candidate, among []candidate) {
	if !slices.Contains(s.rows, c.row) {
		s.rows = append(s.rows, c.row)
	}
	if !c.sure {
		s.why[c.why] = true
	}
	for _, o := range among {
		if o.path != c.path || o.action == c.action {
			continue
		}
		if o.host != c.host {
			s.why[HostOrder] = true
		}
		if order(o.action) < 0 || order(c.action) < 0 {
			s.why[AuditOrder] = true
		}
	}
	switch {
	case c.action == Allow:
		s.could[Allowed] = true
	case c.action == Warn:
		s.could[Warned] = true
	case c.action == Block:
		s.could[Blocked] = true
	case !c.action.known():
		s.could[Allowed], s.could[Warned], s.could[Blocked], s.web = true, true, true, true
	default: // Audit records. Whether it goes before the web filter, no page says.
		s.could[Allowed] = true
		if s.visit.Filter != FilterAllows {
			s.could[Blocked], s.web, s.why[AuditOrder] = true, true, true
		}
	}
}

// filter adds what happens if no indicator decides.
func (s *simulation) filter() {
	s.web = true
	switch s.visit.Filter {
	case FilterBlocks:
		s.could[Blocked] = true
	case FilterAllows:
		s.could[Allowed] = true
	default:
		s.could[Allowed], s.could[Blocked], s.why[FilterMissing] = true, true, true
	}
}

// addresses adds the actions of indicators with addresses, if those of the host are not known.
func (s *simulation) addresses() {
	if _, err := netip.ParseAddr(s.at.host); err == nil || len(s.visit.Addresses) > 0 {
		return
	}
	for _, one := range s.list {
		if one.Type == IPAddress && !one.Expired(s.visit.Now) {
			s.why[AddressMissing] = true
			return
		}
	}
}

func (s *simulation) verdict() (v Verdict) {
	for _, o := range []Outcome{Allowed, Warned, Blocked} {
		if s.could[o] {
			v.Could = append(v.Could, o)
		}
	}
	slices.Sort(s.rows)
	v.Outcome, v.Rows, v.ByWeb = NotKnown, s.rows, s.web
	if len(v.Could) == 1 {
		v.Outcome, s.why = v.Could[0], map[Reason]bool{}
	}
	s.addresses()
	for r := range s.why {
		v.Reasons = append(v.Reasons, r)
	}
	slices.Sort(v.Reasons)
	return v
}

func plainAddresses(all []string) (plain []string) {
	for _, one := range all {
		if a, err := netip.ParseAddr(one); err == nil {
			plain = append(plain, a.Unmap().WithZone("").String())
		}
	}
	return plain
}
