package drift

import (
	"cmp"
	"context"
	"slices"
	"time"

	"handrail/app/guide"
	"handrail/app/history"
	"handrail/app/tenant"
)

// MostOnPage is how many changes a page compares and puts into words: more take too long, and no one reads them.
const MostOnPage = 1000

// Left is how many changes of one kind were not compared, because there are too many.
type Left struct {
	Section string
	N       int
	Until   time.Time // of the last one
}

// picked are the kinds of changes that are compared, by moment.
type picked struct {
	every   bool
	classes map[int64][]history.Class
}

// kind is one kind of change in a section, with the moments that have it, the latest first.
type kind struct {
	section string
	class   history.Class
	n       int
	moments []history.Moment
}

// pick chooses which changes are compared, at most so many; 0 is all of them. A kind that is rare is chosen for the
// whole time, so that what thousands of people have in common never hides what one of them has alone; of a kind that is
// frequent, the latest are chosen.
func pick(moments []history.Moment, most int) (p picked, left []Left) {
	kinds := kindsOf(moments)
	total := 0
	for _, k := range kinds {
		total += k.n
	}
	if most == 0 || total <= most {
		return picked{every: true}, nil
	}
	p.classes = map[int64][]history.Class{}
	over := map[string]*Left{}
	for i, k := range kinds {
		share, taken := most/(len(kinds)-i), 0
		for _, m := range k.moments {
			n := m.Counts[k.class]
			if taken+n <= share {
				taken += n
				p.classes[m.Number] = append(p.classes[m.Number], k.class)
				continue
			}
			share = 0 // what is before it is not compared either
			l := over[k.section]
			if l == nil {
				l = &Left{Section: k.section}
				over[k.section] = l
			}
			l.N += n
			if m.At.After(l.Until) {
				l.Until = m.At
			}
		}
		most -= taken
	}
	for _, l := range over {
		left = append(left, *l)
	}
	slices.SortFunc(left, func(a, b Left) int { return cmp.Or(b.N-a.N, cmp.Compare(a.Section, b.Section)) })
	return p, left
}

// kindsOf returns the kinds of changes, the rarest first. moments are the latest first.
func kindsOf(moments []history.Moment) (all []*kind) {
	type key struct {
		section string
		class   history.Class
	}
	found := map[key]*kind{}
	for _, m := range moments {
		for class, n := range m.Counts {
			at := key{m.Section, class}
			if found[at] == nil {
				found[at] = &kind{section: m.Section, class: class}
				all = append(all, found[at])
			}
			found[at].n += n
			found[at].moments = append(found[at].moments, m)
		}
	}
	slices.SortFunc(all, func(a, b *kind) int {
		return cmp.Or(a.n-b.n, cmp.Compare(a.section, b.section), cmp.Compare(a.class, b.class))
	})
	return all
}

// changes returns the changes of a moment that were chosen.
func (p picked) changes(ctx context.Context, past history.Past, m history.Moment) ([]history.Change, error) {
	classes := p.classes[m.Number]
	some, can := past.(history.Picker)
	switch {
	case p.every || !can:
		return past.Changes(ctx, m.Number)
	case len(classes) == 0:
		return nil, nil
	}
	return some.ChangesOf(ctx, m.Number, classes)
}

// left returns sentences about the changes that were not compared.
func (r Result) left() (all []string) {
	for _, l := range r.Left {
		all = append(all, "Too many to show: "+guide.Count(l.N, "change", "changes")+" in “"+tenant.TitleOf(l.Section)+
			"” until "+l.Until.Local().Format(day)+". Choose a shorter time to see them.")
	}
	return all
}
