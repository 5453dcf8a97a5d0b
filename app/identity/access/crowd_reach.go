package access

import "strings"

// match collects whom a scope names among the people.
func (c *Crowd) match(scope *Scope, into *sides) {
	clear(into.yes)
	clear(into.open)
	if scope.Everyone {
		into.yes.Or(c.all)
		return
	}
	take := func(s *sides) {
		into.yes.Or(s.yes)
		into.open.Or(s.open)
	}
	for _, id := range scope.Users {
		if i, known := c.at[strings.ToLower(id)]; known && id != "" {
			into.yes.add(i)
		}
	}
	if scope.Guests.some() {
		take(c.guest(&scope.Guests))
	}
	if len(scope.Roles) > 0 {
		into.open.Or(c.open)
	}
	for _, id := range scope.Roles {
		take(c.role(id))
	}
	for _, id := range scope.Groups {
		take(c.group(id))
	}
}

// Acts returns the accounts that the policy acts on, and those of which that is not known:
// for each what Policy.Acts answers.
func (c *Crowd) Acts(p *Policy) (yes, unknown Set) {
	if p.State == ReportOnly {
		return newSet(len(c.people)), newSet(len(c.people))
	}
	return c.Reach(p)
}

// Reach returns the accounts that the policy applies to, and those of which that is not
// known: for each what Policy.Reach answers.
func (c *Crowd) Reach(p *Policy) (yes, unknown Set) {
	yes, unknown = newSet(len(c.people)), newSet(len(c.people))
	if p.State == Off || p.Nothing {
		return yes, unknown
	}
	ask := func(i int) {
		switch answer, _, _ := p.decide(&c.people[i]); answer {
		case Yes:
			yes.add(i)
		case Unknown:
			unknown.add(i)
		}
	}
	c.match(&p.Include, &c.in)
	c.match(&p.Exclude, &c.out)
	both := newSet(len(c.people)) // one unknown may decide both sides
	for n, all := range c.all {
		in, out := c.in.yes[n]&all, c.out.yes[n]
		inOpen, outOpen := c.in.open[n]&all&^in, c.out.open[n]&^out
		yes[n] = in &^ out &^ outOpen
		unknown[n] = in&outOpen | inOpen&^out&^outOpen
		both[n] = inOpen & outOpen
		if p.State == StateUnknown {
			yes[n], unknown[n] = 0, unknown[n]|yes[n]
		}
	}
	both.each(ask)
	if w := &p.Workloads; w.All || w.Filtered || len(w.Include) > 0 {
		c.workers.each(ask)
	}
	return yes, unknown
}
