package hunting

import (
	"cmp"
	"slices"
)

// Result is what a file says.
type Result struct {
	Layout   Layout
	Rows     int // all, without the header
	Other    int // rows about something else than sites
	Damaged  int // rows that could not be read
	Missing  []string
	Cut      Cut
	Period   Period
	Attempts []Attempt // added up; none occurs twice
	People   []Person
	Devices  []Device
	Sites    []string
	Labels   []string // what DisplayName said, each once
}

// Cut is why a file may not have everything.
type Cut struct {
	Broken  bool // it ends in the middle of a row
	Rows    int  // it has exactly as many rows as Microsoft returns at most; 0: it has not
	History bool // it reaches back as far as Microsoft keeps attempts
}

// AtLeast reports whether what was counted can be only a part.
func (r *Result) AtLeast() bool { return r.Cut.Broken || r.Cut.Rows > 0 || r.Damaged > 0 }

// Attempt is how often a person on a device was stopped at a site. An index of -1 is not known.
type Attempt struct {
	Kind   Kind
	Effect Effect
	Edge   bool // in Microsoft Edge; else network protection
	Person int
	Device int
	Site   int
	Label  int // of Labels
	Count  int
}

// Person is someone by what a file knows of them; "" is not in it.
type Person struct{ UPN, Account, ID string }

// Name returns what a person is called.
func (p Person) Name() string {
	switch {
	case p.UPN != "":
		return p.UPN
	case p.Account != "":
		return p.Account
	}
	return p.ID
}

// Device is a device by what a file knows of it.
type Device struct{ ID, Name string }

// result returns what was counted.
func (t *tally) result() *Result {
	r := &t.r
	r.Cut.Broken = r.Cut.Broken || t.short
	t.limit()
	r.Period = t.clock.period()
	r.Cut.History = !r.Period.From.IsZero() &&
		r.Period.To.Sub(r.Period.From).Hours() >= float64(24*(HistoryDays()-1))
	r.Sites, r.Labels = t.sites.all(), t.labels.all()
	for _, by := range t.devices.all() {
		r.Devices = append(r.Devices, t.deviceOf[by])
	}
	people, index := t.people.merged()
	r.People = people
	merged := t.counts
	if len(people) < len(index) { // some were counted under two names
		merged = map[key]int{}
		for k, n := range t.counts {
			if k.person >= 0 {
				k.person = index[k.person]
			}
			merged[k] += n
		}
	}
	r.Attempts = make([]Attempt, 0, len(merged))
	for k, n := range merged {
		r.Attempts = append(r.Attempts, Attempt{Kinds()[k.kind], effects[k.effect], k.edge, int(k.person),
			int(k.device), int(k.site), int(k.label), n})
	}
	slices.SortFunc(r.Attempts, func(a, b Attempt) int {
		return cmp.Or(cmp.Compare(slices.Index(Kinds(), a.Kind), slices.Index(Kinds(), b.Kind)),
			cmp.Compare(a.Person, b.Person), cmp.Compare(a.Device, b.Device), cmp.Compare(a.Site, b.Site),
			cmp.Compare(a.Label, b.Label), cmp.Compare(a.Effect, b.Effect), boolean(a.Edge)-boolean(b.Edge))
	})
	return r
}

func boolean(b bool) int {
	if b {
		return 1
	}
	return 0
}
