package diary

import (
	"context"
	"slices"
	"time"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/report"
)

// Report makes the page about the changes of a visit, saves it among the reports and returns its ID. app.NotFound where
// the visit changed nothing.
func Report(ctx context.Context, s Source, lib report.Library, v guide.Visit, now time.Time) (string, error) {
	all := s.with(v).Of(v.ID)
	if len(all) == 0 {
		return "", app.Errorf(app.NotFound, "Make the change first, then save the report.",
			"This guide has changed nothing yet.")
	}
	checks, err := s.checks(ctx, lib, v, all)
	if err != nil {
		return "", err
	}
	d := Page(all, checks, now)
	if d.Subject == "" {
		d.Subject = s.Organisation
	}
	return lib.SaveReport(ctx, report.SavedReport{Guide: v.Guide, Step: Step, Visit: v.ID, Title: d.Title,
		Subject: d.Subject,
		At:      d.At, Worst: severity(all), Document: d})
}

// with returns the source with a visit as it is now, which may not be saved yet.
func (s Source) with(v guide.Visit) Source {
	s.Visits = slices.Clone(s.Visits)
	if i := slices.IndexFunc(s.Visits, func(o guide.Visit) bool { return o.ID == v.ID }); i >= 0 {
		s.Visits[i] = v
	} else {
		s.Visits = append(s.Visits, v)
	}
	return s
}

func severity(all []Change) report.Severity {
	for _, c := range all {
		switch c.State {
		case Unknown:
			return report.Problem
		case Part:
			return report.Warning
		}
	}
	return report.OK
}

// checks returns what the steps of a visit found after its last change, from their saved reports. A report that was
// removed is passed over.
func (s Source) checks(ctx context.Context, lib report.Library, v guide.Visit, all []Change) (k Checks, err error) {
	last := all[len(all)-1]
	if made := machine(all); len(made) > 0 {
		last = made[len(made)-1]
	}
	i := slices.IndexFunc(s.Guides, func(g guide.Guide) bool { return g.ID == v.Guide })
	if i < 0 {
		return k, nil
	}
	seen := map[string]bool{}
	steps := s.Guides[i].Steps
	at := slices.IndexFunc(steps, func(st guide.Step) bool { return st.ID == last.Step })
	for _, step := range steps[at+1:] { // what was looked at before the change says nothing of it
		o := v.Outcomes[step.ID]
		if step.Look == nil || o.Report == "" || o.At.Before(last.Ended) {
			continue
		}
		kept, err := lib.Report(ctx, o.Report)
		switch {
		case app.CodeOf(err) == app.NotFound, err == nil && kept.Document == nil:
			continue
		case err != nil:
			return k, err
		}
		if k.Step == "" { // the first check after the change reads what was changed
			k.Step, k.At, k.Headline = step.Title, o.At, kept.Document.Result()
		}
		for _, f := range kept.Document.Findings() {
			if f.Severity == report.Unknown && !seen[f.Title] {
				seen[f.Title] = true
				k.Untested = append(k.Untested, f)
			}
		}
	}
	return k, nil
}
