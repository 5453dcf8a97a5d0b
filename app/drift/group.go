package drift

import (
	"slices"
	"strings"
	"time"

	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/tenant"
)

// few is how many people have a sentence each; more share one.
const few = 3

// grouped joins sentences of one moment that say the same of several people.
func grouped(all []Told) []Told { return joined(all, func(t Told) key { return common(t, t.At) }) }

// across joins sentences of several moments that say the same of several people.
func across(all []Told) []Told {
	return joined(all, func(t Told) key { return common(t, time.Time{}) })
}

// noun is what several are called; the zero value is people.
type noun struct{ one, several string }

var (
	nounGroup  = noun{"group", "groups"}
	nounApp    = noun{"app", "apps"}
	nounMember = noun{"member", "members"} // a device, a contact or an app, or what has no row of its own
)

// count returns so many of them.
func (n noun) count(of int) string {
	if n == (noun{}) {
		return guide.Count(of, "person", "people")
	}
	return guide.Count(of, n.one, n.several)
}

// key is a sentence without whom it is about.
type key struct {
	at                          time.Time
	section, field, many, alike string
	noun                        noun
	severity                    report.Severity
	noise                       bool
	made                        Made // with which visit; At is that of each
	back                        string
	terms                       Terms // on which it is accepted
}

func common(t Told, at time.Time) key {
	k := key{at: at, section: t.Section, field: t.Field, many: t.many, noun: t.noun, alike: t.alike,
		severity: t.Severity, noise: t.Noise, back: t.Back}
	if t.Made != nil {
		k.made = *t.Made
		k.made.At = time.Time{}
	}
	if a := t.Accepted; a != nil {
		k.terms = Terms{a.By, a.Why, a.Until, a.At}
	}
	return k
}

// joined joins what has the same key; the first of each has the place.
func joined(all []Told, of func(Told) key) (out []Told) {
	same := map[key][]Told{}
	for _, t := range all {
		if t.many != "" {
			same[of(t)] = append(same[of(t)], t)
		}
	}
	for _, t := range all {
		those, several := same[of(t)]
		switch {
		case t.many == "" || several && people(those) <= few && !repeated(those):
			out = append(out, t)
		case several:
			delete(same, of(t)) // the others are in this sentence
			out = append(out, join(those))
		}
	}
	return out
}

// people returns how many people sentences are about.
func people(all []Told) (n int) {
	for _, t := range all {
		n += max(1, len(t.whom()))
	}
	return n
}

// repeated reports whether one of the sentences is already about several people.
func repeated(all []Told) bool {
	return len(all) > 1 && slices.ContainsFunc(all, func(t Told) bool { return len(t.whom()) > few })
}

// whom returns the people of a sentence about what people have in common.
func (t Told) whom() (all []Ref) {
	for _, r := range t.About {
		if r.Section == tenant.SectionUsers {
			all = append(all, r)
		}
	}
	return all
}

// join returns one sentence for several about the same.
func join(all []Told) Told {
	if len(all) == 1 {
		return all[0]
	}
	t := all[0]
	t.parts = slices.Clone(t.each())
	var about []Ref
	for _, one := range all[1:] {
		t.parts, about = append(t.parts, one.each()...), append(about, one.About...)
		if one.Before != t.Before || one.After != t.After {
			t.Before, t.After = "", "" // those of one person are not those of all
		}
		if !slices.Equal(one.Facts, t.Facts) {
			t.Facts = nil
		}
		if one.At.After(t.At) {
			t.At = one.At
		}
		if one.Since.Before(t.Since) {
			t.Since = one.Since
		}
	}
	t = t.of(about...)
	names := namesOf(t.whom())
	if len(names) == 0 { // what it is about has no rows of people
		for _, one := range all {
			names = append(names, lowerThe(one.Subject))
		}
		slices.Sort(names)
	}
	t.Subject = guide.Names(names)
	headline := t.noun.count(len(names)) + " " + t.many
	if first := earliest(all).Local(); first.Format(day) != t.At.Local().Format(day) {
		headline += " from " + days(first, t.At.Local(), " to ")
	}
	return t.says(headline+".", t.alike+space(t.alike)+"They are "+t.Subject+".")
}

// lowerThe returns what a sentence begins with as it stands within one.
func lowerThe(subject string) string {
	if rest, is := strings.CutPrefix(subject, "The "); is && strings.Contains(rest, "“") {
		return "the " + rest
	}
	return subject
}

func earliest(all []Told) time.Time {
	first := all[0].At
	for _, t := range all {
		if t.At.Before(first) {
			first = t.At
		}
	}
	return first
}
