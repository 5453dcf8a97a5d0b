package drift

import (
	"slices"
	"strings"
	"time"

	"handrail/app/guide"
	"handrail/app/history"
	"handrail/app/report"
	"handrail/app/tenant"
)

// period returns the sentences of a time, the worst first: those about the same of several people are joined, what was
// put back says so, and what a second section repeats is left out.
func (w *world) period(all []Told) []Told {
	all = once(all)
	all = putBack(all)
	all = across(all)
	for i := range all {
		all[i] = w.remaining(all[i])
	}
	sortWorst(all)
	return all
}

// once leaves out what the direct members of a group say again of its members.
func once(all []Told) []Told {
	said := map[string]bool{}
	key := func(of string, r Ref, kind history.Kind) string { return of + "/" + r.ID + "/" + string(kind) }
	for _, t := range all {
		if kind, of := tenant.OnDemand(t.Section); kind == tenant.Members {
			for _, r := range t.About {
				said[key(of, r, t.kind)] = true // a sentence about all of the group has no kind
			}
		}
	}
	return slices.DeleteFunc(all, func(t Told) bool {
		kind, of := tenant.OnDemand(t.Section)
		people := t.whom()
		return kind == tenant.DirectMembers && len(people) > 0 &&
			!slices.ContainsFunc(people, func(r Ref) bool {
				return !said[key(of, r, t.kind)] && !said[key(of, r, "")]
			})
	})
}

// putBack marks what is again as it was: both changes stay, because what was between them counts. all is in the order
// of the moments, the latest first.
func putBack(all []Told) []Told {
	type place struct{ section, id, name string }
	later := map[place][]int{}
	for i := len(all) - 1; i >= 0; i-- {
		t := all[i]
		if t.ID == "" || t.Before == "" && t.After == "" || len(t.parts) > 1 {
			continue
		}
		at := place{t.Section, t.ID, t.Field}
		for _, j := range later[at] {
			if all[j].Before == t.After && all[j].After == t.Before && all[j].At.Before(t.At) {
				all[i], all[j] = t.ended(all[j]), all[j].over(t.At)
				break
			}
		}
		later[at] = append([]int{i}, later[at]...)
	}
	return all
}

// over adds when a change was undone. It needs nothing more, and cannot be accepted.
func (t Told) over(at time.Time) Told {
	headline, rest := t.Parts()
	t.many, t.Do, t.undone = "", "", true
	return t.says(headline, strings.TrimSpace(rest+" This was undone on "+at.Local().Format(day)+"."))
}

// ended adds how long the change lasted that t undoes.
func (t Told) ended(first Told) Told {
	what := "It was " + t.Before
	switch {
	case t.Field == "accountEnabled", t.Field == "" && t.Before != "" && t.After != "":
		what = "This lasted"
	case t.Before == "":
		what = "It was missing"
	case t.After == "" || !short(t.Before):
		what = "This lasted"
	}
	headline, rest := t.Parts()
	text := what + " " + span(first.At, t.At) + "."
	t.many = "" // it is about this one time
	return t.says(headline, strings.TrimSpace(text+" "+rest))
}

// short reports whether a value is a word or two, such as a state.
func short(value string) bool {
	return len(strings.Fields(value)) <= 2 && !strings.Contains(value, ",")
}

// span returns the days from one time to another, or the times of one day.
func span(from, to time.Time) string {
	a, b := from.Local(), to.Local()
	if a.Format(day) == b.Format(day) {
		return "on " + a.Format(day) + " from " + a.Format("15:04") + " to " + b.Format("15:04")
	}
	return "from " + days(a, b, " to ")
}

// days returns two days, without what they have in common.
func days(a, b time.Time, between string) string {
	first := day
	switch {
	case a.Year() == b.Year() && a.Month() == b.Month():
		first = "2"
	case a.Year() == b.Year():
		first = "2 January"
	}
	return a.Format(first) + between + b.Format(day)
}

// remaining adds how many people still have only a phone number to the sentence about those who registered something
// better. It is said of the latest, and only where all is as today.
func (w *world) remaining(t Told) Told {
	if t.Section != tenant.SectionRegistration || t.Severity != report.OK || t.Before != "" || len(t.whom()) <= few ||
		w.counted() == nil || !w.isNow(tenant.SectionRegistration) {
		return t
	}
	headline, rest := t.Parts()
	n := *w.counted()
	text := guide.Count(n, "person still has", "people still have") + " only text messages or phone calls."
	if n == 0 {
		text = "No one has only text messages or phone calls now."
	}
	return t.says(headline, strings.TrimSpace(text+" "+rest))
}

// counted returns how many people have phone numbers as their only methods for MFA; nil where that was not read.
func (w *world) counted() *int {
	if w.phone != nil || w.err != nil {
		return w.phone
	}
	st, err := w.view.Status(w.ctx, tenant.SectionRegistration)
	if w.fails(err) || !st.State.Whole() {
		return nil
	}
	all, err := w.view.Count(w.ctx)
	if n, known := all[tenant.PhoneOnly]; !w.fails(err) && known {
		w.phone = &n
	}
	return w.phone
}

// isNow reports whether a section has not changed after the time that is asked for.
func (w *world) isNow(section string) bool {
	line := w.line(section)
	return w.to.IsZero() || len(line) == 0 || !line[len(line)-1].At.After(w.to)
}
