// Package tlsview describes TLS reports (RFC 8460) in words: what they report about a
// domain, who needs to fix a failure, and whether its policy can be enforced.
// A day without a report is unknown, never fine.
package tlsview

import (
	"context"
	"fmt"
	"time"

	"handrail/app/mail/tlsreport"
	"handrail/app/report"
)

// Question selects the reports to show.
type Question struct {
	Domain       string // as DNS writes it
	Organisation string // that sent reports; empty for all
	Days         int    // how far back; 0 is 28
	OnlyFailed   bool   // tables only of reports with failed sessions; days, shares and coverage are of all
}

// Source names, in documents, where the figures come from.
const Source = "TLS reports saved by Handrail"

// UsualDays is how many days are shown where no number is asked for.
const UsualDays = 28

// longDays is how far back failures and shares are counted.
const longDays = 90

// filter chooses the last n days of q.
func (q Question) filter(now time.Time, n int) tlsreport.Filter {
	today := tlsreport.Day(now)
	return tlsreport.Filter{Domain: q.Domain, Organisation: q.Organisation, OnlyFailed: q.OnlyFailed,
		From: today.AddDate(0, 0, -n), To: today}
}

// Summary returns what the reports show.
func Summary(ctx context.Context, shelf tlsreport.Store, q Question, now time.Time) ([]report.Block, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if q.Days == 0 {
		q.Days = UsualDays
	}
	all := q // a day without a failure has a report none the less
	all.OnlyFailed = false
	days, err := shelf.TLSSums(ctx, tlsreport.ByDay, all.filter(now, max(longDays, q.Days)))
	if err != nil {
		return nil, err
	}
	writers, err := shelf.TLSSums(ctx, tlsreport.ByOrganisation, all.filter(now, q.Days))
	if err != nil {
		return nil, err
	}
	doubts, err := shelf.TLSDoubts(ctx, all.filter(now, max(longDays, q.Days)))
	if err != nil {
		return nil, err
	}
	policies := upTo(doubts.Rows, now)
	days = known(days, policies, func(p tlsreport.PolicyRow) string { return p.Day.Format(time.DateOnly) })
	blocks := append(picture(q, days, writers, now), shares(days, tlsreport.Day(now)))
	if q.OnlyFailed {
		if writers, err = shelf.TLSSums(ctx, tlsreport.ByOrganisation, q.filter(now, q.Days)); err != nil {
			return nil, err
		}
	}
	if len(writers) > 0 {
		recent := since(policies, tlsreport.Day(now).AddDate(0, 0, -q.Days))
		writers = known(writers, recent, func(p tlsreport.PolicyRow) string { return p.Organisation })
		blocks = append(blocks, sumTable("Who reports"+lastDays(q.Days), "Organisation", writers))
	}
	long, span := q.filter(now, max(longDays, q.Days)), lastDays(max(longDays, q.Days))
	tables, err := sumTables(ctx, shelf, long, policies, span)
	if err != nil {
		return nil, err
	}
	blocks = append(blocks, tables...)
	failures, err := shelf.TLSFailures(ctx, long)
	if err != nil {
		return nil, err
	}
	found := Failures(q.Domain, failures, tlsreport.Doubts{Untold: doubts.Untold, Rows: policies}, sessionsIn(days))
	found.Title += span
	blocks = append(blocks, found)
	latest, err := Latest(ctx, shelf, long)
	if err != nil {
		return nil, err
	}
	if len(latest.Items) > 0 {
		latest.Title += span
		blocks = append(blocks, latest)
	}
	return blocks, nil
}

// sessionsIn returns how many sessions all sums have.
func sessionsIn(sums []tlsreport.Sum) (all int64) {
	for _, s := range sums {
		all += s.Succeeded + s.Failed
	}
	return all
}

// sumTables returns the sums by policy type, mail server and sending address; span ends
// their titles.
func sumTables(ctx context.Context, shelf tlsreport.Store, f tlsreport.Filter, policies []tlsreport.PolicyRow,
	span string) (blocks []report.Block, err error) {
	for _, t := range []struct {
		by          tlsreport.GroupBy
		title, head string
	}{{tlsreport.ByType, "By policy type", "Policy"}, {tlsreport.ByHost, "Failures by mail server", "Mail server"},
		{tlsreport.ByAddress, "Failures by sending address", "Address"}} {
		sums, err := shelf.TLSSums(ctx, t.by, f)
		if err != nil {
			return nil, err
		}
		if t.by == tlsreport.ByType {
			sums = known(sums, policies, func(p tlsreport.PolicyRow) string { return p.Type })
		}
		if len(sums) > 0 {
			blocks = append(blocks, sumTable(t.title+span, t.head, sums))
		}
	}
	return blocks, nil
}

// lastDays ends the title of a table that goes so far back.
func lastDays(n int) string { return fmt.Sprintf(", last %d days", n) }

// picture returns how many days have a report, and a chart of them.
func picture(q Question, days, writers []tlsreport.Sum, now time.Time) []report.Block {
	today := tlsreport.Day(now)
	from, end := today.AddDate(0, 0, -q.Days), today.AddDate(0, 0, -1) // today's reports come tomorrow
	c := tlsreport.CoverageOf(days, writers, from, end)
	if c.Days == 0 {
		return []report.Block{report.Banner{Tone: report.Note, Lead: fmt.Sprintf("No reports for the last %d days.",
			q.Days), Text: "This does not mean that nothing failed."}}
	}
	return []report.Block{
		report.Text{Text: fmt.Sprintf("Reports for %d of the last %d days, from %s. A day without a report may "+
			"still have failures.", c.Days,
			c.Of, Count(c.Organisations, "organisation", "organisations"))},
		chart(days, from, end),
	}
}

// chart draws days and sessions; a day without a report is marked unknown.
func chart(days []tlsreport.Sum, from, to time.Time) report.Chart {
	byDay := map[string]tlsreport.Sum{}
	for _, s := range days {
		byDay[s.Key] = s
	}
	c := report.Chart{Title: fmt.Sprintf("Deliveries per day, last %.0f days", to.Sub(from).Hours()/24+1),
		Series: []report.Series{
			{Name: "Delivered", Meaning: "quiet"}, {Name: "Failed the check", Meaning: "failed"},
		}}
	for day := from; !day.After(to); day = day.AddDate(0, 0, 1) {
		s, known := byDay[day.Format(time.DateOnly)]
		known = known && s.Reports > 0
		c.Labels = append(c.Labels, day.Format("2 Jan"))
		for i, n := range []int64{s.Succeeded, s.Failed} {
			c.Series[i].Values = append(c.Series[i].Values, float64(n))
			c.Series[i].Unknown = append(c.Series[i].Unknown, !known)
		}
	}
	return c
}

// shares returns the share of failed sessions over three spans.
func shares(days []tlsreport.Sum, today time.Time) report.Facts {
	f := report.Facts{Title: "Share of failed sessions"}
	for _, n := range []int{2, 14, 90} {
		row := report.Fact{Name: fmt.Sprintf("failed-%d-days", n), Label: fmt.Sprintf("Last %d days", n),
			Value: "unknown", Text: "No report"}
		if share, known := tlsreport.Share(days, today.AddDate(0, 0, -n)); known {
			row.Value = fmt.Sprintf("%.2f", share)
			row.Text = fmt.Sprintf("%.1f %%", share)
		}
		f.Rows = append(f.Rows, row)
	}
	return f
}

func sumTable(title, head string, sums []tlsreport.Sum) report.Table {
	t := report.Table{Title: title, Columns: []string{head, "Delivered", "Failed", "Last day"},
		Right: []bool{false, true, true, false}}
	for i, s := range sums {
		if i == 100 {
			break
		}
		name := s.Key
		if name == "" {
			name = "Not given"
		}
		passed, failed := fmt.Sprint(s.Succeeded), fmt.Sprint(s.Failed)
		if s.Reports == 0 {
			passed, failed = "Not known", "Not known"
		}
		t.Rows = append(t.Rows, []string{name, passed, failed, Day(s.Last)})
	}
	return t
}

// Count writes a number with its noun.
func Count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// Day writes a day.
func Day(t time.Time) string { return t.UTC().Format("2 January 2006") }
