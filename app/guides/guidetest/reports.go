package guidetest

import (
	"context"
	"fmt"
	"slices"
	"time"

	"handrail/app"
	"handrail/app/mail/tlsimport"
	"handrail/app/mail/tlsreport"
)

const reportDays = 16

// reports is a tlsreport.Store: for two weeks, two organisations report about the
// domains that have a policy. Sessions with one of the domains fail.
type reports struct{}

func (reports) rows() (all []tlsreport.Row) {
	for _, domain := range []string{"ready.northgate.example", "strict.northgate.example"} {
		for n := range reportDays {
			for _, from := range []string{"Google Inc.", "Microsoft Corporation"} {
				day := Noon.Truncate(24*time.Hour).AddDate(0, 0, n-reportDays)
				r := tlsreport.Row{ID: int64(len(all) + 1), Domain: domain, Day: day, Organisation: from,
					Report: "r", Start: day, End: day.AddDate(0, 0, 1).Add(-time.Second), Succeeded: 120,
					Source: "reports.mbox", Taken: Noon}
				if domain == "strict.northgate.example" {
					r.Failed = 3
				}
				all = append(all, r)
			}
		}
	}
	return all
}

func chosen(all []tlsreport.Row, f tlsreport.Filter) []tlsreport.Row {
	return slices.DeleteFunc(all, func(r tlsreport.Row) bool {
		return f.Domain != "" && r.Domain != f.Domain || f.Organisation != "" && r.Organisation != f.Organisation ||
			!f.From.IsZero() && r.Day.Before(f.From) || !f.To.IsZero() && r.Day.After(f.To) ||
			(f.OnlyFailed || len(f.Results) > 0) && r.Failed == 0
	})
}

// TLSSums is that of tlsreport.Store.
func (s reports) TLSSums(ctx context.Context, by tlsreport.GroupBy, f tlsreport.Filter) ([]tlsreport.Sum, error) {
	keys := map[tlsreport.GroupBy]func(tlsreport.Row) string{
		tlsreport.ByDay:          func(r tlsreport.Row) string { return r.Day.Format(time.DateOnly) },
		tlsreport.ByOrganisation: func(r tlsreport.Row) string { return r.Organisation },
		tlsreport.ByDomain:       func(r tlsreport.Row) string { return r.Domain },
		tlsreport.ByType:         func(tlsreport.Row) string { return "sts" },
		tlsreport.ByResult:       func(tlsreport.Row) string { return "certificate-expired" },
		tlsreport.ByHost:         func(tlsreport.Row) string { return "northgate-example.mail.protection.outlook.com" },
		tlsreport.ByAddress:      func(tlsreport.Row) string { return "192.0.2.25" },
	}
	failures := by == tlsreport.ByResult || by == tlsreport.ByHost || by == tlsreport.ByAddress
	f.OnlyFailed = f.OnlyFailed || failures
	var all []tlsreport.Sum
	seen := map[string]map[string]bool{}
	for _, r := range chosen(s.rows(), f) {
		key := keys[by](r)
		i := slices.IndexFunc(all, func(s tlsreport.Sum) bool { return s.Key == key })
		if i < 0 {
			i, seen[key] = len(all), map[string]bool{}
			all = append(all, tlsreport.Sum{Key: key, First: r.Day})
		}
		sum := &all[i]
		seen[key][r.Organisation] = true
		sum.Failed, sum.Reports, sum.Organisations, sum.Last = sum.Failed+r.Failed, sum.Reports+1, len(seen[key]), r.Day
		if !failures {
			sum.Succeeded += r.Succeeded
		}
	}
	return all, ctx.Err()
}

// TLSPolicies is that of tlsreport.Store.
func (s reports) TLSPolicies(ctx context.Context, f tlsreport.Filter) (all []tlsreport.PolicyRow, err error) {
	policyMX := map[string]string{"ready.northgate.example": "*.mail.protection.outlook.com",
		"strict.northgate.example": "*.mx.microsoft"}
	for _, r := range chosen(s.rows(), f) {
		all = append(all, tlsreport.PolicyRow{Day: r.Day, Organisation: r.Organisation, Type: tlsreport.STS,
			Text:    []string{"version: STSv1", "mode: testing", "mx: " + policyMX[r.Domain], "max_age: 86400"},
			Reports: 1, Succeeded: r.Succeeded, Failed: r.Failed})
	}
	return all, ctx.Err()
}

// TLSDoubts is that of tlsreport.Store: each report is sound, and explains its failures.
func (reports) TLSDoubts(ctx context.Context, _ tlsreport.Filter) (tlsreport.Doubts, error) {
	return tlsreport.Doubts{}, ctx.Err()
}

// TLSFailures is that of tlsreport.Store.
func (s reports) TLSFailures(ctx context.Context, f tlsreport.Filter) (all []tlsreport.FailureRow, err error) {
	f.OnlyFailed = true
	for _, r := range chosen(s.rows(), f) {
		all = append(all, tlsreport.FailureRow{Result: "certificate-expired", Type: "sts",
			Host: "northgate-example.mail.protection.outlook.com", Organisation: r.Organisation, Count: r.Failed,
			First: r.Day, Last: r.Day})
	}
	return all, ctx.Err()
}

// TLSReports is that of tlsreport.Store.
func (s reports) TLSReports(ctx context.Context, f tlsreport.Filter, after int64, most int) ([]tlsreport.Row, error) {
	all := chosen(s.rows(), f)
	slices.SortFunc(all, func(a, b tlsreport.Row) int { return b.Day.Compare(a.Day) })
	if after > 0 {
		all = all[slices.IndexFunc(all, func(r tlsreport.Row) bool { return r.ID == after })+1:]
	}
	return all[:min(max(most, 0), len(all))], ctx.Err()
}

// TLSRaw is that of tlsreport.Store.
func (s reports) TLSRaw(ctx context.Context, id int64) ([]byte, error) {
	for _, r := range s.rows() {
		if r.ID == id {
			return fmt.Appendf(nil, `{"organization-name":%q,"date-range":{"start-datetime":%q,"end-datetime":%q},
"contact-info":"tls@example.net","report-id":%q,"policies":[{"policy":{"policy-type":"sts","policy-domain":%q,
"policy-string":["version: STSv1","mode: testing","mx: *.mail.protection.outlook.com","max_age: 86400"]},
"summary":{"total-successful-session-count":%d,"total-failure-session-count":%d}}]}`, r.Organisation,
					r.Start.Format(time.RFC3339), r.End.Format(time.RFC3339), r.Report, r.Domain, r.Succeeded,
					r.Failed),
				ctx.Err()
		}
	}
	return nil, app.Errorf(app.NotFound, "Import your reports again.", "This report is no longer on this computer.")
}

// TLSRefused is that of tlsreport.Store.
func (reports) TLSRefused(ctx context.Context, most int) ([]tlsreport.Rejected, error) {
	all := []tlsreport.Rejected{{Path: "holiday.zip", Code: "not-a-report", At: Noon,
		Reason: "There is no report in this file."}}
	return all[:min(max(most, 0), 1)], ctx.Err()
}

// imported is what an import tells: one report was read, one file was none.
func imported(ctx context.Context, each func(tlsimport.Result) error) (tlsimport.Totals, error) {
	if err := ctx.Err(); err != nil {
		return tlsimport.Totals{}, err
	}
	if err := each(tlsimport.Result{Path: "holiday.zip", State: tlsreport.Refused, Code: "not-a-report",
		Reason: "There is no report in this file."}); err != nil {
		return tlsimport.Totals{}, err
	}
	return tlsimport.Totals{Files: 2, New: 1, Rejected: 1, Succeeded: 120,
		About: map[string]int{"ready.northgate.example": 1}}, nil
}
