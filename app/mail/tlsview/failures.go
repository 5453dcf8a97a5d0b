package tlsview

import (
	"fmt"
	"strings"

	"handrail/app/mail/tlsreport"
	"handrail/app/report"
)

// sideSeverity is the severity of a failure by who needs to fix it.
var sideSeverity = map[tlsreport.Owner]report.Severity{
	tlsreport.Ours: report.Problem, tlsreport.Dane: report.Warning, tlsreport.Sender: report.Note,
	tlsreport.Unclear: report.Unknown,
}

var sideWords = map[tlsreport.Owner]string{
	tlsreport.Ours: "You need to fix this.", tlsreport.Dane: "This is about DANE, not about your policy.",
	tlsreport.Sender:  "The sending organisation needs to fix this.",
	tlsreport.Unclear: "This result is not in the standard.",
}

// Failures returns the failures by result and host, and who needs to fix them.
func Failures(domain string, rows []tlsreport.FailureRow) report.Findings {
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
			sums, writers = append(sums, tlsreport.FailureRow{Result: r.Result, Type: r.Type, Host: r.Host,
				First: r.First}), append(writers, map[string]bool{})
		}
		s := &sums[i]
		s.Count += r.Count
		writers[i][r.Organisation] = true
		if r.Last.After(s.Last) {
			s.Last = r.Last
		}
	}
	for i, s := range sums {
		r, side := tlsreport.ResultOf(s.Result), tlsreport.OwnerOf(s)
		item := report.Finding{Code: "failed-" + s.Result, Severity: sideSeverity[side], Subject: domain,
			Title: r.Title, Do: r.Do,
			Text: strings.Join([]string{r.Meaning, sideWords[side], fmt.Sprintf("%s, reported by %s, last on %s.",
				Count(int(s.Count), "session", "sessions"),
				Count(len(writers[i]), "organisation", "organisations"), Day(s.Last))}, " "),
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
		f.Items = append(f.Items, report.Finding{Code: "no-failure-told", Severity: report.OK, Subject: domain,
			Title: "The reports show no failure", Text: "This is true for the days and organisations with a report."})
	}
	f.Items = report.SortBySeverity(f.Items)
	return f
}
