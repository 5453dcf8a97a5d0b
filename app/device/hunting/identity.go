package hunting

import "strings"

// identities are people. A row may name someone by the UPN, another by the SID alone; a row with both
// shows that these are one person, who is counted once.
type identities struct {
	by     map[string]int32 // a name of any kind, in lower case
	people []Person
	same   []int32 // the earlier number of the same person, or its own
}

func newIdentities() identities { return identities{by: map[string]int32{}} }

// of returns the number of a person; -1 where nothing names one.
func (p *identities) of(upn, account, id, sid string) int32 {
	found := int32(-1)
	known := true
	for i, name := range [4]string{upn, id, sid, account} {
		if name == "" {
			continue
		}
		n, ok := p.by[kinds[i]+strings.ToLower(name)]
		if ok && i == 3 && upn != "" && p.people[n].UPN != "" && !strings.EqualFold(upn, p.people[n].UPN) {
			ok = false // two people whose accounts have the same name
		}
		known = known && (ok || i == 3 && found >= 0)
		if !ok {
			continue
		}
		switch n = p.root(n); {
		case found < 0:
			found = n
		case found != n && i < 3: // the name of an account alone proves nothing
			low, high := min(found, n), max(found, n)
			p.same[high], found = low, low
			p.people[low].add(p.people[high])
		}
	}
	if upn+account+id+sid == "" || found >= 0 && known {
		return found
	}
	if found < 0 {
		found = int32(len(p.people))
		p.people, p.same = append(p.people, Person{}), append(p.same, found)
	}
	who := &p.people[found]
	for i, name := range [4]string{upn, id, sid, account} {
		if name == "" {
			continue
		}
		short := kinds[i] + strings.ToLower(name)
		if _, ok := p.by[short]; !ok {
			p.by[short] = found
		}
		into := []*string{&who.UPN, &who.ID, &who.ID, &who.Account}[i]
		if *into == "" {
			*into = strings.Clone(name)
		}
	}
	return found
}

// kinds keep names of different kinds apart.
var kinds = [4]string{"u:", "i:", "s:", "a:"}

func (p *identities) root(i int32) int32 {
	for p.same[i] != i {
		i = p.same[i]
	}
	return i
}

// merged returns each person once, and the new number of each old one.
func (p *identities) merged() (people []Person, index []int32) {
	index = make([]int32, len(p.people))
	for i := range p.people {
		root := p.root(int32(i))
		if root == int32(i) {
			index[i] = int32(len(people))
			people = append(people, p.people[i])
			continue
		}
		index[i] = index[root] // roots come earlier
	}
	return people, index
}

// add adds what is known of the same person.
func (one *Person) add(other Person) {
	for _, pair := range [3]struct{ into, from *string }{{&one.UPN, &other.UPN}, {&one.Account, &other.Account},
		{&one.ID, &other.ID}} {
		if *pair.into == "" {
			*pair.into = *pair.from
		}
	}
}
