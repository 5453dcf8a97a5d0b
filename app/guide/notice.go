package guide

import (
	"context"
	"slices"
	"time"

	"handrail/app"
	"handrail/app/report"
)

// Notice is one line on Home about an earlier visit: something that is not as it was
// recorded, or a day that comes.
type Notice struct {
	Visit, Step string // ids: where the person continues
	Code        string // stable
	Severity    report.Severity
	Title       string // the fact
	Text        string // what it means
	At          time.Time
}

// Notices returns what guides report of their earlier visits, from saved data alone. visits
// are as Visits returns them. A guide that cannot compare has a notice that says so: what
// was not compared is never “no change”.
func Notices(ctx context.Context, guides []Guide, visits []Visit) (all []Notice, err error) {
	for _, g := range guides {
		var own []Visit
		for _, v := range visits {
			if v.Guide == g.ID {
				own = append(own, v.Clone())
			}
		}
		if g.Notices == nil || len(own) == 0 {
			continue
		}
		found, err := g.Notices(ctx, own)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err != nil {
			message, hint := app.UserMessage(err)
			found = append(found, Notice{Visit: own[0].ID, Step: own[0].Step, Code: "not-compared",
				Severity: report.Unknown, Title: "It is not known what changed", Text: message + " " + hint})
		}
		all = append(all, found...)
	}
	return all, nil
}

// NoticesOf returns findings as notices of a visit, the most serious first. Good news and
// notes are left out.
func NoticesOf(visit, step string, found []report.Finding) (all []Notice) {
	for _, f := range found {
		if f.Severity == report.OK || f.Severity == report.Note {
			continue
		}
		n := Notice{Visit: visit, Step: step, Code: f.Code, Severity: f.Severity, Title: f.Title, Text: f.Text}
		if f.Step != "" {
			n.Step = f.Step
		}
		all = append(all, n)
	}
	slices.SortStableFunc(all, func(a, b Notice) int { return a.Severity.Rank() - b.Severity.Rank() })
	return all
}

// Add puts notices where they belong: those with a day to come wait. One whose visit or
// guide is gone is left out.
func (t *Overview) Add(guides []Guide, visits []Visit, all []Notice, now time.Time) {
	for _, n := range all {
		k := slices.IndexFunc(visits, func(v Visit) bool { return v.ID == n.Visit })
		if k < 0 {
			continue
		}
		i := slices.IndexFunc(guides, func(g Guide) bool { return g.ID == visits[k].Guide })
		if i < 0 || len(guides[i].Steps) == 0 {
			continue
		}
		s := Open(guides[i], visits[k])
		if s.find(n.Step) < 0 || s.StateOf(n.Step) == CannotStart {
			n.Step = s.visit.Step
		}
		it := s.item(n.Step)
		it.Notice, it.Severity, it.Headline, it.Own, it.Why = n.Code, n.Severity, n.Title, true, n.Text
		if n.At.After(now) {
			it.At, it.Why = n.At, n.Title
			t.Waiting = append(t.Waiting, it)
			continue
		}
		t.Attention = append(t.Attention, it)
	}
	t.sort()
}

func (t *Overview) sort() {
	slices.SortStableFunc(t.Attention, func(a, b Item) int { return a.Severity.Rank() - b.Severity.Rank() })
	slices.SortStableFunc(t.Waiting, func(a, b Item) int { return a.At.Compare(b.At) })
	slices.SortStableFunc(t.Ended, func(a, b Item) int { return b.At.Compare(a.At) })
}
