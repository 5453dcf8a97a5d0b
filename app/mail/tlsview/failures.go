package tlsview

import (
	"fmt"
	"slices"
	"strings"

	"handrail/app/mail/mailcheck"
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

// serverFaults are the results that only the operator of the mail server can repair (RFC 8460 section 4.3.1).
var serverFaults = []string{"starttls-not-supported", "certificate-expired", "certificate-not-trusted"}

// Failures returns the failures by result and host, and who needs to fix them. The
// policies of the same reports show what no detail explains: all of them, or those of the
// doubtful reports. sessions is how many all reports have, failed or not.
func Failures(domain string, rows []tlsreport.FailureRow, doubts tlsreport.Doubts,
	sessions int64) report.Findings {
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
		writers[i][tlsreport.FoldName(r.Organisation)] = true
		if r.Last.After(s.Last) {
			s.Last = r.Last
		}
	}
	for i, s := range sums {
		r, side := tlsreport.ResultOf(s.Result), tlsreport.OwnerOf(s)
		item := report.Finding{Code: "failed-" + s.Result, Severity: sideSeverity[side], Subject: domain,
			Title: r.Title, Do: r.Do,
			Text: strings.Join([]string{r.Meaning, sideWords[side], fmt.Sprintf("%s, reported by %s, last on %s.",
				failedWords(s.Count),
				Count(len(writers[i]), "organisation", "organisations"), Day(s.Last))}, " "),
			Args: map[string]string{"result": s.Result, "host": s.Host}}
		if s.Host != "" {
			item.Title += " at " + s.Host
		}
		switch {
		case side == tlsreport.Ours && slices.Contains(serverFaults, s.Result) && mailcheck.ByMicrosoft(s.Host):
			item.Severity, item.Do = report.Warning, mailcheck.MicrosoftDo
			item.Text = strings.Replace(item.Text, sideWords[side], mailcheck.MicrosoftRuns, 1)
		case side == tlsreport.Ours:
			item.Guide = "mta-sts"
		}
		f.Items = append(f.Items, item)
	}
	f.Items = report.SortBySeverity(append(f.Items, untold(domain, len(f.Items) > 0, doubts, sessions)...))
	return f
}

// failedWords writes a number of failed sessions; 0 stands for one that no report gives.
func failedWords(n int64) string {
	if n == 0 {
		return "The number of sessions is not known"
	}
	return Count(int(n), "session", "sessions")
}

// untold returns what the details leave open: failures without a reason, or none at
// all, which only reports with sessions can show.
func untold(domain string, failures bool, doubts tlsreport.Doubts, sessions int64) []report.Finding {
	open, unread := doubts.Untold, 0
	for _, p := range doubts.Rows {
		if open += p.Untold; p.Unread() {
			unread += p.Reports
		}
	}
	switch {
	case open > 0:
		return []report.Finding{{Code: "failure-untold", Severity: report.Unknown, Subject: domain,
			Title: "Sessions failed without a reason",
			Text:  Count(int(open), "session", "sessions") + " failed, and no report gives the reason.",
			Do:    "Ask the organisations that reported them, at their contact addresses."}}
	case unread > 0:
		return []report.Finding{{Code: "no-failure-told", Severity: report.Unknown, Subject: domain,
			Title: Count(unread, "result cannot be right", "results cannot be right"),
			Text: "A date or a number of sessions in these results is missing or cannot be right. So Handrail does " +
				"not know whether sessions failed.",
			Do: "Ask the organisations that reported them, at their contact addresses."}}
	case failures:
		return nil
	case sessions == 0:
		return []report.Finding{{Code: "no-failure-told", Severity: report.Unknown, Subject: domain,
			Title: "No report could show a failure", Text: "Handrail has no report with a session for this time.",
			Do: "Wait for reports, or import them."}}
	}
	return []report.Finding{{Code: "no-failure-told", Severity: report.OK, Subject: domain,
		Title: "The reports show no failure", Text: "This is true for the days and organisations with a report."}}
}
