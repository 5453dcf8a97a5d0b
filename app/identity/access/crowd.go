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
	members Members        // nil where each is asked for its groups
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
	c := Ask(people)
	c.members = members
	in := func(person, group string) Answer {
		at, known := c.at[strings.ToLower(person)]
		if !known {
			return Unknown
		}
		return c.group(group).of(at)
	}
	for i := range people {
		people[i].In = in
	}
	return c
}

// Ask returns a crowd of people with different IDs, each of whom is asked once for each
// group whether it is in there.
func Ask(people []Subject) *Crowd {
	n := len(people)
	c := &Crowd{people: people, at: make(map[string]int, n), direct: map[string]*direct{},
		groups: map[string]*sides{}, roles: map[string]*sides{}, guests: map[string]*sides{},
		open: newSet(n), workers: newSet(n), all: newSet(n), in: sides{newSet(n), newSet(n)},
		out: sides{newSet(n), newSet(n)}}
	for i := range people {
		s := &people[i]
		c.at[strings.ToLower(s.ID)] = i
		if s.Workload {
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
		if c.members == nil {
			c.askAll(id, s)
			return
		}
		seen, rest := map[*direct]bool{}, []string{id}
		for len(rest) > 0 {
			d := c.directly(rest[len(rest)-1])
			rest = rest[:len(rest)-1]
			if seen[d] {
				continue
			}
			seen[d] = true
			if !d.read {
				s.open.Or(c.all)
				s.open.Or(c.workers)
			}
			for _, i := range d.people {
				s.yes.add(int(i))
			}
			rest = append(rest, d.groups...)
		}
	})
}

// askAll asks each person whether it is in a group.
func (c *Crowd) askAll(group string, s *sides) {
	c.all.each(func(i int) {
		in := Unknown
		if ask := c.people[i].In; ask != nil {
			in = ask(c.people[i].ID, group)
		}
		switch in {
		case Yes:
			s.yes.add(i)
		case Unknown:
			s.open.add(i)
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
