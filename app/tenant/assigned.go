package tenant

import (
	"context"
	"slices"
	"strings"
)

// Standing is whether a person has a service plan.
type Standing string

// The standings of a plan.
const (
	PlanOn      Standing = "on"
	PlanOff     Standing = "off"  // a licence has the plan, and it does not work for the person
	PlanNone    Standing = "none" // no licence of the person has the plan
	PlanUnknown Standing = "unknown"
)

// PlanCause is why a plan is off or not known.
type PlanCause string

// The causes.
const (
	PlanTurnedOff     PlanCause = "turned-off"     // in the licence of the person
	PlanLicenceEnded  PlanCause = "licence-ended"  // the licence was suspended, locked out or deleted
	PlanNotReady      PlanCause = "not-ready"      // Microsoft has not set it up, or says something new
	PlanLicenceAbsent PlanCause = "licence-absent" // the organisation’s list does not have the licence
	PlanNotRead       PlanCause = "not-read"       // the licences were not read, or the row does not show them
)

// PersonPlan is a service plan of a person.
type PersonPlan struct {
	Standing Standing
	Cause    PlanCause // where it is off or unknown
	Licences []string  // names of the person’s licences that decide it, as Microsoft writes them
}

// Licensing is the licences of an organisation, to see which service plans a person has: a person’s
// licences and what is turned off in them, without a request for each person. Nil knows nothing.
type Licensing struct{ bySKU map[string]Licence }

// LicensingOf reads the licences that are kept; nil where they were never read whole.
func LicensingOf(ctx context.Context, view View) (*Licensing, error) {
	st, err := view.Status(ctx, SectionLicences)
	if err != nil || st.Completed.IsZero() {
		return nil, err
	}
	rows, err := All[Licence](ctx, view, SectionLicences)
	if err != nil {
		return nil, err
	}
	return NewLicensing(rows), nil
}

// NewLicensing returns the licences of an organisation.
func NewLicensing(rows []Licence) *Licensing {
	l := &Licensing{bySKU: map[string]Licence{}}
	for _, row := range rows {
		l.bySKU[strings.ToLower(string(row.SKU))] = row
	}
	return l
}

// Has reports whether a licence of the organisation has one of some plans, whatever its state.
func (l *Licensing) Has(plans ...string) Flag {
	if l == nil {
		return Flag{}
	}
	for _, row := range l.bySKU {
		if len(among(row, plans)) > 0 {
			return On()
		}
	}
	return Flag{Known: true}
}

// Of returns whether a person has one of some plans. One that works is enough; where none does,
// what is not known outweighs what is off.
func (l *Licensing) Of(u User, plans ...string) PersonPlan {
	if l == nil || u.Licences == nil { // null or absent is not the empty list
		return PersonPlan{Standing: PlanUnknown, Cause: PlanNotRead}
	}
	all := map[Standing]*PersonPlan{}
	add := func(s Standing, why PlanCause, licence string) {
		if all[s] == nil {
			all[s] = &PersonPlan{Standing: s, Cause: why}
		}
		if licence != "" && !slices.Contains(all[s].Licences, licence) {
			all[s].Licences = append(all[s].Licences, licence)
		}
	}
	for _, mine := range u.Licences {
		row, known := l.bySKU[strings.ToLower(string(mine.SKU))]
		if !known {
			add(PlanUnknown, PlanLicenceAbsent, "")
			continue
		}
		for _, at := range among(row, plans) {
			s, why := row.standing(at, mine.Disabled)
			add(s, why, string(row.Part))
		}
	}
	for _, s := range []Standing{PlanOn, PlanUnknown, PlanOff} {
		if all[s] != nil {
			return *all[s]
		}
	}
	return PersonPlan{Standing: PlanNone}
}

// Named reports whether a licence of a person has a working plan whose name begins with one of some
// words: a name proves nothing, but a plan whose ID is new must not count as none.
func (l *Licensing) Named(u User, begins ...string) bool {
	if l == nil {
		return false
	}
	for _, mine := range u.Licences {
		row := l.bySKU[strings.ToLower(string(mine.SKU))]
		for at, p := range row.Plans {
			s, _ := row.standing(at, mine.Disabled)
			if s != PlanOff && slices.ContainsFunc(begins, func(word string) bool {
				return strings.HasPrefix(strings.ToUpper(string(p.Name)), word)
			}) {
				return true
			}
		}
	}
	return false
}

// among returns where a licence has some plans.
func among(row Licence, plans []string) (at []int) {
	for i, p := range row.Plans {
		if slices.ContainsFunc(plans, func(id string) bool { return p.ID.Is(id) }) {
			at = append(at, i)
		}
	}
	return at
}

// standing returns what one plan of a licence is for someone who has the licence. The states are those
// of capabilityStatus and provisioningStatus (Microsoft Learn, subscribedSku and servicePlanInfo).
func (l Licence) standing(at int, disabled Texts) (Standing, PlanCause) {
	switch {
	case disabled.Has(string(l.Plans[at].ID)):
		return PlanOff, PlanTurnedOff
	case l.Status.Is("Suspended"), l.Status.Is("LockedOut"), l.Status.Is("Deleted"):
		return PlanOff, PlanLicenceEnded
	case !l.Status.Is("Enabled") && !l.Status.Is("Warning"):
		return PlanUnknown, PlanNotReady
	case l.Plans[at].Status.Is("Success"):
		return PlanOn, ""
	case l.Plans[at].Status.Is("Disabled"):
		return PlanOff, PlanTurnedOff
	}
	return PlanUnknown, PlanNotReady
}
