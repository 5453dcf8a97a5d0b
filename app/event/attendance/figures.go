package attendance

import (
	"slices"
	"time"
)

// Point is the number of people from a moment on.
type Point struct {
	At time.Time
	N  int
}

// steps returns every change of the number of people, in order of time.
func (r *Report) steps() []Point {
	type change struct {
		at time.Time
		by int
	}
	size := 0
	for _, p := range r.People {
		size += 2 * len(p.Spells)
	}
	all := make([]change, 0, size)
	for _, p := range r.People {
		for _, s := range p.Spells {
			all = append(all, change{s.From, 1}, change{until(s), -1})
		}
	}
	// In the same second, people leave before others join.
	slices.SortFunc(all, func(a, b change) int {
		if c := a.at.Compare(b.at); c != 0 {
			return c
		}
		return a.by - b.by
	})
	out := make([]Point, 0, min(size, 4096))
	n := 0
	for _, c := range all {
		n += c.by
		if k := len(out); k > 0 && out[k-1].At.Equal(c.at) {
			out[k-1].N = n
			continue
		}
		out = append(out, Point{c.at, n})
	}
	return out
}

// until returns the end of a spell; a spell without length lasts one second.
func until(s Interval) time.Time {
	if !s.To.After(s.From) {
		return s.From.Add(time.Second)
	}
	return s.To
}

// Peak returns the largest number of people at one time, and when it was first reached.
func (r *Report) Peak() (n int, at time.Time) {
	for _, p := range r.steps() {
		if p.N > n {
			n, at = p.N, p.At
		}
	}
	return n, at
}

// Present returns the number of people at from, and the most and the fewest at one time
// between from and to.
func (r *Report) Present(from, to time.Time) (begin, most, fewest int) {
	for _, p := range r.steps() {
		if p.At.After(from) {
			if !p.At.Before(to) {
				break
			}
			most, fewest = max(most, p.N), min(fewest, p.N)
			continue
		}
		begin, most, fewest = p.N, p.N, p.N
	}
	return begin, most, fewest
}

// Curve returns the largest number of people in each of n equal parts of the time from the
// first join, or the start if that is earlier, to the end.
func (r *Report) Curve(n int) []Point {
	from, to := r.Start, r.End
	steps := r.steps()
	if len(steps) > 0 && steps[0].At.Before(from) {
		from = steps[0].At
	}
	if n <= 0 || !to.After(from) {
		return nil
	}
	out := make([]Point, n)
	part := to.Sub(from) / time.Duration(n)
	i, here := 0, 0
	for k := range out {
		begin := from.Add(time.Duration(k) * part)
		end := begin.Add(part)
		most := here
		for ; i < len(steps) && steps[i].At.Before(end); i++ {
			here = steps[i].N
			if !steps[i].At.After(begin) {
				most = here // the number when the part began
			}
			most = max(most, here)
		}
		out[k] = Point{begin, most}
	}
	return out
}

// MedianStay returns the median of the stays of those whose times are known; 0 without
// any.
func (r *Report) MedianStay() time.Duration {
	var stays []time.Duration
	for _, p := range r.People {
		if len(p.Spells) > 0 {
			stays = append(stays, p.Stay())
		}
	}
	if len(stays) == 0 {
		return 0
	}
	slices.Sort(stays)
	m := len(stays) / 2
	if len(stays)%2 == 0 {
		return (stays[m-1] + stays[m]) / 2
	}
	return stays[m]
}

// Early returns the number of people who joined before t.
func (r *Report) Early(t time.Time) int {
	n := 0
	for _, p := range r.People {
		if len(p.Spells) > 0 && p.Spells[0].From.Before(t) {
			n++
		}
	}
	return n
}

// Reconnected returns the people who joined at least that often, the most often first.
// They probably had a poor connection.
func (r *Report) Reconnected(least int) []Person {
	var all []Person
	for _, p := range r.People {
		if p.Joins >= least {
			all = append(all, p)
		}
	}
	slices.SortStableFunc(all, func(a, b Person) int { return b.Joins - a.Joins })
	return all
}
