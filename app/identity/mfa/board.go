package mfa

import (
	"slices"
	"strings"
	"time"

	"handrail/app/identity/access"
	"handrail/app/tenant"
)

// Queue is what has to be done for a person before text messages and phone calls end.
type Queue string

// The queues, most urgent first. Their values are stable.
const (
	OnlyNumber    Queue = "only-method"   // a phone number is the only MFA method
	DefaultNumber Queue = "still-default" // another method works, but the number comes first
	SpareNumber   Queue = "to-spare"      // another method comes first, so the number may go
	UnknownNumber Queue = "not-known"     // with the reason
)

// Queues returns the queues, most urgent first.
func Queues() []Queue { return []Queue{OnlyNumber, DefaultNumber, SpareNumber, UnknownNumber} }

// DormantDays is the number of days without a sign-in after which an account is dormant.
const DormantDays = 90

// Line is one person on a Board.
type Line struct {
	Person int // position in the organisation
	Queue  Queue
	On     time.Time // the day on which text messages and phone calls end for the person
	Sure   bool      // false: On is the earlier of the two days, and it may be the later one
	// Numbers is what the phone numbers of the person take, by the policy; the second
	// one includes what is not certain.
	Numbers, NumbersMaybe Factor
	Left, LeftMaybe       Factor // what works without the numbers
	Guest                 access.Answer
	NumberSignIn          bool // may sign in with the number alone
	LosesReset            access.Answer
	Used                  Use // what the sign-in log shows
	Dormant               access.Answer
	Manager               Manager // see ReadManagers
	Reason                string  // of UnknownNumber
}

// Board shows who has a phone number for MFA, by when it ends for them, and what is
// left afterwards.
type Board struct {
	Lines     []Line // by queue, day, administrators first, then by department and name
	People    int    // accounts that can sign in
	Blocked   int    // accounts that cannot sign in, which are left out
	Forbidden int    // people whose number no setting allows, which are left out
	Announced bool   // the end was announced for the organisation's cloud
	Provider  access.Answer
	OptOut    access.Answer // of automatic passkeys; unknown: it was not read
	Log       *Log

	people []Person
}

// Board sorts everyone who has a phone number into the queues, as of the policy before
// the change. A nil log was not read. Its running time is that of sorting.
func (v *Preview) Board(log *Log) *Board {
	if log == nil {
		log = &Log{}
	}
	o := v.Question.Organisation
	b := &Board{Announced: o.retires(), Provider: o.Provider, OptOut: o.Policy.PasskeyOptOut, Log: log,
		people: o.People}
	m := &boarder{o: o, log: log, blind: o.blind(), users: o.Read[tenant.SectionUsers],
		seen: map[*situation]*numbered{}}
	for i := range o.People {
		p := &o.People[i]
		switch {
		case p.Marks&SyncAccount != 0:
			continue
		case p.Enabled == access.No:
			b.Blocked++
			continue
		}
		if b.People++; !b.Announced {
			continue
		}
		l := m.line(p, v.Results[i].at)
		switch {
		case l.Queue != "":
			l.Person = i
			b.Lines = append(b.Lines, l)
		case p.has(MobilePhone | AlternatePhone | OfficePhone):
			b.Forbidden++
		}
	}
	slices.SortFunc(b.Lines, b.compare)
	return b
}

// Who returns the person of a line.
func (b *Board) Who(l *Line) *Person { return &b.people[l.Person] }

// Count returns how many lines of a queue end on a day; the zero day counts all.
func (b *Board) Count(q Queue, on time.Time) (n int) {
	for i := range b.Lines {
		if l := &b.Lines[i]; l.Queue == q && (on.IsZero() || l.On.Equal(on)) {
			n++
		}
	}
	return n
}

// compare orders lines as Lines describes.
func (b *Board) compare(x, y Line) int {
	if x.Queue != y.Queue {
		return rankOf(x.Queue) - rankOf(y.Queue)
	}
	if c := x.On.Compare(y.On); c != 0 {
		return c
	}
	p, q := &b.people[x.Person], &b.people[y.Person]
	if c := rankOfAdmin(p) - rankOfAdmin(q); c != 0 {
		return c
	}
	if p.Department != q.Department {
		return strings.Compare(p.Department, q.Department)
	}
	if p.Name != q.Name {
		return strings.Compare(p.Name, q.Name)
	}
	return x.Person - y.Person
}

func rankOf(q Queue) int { return slices.Index(queues[:], q) }

var queues = [...]Queue{OnlyNumber, DefaultNumber, SpareNumber, UnknownNumber}

// rankOfAdmin puts Global Administrators first, then other administrators.
func rankOfAdmin(p *Person) int {
	switch {
	case p.Marks&GlobalAdmin != 0:
		return 0
	case p.Admin == access.Yes:
		return 1
	}
	return 2
}
