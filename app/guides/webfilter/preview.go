package webfilter

import (
	"cmp"
	"maps"
	"slices"

	"handrail/app/device/hunting"
	rules "handrail/app/device/webfilter"
)

// kindOf is how an attempt is counted: by kind, and attempts of the web filter by category.
type kindOf string

const (
	plannedKind kindOf = "planned"     // a category of the plan
	otherKind   kindOf = "not-planned" // another category
	openKind    kindOf = "no-category" // the file does not say which
)

// tallied is what was counted of one kind. What a file does not have is not known, and is not 0.
type tallied struct {
	people, devices, sites map[int]bool
	nameless               map[int]bool // devices with attempts without a name
	attempts               int
	wouldBe                int  // attempts that were only recorded
	unsure                 int  // attempts of which the rows do not say whether they were stopped
	anonymous              int  // attempts without a name
	other                  bool // in a browser that is not Edge
}

func (t *tallied) add(a hunting.Attempt) {
	if t.people == nil {
		t.people, t.devices, t.sites, t.nameless = map[int]bool{}, map[int]bool{}, map[int]bool{}, map[int]bool{}
	}
	t.attempts += a.Count
	if a.Effect == hunting.WouldBe {
		t.wouldBe += a.Count
	}
	if a.Effect == hunting.Undecidable {
		t.unsure += a.Count
	}
	t.other = t.other || !a.Edge
	if a.Person >= 0 {
		t.people[a.Person] = true
	} else {
		t.anonymous += a.Count
		t.nameless[a.Device] = true
	}
	if a.Device >= 0 {
		t.devices[a.Device] = true
	}
	if a.Site >= 0 {
		t.sites[a.Site] = true
	}
}

// preview is what was recorded, counted by kind.
type preview struct {
	*hunting.Result
	kinds    map[kindOf]*tallied
	category []string                    // of each site, from the report; "" where it is not known
	byID     map[string]*tallied         // of the web filter, by category
	plan     map[string]bool             // IDs of the categories of the plan
	people   map[[2]int]map[string]*seen // by person and, where no one is named, device: by category
}

// seen is what a person did in one category.
type seen struct {
	rows     []int32 // indexes of Attempts
	attempts int
	wouldBe  int
}

// count counts what was recorded by kind. r has categories of sites; it may be nil.
func count(found *hunting.Result, r *rules.Report, all []rules.Category) *preview {
	p := &preview{Result: found, kinds: map[kindOf]*tallied{}, byID: map[string]*tallied{}, plan: map[string]bool{},
		people: map[[2]int]map[string]*seen{}}
	for _, c := range all {
		p.plan[c.ID] = true
	}
	for _, site := range found.Sites {
		p.category = append(p.category, r.Category(site))
	}
	for i, a := range found.Attempts {
		kind, id := p.kindOf(a)
		into(p.kinds, kind).add(a)
		if a.Kind != hunting.WebFilter {
			continue
		}
		if id != "" {
			into(p.byID, id).add(a)
		}
		if kind != otherKind {
			p.person(i, a, id)
		}
	}
	return p
}

func into[K comparable](all map[K]*tallied, k K) *tallied {
	if all[k] == nil {
		all[k] = &tallied{}
	}
	return all[k]
}

// of returns what was counted of a kind, which may be nothing. Only a kind with attempts is in kinds.
func (p *preview) of(kind kindOf) *tallied {
	if n := p.kinds[kind]; n != nil {
		return n
	}
	return &tallied{}
}

// kindOf returns how an attempt is counted, and its category. DisplayName may name the category; else the
// report knows that of the site.
func (p *preview) kindOf(a hunting.Attempt) (kindOf, string) {
	if a.Kind != hunting.WebFilter {
		return kindOf(a.Kind), ""
	}
	id := ""
	if a.Label >= 0 {
		if found := rules.Find(p.Labels[a.Label]); len(found) == 1 {
			id = found[0].ID
		}
	}
	if id == "" && a.Site >= 0 {
		id = p.category[a.Site]
	}
	switch {
	case id == "":
		return openKind, ""
	case p.plan[id]:
		return plannedKind, id
	}
	return otherKind, id
}

func (p *preview) person(row int, a hunting.Attempt, id string) {
	who := [2]int{a.Person, -1}
	if a.Person < 0 {
		who[1] = a.Device
	}
	if p.people[who] == nil {
		p.people[who] = map[string]*seen{}
	}
	s := p.people[who][id]
	if s == nil {
		s = &seen{}
		p.people[who][id] = s
	}
	s.attempts += a.Count
	if a.Effect == hunting.WouldBe {
		s.wouldBe += a.Count
	}
	s.rows = append(s.rows, int32(row))
}

// where adds the devices and the sites of a person in one category to those of others.
func (p *preview) where(s *seen, devices map[int]bool, sites map[int]int) {
	for _, row := range s.rows {
		a := p.Attempts[row]
		if a.Site >= 0 {
			sites[a.Site] += a.Count
		}
		if a.Device >= 0 {
			devices[a.Device] = true
		}
	}
}

// silent returns the categories of the plan of which the file has no attempt: people who opened these sites
// were not recorded, because no policy blocks them yet.
func (p *preview) silent(all []rules.Category) (none []rules.Category) {
	for _, c := range all {
		if p.byID[c.ID] == nil {
			none = append(none, c)
		}
	}
	return none
}

// sorted returns who would be stopped: those of the plan first, then by attempts.
func (p *preview) sorted() [][2]int {
	weight := func(who [2]int) (planned, attempts int) {
		for id, s := range p.people[who] {
			attempts += s.attempts
			if p.plan[id] {
				planned += s.attempts
			}
		}
		return planned, attempts
	}
	all := slices.Collect(maps.Keys(p.people))
	slices.SortFunc(all, func(a, b [2]int) int {
		pa, na := weight(a)
		pb, nb := weight(b)
		return cmp.Or(cmp.Compare(pb, pa), cmp.Compare(nb, na), cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1]))
	})
	return all
}

// has reports whether the file has a column.
func (p *preview) has(column string) bool { return !slices.Contains(p.Missing, column) }
