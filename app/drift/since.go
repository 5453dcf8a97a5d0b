package drift

import (
	"cmp"
	"context"
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

// Result is what changed in an organisation after From and not after To; From is zero for all that is remembered.
type Result struct {
	From, To time.Time
	Told     []Told // the latest moment first
	Noise    int    // changes without consequence, which are not in Told
	// Begun are the moments at which the history of a section begins in this time: nothing before can be compared.
	Begun []history.Moment
	// Unread are the sections whose last reading did not come to its end, so that their changes are not known.
	Unread []tenant.Status
	// Backups is the earliest day of which Microsoft has a backup, where nothing was read of it; zero: none is known.
	Backups time.Time
	None    bool // nothing can be remembered of this organisation
	// DomainsBegun and Missed are the same of mail domains: what began, and what the last look had no answer about.
	DomainsBegun []history.Moment
	Missed       []history.Missed
}

// Sources are what differences are found in, and what tells more about them.
type Sources struct {
	View tenant.View // the organisation as it is now; it remembers where it is a history.Keeper. nil: there is none
	// Domains is what is remembered of mail domains, which need no organisation; nil where nothing is.
	Domains history.Past
}

// Since returns what changed, moment by moment.
func Since(ctx context.Context, s Sources, from, to time.Time) (r Result, err error) {
	v := s.View
	r.From, r.To = from, to
	k, ok := v.(history.Keeper)
	if !ok || k.Past() == nil {
		r.None = v != nil || s.Domains == nil
		return r, r.domains(ctx, s.Domains)
	}
	if r.Unread, err = unread(ctx, v); err != nil {
		return r, err
	}
	past, w := k.Past(), newWorld(ctx, v)
	moments, err := past.Moments(ctx, from, to)
	if err != nil {
		return r, err
	}
	for _, m := range moments {
		if m.Kind == history.MomentBegin {
			if m.Section != tenant.SectionDifferences {
				r.Begun = append(r.Begun, m)
			}
			continue
		}
		changes, err := past.Changes(ctx, m.Number)
		if err != nil {
			return r, err
		}
		for _, t := range w.told(changes) {
			if t.Noise {
				r.Noise++
			} else {
				r.Told = append(r.Told, t)
			}
		}
	}
	before, err := w.backup(past, from, to)
	if err = cmp.Or(err, w.err); err != nil {
		return r, err
	}
	r.add(before)
	if len(before) == 0 {
		if r.Backups, err = oldestBackup(ctx, v); err != nil {
			return r, err
		}
	}
	return r, r.domains(ctx, s.Domains)
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
			all = append(all, st)
		}
	}
	return all, nil
}

// Heading is the answer in one sentence. It never covers time or data that was not compared.
func (r Result) Heading() string {
	since, begun := "since Handrail remembers", r.begun()
	if !r.From.IsZero() {
		since = "since " + r.From.Local().Format(day)
	}
	switch {
	case r.None && len(r.Told) == 0:
		return "Handrail cannot remember this organisation, so it does not know what changed."
	case len(r.Told) > 0:
		return guide.Count(len(r.Told), "change", "changes") + " " + since + "."
	}
	if !begun.IsZero() {
		since = "since Handrail began to compare, on " + begun.Local().Format(day)
	}
	switch {
	case len(r.Unread) > 0:
		return "Handrail saw no change " + since + ", but could not read everything."
	case !begun.IsZero() && r.Noise == 0 && r.To.Sub(begun) < time.Hour:
		return "Handrail compares your organisation from now on. There is nothing to compare it with yet."
	}
	return "Nothing that matters changed " + since + "."
}

// begun returns when most of the history begins, if that is in this time: then the time before is not compared. It is
// zero if only a few parts began, which Rest names.
func (r Result) begun() (at time.Time) {
	if 2*len(r.Begun) < len(tenant.Sections()) {
		return at
	}
	for _, m := range r.Begun {
		if at.IsZero() || m.At.Before(at) {
			at = m.At
		}
	}
	return at
}

// Rest returns what must be known about the changes.
func (r Result) Rest() (all []string) {
	if r.Noise > 0 {
		all = append(all, "Also "+guide.Count(r.Noise, "change", "changes")+" without consequences.")
	}
	first := r.begun()
	if !first.IsZero() && len(r.Told) > 0 {
		all = append(all, "Handrail began to compare on "+first.Local().Format(day)+". What changed before is not known.")
	}
	if r.None && len(r.Told) > 0 {
		all = append(all, "Handrail cannot remember this organisation, so it does not know what changed in it.")
	}
	if !first.IsZero() && !r.Backups.IsZero() && r.Backups.Before(first) {
		all = append(all, "Microsoft has backups since "+r.Backups.Local().Format(day)+". To see what changed between then "+
			"and the first comparison, create a difference report in the Microsoft Entra admin center under Backup and "+
			"recovery, then refresh.")
	}
	var late []string
	for _, m := range r.Begun {
		if first.IsZero() || m.At.Sub(first) > time.Hour { // the others began with the first
			late = append(late, tenant.TitleOf(m.Section)+" since "+m.At.Local().Format(day))
		}
	}
	if len(late) > 0 {
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
	slices.SortStableFunc(told, func(a, b Told) int { return rank(b) - rank(a) })
	left := 0
	if most > 0 && len(told) > most {
		left, told = len(told)-most, told[:most]
	}
	for _, t := range told {
		found.Items = append(found.Items, report.Finding{Code: "changed", Severity: t.Severity, Subject: t.Subject,
			Title: t.Text, Text: t.details()})
	}
	if len(found.Items) > 0 {
		all = append(all, found)
	}
	if left > 0 {
		all = append(all, report.Text{Text: "And " + guide.Count(left, "more change", "more changes") +
			", none worse than these. Save the page as a report to see all."})
	}
	for _, line := range r.Rest() {
		all = append(all, report.Text{Text: line})
	}
	return all
}

// details returns when it happened, as closely as is known, and what it was before.
func (t Told) details() string {
	const moment = day + ", 15:04"
	text := "Handrail saw it on " + t.At.Local().Format(moment) + "."
	switch {
	case !t.Backup.IsZero():
		text = "It happened after Microsoft’s backup of " + t.Backup.Local().Format(moment) +
			" and before Handrail began to compare, on " + t.At.Local().Format(moment) + "."
	case !t.Since.IsZero():
		text = "It happened between " + t.Since.Local().Format(moment) + " and " + t.At.Local().Format(moment) + "."
	}
	if t.Before != "" {
		text += " Before: " + t.Before + "."
	}
	if t.After != "" {
		text += " Now: " + t.After + "."
	}
	return text + " " + t.whoDid()
}
