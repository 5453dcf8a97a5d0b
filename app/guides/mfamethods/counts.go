package mfamethods

import (
	"context"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/identity/mfa"
	"handrail/app/report"
	"handrail/app/tenant"
)

// OnlyPhones is the code of the number of people who can sign in only by phone.
const OnlyPhones = "only-phones"

// counts returns how many people depend on phones alone, as the step “Current settings” of the latest visit counts
// them. Where the methods were never read, there is no number.
func (d deps) counts(ctx context.Context, visits []guide.Visit) ([]guide.Counted, error) {
	if d.Tenant.Connection == nil {
		return nil, nil
	}
	v := &guide.Visit{Answers: map[string]string{}}
	if len(visits) > 0 {
		v = &visits[0]
	}
	o, err := d.organisation(ctx, v, nil)
	if err != nil {
		return nil, err
	}
	read := o.Read[tenant.SectionRegistration]
	if read.IsZero() {
		return nil, app.Errorf(app.NotFound, "Refresh your organisation.", "Handrail has not read the sign-in methods.")
	}
	p := mfa.Impact(mfa.Question{Organisation: o, After: o.Policy, Date: d.Now().UTC()})
	first, last, unknown := p.OnlyPhones()
	if first+last == 0 && unknown > 0 {
		return []guide.Counted{{Code: OnlyPhones, Step: stepToday, Severity: report.Unknown, At: read,
			Title: "It is not known how many people can sign in only by phone"}}, nil
	}
	if first+last == 0 {
		return []guide.Counted{{Code: OnlyPhones, Step: stepToday, Severity: report.OK, At: read,
			Title: "No one depends on phones alone"}}, nil
	}
	days := mfa.Retirements()
	f := guide.Counted{Code: OnlyPhones, Step: stepToday, Severity: report.Warning, Count: first + last, At: read,
		Title: guide.Count(first+last, "person can sign in only by phone", "people can sign in only by phone")}
	switch left := mfa.DaysLeft(p.Question.Date); {
	case first == 0:
		f.Text = "Text messages and calls end for them on " + mfa.DayWords(days.Last) + "."
	case left > 0 && last == 0:
		f.Text = "Text messages and calls end in " + guide.Count(left, "day", "days") + ", on " +
			mfa.DayWords(days.First) + "."
	case left > 0:
		f.Text = "Text messages and calls end in " + guide.Count(left, "day", "days") + " for " + guide.Figures(first) +
			", on " + mfa.DayWords(days.Last) + " for " + guide.Figures(last) + "."
	default:
		f.Severity, f.Text = report.Problem, "Microsoft ended text messages and calls on "+mfa.DayWords(days.First)+"."
	}
	if unknown > 0 {
		f.Text += " Not known for " + guide.Count(unknown, "more person", "more people") + "."
	}
	return []guide.Counted{f}, nil
}
