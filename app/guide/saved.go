package guide

import (
	"context"
	"maps"
	"slices"

	"handrail/app"
	"handrail/app/report"
)

// Saved returns what is saved of v: without the answers that the guide does not save. Where
// nothing was saved of what they led to, the visit begins again at their question.
func (g *Guide) Saved(v Visit) Visit {
	c := v.Clone()
	probe := v.Clone()
	maps.Copy(probe.Answers, v.Drafts)
	gone, first := map[string]bool{}, ""
	for _, step := range g.Steps {
		for _, a := range step.Asks {
			_, answered := c.Answers[a.Name]
			_, drafted := c.Drafts[a.Name]
			if a.Saved == nil || a.Saved(&probe) || !answered && !drafted {
				continue
			}
			delete(c.Answers, a.Name)
			delete(c.Drafts, a.Name)
			if gone[a.Name] = true; first == "" {
				first = step.ID
			}
		}
	}
	var rest []string
	again := false
	for _, step := range g.Steps {
		asks := slices.ContainsFunc(step.Asks, func(a Ask) bool { return gone[a.Name] })
		if !asks && !slices.ContainsFunc(step.DependsOn, func(name string) bool { return gone[name] }) {
			continue
		}
		rest = append(rest, step.ID)
		o, seen := c.Outcomes[step.ID]
		again = again || seen && step.Look != nil && o.Report == ""
	}
	if again {
		for _, id := range rest {
			delete(c.Outcomes, id)
		}
		c.Step, c.Page = first, AskPage
	}
	return c
}

// Sparing returns to, with each visit saved as its guide says.
func Sparing(to Visits, guides []Guide) Visits { return sparing{to, guides} }

type visits = Visits

type sparing struct {
	visits
	guides []Guide
}

// SaveVisit saves what the guide of v lets be saved.
func (s sparing) SaveVisit(ctx context.Context, v Visit) error {
	if i := slices.IndexFunc(s.guides, func(g Guide) bool { return g.ID == v.Guide }); i >= 0 {
		v = s.guides[i].Saved(v)
	}
	return s.visits.SaveVisit(ctx, v)
}

// keep saves what is saved of a document. Where that is less than all of it, what was saved
// of the step in this visit before is deleted: the person may have chosen otherwise then.
func (l Looker) keep(ctx context.Context, step Step, v *Visit, doc *report.Document) (f Found) {
	f.Saved = doc
	if step.Saved != nil {
		f.Saved = step.Saved(v, doc)
	}
	if f.Saved != doc && !l.Loose {
		if f.NotKept = l.forget(ctx, step, v); f.NotKept != nil {
			return f
		}
	}
	if f.Saved == nil {
		return f
	}
	kept := report.SavedReport{
		Guide: v.Guide, Step: step.ID, Visit: v.ID, Title: f.Saved.Title, Subject: f.Saved.Subject,
		At: doc.At, Worst: f.Saved.MaxSeverity(), Document: f.Saved,
	}
	if l.Loose {
		kept.Visit = ""
	}
	if f.Report, f.NotKept = l.Library.SaveReport(ctx, kept); f.NotKept == nil && f.Saved == doc {
		f.NotKept = report.SaveAll(ctx, l.Library, apart(kept, doc.Apart))
	}
	return f
}

// apart returns what one look found of other subjects, beside what it found as a whole. They belong to no visit.
func apart(whole report.SavedReport, documents []*report.Document) (all []report.SavedReport) {
	for _, d := range documents {
		one := whole
		one.Visit, one.Title, one.Subject, one.Worst, one.Document = "", d.Title, d.Subject, d.MaxSeverity(), d
		all = append(all, one)
	}
	return all
}

// KeepsDone is a Library that saves at its end, and that a look which is stopped asks to save at once.
type KeepsDone interface {
	SaveDone(ctx context.Context, all []report.SavedReport) error
}

// keepDone saves what a look that stopped had found of other subjects, and returns its error, which then names how many.
func (l Looker) keepDone(ctx context.Context, step Step, v *Visit, doc *report.Document, err error) error {
	if doc == nil || len(doc.Apart) == 0 || app.CodeOf(err) != app.Cancelled {
		return err
	}
	all := apart(report.SavedReport{Guide: v.Guide, Step: step.ID, At: l.Now().UTC()}, doc.Apart)
	save := func(ctx context.Context, all []report.SavedReport) error { return report.SaveAll(ctx, l.Library, all) }
	if k, ok := l.Library.(KeepsDone); ok {
		save = k.SaveDone
	}
	if notKept := save(context.WithoutCancel(ctx), all); notKept != nil {
		message, hint := app.UserMessage(notKept)
		return &app.Error{Code: app.Cancelled, Err: err, Hint: hint,
			Message: "Stopped. What was checked by then could not be saved. " + message}
	}
	return &app.Error{Code: app.Cancelled, Err: err, Hint: "Open Reports to read what was checked by then.",
		Message: "Stopped. Nothing was changed. Handrail saved " + Count(len(doc.Apart), "report", "reports") + "."}
}

// forget deletes the reports of a step in a visit.
func (l Looker) forget(ctx context.Context, step Step, v *Visit) error {
	all, err := l.Library.Reports(ctx)
	if err != nil {
		return err
	}
	for _, k := range all {
		if k.Visit == v.ID && k.Step == step.ID {
			if err := l.Library.DeleteReport(ctx, k.ID); err != nil {
				return err
			}
		}
	}
	return nil
}
