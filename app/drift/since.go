package drift

import (
	"context"
	"strings"
	"time"

	"handrail/app/guide"
	"handrail/app/history"
	"handrail/app/report"
	"handrail/app/tenant"
)

// Result is what changed in an organisation after From and not after To; From is zero for all that is remembered.
type Result struct {
	From, To time.Time
	Told     []Told // the latest moment first
	Noise    int    // changes without consequence, which are not in Told
	// Begun names the parts of the data whose history begins in this time: nothing before can be compared with them.
	Begun []string
	None  bool // nothing can be remembered of this organisation
}

// Since returns what changed, moment by moment.
func Since(ctx context.Context, v tenant.View, from, to time.Time) (r Result, err error) {
	r.From, r.To = from, to
	k, ok := v.(history.Keeper)
	if !ok || k.Past() == nil {
		r.None = true
		return r, nil
	}
	past := k.Past()
	moments, err := past.Moments(ctx, from, to)
	if err != nil {
		return r, err
	}
	for _, m := range moments {
		if m.Kind == history.MomentBegin {
			r.Begun = append(r.Begun, tenant.TitleOf(m.Section))
			continue
		}
		changes, err := past.Changes(ctx, m.Number)
		if err != nil {
			return r, err
		}
		told, err := Tell(ctx, v, changes)
		if err != nil {
			return r, err
		}
		for _, t := range told {
			if t.Noise {
				r.Noise++
			} else {
				r.Told = append(r.Told, t)
			}
		}
	}
	return r, nil
}

// Heading is the answer in one sentence. partly: not everything could be read now.
func (r Result) Heading(partly bool) string {
	since := "since Handrail remembers"
	if !r.From.IsZero() {
		since = "since " + r.From.Local().Format("2 January 2006")
	}
	switch {
	case r.None:
		return "Handrail cannot remember this organisation, so it does not know what changed."
	case len(r.Told) > 0:
		return guide.Count(len(r.Told), "change", "changes") + " " + since + "."
	case partly:
		return "Handrail saw no change " + since + ", but could not read everything."
	case r.From.IsZero() && r.Noise == 0:
		return "Handrail compares your organisation from now on. There is nothing to compare it with yet."
	}
	return "Nothing that matters changed " + since + "."
}

// Rest returns what must be known about the changes.
func (r Result) Rest() (all []string) {
	if r.Noise > 0 {
		all = append(all, "Also "+guide.Count(r.Noise, "change", "changes")+" without consequences.")
	}
	if len(r.Begun) > 0 && !r.From.IsZero() {
		all = append(all, "Compared only from now on: "+strings.Join(r.Begun, ", ")+".")
	}
	return all
}

// Blocks shows the changes under each other.
func (r Result) Blocks() (all []report.Block) {
	found := report.Findings{Name: "changes", Title: "Changes, worst first"}
	for _, t := range r.Told {
		found.Items = append(found.Items, report.Finding{Code: "changed", Severity: t.Severity, Subject: t.Subject,
			Title: t.Text, Text: t.details()})
	}
	if len(found.Items) > 0 {
		all = append(all, found)
	}
	for _, line := range r.Rest() {
		all = append(all, report.Text{Text: line})
	}
	return all
}

// details returns when it happened, as closely as is known, and what it was before.
func (t Told) details() string {
	const day = "2 January 2006, 15:04"
	text := "Handrail saw it on " + t.At.Local().Format(day) + "."
	if !t.Since.IsZero() {
		text = "It happened between " + t.Since.Local().Format(day) + " and " + t.At.Local().Format(day) + "."
	}
	if t.Before != "" {
		text += " Before: " + t.Before + "."
	}
	if t.After != "" {
		text += " Now: " + t.After + "."
	}
	return text + " Who did it is not known: Handrail does not read the audit log."
}
