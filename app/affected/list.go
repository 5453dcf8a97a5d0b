// Package affected is the list of the people whom one change or one date affects: what happens to
// each of them and why, who has to act and until when, how far it is, and what can be written to
// them. It is pure: guides make a list, and the window and the terminal draw it and save files
// from it.
package affected

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"handrail/app/letter"
	"handrail/app/report"
)

// Answer is yes, no, or not known.
type Answer uint8

// The answers.
const (
	Unknown Answer = iota
	No
	Yes
)

// List is everyone whom one thing may affect.
type List struct {
	// Key is stable: what is marked about people is saved under it. Two lists about the same
	// change of one organisation have the same one.
	Key      string
	Act      Act
	Title    string // a heading, such as "Who is affected when text messages end"
	Summary  string // one line about the people who do not have to act
	Caption  string // over the number: who has to act
	DaysNote string // under the days; may be empty
	At       time.Time
	Fates    []Fate   // most serious first
	Notes    []string // what is not known about the list as a whole
	People   []Person
	// Open returns the page of a person: what they will see, and the reasons.
	Open func(i int) *report.Document
	// Letter returns the text to a person; false where there is nothing to write.
	Letter func(i int) (letter.Letter, bool)
}

// Act is what those have in common who have to act, in words. The zero value is that they must act.
type Act struct {
	One, Many string // after “1 of 86 people” and “12 of 86 people”
	Chip      string // on a filter
	None      string // instead of the number, where it is for certain no one
}

// words returns a with the words of the zero value where it has none.
func (a Act) words() Act {
	return Act{cmp.Or(a.One, "must act"), cmp.Or(a.Many, "must act"), cmp.Or(a.Chip, "Must act"),
		cmp.Or(a.None, "No one has to act")}
}

// Fate is what happens to some of the people.
type Fate struct {
	Code     string // stable
	Title    string
	Severity report.Severity
	Do       string // what to do for them; may be empty
	Open     bool   // they do not have to act for this, and cannot be called done either
}

// Person is one of the list.
type Person struct {
	ID, Name, UPN, Mail string
	Department, Manager Share
	Fate                int // position in Fates
	Why                 string
	Until               time.Time // the day on which it happens; zero: not known or none
	MayBeLater          bool      // Until is the earlier of two days
	Language            string    // preferred, as Microsoft has it; "" where it is not known
	Must                Answer    // has to act, or someone has to for them
}

// MailOf returns where to write to someone: their address, else their sign-in name; "" for a guest
// without an address, whose sign-in name takes no email.
func MailOf(mail, upn string) string {
	if mail == "" && !strings.Contains(strings.ToUpper(upn), "#EXT#") {
		return upn
	}
	return mail
}

// Label returns the name to show: the display name, else the sign-in name, else the ID.
func (p *Person) Label() string { return cmp.Or(p.Name, p.UPN, p.ID) }

// Share is a department or a manager. Known is false where it was not read. Those with an ID are
// told apart by it: two managers may have one name.
type Share struct {
	ID, Name string
	Known    bool
}

// key is what tells shares apart: equal names without an ID are one.
func (s Share) key() string {
	return strings.ToLower(strings.TrimSpace(s.Name)) + "\x00" + strings.ToLower(s.ID)
}

// Label returns the name of a share; none is that of one without a name.
func (s Share) Label(none string) string {
	switch {
	case s.Name != "":
		return s.Name
	case s.Known:
		return none
	}
	return "Not read"
}

// Fate returns what happens to person i.
func (l *List) Fate(i int) Fate { return l.Fates[l.People[i].Fate] }

// Settled reports whether person i does not have to act, and nothing else is open for them: only such
// a person is done.
func (l *List) Settled(i int) bool { return l.People[i].Must == No && !l.Fate(i).Open }

// Count returns how many people have an answer to whether they must act.
func (l *List) Count(must Answer) (n int) {
	for i := range l.People {
		if l.People[i].Must == must {
			n++
		}
	}
	return n
}

// Day is a date with how many people must act until then.
type Day struct {
	On     time.Time
	People int
}

// Days returns the days until which people must act, the first one first.
func (l *List) Days() (all []Day) {
	for i := range l.People {
		p := &l.People[i]
		if p.Must != Yes || p.Until.IsZero() {
			continue
		}
		at := slices.IndexFunc(all, func(d Day) bool { return d.On.Equal(p.Until) })
		if at < 0 {
			at, all = len(all), append(all, Day{On: p.Until})
		}
		all[at].People++
	}
	slices.SortFunc(all, func(a, b Day) int { return a.On.Compare(b.On) })
	return all
}

// DaysLeft returns the days from the date of now to that of a day; negative after it. The hour does
// not count.
func DaysLeft(day, now time.Time) int {
	return int(midnight(day).Sub(midnight(now)) / (24 * time.Hour))
}

// midnight returns the date of t, where t is, as a time.
func midnight(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// Order is how people are sorted.
type Order string

// The orders.
const (
	WorstFirst   Order = "worst"
	ByName       Order = "name"
	ByDepartment Order = "department"
	ByManager    Order = "manager"
	ByDay        Order = "day"
)

// Sort sorts positions of people. Equal ones stay in the order of the list.
func (l *List) Sort(who []int, by Order) {
	share := func(s Share) (int, string) {
		switch {
		case s.Name != "":
			return 0, s.key()
		case s.Known:
			return 1, ""
		}
		return 2, ""
	}
	slices.SortStableFunc(who, func(a, b int) int {
		p, q := &l.People[a], &l.People[b]
		switch by {
		case ByName:
			return cmp.Compare(strings.ToLower(p.Label()), strings.ToLower(q.Label()))
		case ByDay:
			return cmp.Or(rankOfDay(p.Until)-rankOfDay(q.Until), p.Until.Compare(q.Until), p.Fate-q.Fate)
		case ByDepartment, ByManager:
			x, y := p.Department, q.Department
			if by == ByManager {
				x, y = p.Manager, q.Manager
			}
			m, a := share(x)
			n, b := share(y)
			return cmp.Or(m-n, cmp.Compare(a, b), p.Fate-q.Fate)
		}
		return p.Fate - q.Fate
	})
}

// rankOfDay puts people without a day last.
func rankOfDay(t time.Time) int {
	if t.IsZero() {
		return 1
	}
	return 0
}
