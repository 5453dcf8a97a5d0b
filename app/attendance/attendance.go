// Package attendance reads who was there, from the reports that Teams gives for
// download, and says what an organiser wants to know: how many, how many at
// once, for how long, and who lost the connection again and again.
//
// Microsoft has changed these files several times and writes them in the
// language and with the dates of whoever downloads them: tabs or commas, UTF-16
// or UTF-8, translated headings, days before months or after, no time zone. So
// nothing here rests on a word. A column is known by what stands in it: dates,
// lengths, addresses. Which of day and month comes first is worked out from all
// dates of the file together, and where they do not tell, the report says that
// it was guessed.
//
// A congregation is not a list of names. What is kept of people is chosen when a
// file is taken in; telephone numbers are never kept.
package attendance

import (
	"slices"
	"time"
)

// Kind is the layout of a report.
type Kind string

// The kinds, by the years in which Teams wrote them (addins-events §2.6).
const (
	Live        Kind = "live-event"   // joins and leaves of a live event, in UTC
	Meeting2020 Kind = "meeting-2020" // a list of joins and leaves
	Meeting2021 Kind = "meeting-2021" // a summary and a table
	Meeting     Kind = "meeting"      // numbered sections, since 2022; also webinars and town halls
	Graph       Kind = "graph"        // what Microsoft Graph gives (meetingAttendanceReport)
)

// The odd things a report can have.
const (
	OddOrder    = "date-order-guessed" // nothing in the file tells day from month
	OddShort    = "short-rows"         // rows without a time to join were left out
	OddNoLeave  = "no-leave-time"      // somebody was taken to stay to the end
	OddSummary  = "summary-differs"    // the file's own count is another
	OddWhole    = "no-single-joins"    // only first join and last leave are known
	OddNameOnly = "known-by-name"      // people without an address: two of one name count as one
)

// Spell is one stay: from joining to leaving.
type Spell struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
}

// Person is somebody who was there.
type Person struct {
	Name    string  `json:"name,omitempty"`
	Address string  `json:"address,omitempty"`
	Role    string  `json:"role,omitempty"` // as the file says it, in its language
	Spells  []Spell `json:"spells"`         // in order; those that overlap are one
	Joins   int     `json:"joins"`          // how often they came in
}

// Stay gives how long the person was there in all.
func (p Person) Stay() time.Duration {
	var all time.Duration
	for _, s := range p.Spells {
		all += s.To.Sub(s.From)
	}
	return all
}

// Report is one event's attendance. Times carry UTC; where Zoned is false they
// are clock times of whoever downloaded the file.
type Report struct {
	Kind    Kind      `json:"kind"`
	Title   string    `json:"title,omitempty"`
	Start   time.Time `json:"start"`
	End     time.Time `json:"end"`
	Zoned   bool      `json:"zoned"`
	Said    int       `json:"said,omitempty"` // people, by the file's own summary; 0: it has none
	People  []Person  `json:"people"`
	Odd     []string  `json:"odd,omitempty"`
	ordered bool
}

// odd notes something odd once.
func (r *Report) odd(what string) {
	if !slices.Contains(r.Odd, what) {
		r.Odd = append(r.Odd, what)
	}
}

// finish brings people and their spells into order, joins what overlaps and
// fills in what the rows alone tell.
func (r *Report) finish() {
	var first, last time.Time
	for i := range r.People {
		p := &r.People[i]
		p.Spells = merge(p.Spells)
		for _, s := range p.Spells {
			if first.IsZero() || s.From.Before(first) {
				first = s.From
			}
			if s.To.After(last) {
				last = s.To
			}
		}
	}
	if r.Start.IsZero() {
		r.Start = first
	}
	if r.End.IsZero() || r.End.Before(r.Start) {
		r.End = last
	}
	if r.Said != 0 && r.Said != len(r.People) {
		r.odd(OddSummary)
	}
	slices.Sort(r.Odd)
}

// merge sorts spells and makes one of those that overlap: a person with two
// devices is there once.
func merge(spells []Spell) []Spell {
	slices.SortFunc(spells, func(a, b Spell) int { return a.From.Compare(b.From) })
	out := spells[:0]
	for _, s := range spells {
		if n := len(out); n > 0 && !s.From.After(out[n-1].To) {
			if s.To.After(out[n-1].To) {
				out[n-1].To = s.To
			}
			continue
		}
		out = append(out, s)
	}
	return out
}
