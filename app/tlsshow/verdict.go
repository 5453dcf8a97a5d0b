package tlsshow

import (
	"context"
	"fmt"
	"time"

	"handrail/app/inbound"
	sts "handrail/app/mtasts"
	"handrail/app/report"
	"handrail/app/smtpprobe"
	"handrail/app/tlsreport"
)

// Weighed is whether it is time to enforce, and what that rests on.
type Weighed struct {
	tlsreport.Verdict
	Thresholds tlsreport.Thresholds
	Failures   []tlsreport.FailureRow // of the days that count
}

func weigh(ctx context.Context, shelf tlsreport.Shelf, s *inbound.State, since, now time.Time, t tlsreport.Thresholds) (w Weighed, err error) {
	w.Thresholds = t
	e := tlsreport.Evidence{Now: now.UTC(), Live: live(s), Since: since}
	f := tlsreport.Filter{Domain: s.Domain.ASCII, From: w.Thresholds.From(e.Now, since), To: tlsreport.Day(now)}
	if e.Days, err = shelf.TLSSums(ctx, tlsreport.ByDay, f); err != nil {
		return w, err
	}
	if e.Organisations, err = shelf.TLSSums(ctx, tlsreport.ByOrganisation, f); err != nil {
		return w, err
	}
	if e.Failures, err = shelf.TLSFailures(ctx, f); err != nil {
		return w, err
	}
	w.Failures, w.Verdict = e.Failures, tlsreport.Decide(e, w.Thresholds)
	return w, nil
}

// Ours says whose conditions these are.
func (w Weighed) Ours() string {
	t := w.Thresholds
	return fmt.Sprintf("Handrail's own conditions: %d days with a report, %d organisations, and %d days without a failure of yours.", t.Days, t.Organisations, t.Quiet)
}

// Findings show the verdict over its conditions.
func (w Weighed) Findings() report.Findings {
	v := w.Verdict
	findings := report.Findings{Title: v.Line}
	for _, c := range v.Conditions {
		item := report.Finding{Code: "condition-" + c.Code, Title: c.Text, Severity: report.OK, Text: c.Evidence + "."}
		if !c.At.IsZero() {
			item.Text = c.Evidence + ", last seen on " + Day(c.At) + "."
		}
		switch c.Stand {
		case tlsreport.Missing:
			item.Severity, item.Do, item.Guide = report.Problem, "Mend it with the guide to MTA-STS, then look again.", "mta-sts"
		case tlsreport.Waiting:
			item.Severity, item.Do = report.Note, "Wait until "+Day(c.Until)+"."
		case tlsreport.Open:
			item.Severity, item.Do = report.Unknown, "Look again, from another network if need be."
		}
		findings.Items = append(findings.Items, item)
	}
	return findings
}

// live puts what was seen of the domain into plain rows.
func live(s *inbound.State) tlsreport.Live {
	l := tlsreport.Live{At: s.At, Mode: s.Effective, Same: inbound.Yes}
	if s.Policy.Policy != nil {
		l.MaxAge = s.Policy.Policy.MaxAge
	}
	for _, h := range s.Hosts {
		host := tlsreport.LiveHost{Name: h.Name, Covered: h.Covered, Certificate: inbound.Unknown}
		if host.Covered == "" {
			host.Covered = inbound.Unknown
		}
		switch h.Probe.State {
		case smtpprobe.Valid:
			host.Certificate = inbound.Yes
		case smtpprobe.Invalid:
			host.Certificate = inbound.No
		}
		l.Hosts = append(l.Hosts, host)
	}
	switch s.Effective {
	case inbound.Unknown:
		l.Same, l.Why = inbound.Unknown, "What policy senders see could not be found out."
	case string(sts.Testing), string(sts.Enforce):
	case string(sts.None):
		l.Same, l.Why = inbound.No, "Senders see a policy that asks for nothing."
	default:
		l.Same, l.Why = inbound.No, "Senders see no policy: it is not announced, or cannot be read."
	}
	return l
}
