// Package attendance reads the attendance reports that Teams offers for download, and
// returns what an organiser needs: how many people, how many at once, for how long, and
// who had a poor connection.
//
// Microsoft has changed these files several times and writes them in the language and
// date format of the person who downloads them: tabs or commas, UTF-16 or UTF-8,
// translated headings, day or month first, no time zone. So the package depends on no
// heading. It recognises a column by its contents: dates, lengths, addresses. It reads
// dates as locales.tsv says that languages write them (Unicode CLDR). The order of day and
// month follows from all dates of the file together, else from how they are written. Where
// several languages write so, in different orders, the report is refused, or says that the
// order was guessed if only one of them usually does.
//
// What is saved about people is chosen at import. Phone numbers are never saved.
package attendance

import (
	"slices"
	"time"
)

// Most is the maximum size of a file in bytes. A report of 20,000 people is smaller.
const Most = 24 << 20

// Kind is the layout of a report.
type Kind string

// The kinds, by the years in which Teams wrote them (support.microsoft.com, "Manage meeting
// attendance reports in Microsoft Teams").
const (
	Live        Kind = "live-event"   // joins and leaves of a live event, in UTC
	Meeting2020 Kind = "meeting-2020" // a list of joins and leaves
	Meeting2021 Kind = "meeting-2021" // a summary and a table
	Meeting     Kind = "meeting"      // numbered sections, since 2022; also webinars and town halls
	Graph       Kind = "graph"        // meetingAttendanceReport of Microsoft Graph
)

// What can be unusual about a report.
const (
	OddOrder    = "date-order-guessed" // the dates alone do not show which number is the day
	OddShort    = "short-rows"         // rows without a time to join were left out
	OddNoTimes  = "no-times"           // people without times count, but not at one time
	OddClocks   = "clocks-went-back"   // the clocks went back, so times of that night are uncertain
	OddNoLeave  = "no-leave-time"      // people without a leave time count to the end
	OddSummary  = "summary-differs"    // the count in the file's summary differs
	OddWhole    = "no-single-joins"    // only the first join and the last leave are known
	OddNameOnly = "known-by-name"      // people without an address: those with one name may be confused
)

// Interval is one stay, from joining to leaving.
type Interval struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
}

// Person is someone who attended.
type Person struct {
	Name    string     `json:"name,omitempty"`
	Address string     `json:"address,omitempty"`
	Role    string     `json:"role,omitempty"` // as in the file, in its language
	Spells  []Interval `json:"spells"`         // in order, without overlaps
	Joins   int        `json:"joins"`          // how often they joined
}

// Stay returns the total time of the person.
func (p Person) Stay() time.Duration {
	var all time.Duration
	for _, s := range p.Spells {
		all += s.To.Sub(s.From)
	}
	return all
}

// Report is the attendance of one event. Times are in UTC; if Zoned is false, they are
// clock times of the person who downloaded the file.
type Report struct {
	Kind          Kind      `json:"kind"`
	Title         string    `json:"title,omitempty"`
	Start         time.Time `json:"start"`
	End           time.Time `json:"end"`
	Zoned         bool      `json:"zoned"`
	ReportedTotal int       `json:"said,omitempty"` // number of people in the file's summary; 0 if it has none
	People        []Person  `json:"people"`
	Odd           []string  `json:"odd,omitempty"`

	totals []int // all numbers in the file's summary: who came, who registered
}

// odd adds what to Odd once.
func (r *Report) odd(what string) {
	if !slices.Contains(r.Odd, what) {
		r.Odd = append(r.Odd, what)
	}
}

// finish sorts and merges the spells of each person, and sets the start and the end if
// the file has none. It removes phone numbers.
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
		if r.End = last; last.Before(r.Start) {
			r.End = r.Start
		}
	}
	if len(r.totals) > 0 {
		r.ReportedTotal = r.totals[len(r.totals)-1]
		if slices.Contains(r.totals, len(r.People)) {
			r.ReportedTotal = len(r.People)
		}
	}
	if r.ReportedTotal != 0 && r.ReportedTotal != len(r.People) {
		r.odd(OddSummary)
	}
	r.forget()
	slices.Sort(r.Odd)
}

// merge sorts spells and joins those that overlap: a person with two devices counts once.
func merge(spells []Interval) []Interval {
	slices.SortFunc(spells, func(a, b Interval) int { return a.From.Compare(b.From) })
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
