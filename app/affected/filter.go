package affected

import (
	"strings"

	"handrail/app/report"
)

// Filter is a part of a list. A fate is the filter "fate/" and its code.
type Filter string

// The filters.
const (
	Everyone   Filter = "everyone"
	MustAct    Filter = "must-act"
	NotWritten Filter = "not-emailed"
	Written    Filter = "emailed"
	Registered Filter = "done"
	NotKnown   Filter = "not-known"
)

// FateFilter returns the filter for a fate.
func FateFilter(code string) Filter { return Filter("fate/" + code) }

// Chip is a filter with its words and its number.
type Chip struct {
	Filter Filter
	Word   string
	People int
}

// Chips returns the filters that are worth showing, with how many people each has: who must act,
// the most serious fates, who was not written to, who is done, who is not known, everyone.
func (l *List) Chips(k Known) []Chip {
	counts := make([]int, len(l.Fates))
	var must, written, done, unknown int
	for i := range l.People {
		p := &l.People[i]
		counts[p.Fate]++
		m := k[p.ID]
		switch p.Must {
		case Yes:
			must++
			if !m.Written.IsZero() {
				written++
			}
		case No:
			if !m.First.IsZero() && l.Settled(i) {
				done++
			}
		default:
			unknown++
		}
	}
	all := []Chip{{MustAct, l.Act.words().Chip, must}}
	for i, f := range l.Fates {
		if f.Severity == report.Problem && counts[i] > 0 {
			all = append(all, Chip{FateFilter(f.Code), shortOf(f.Title), counts[i]})
		}
	}
	all = append(all, Chip{NotWritten, "Not yet emailed", must - written})
	if written > 0 {
		all = append(all, Chip{Written, "Emailed", written})
	}
	if done > 0 {
		all = append(all, Chip{Registered, "Done", done})
	}
	if unknown > 0 {
		all = append(all, Chip{NotKnown, "Not known", unknown})
	}
	return append(all, Chip{Everyone, "Everyone", len(l.People)})
}

// shortOf returns the first words of a fate for a chip, up to “until”.
func shortOf(title string) string {
	short, _, _ := strings.Cut(title, " until ")
	return short
}

// FateChips returns each fate that someone has, with its number.
func (l *List) FateChips() (all []Chip) {
	counts := make([]int, len(l.Fates))
	for i := range l.People {
		counts[l.People[i].Fate]++
	}
	for i, f := range l.Fates {
		if counts[i] > 0 {
			all = append(all, Chip{FateFilter(f.Code), f.Title, counts[i]})
		}
	}
	return all
}

// Find returns the positions of the people of a filter whose name, address, department or
// manager contains words, in the order of the list. Case and outer spaces do not matter.
func (l *List) Find(f Filter, words string, k Known) []int {
	words = strings.ToLower(strings.TrimSpace(words))
	code, isFate := strings.CutPrefix(string(f), "fate/")
	all := []int{}
	for i := range l.People {
		p := &l.People[i]
		if isFate && l.Fates[p.Fate].Code != code || !isFate && !p.in(f, k) || f == Registered && !l.Settled(i) {
			continue
		}
		if words == "" || contains(words, p.Name, p.UPN, p.Mail, p.Department.Name, p.Manager.Name) {
			all = append(all, i)
		}
	}
	return all
}

func (p *Person) in(f Filter, k Known) bool {
	switch f {
	case MustAct:
		return p.Must == Yes
	case NotWritten:
		return p.Must == Yes && k[p.ID].Written.IsZero()
	case Written:
		return p.Must == Yes && !k[p.ID].Written.IsZero()
	case Registered:
		return p.Must == No && !k[p.ID].First.IsZero()
	case NotKnown:
		return p.Must == Unknown
	}
	return true
}

func contains(words string, texts ...string) bool {
	for _, t := range texts {
		if strings.Contains(strings.ToLower(t), words) {
			return true
		}
	}
	return false
}
