package tlsview

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"handrail/app/mail/mailcheck"
	sts "handrail/app/mail/mtasts"
	"handrail/app/mail/smtpprobe"
	"handrail/app/mail/tlsreport"
	"handrail/app/mail/tlsrpt"
	"handrail/app/report"
)

// Assessment is whether the policy can be enforced, and the evidence for it.
type Assessment struct {
	tlsreport.Verdict
	Thresholds tlsreport.Thresholds
	Failures   []tlsreport.FailureRow // of the days that count
	Policies   []tlsreport.PolicyRow  // of the days that count
	NotAsked   bool                   // the domain requests no reports, so none will arrive
}

func weigh(ctx context.Context, shelf tlsreport.Store, s *mailcheck.State, since, now time.Time,
	t tlsreport.Thresholds) (w Assessment, err error) {
	w.Thresholds, w.NotAsked = t, s.ReportingState == tlsrpt.Absent
	e := tlsreport.Evidence{Now: now.UTC(), Live: live(s), Since: since}
	f := tlsreport.Filter{Domain: s.Domain.ASCII, From: w.Thresholds.From(e.Now, since)}
	rows, err := shelf.TLSPolicies(ctx, f) // those dated in the future as well: they are said
	if err != nil {
		return w, err
	}
	e.Weigh(rows)
	rows = upTo(rows, now)
	f.To = tlsreport.Day(now)
	if e.Failures, err = shelf.TLSFailures(ctx, f); err != nil {
		return w, err
	}
	w.Failures, w.Policies, w.Verdict = e.Failures, rows, tlsreport.Decide(e, w.Thresholds)
	return w, nil
}

// Sessions returns how many sessions the reports of the days that count have.
func (w Assessment) Sessions() (all int64) {
	for _, p := range w.Policies {
		all += p.Succeeded + p.Failed
	}
	return all
}

// Ours returns a sentence with Handrail's own conditions.
func (w Assessment) Ours() string {
	t := w.Thresholds
	return fmt.Sprintf("Handrail's own conditions: %s with a report, %s, and %s without a failure on your side.",
		Count(t.Days, "day", "days"), Count(t.Organisations, "organisation", "organisations"), Count(t.Quiet, "day",
			"days"))
}

// Findings returns the verdict with its conditions.
func (w Assessment) Findings() report.Findings {
	v := w.Verdict
	findings := report.Findings{Title: v.Line}
	for _, c := range v.Conditions {
		item := report.Finding{Code: "condition-" + c.Code, Title: c.Text, Severity: report.OK, Text: c.Evidence + "."}
		if !c.At.IsZero() {
			item.Text = c.Evidence + ", last seen on " + Day(c.At) + "."
		}
		switch c.Stand {
		case tlsreport.Missing:
			item.Severity, item.Do, item.Guide = report.Problem,
				"Fix this with the guide “Protect incoming email with MTA-STS”, then check again.", "mta-sts"
		case tlsreport.Waiting:
			item.Severity, item.Do = report.Note, "Wait until "+Day(c.Until)+"."
			if w.NotAsked { // waiting alone brings none
				item.Severity, item.Do, item.Guide = report.Warning,
					"Request reports with the guide “Protect incoming email with MTA-STS”. Then check again.", "mta-sts"
			}
		case tlsreport.Open:
			item.Severity, item.Do = report.Unknown, "Check again, if necessary from another network."
			if c.Code == "quiet" { // this rests on reports alone
				item.Do = "Import newer reports, then check again."
			}
		}
		findings.Items = append(findings.Items, item)
	}
	return findings
}

// live returns the checked state of the domain as plain rows.
func live(s *mailcheck.State) tlsreport.Live {
	l := tlsreport.Live{At: s.At, Mode: s.Effective, Same: mailcheck.Yes}
	if s.Policy.Policy != nil {
		l.MaxAge, l.MX = s.Policy.Policy.MaxAge, s.Policy.Policy.MX
	}
	for _, h := range s.Hosts {
		l.Hosts = append(l.Hosts, liveHost(h))
	}
	for _, name := range s.Further {
		host := tlsreport.LiveHost{Name: name, Covered: mailcheck.Yes, Certificate: mailcheck.Unknown, Unasked: true,
			Why: fmt.Sprintf("Handrail tests at most %d mail servers.", mailcheck.MaxHosts)}
		switch {
		case s.PolicyState == mailcheck.Unknown:
			host.Covered = mailcheck.Unknown
		case s.PolicyState != sts.Valid || slices.Contains(mailcheck.FurtherUncovered(s), name):
			host.Covered = mailcheck.No
		}
		l.Hosts = append(l.Hosts, host)
	}
	if s.MX.Err != nil || len(s.Hosts) == 0 && s.Own.Err != nil {
		l.NoHost = "Handrail could not find out which mail servers you have."
	}
	switch s.Effective {
	case mailcheck.Unknown:
		l.Same, l.Why = mailcheck.Unknown, "Handrail could not find out which policy senders see."
	case string(sts.Testing), string(sts.Enforce):
	case string(sts.None):
		l.Same, l.Why = mailcheck.No, "Senders see a policy in mode none."
	default:
		l.Same, l.Why = mailcheck.No, "Senders see no policy: its record is missing, or they cannot read it."
	}
	return l
}

// reasons are why a mail server did not let itself be tested, where the network is not
// the likely cause.
var reasons = map[string]string{
	smtpprobe.NoGreeting: "It accepted the connection but did not answer.",
	smtpprobe.Rejected:   "It refused this computer.",
	smtpprobe.TempFail:   "It asked this computer to try again later.",
	smtpprobe.Garbage:    "It did not answer as a mail server.",
	smtpprobe.Dropped:    "It ended the connection early.",
	smtpprobe.Stopped:    "You stopped the test.",
}

// liveHost returns a mail server as it was seen.
func liveHost(h mailcheck.Host) tlsreport.LiveHost {
	host := tlsreport.LiveHost{Name: h.Name, Covered: cmp.Or(h.Covered, mailcheck.Unknown),
		Certificate: mailcheck.Unknown}
	switch {
	case h.Probe.State == smtpprobe.Valid:
		host.Certificate = mailcheck.Yes
	case h.Probe.State == smtpprobe.Invalid:
		host.Certificate = mailcheck.No
	case h.Literal:
		host.Certificate, host.Why = mailcheck.No, "Your MX record has the address "+h.Name+" instead of a name."
	case h.Missing:
		host.Certificate, host.Why = mailcheck.No, "Your mail server "+h.Name+" has no address."
	case h.Private:
		host.Certificate, host.Why = mailcheck.No, "Your mail server "+h.Name+" has only private addresses."
	case h.AddrsErr != nil:
		host.Why, host.Unasked = "Handrail could not look up its address.", true
	default:
		host.Why, host.Unasked = reasons[h.Probe.Reason], h.Probe.Reason == smtpprobe.Stopped
	}
	return host
}
