package mfa

import (
	"strings"
	"time"

	"handrail/app/identity/access"
)

// boarder makes the lines of a Board.
type boarder struct {
	o     *Organisation
	log   *Log
	blind bool      // the policy was never read
	users time.Time // when the last sign-ins were read
	seen  map[*situation]*numbered
}

// numbered is what people in one situation have in common.
type numbered struct {
	queue                 Queue // "" where no number is allowed
	reason                string
	numbers, numbersMaybe Factor
	left, leftMaybe       Factor
	losesReset            access.Answer
}

// The reasons for which the queue of a person is not known.
const (
	whyNotInReport = "Microsoft’s registration report has no row for this account."
	whyNotRead     = "Handrail has not read this person’s sign-in methods."
	whyNoPolicy    = "Handrail has not read the sign-in methods policy."
	whyNewNumber   = "The person has a kind of phone number that Handrail does not know."
	whyNumber      = "Handrail does not know whether the policy or the legacy MFA settings allow the number."
	whyOther       = "Handrail does not know whether another method of the person works."
	whyHello       = "The other method is Windows Hello, which works on its own computer only."
	whyProvider    = "Your own telephone provider serves only people who are moved to it. Handrail cannot read who is."
	whyDefault     = "Another method works. Handrail does not know which one comes first."
)

// line returns the line of p without its position. Its queue is "" where p has no
// number that is allowed.
func (m *boarder) line(p *Person, s *situation) Line {
	l := Line{Guest: p.Guest.Or(p.External)}
	l.On, l.Sure = p.Retires()
	l.Used, l.Dormant = m.log.Of(p.ID), m.dormant(p)
	const phone = MobilePhone | AlternatePhone | OfficePhone
	switch {
	case p.InReport == access.No:
		l.Queue, l.Reason = UnknownNumber, whyNotInReport
	case p.InReport == access.Unknown || s == nil:
		l.Queue, l.Reason = UnknownNumber, whyNotRead
	case !p.has(phone) && p.oddPhone():
		l.Queue, l.Reason = UnknownNumber, whyNewNumber
	case !p.has(phone):
	case m.blind:
		l.Queue, l.Reason = UnknownNumber, whyNoPolicy
	default:
		n := m.seen[s]
		if n == nil {
			n = s.numbered(m.o)
			m.seen[s] = n
		}
		l.Queue, l.Reason, l.Numbers, l.NumbersMaybe = n.queue, n.reason, n.numbers, n.numbersMaybe
		l.Left, l.LeftMaybe, l.LosesReset = n.left, n.leftMaybe, n.losesReset
		l.NumberSignIn = s.textSignIn(p)
		if l.Queue == SpareNumber {
			l.Queue, l.Reason = s.preference(p)
		}
	}
	return l
}

// oddPhone reports whether p has a phone of a kind that Handrail does not know. Only
// the methods of a single person name it.
func (p *Person) oddPhone() bool {
	if !p.has(Unnamed) {
		return false
	}
	for _, name := range p.Names {
		if strings.Contains(strings.ToLower(name), "phone") && RegisteredOf(name) == Unnamed {
			return true
		}
	}
	return false
}

// numbered sorts a situation into a queue. SpareNumber means that another method works:
// preference then decides which one comes first.
func (s *situation) numbered(o *Organisation) *numbered {
	n := &numbered{numbers: (s.before | s.phones) & Phones, numbersMaybe: (s.beforeMaybe | s.phonesMaybe) & Phones,
		left: s.before & Persistent &^ Phones, leftMaybe: s.beforeMaybe & Persistent &^ Phones}
	own := o.Provider == access.Yes
	switch {
	case n.numbersMaybe == 0:
		return n
	case n.numbers == 0:
		n.queue, n.reason = UnknownNumber, whyNumber
	case n.left&elsewhere != 0:
		n.queue = SpareNumber
	case own:
		n.queue, n.reason = UnknownNumber, whyProvider
	case n.leftMaybe&elsewhere != 0:
		n.queue, n.reason = UnknownNumber, whyOther
	case n.leftMaybe != 0:
		n.queue, n.reason = UnknownNumber, whyHello
	default:
		n.queue = OnlyNumber
	}
	if n.losesReset = s.losesPhonesReset(); own && n.losesReset == access.Yes {
		n.losesReset = access.Unknown
	}
	return n
}

// preference returns whether the number of p comes first although another method works
// for certain. If Microsoft prefers the strongest method, a number is never first.
func (s *situation) preference(p *Person) (Queue, string) {
	word := strings.ToLower(p.PreferredName)
	_, known := preferences[word]
	works := (s.before | s.phones) & Persistent
	number := first(works, false, s.preferred)&Phones != 0
	switch {
	case s.system == access.Yes:
		return SpareNumber, ""
	case !known && word != "none": // also where the report does not name a default
		return UnknownNumber, whyDefault
	case !number:
		return SpareNumber, ""
	case s.system == access.No:
		return DefaultNumber, ""
	}
	return UnknownNumber, whyDefault
}

// dormant reports whether p had not signed in for DormantDays when the people were
// read. An account that is younger is not dormant.
func (m *boarder) dormant(p *Person) access.Answer {
	last := p.LastSignIn
	if at := m.log.last(p.ID); at.After(last) {
		last = at
	}
	recent := func(at time.Time) bool { return m.users.Sub(at) < DormantDays*24*time.Hour }
	switch {
	case m.users.IsZero(), last.IsZero() && !p.SignInRead:
		return access.Unknown
	case last.IsZero():
		return access.Is(!recent(p.Created))
	case recent(last):
		return access.No
	case !p.SignInRead: // there may be later ones that are not in the log
		return access.Unknown
	}
	return access.Yes
}
