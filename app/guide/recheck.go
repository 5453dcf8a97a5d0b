package guide

import (
	"context"
	"slices"
	"time"

	"handrail/app/report"
)

// Recheck is what a later look at a completed visit found.
type Recheck struct {
	Visit, Step string // ids; the step whose look was run again
	At          time.Time
	Severity    report.Severity // OK: nothing is worse than it was
	Title       string          // the fact; "" where nothing is worse
	Text        string          // what it means and what changed
	Rests       []string        // what that look read; nil: not known
}

// Rechecks keeps the last Recheck of each visit.
type Rechecks interface {
	SaveRecheck(ctx context.Context, r Recheck) error
	Rechecks(ctx context.Context) ([]Recheck, error)
}

// NoticesWith returns what guides report of their earlier visits, and what later looks at completed visits found; kept
// may be nil.
func NoticesWith(ctx context.Context, guides []Guide, visits []Visit, kept Rechecks) ([]Notice, error) {
	told, err := Notices(ctx, guides, visits)
	if err != nil || kept == nil {
		return told, err
	}
	all, err := kept.Rechecks(ctx)
	return append(told, recheckNotices(visits, all, told)...), err
}

// recheckNotices returns what later looks at completed visits found and what Home shows. told are the notices of the
// guides themselves: a visit with one that needs the person has no second. A visit that was changed since then was
// looked at by the person.
func recheckNotices(visits []Visit, all []Recheck, told []Notice) (out []Notice) {
	for _, r := range all {
		i := slices.IndexFunc(visits, func(v Visit) bool { return v.ID == r.Visit })
		if i < 0 || visits[i].Ended.IsZero() || visits[i].Changed.After(r.At) || !asks(r.Severity) {
			continue
		}
		if slices.ContainsFunc(told, func(n Notice) bool { return n.Visit == r.Visit && asks(n.Severity) }) {
			continue
		}
		out = append(out, Notice{Visit: r.Visit, Step: r.Step, Code: "looked-again", Severity: r.Severity,
			Title: r.Title, Text: r.Text})
	}
	return out
}

// asks reports whether Home shows something of this severity.
func asks(s report.Severity) bool { return s.NeedsAction() || s == report.Unknown }
