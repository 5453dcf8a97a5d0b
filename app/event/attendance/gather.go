package attendance

import (
	"slices"
	"time"
)

// gather reads people from the first table and their single joins from the others. In
// sections, each row of the first table is a person; two rows of one address are one.
func (r *Report) gather(tables []table, o order, sections bool) {
	p := people{report: r, index: map[string]int{}, sections: sections}
	var first, joins stays
	for i, row := range tables[0].rows {
		tables[0].rows[i] = nil // the memory of a large file can be used again
		n := filled(row)
		if n == 0 || n == 1 && (!sections || len(row) == 1) || cell(row, 0) == "" && tables[0].address(row) == "" {
			continue
		}
		s, ok := r.spell(tables[0], row, o)
		if !ok && !sections {
			r.odd(OddShort)
			continue
		}
		k := p.place(cell(row, 0), tables[0].address(row))
		if person := &r.People[k]; person.Role == "" {
			person.Role = cell(row, tables[0].role)
		}
		if ok {
			first.add(k, s)
		}
	}
	if sections {
		for _, t := range tables[1:] {
			r.joinsOf(t, o, &p, first, &joins)
		}
	}
	for k := range r.People {
		person := &r.People[k]
		person.Spells = joins.of(k)
		if len(person.Spells) == 0 {
			if person.Spells = first.of(k); sections && len(person.Spells) > 0 {
				r.odd(OddWhole)
			}
		}
		if len(person.Spells) == 0 {
			r.odd(OddNoTimes)
		}
		person.Joins = len(person.Spells)
	}
}

// stays are the spells of people by their index.
type stays [][]Interval

func (s stays) of(k int) []Interval {
	if k < len(s) {
		return s[k]
	}
	return nil
}

// add adds a spell of a person once.
func (s *stays) add(k int, spell Interval) {
	for len(*s) <= k {
		*s = append(*s, nil)
	}
	if !slices.Contains((*s)[k], spell) {
		(*s)[k] = append((*s)[k], spell)
	}
}

// joinsOf adds the single joins of a table to joins.
func (r *Report) joinsOf(t table, o order, p *people, first stays, joins *stays) {
	if len(t.times) < 2 {
		return
	}
	for i, row := range t.rows {
		t.rows[i] = nil
		name, address := cell(row, 0), t.address(row)
		s, ok := r.spell(t, row, o)
		if !ok || name == "" && address == "" {
			if filled(row) > 1 {
				r.odd(OddShort)
			}
			continue
		}
		k, known := 0, false
		if address == "" {
			if len(p.namesakes(name)) > mostNamesakes {
				r.odd(OddNameOnly)
				continue
			}
			k, known = p.namesake(name, s, first, *joins)
		}
		if !known {
			k = p.place(name, address)
		}
		joins.add(k, s)
	}
}

// mostNamesakes is the number of people of one name whose joins are told apart. With more,
// the first join and the last leave of each stand for all.
const mostNamesakes = 500

// namesake returns the person of a name whom a join belongs to: one whose stay holds it and
// who was not there already.
func (p *people) namesake(name string, s Interval, first, joins stays) (best int, ok bool) {
	most := -1
	for _, k := range p.namesakes(name) {
		points := 0
		for _, f := range first.of(k) {
			if !s.From.Before(f.From) && !s.To.After(f.To) {
				points = 4
			}
			if s.From.Equal(f.From) {
				points += 2
			}
			if s.To.Equal(f.To) {
				points++
			}
		}
		for _, j := range joins.of(k) {
			if s.From.Before(j.To) && j.From.Before(s.To) {
				points = 0
			}
		}
		if points > most {
			best, most, ok = k, points, true
		}
	}
	return best, ok
}

// spell reads the two times of a row. A leave time without a date is the first such time
// after the join; without a leave time, the spell lasts until the end of the event. A
// leave up to an hour before the join is one after the clocks went back.
func (r *Report) spell(t table, row []string, o order) (Interval, bool) {
	if len(t.times) < 2 {
		return Interval{}, false
	}
	begun, ok := readStamp(cell(row, t.times[0]))
	if !ok {
		return Interval{}, false
	}
	from, ok := begun.at(o, r.Start)
	if !ok {
		return Interval{}, false
	}
	left, ok := readStamp(cell(row, t.times[1]))
	if !ok {
		if r.End.After(from) {
			r.odd(OddNoLeave)
			return Interval{from, r.End}, true
		}
		return Interval{}, false
	}
	to, ok := left.at(o, from)
	if !ok {
		return Interval{}, false
	}
	if to.Before(from) && from.Sub(to) <= time.Hour {
		r.odd(OddClocks)
		return Interval{from, to.Add(time.Hour)}, true
	}
	if to.Before(from) && !left.date {
		to = to.AddDate(0, 0, 1)
	}
	return Interval{from, to}, !to.Before(from)
}
