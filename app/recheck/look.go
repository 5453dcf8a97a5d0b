package recheck

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"handrail/app"
	"handrail/app/drift"
	"handrail/app/guide"
	"handrail/app/report"
)

// day is how a day is written.
const day = "2 January 2006"

// look runs the look of a completed guide again and compares it with what was found then. Nothing of it is saved as a
// report.
func (p Ports) look(ctx context.Context, f finished, past memory) (r guide.Recheck, err error) {
	r = guide.Recheck{Visit: f.visit.ID, Step: f.step.ID, Severity: report.OK, Rests: f.rests()}
	limited, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	then := p.then(ctx, f)
	v := f.visit.Clone()
	found, failed := guide.Looker{Now: p.Clock, Library: nowhere{}}.Look(limited, f.step, &v, nil)
	r.At = p.Clock().UTC()
	if ctx.Err() != nil {
		return r, ctx.Err()
	}
	if failed != nil {
		message, hint := app.UserMessage(failed)
		r.Severity, r.Title = report.Unknown, "It could not be checked again"
		r.Text = strings.TrimSpace(message + " " + hint)
		return r, nil
	}
	r.Rests = found.Outcome.Rests
	worse := worseThan(then, found)
	if len(worse) == 0 {
		return r, nil
	}
	slices.SortStableFunc(worse, func(a, b report.Finding) int { return a.Severity.Rank() - b.Severity.Rank() })
	r.Severity, r.Title = worse[0].Severity, worse[0].Title
	if n := len(worse) - 1; n > 0 {
		r.Title += ", and " + guide.Figures(n) + " more"
	}
	r.Text, err = past.because(ctx, f, r.Rests)
	return r, err
}

// then returns the document that was found when the guide was completed; nil where it is not saved.
func (p Ports) then(ctx context.Context, f finished) *report.Document {
	if p.Library == nil || f.outcome().Report == "" {
		return nil
	}
	saved, err := p.Library.Report(ctx, f.outcome().Report)
	if err != nil {
		return nil
	}
	return saved.Document
}

// worseThan returns the findings that ask for something now and did not then, and those that count more than then.
// Where the earlier document is not saved, only what holds the step back counts: the rest may have been there.
func worseThan(then *report.Document, now guide.Found) (all []report.Finding) {
	type key struct{ code, subject string }
	had := map[key]report.Finding{}
	if then != nil {
		for _, f := range then.Findings() {
			k := key{f.Code, f.Subject}
			if old, ok := had[k]; !ok || f.Severity.Rank() < old.Severity.Rank() {
				had[k] = f
			}
		}
	}
	for _, f := range now.Document.Findings() {
		old, there := had[key{f.Code, f.Subject}]
		switch {
		case !f.Severity.NeedsAction() && f.Severity != report.Unknown:
		case then == nil && (now.Held == nil || f.Severity != report.Problem):
		case there && old.Severity.Rank() <= f.Severity.Rank() && count(f.Title) <= count(old.Title):
		default:
			all = append(all, f)
		}
	}
	return all
}

// count returns the number with which a title begins, as in "10 administrators can sign in without MFA"; 0 for none.
func count(title string) int {
	word, _, _ := strings.Cut(title, " ")
	n, err := strconv.Atoi(strings.ReplaceAll(word, ",", ""))
	if err != nil {
		return 0
	}
	return n
}

// because describes what changed in what a look rests on, since the guide was completed.
func (m memory) because(ctx context.Context, f finished, rests []string) (string, error) {
	since := f.outcome().At
	when := "since " + since.Local().Format(day)
	before := "The check on " + since.Local().Format(day) + " did not find it like this."
	if m.past == nil {
		return before, nil
	}
	r, err := drift.Since(ctx, m.sources, since, m.now)
	if err != nil {
		return "", err
	}
	told := slices.DeleteFunc(r.Told, func(t drift.Told) bool { return !slices.Contains(rests, t.Section) })
	slices.SortStableFunc(told, func(a, b drift.Told) int { return a.Severity.Rank() - b.Severity.Rank() })
	var texts []string
	for _, t := range told[:min(len(told), 2)] {
		texts = append(texts, t.Text)
	}
	switch n := len(told) - len(texts); {
	case len(told) == 0:
		return before + " Handrail saw no change that explains it.", nil
	case n > 0:
		texts = append(texts, "Also "+guide.Count(n, "other change", "other changes")+".")
	}
	return "Changed " + when + ": " + strings.Join(texts, " "), nil
}
