package drift

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"handrail/app/guide"
	"handrail/app/history"
	"handrail/app/report"
	"handrail/app/tenant"
)

// day is how a day is written.
const day = "2 January 2006"

// Result is what changed in an organisation after From, or from that midnight on, and not after To; From is zero for
// all that is remembered.
type Result struct {
	From, To time.Time
	Told     []Told // the worst first, and of those the latest
	Accepted []Told // changes that someone accepted, which are not in Told
	Back     int    // how many of Told were accepted, and come back although they happened before
	Noise    int    // changes without consequence, which are not in Told
	Kinds    []NoiseKind
	Quiet    []Told // the latest changes without consequence; not all where there are many
	// Later is how many changes can concern who must use MFA and were not computed, because there are many.
	Later int
	// Begun are the moments at which the history of a section begins in this time: nothing before can be compared.
	Begun []history.Moment
	// Unread are the sections whose last reading did not come to its end, so that their changes are not known.
	Unread []tenant.Status
	None   bool // nothing can be remembered of this organisation
	Ahead  bool // changes have a later day than To, because the clock of this computer was wrong
	// Backups is the earliest day that Microsoft has a backup of, where nothing was read of it; zero: none is known.
	Backups time.Time
	// DomainsBegun and Missed are the same of mail domains: what began, and what the last look had no answer about.
	DomainsBegun []history.Moment
	Missed       []history.Missed
	domainsOnly  bool // there is no organisation
	// Left are changes that were not compared, because there are more than Sources.Most.
	Left []Left
}

// Sources are what differences are found in, and what tells more about them.
type Sources struct {
	View tenant.View // the organisation as it is now; it remembers where it is a history.Keeper. nil: there is none
	// Domains is what is remembered of mail domains, which need no organisation; nil where nothing is.
	Domains history.Past
	Most    int  // how many changes are compared at most; 0: all of them
	Now     bool // the time that is asked for ends now: what a clock that was wrong dated later counts too
	// Effects remembers what followed from earlier changes of the same organisation; nil where nothing does.
	Effects *Effects

	Journal ReadJournal // what Handrail changed itself; nil where that is not known
	Account string      // who is signed in, and accepts; "" where that is not known
}

// Since returns what changed, moment by moment.
func Since(ctx context.Context, s Sources, from, to time.Time) (r Result, err error) {
	v := s.View
	r.From, r.To = from, to
	k, ok := v.(history.Keeper)
	if !ok || k.Past() == nil {
		r.None, r.domainsOnly = v != nil || s.Domains == nil, v == nil
		return r, r.domains(ctx, s)
	}
	if r.Unread, err = unread(ctx, v); err != nil {
		return r, err
	}
	past, w := k.Past(), newWorld(ctx, v)
	w.to, w.known = to, s.Effects
	moments, err := past.Moments(ctx, after(from), s.end(to))
	if err != nil {
		return r, err
	}
	r.dated(w, moments)
	if err := errors.Join(w.watch(s, to), w.journal(s)); err != nil {
		return r, err
	}
	var p picked
	p, r.Left = pick(moments, s.Most)
	for _, m := range moments {
		if m.Kind == history.MomentBegin {
			if m.Section != tenant.SectionDifferences {
				r.Begun = append(r.Begun, m)
			}
			continue
		}
		changes, err := p.changes(ctx, past, m)
		if err != nil {
			return r, err
		}
		r.take(w.told(changes))
	}
	slices.SortStableFunc(r.Kinds, func(a, b NoiseKind) int { return b.Count - a.Count })
	r.Told, r.Accepted = split(w.period(r.Told))
	back := w.returned(func(c history.Change) []Told { return w.told([]history.Change{c}) })
	r.Told, r.Back, r.Later = append(r.Told, back...), len(back), w.later
	sortWorst(r.Told)
	w.attribute(r.Told)
	w.attribute(r.Accepted)
	if err := errors.Join(w.err, r.backup(w, past)); err != nil {
		return r, err
	}
	return r, r.domains(ctx, s)
}

// unread returns the sections of the catalogue that were tried and not read whole. What a licence is missing for, and
// what is optional, is nothing that one misses.
func unread(ctx context.Context, v tenant.View) (all []tenant.Status, err error) {
	for _, s := range tenant.Sections() {
		st, err := v.Status(ctx, s.ID)
		if err != nil {
			return nil, err
		}
		if !s.Log && !s.Optional && !st.State.Whole() && st.State != tenant.NeedsLicence {
			st.Section = s.ID // also of one that was never tried
			all = append(all, st)
		}
	}
	return all, nil
}

// Heading is the answer in one sentence. It never covers time or data that was not compared.
func (r Result) Heading() string {
	when, begun := r.when(r.From, "since "), r.begun()
	switch {
	case r.None && len(r.Told) == 0:
		return "Handrail cannot remember this organisation, so it does not know what changed."
	case len(r.Left) > 0 && len(r.Told) == r.Back:
		return "Handrail did not compare every change " + when + r.returned(", and ") + "."
	case len(r.Left) > 0:
		return "More than " + guide.Count(len(r.Told)-r.Back, "change", "changes") + " " + when + r.returned(", and ") + "."
	case len(r.Told) > r.Back:
		return guide.Count(len(r.Told)-r.Back, "change", "changes") + " " + when + r.returned(", and ") + "."
	case r.Back > 0:
		return r.returned("") + "."
	}
	comma := ""
	if !begun.IsZero() {
		when, comma = r.when(begun, "since Handrail began to compare, on "), ","
	}
	unread := len(r.Unread)+len(r.Unanswered()) > 0
	switch {
	case len(r.Accepted) > 0 && unread:
		return "Every change that Handrail saw " + when + comma + " is accepted, but it could not read everything."
	case len(r.Accepted) > 0:
		return "Every change " + when + comma + " is accepted."
	case unread:
		return "Handrail saw no change " + when + ", but could not read everything."
	case r.domainsOnly && !begun.IsZero() && r.Noise == 0 && r.To.Sub(begun) < time.Hour:
		return "Handrail compares your domains from now on. There is nothing to compare them with yet."
	case !begun.IsZero() && r.Noise == 0 && r.To.Sub(begun) < time.Hour:
		return "Handrail compares your organisation from now on. There is nothing to compare it with yet."
	}
	return "Nothing that matters changed " + when + "."
}

// begun returns when most of the history begins, if that is in this time: then the time before is not compared. It is
// zero if only a few parts began, which Rest names.
func (r Result) begun() (at time.Time) {
	parts := r.Begun
	if r.domainsOnly {
		parts = r.DomainsBegun
	} else if 2*len(parts) < len(tenant.Sections()) {
		return at
	}
	for _, m := range parts {
		if at.IsZero() || m.At.Before(at) {
			at = m.At
		}
	}
	return at
}

// late names the parts that are compared for a shorter time than the others.
func (r Result) late() (all []string) {
	first := r.begun()
	for _, m := range r.Begun {
		if first.IsZero() || m.At.Sub(first) > time.Hour { // the others began with the first
			all = append(all, tenant.TitleOf(m.Section)+" since "+m.At.Local().Format(day))
		}
	}
	return all
}

// Rest returns what must be known about the changes.
func (r Result) Rest() (all []string) {
	all = append(r.ahead(), r.left()...)
	if r.Noise > 0 {
		all = append(all, r.Quietly())
	}
	if r.Later > 0 {
		all = append(all, "For "+guide.Count(r.Later, "more change", "more changes")+
			", Handrail did not count who must use MFA. Choose fewer days to see it.")
	}
	first := r.begun()
	if !first.IsZero() && len(r.Told) > 0 && !r.domainsOnly {
		all = append(all, "Handrail began to compare on "+first.Local().Format(day)+". What changed before is not known.")
	}
	if r.None && len(r.Told) > 0 {
		all = append(all, "Handrail cannot remember this organisation, so it does not know what changed in it.")
	}
	if !first.IsZero() && !r.Backups.IsZero() && r.Backups.Before(first) {
		all = append(all, r.backupLine())
	}
	if late := r.late(); len(late) > 0 {
		all = append(all, "Compared for a shorter time: "+strings.Join(late, ", ")+".")
	}
	for _, st := range r.Unread {
		all = append(all, "Could not be read, so its changes are not known: "+tenant.TitleOf(st.Section)+". "+
			strings.TrimSpace(st.Message+" "+st.Hint))
	}
	return append(all, r.domainRest()...)
}

// Blocks shows the changes under each other, at most so many; 0 is all. A page with thousands would be slow to draw.
func (r Result) Blocks(most int) (all []report.Block) {
	found := report.Findings{Name: "changes", Title: "Changes, worst first"}
	told := slices.Clone(r.Told)
	sortWorst(told)
	left := 0
	if most > 0 && len(told) > most {
		left, told = len(told)-most, told[:most]
	}
	for _, t := range told {
		title, rest := t.Parts()
		found.Items = append(found.Items, report.Finding{Code: "changed", Severity: t.Severity, Subject: t.Subject,
			Title: title, Text: strings.TrimSpace(rest + " " + t.figures() + t.details()), Do: t.Do})
	}
	if len(found.Items) > 0 {
		all = append(all, found)
	}
	if left > 0 {
		all = append(all, report.Text{Text: "And " + guide.Count(left, "more change", "more changes") +
			", none worse than these. Save the page as a report to see all."})
	}
	all = append(all, r.acceptedBlocks()...)
	for _, line := range r.Rest() {
		all = append(all, report.Text{Text: line})
	}
	return all
}
