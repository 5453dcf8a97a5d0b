package tlsreports

import (
	"context"
	"fmt"
	"strings"
	"time"

	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tlsreport"
)

// shownDays is how many days the picture shows.
const shownDays = 28

// lookSay shows what the reports about a domain say.
func (d Deps) lookSay(ctx context.Context, v *guide.Visit, _ task.Report) (*report.Document, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	doc := d.frame("What the reports say", v)
	today := tlsreport.Day(d.Now())
	all := tlsreport.Filter{Domain: domainOf(v).ASCII, From: today.AddDate(0, 0, -90), To: today}
	month := all
	month.From = today.AddDate(0, 0, -shownDays)
	days, err := d.sums(ctx, tlsreport.ByDay, all)
	if err != nil {
		return nil, err
	}
	writers, err := d.sums(ctx, tlsreport.ByOrganisation, month)
	if err != nil {
		return nil, err
	}
	end := today.AddDate(0, 0, -1) // today's reports come tomorrow
	c := tlsreport.CoverageOf(days, writers, month.From, end)
	if c.Days == 0 {
		doc.Blocks = append(doc.Blocks, report.Banner{Tone: report.Note, Lead: "There is no report of the last 28 days.", Text: "That does not mean that nothing failed."})
	} else {
		doc.Blocks = append(doc.Blocks, report.Text{Text: fmt.Sprintf("Reports for %d of the last %d days, from %s. No report does not mean no failure.", c.Days, c.Of, count(c.Organisations, "organisation", "organisations"))},
			chart(days, month.From, end))
	}
	doc.Blocks = append(doc.Blocks, shares(days, today), sumTable("Who reports", "Organisation", writers))
	for _, t := range []struct {
		by          tlsreport.By
		title, head string
	}{{tlsreport.ByType, "Under which policy", "Policy"}, {tlsreport.ByHost, "Failures by receiving host", "Host"}, {tlsreport.ByAddress, "Failures by sending address", "Address"}} {
		sums, err := d.sums(ctx, t.by, all)
		if err != nil {
			return nil, err
		}
		if len(sums) > 0 {
			doc.Blocks = append(doc.Blocks, sumTable(t.title, t.head, sums))
		}
	}
	failures, err := d.failures(ctx, all)
	if err != nil {
		return nil, err
	}
	doc.Blocks = append(doc.Blocks, failureFindings(all.Domain, failures))
	raw, err := d.rawEntries(ctx, all)
	if err != nil {
		return nil, err
	}
	if len(raw.Items) > 0 {
		doc.Blocks = append(doc.Blocks, raw)
	}
	return doc, nil
}

func (d Deps) failures(ctx context.Context, f tlsreport.Filter) ([]tlsreport.FailureRow, error) {
	if d.Shelf == nil {
		return nil, ctx.Err()
	}
	return d.Shelf.TLSFailures(ctx, f)
}

// chart draws days and sessions; a day without a report is marked unknown.
func chart(days []tlsreport.Sum, from, to time.Time) report.Chart {
	byDay := map[string]tlsreport.Sum{}
	for _, s := range days {
		byDay[s.Key] = s
	}
	c := report.Chart{Title: "Sessions a day, last 28 days", Series: []report.Series{
		{Name: "Delivered", Meaning: "quiet"}, {Name: "Failed the check", Meaning: "failed"},
	}}
	for day := from; !day.After(to); day = day.AddDate(0, 0, 1) {
		s, known := byDay[day.Format(time.DateOnly)]
		c.Labels = append(c.Labels, day.Format("2 Jan"))
		for i, n := range []int64{s.Succeeded, s.Failed} {
			c.Series[i].Values = append(c.Series[i].Values, float64(n))
			c.Series[i].Unknown = append(c.Series[i].Unknown, !known)
		}
	}
	return c
}

// shares gives the share of failed sessions over three spans.
func shares(days []tlsreport.Sum, today time.Time) report.Facts {
	f := report.Facts{Title: "Failed of all sessions"}
	for _, n := range []int{2, 14, 90} {
		row := report.Fact{Name: fmt.Sprintf("failed-%d-days", n), Label: fmt.Sprintf("Last %d days", n), Value: "unknown", Text: "No report"}
		if share, known := tlsreport.Share(days, today.AddDate(0, 0, -n)); known {
			row.Value = fmt.Sprintf("%.2f", share)
			row.Text = fmt.Sprintf("%.1f %%", share)
		}
		f.Rows = append(f.Rows, row)
	}
	return f
}

func sumTable(title, head string, sums []tlsreport.Sum) report.Table {
	t := report.Table{Title: title, Columns: []string{head, "Delivered", "Failed", "Last day"}, Right: []bool{false, true, true, false}}
	for i, s := range sums {
		if i == 100 {
			break
		}
		name := s.Key
		if name == "" {
			name = "Not told"
		}
		t.Rows = append(t.Rows, []string{name, fmt.Sprint(s.Succeeded), fmt.Sprint(s.Failed), dayWords(s.Last)})
	}
	return t
}

// sideSeverity says how grave a failure is by who has to mend it.
var sideSeverity = map[tlsreport.Side]report.Severity{
	tlsreport.Ours: report.Problem, tlsreport.Dane: report.Warning, tlsreport.Sender: report.Note, tlsreport.Unclear: report.Unknown,
}

var sideWords = map[tlsreport.Side]string{
	tlsreport.Ours: "Yours to mend.", tlsreport.Dane: "It is about DANE, not about your policy.",
	tlsreport.Sender: "The sender's own.", tlsreport.Unclear: "Nobody has defined this result.",
}

// failureFindings tells failures by result and host, with who has to mend them.
func failureFindings(domain string, rows []tlsreport.FailureRow) report.Findings {
	f := report.Findings{Title: "What failed, and what to do"}
	type key struct{ result, kind, host string }
	at := map[key]int{}
	sums := []tlsreport.FailureRow{}
	writers := []map[string]bool{}
	for _, r := range rows {
		k := key{r.Result, r.Type, r.Host}
		i, seen := at[k]
		if !seen {
			i, at[k] = len(sums), len(sums)
			sums, writers = append(sums, tlsreport.FailureRow{Result: r.Result, Type: r.Type, Host: r.Host, First: r.First}), append(writers, map[string]bool{})
		}
		s := &sums[i]
		s.Count += r.Count
		writers[i][r.Organisation] = true
		if r.Last.After(s.Last) {
			s.Last = r.Last
		}
	}
	for i, s := range sums {
		r, side := tlsreport.ResultOf(s.Result), tlsreport.SideOf(s)
		item := report.Finding{Code: "failed-" + s.Result, Severity: sideSeverity[side], Subject: domain, Title: r.Title, Do: r.Do,
			Text: strings.Join([]string{r.Meaning, sideWords[side], fmt.Sprintf("%s, told by %s, last on %s.", count(int(s.Count), "session", "sessions"),
				count(len(writers[i]), "organisation", "organisations"), dayWords(s.Last))}, " "),
			Args: map[string]string{"result": s.Result, "host": s.Host}}
		if s.Host != "" {
			item.Title += " at " + s.Host
		}
		if side == tlsreport.Ours {
			item.Guide = "mta-sts"
		}
		f.Items = append(f.Items, item)
	}
	if len(f.Items) == 0 {
		f.Items = append(f.Items, report.Finding{Code: "no-failure-told", Severity: report.OK, Subject: domain, Title: "No report tells of a failure", Text: "That holds for the days and organisations with a report."})
	}
	f.Items = report.WorstFirst(f.Items)
	return f
}

// rawEntries lists the latest reports; each opens as it was received.
func (d Deps) rawEntries(ctx context.Context, f tlsreport.Filter) (report.Entries, error) {
	e := report.Entries{Title: "The latest reports, as they came"}
	if d.Shelf == nil {
		return e, nil
	}
	f.Forged = true
	rows, err := d.Shelf.TLSReports(ctx, f, 0, 60)
	if err != nil {
		return e, err
	}
	for _, r := range rows {
		raw, err := d.Shelf.TLSRaw(ctx, r.ID)
		if err != nil {
			return e, err
		}
		item := report.Entry{Title: dayWords(r.Day) + ", " + orNobody(r.Organisation), Severity: report.OK, State: fmt.Sprintf("%d delivered, %d failed", r.Succeeded, r.Failed)}
		blocks := []report.Block{}
		switch {
		case r.Signed.State == tlsreport.Forged:
			item.Severity, item.State = report.Warning, "Does not count: its signature failed"
			blocks = append(blocks, report.Banner{Tone: report.Warning, Lead: "It does not count.", Text: r.Signed.Why})
		case r.Failed > 0:
			item.Severity = report.Warning
		}
		item.Open = &report.Document{Title: "TLS report " + r.Report, Subject: r.Domain, At: r.Taken, Sources: []string{r.Source},
			Blocks: append(blocks, report.Code{Label: "As it was received", Text: string(raw[:min(len(raw), 64<<10)])})}
		e.Items = append(e.Items, item)
	}
	return e, nil
}

func orNobody(name string) string {
	if name == "" {
		return "nobody named"
	}
	return name
}
