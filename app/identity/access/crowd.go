package access

import (
	"fmt"
	"strings"
)

// Crowd is many accounts, of which one policy after another is asked at once: the answers
// are those of Policy.Reach, for a whole organisation in little more time than for one
// account. It is not safe for concurrent use.
type Crowd struct {
	people  []Subject
	at      map[string]int // by ID in small letters
	members Members
	direct  map[string]*direct
	groups  map[string]*sides
	roles   map[string]*sides
	guests  map[string]*sides
	open    Set // whose roles are not all known
	workers Set // service principals
	all     Set // people

	in, out sides // of the policy at hand
}

// Members returns who is directly in a group: accounts, and other groups. Read is false
// where that is not known.
type Members func(group string) (people, groups []string, read bool)

// sides are the accounts for which something is so, and those for which it is not known.
type sides struct{ yes, open Set }

// direct is who is directly in a group, by their places.
type direct struct {
	people []int32
	groups []string
	read   bool
}

// NewCrowd returns a crowd of people with different IDs. It sets the In of each, by
// members, also through other groups.
func NewCrowd(people []Subject, members Members) *Crowd {
	n := len(people)
	c := &Crowd{people: people, members: members, at: make(map[string]int, n), direct: map[string]*direct{},
		groups: map[string]*sides{}, roles: map[string]*sides{}, guests: map[string]*sides{},
		open: newSet(n), workers: newSet(n), all: newSet(n), in: sides{newSet(n), newSet(n)},
		out: sides{newSet(n), newSet(n)}}
	in := func(person, group string) Answer {
		at, known := c.at[strings.ToLower(person)]
		if !known {
			return Unknown
		}
		return c.group(group).of(at)
	}
	for i := range people {
		s := &people[i]
		c.at[strings.ToLower(s.ID)] = i
		if s.In = in; s.Workload {
			c.workers.add(i)
			continue
		}
		c.all.add(i)
		if !s.Active.Complete || !s.Eligible.Complete {
			c.open.add(i)
		}
		for _, r := range s.Eligible.IDs {
			c.role(r).open.add(i)
		}
		for _, r := range s.Active.IDs {
			c.role(r).yes.add(i)
		}
	}
	return c
}

func (s *sides) of(i int) Answer {
	switch {
	case s.yes.Has(i):
		return Yes
	case s.open.Has(i):
		return Unknown
	}
	return No
}

// role returns who has a role; open are those who may activate it.
func (c *Crowd) role(id string) *sides {
	return c.kept(c.roles, strings.ToLower(id), func(*sides) {})
}

// kept returns the sides under a key, and fills them the first time.
func (c *Crowd) kept(all map[string]*sides, key string, fill func(*sides)) *sides {
	s := all[key]
	if s == nil {
		s = &sides{newSet(len(c.people)), newSet(len(c.people))}
		fill(s)
		all[key] = s
	}
	return s
}

// group returns who is in a group. Where one of the groups in it was not read, anybody
// may be.
func (c *Crowd) group(id string) *sides {
	return c.kept(c.groups, strings.ToLower(id), func(s *sides) {
		seen, rest := map[*direct]bool{}, []string{id}
		for len(rest) > 0 {
			d := c.directly(rest[len(rest)-1])
			rest = rest[:len(rest)-1]
			if seen[d] {
				continue
			}
			seen[d] = true
			if !d.read {
				s.open.or(c.all)
				s.open.or(c.workers)
			}
			for _, i := range d.people {
				s.yes.add(int(i))
			}
			rest = append(rest, d.groups...)
		}
	})
}

// directly returns who is directly in a group.
func (c *Crowd) directly(group string) *direct {
	key := strings.ToLower(group)
	d := c.direct[key]
	if d == nil {
		people, groups, read := c.members(group)
		d = &direct{make([]int32, 0, len(people)), groups, read}
		for _, id := range people {
			if i, known := c.at[strings.ToLower(id)]; known {
				d.people = append(d.people, int32(i))
			}
		}
		c.direct[key] = d
	}
	return d
}

// guest returns whom the guests of a scope name.
func (c *Crowd) guest(g *Guests) *sides {
	key := fmt.Sprintf("%d %v %v %q", g.Kinds, g.Some, g.Unread, g.Tenants)
	return c.kept(c.guests, key, func(s *sides) {
		c.all.each(func(i int) {
			switch answer, _ := g.match(c.people[i].Kinds, c.people[i].Home); answer {
			case Yes:
				s.yes.add(i)
			case Unknown:
				s.open.add(i)
			}
		})
	})
}

// match collects whom a scope names among the people.
func (c *Crowd) match(scope *Scope, into *sides) {
	clear(into.yes)
	clear(into.open)
	if scope.Everyone {
		into.yes.or(c.all)
		return
	}
	take := func(s *sides) {
		into.yes.or(s.yes)
		into.open.or(s.open)
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
		into.open.or(c.open)
	}
	for _, id := range scope.Roles {
		take(c.role(id))
	}
	for _, id := range scope.Groups {
		take(c.group(id))
	}
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
