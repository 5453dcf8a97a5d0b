package mfa

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"time"

	"handrail/app/identity/access"
	"handrail/app/tenant"
)

// Organisation is everything that is known before a change.
type Organisation struct {
	People      []Person
	Policy      Policy
	Enforcement Enforcement
	// Belongs reports whether a person is in a group, directly or through nested
	// groups; nil: unknown for all groups.
	Belongs func(person, group string) access.Answer
	// GroupName returns the name of a group; if nil or "", the id is shown.
	GroupName func(group string) string
	Needed    int           // methods needed to reset a password, entered by the administrator; 0 unknown
	Provider  access.Answer // the organisation has its own telephone provider from 2027, entered by the administrator
	Cloud     string        // "global" or another of Microsoft's clouds; "" unknown
	Read      map[string]time.Time
	Missing   []tenant.Gap // what could not be read
	Doubtful  []tenant.Gap // what could not be read again; older data is used
	Gone      []string     // ids of groups that policies name and that no longer exist
	GoneUsers []string     // ids of accounts that policies name and that the organisation does not have

	roleNames map[string]string // by template id
	names     *nameOrder        // of People; nil: it is made at each use
}

// nameOrder is the order of people by name, made once, for the people it was first asked for: a copy of an organisation
// may have others. It is safe for concurrent use.
type nameOrder struct {
	once sync.Once
	of   []Person
	at   []int32
}

// byName returns the positions of the people by name, then by position.
func (o *Organisation) byName() []int32 {
	n := o.names
	if n == nil {
		return orderByName(o.People)
	}
	n.once.Do(func() { n.of, n.at = o.People, orderByName(o.People) })
	if len(n.of) == len(o.People) && (len(n.of) == 0 || &n.of[0] == &o.People[0]) {
		return n.at
	}
	return orderByName(o.People)
}

func orderByName(people []Person) []int32 {
	at := make([]int32, len(people))
	for i := range at {
		at[i] = int32(i) // #nosec G115: a slice of people is never that long
	}
	slices.SortFunc(at, func(a, b int32) int {
		return cmp.Or(strings.Compare(people[a].Name, people[b].Name), cmp.Compare(a, b))
	})
	return at
}

// memo caches the groups of the current person, so that each group is looked up once
// per person, however often the policies name it.
type memo struct {
	ask    belongs
	person string
	groups []string
	is     []access.Answer
}

func (m *memo) belongs(person, group string) access.Answer {
	if person != m.person {
		m.person, m.groups, m.is = person, m.groups[:0], m.is[:0]
	}
	for i, g := range m.groups {
		if g == group {
			return m.is[i]
		}
	}
	t := m.ask(person, group)
	m.groups, m.is = append(m.groups, group), append(m.is, t)
	return t
}

func (o *Organisation) belongs(person, group string) access.Answer {
	if o.Belongs == nil {
		return access.Unknown
	}
	return o.Belongs(person, group)
}
