package recommend

import (
	"time"

	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/tenant"
)

// People are the numbers that Home says about an organisation. A number that is not known is left out.
type People struct {
	At     time.Time                   // when the data was read
	Lists  map[tenant.PeopleFilter]int // how many people a list has
	Counts []guide.Counted             // what guides count
}

// OfPeople returns the signs in the numbers about an organisation.
func OfPeople(p People) Seen {
	seen := Seen{At: p.At}
	phones := Sign{Code: PhonesListed, Count: p.Lists[tenant.PhoneOnly]} // stands in for what is not counted yet
	for _, c := range p.Counts {
		if c.Guide == mfaMethods && c.Severity != report.Unknown {
			phones = Sign{Code: OnlyPhones, Count: c.Count}
		}
	}
	if phones.Count > 0 {
		seen.Signs = append(seen.Signs, phones)
	}
	for _, l := range []struct {
		list tenant.PeopleFilter
		code string
	}{{tenant.BrokenMFA, BrokenMFA}, {tenant.WeakAdmins, WeakAdmins}, {tenant.NoMFA, NoMethod}} {
		if n := p.Lists[l.list]; n > 0 {
			seen.Signs = append(seen.Signs, Sign{Code: l.code, Count: n})
		}
	}
	return seen
}
