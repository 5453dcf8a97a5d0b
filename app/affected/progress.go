package affected

import (
	"context"
	"slices"
	"time"
)

// Mark is what is saved about one person of a list. It has no name, only the ID.
type Mark struct {
	Person  string
	First   time.Time // when the person was first found to have to act; zero: never
	Done    time.Time // since when they no longer have to; zero: they do, or it is not known
	Written time.Time // when they were marked as written to; zero: they were not
}

// Marks saves marks of an organisation's lists, found by Key.
type Marks interface {
	// AffectedMarks returns all marks of a list.
	AffectedMarks(ctx context.Context, organisation, list string) ([]Mark, error)
	// NoteAffected saves that people have to act, and that others no longer have to.
	NoteAffected(ctx context.Context, organisation, list string, at time.Time, act, done []string) error
	// MarkWritten saves when people were written to; the zero time removes the mark.
	MarkWritten(ctx context.Context, organisation, list string, at time.Time, people []string) error
}

// Known are the marks of a list by the ID of the person.
type Known map[string]Mark

// KnownOf returns marks by person.
func KnownOf(all []Mark) Known {
	k := make(Known, len(all))
	for _, m := range all {
		k[m.Person] = m
	}
	return k
}

// Changes returns whom a list finds to have to act for the first time or again, and who no
// longer has to. Someone for whom this is not known, or who is not in the list, is in neither.
func (l *List) Changes(k Known) (act, done []string) {
	for i := range l.People {
		p := &l.People[i]
		m, seen := k[p.ID]
		switch {
		case p.Must == Yes && (!seen || m.First.IsZero() || !m.Done.IsZero()):
			act = append(act, p.ID)
		case l.Settled(i) && seen && !m.First.IsZero() && m.Done.IsZero():
			done = append(done, p.ID)
		}
	}
	return act, done
}

// With returns the marks after the changes of a list were saved.
func (k Known) With(at time.Time, act, done []string) Known {
	next := make(Known, len(k)+len(act))
	for id, m := range k {
		next[id] = m
	}
	for _, id := range act {
		m := next[id]
		m.Person, m.Done = id, time.Time{}
		if m.First.IsZero() {
			m.First = at
		}
		next[id] = m
	}
	for _, id := range done {
		m := next[id]
		m.Done = at
		next[id] = m
	}
	return next
}

// Progress is how far the people of a list are.
type Progress struct {
	Since   time.Time // the first mark; zero: there is none
	Done    int       // had to act and no longer have to
	Written int       // must act and were written to
	Left    int       // must act and were not written to
	Unknown int       // had to act; whether they still have to is not known
}

// All returns how many people had to act since the first mark, as far as it is known.
func (p Progress) All() int { return p.Done + p.Written + p.Left + p.Unknown }

// Progress returns how far it is. People who are no longer in the list do not count.
func (l *List) Progress(k Known) (out Progress) {
	for i := range l.People {
		p := &l.People[i]
		m := k[p.ID]
		if !m.First.IsZero() && (out.Since.IsZero() || m.First.Before(out.Since)) {
			out.Since = m.First
		}
		switch {
		case p.Must == Yes && !m.Written.IsZero():
			out.Written++
		case p.Must == Yes:
			out.Left++
		case l.Settled(i) && !m.First.IsZero():
			out.Done++
		case !m.First.IsZero():
			out.Unknown++
		}
	}
	return out
}

// DayCount is how many people no longer had to act from a day on.
type DayCount struct {
	Day    time.Time // the date where this computer is, at midnight in UTC
	People int
}

// ByDay returns how many people became done on which day, the last day first.
func (l *List) ByDay(k Known) (all []DayCount) {
	for i := range l.People {
		m := k[l.People[i].ID]
		if !l.Settled(i) || m.Done.IsZero() {
			continue
		}
		day := midnight(m.Done.Local())
		at := slices.IndexFunc(all, func(c DayCount) bool { return c.Day.Equal(day) })
		if at < 0 {
			at, all = len(all), append(all, DayCount{Day: day})
		}
		all[at].People++
	}
	slices.SortFunc(all, func(a, b DayCount) int { return b.Day.Compare(a.Day) })
	return all
}
