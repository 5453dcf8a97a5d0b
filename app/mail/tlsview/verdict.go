package tlsview

import (
	"context"
	"fmt"
	"time"

	"handrail/app/mail/mailcheck"
	sts "handrail/app/mail/mtasts"
	"handrail/app/mail/smtpprobe"
	"handrail/app/mail/tlsreport"
	"handrail/app/report"
)

// Assessment is whether the policy can be enforced, and the evidence for it.
type Assessment struct {
	tlsreport.Verdict
	Thresholds tlsreport.Thresholds
	Failures   []tlsreport.FailureRow // of the days that count
	Policies   []tlsreport.PolicyRow  // of the days that count
}

func weigh(ctx context.Context, shelf tlsreport.Store, s *mailcheck.State, since, now time.Time,
	t tlsreport.Thresholds) (w Assessment, err error) {
	w.Thresholds = t
	e := tlsreport.Evidence{Now: now.UTC(), Live: live(s), Since: since}
	f := tlsreport.Filter{Domain: s.Domain.ASCII, From: w.Thresholds.From(e.Now, since), To: tlsreport.Day(now)}
	rows, err := shelf.TLSPolicies(ctx, f)
	if err != nil {
		return w, err
	}
	e.Weigh(rows)
	if e.Failures, err = shelf.TLSFailures(ctx, f); err != nil {
		return w, err
	}
	w.Failures, w.Policies, w.Verdict = e.Failures, rows, tlsreport.Decide(e, w.Thresholds)
	return w, nil
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
				"Fix this with the guide “Protect incoming mail with MTA-STS”, then check again.", "mta-sts"
		case tlsreport.Waiting:
			item.Severity, item.Do = report.Note, "Wait until "+Day(c.Until)+"."
		case tlsreport.Open:
			item.Severity, item.Do = report.Unknown, "Check again, if necessary from another network."
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
		host := tlsreport.LiveHost{Name: h.Name, Covered: h.Covered, Certificate: mailcheck.Unknown}
		if host.Covered == "" {
			host.Covered = mailcheck.Unknown
		}
		switch h.Probe.State {
		case smtpprobe.Valid:
			host.Certificate = mailcheck.Yes
		case smtpprobe.Invalid:
			host.Certificate = mailcheck.No
		}
		l.Hosts = append(l.Hosts, host)
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
