package tlsreports

import (
	"context"
	"fmt"
	"strings"
	"time"

	"handrail/app/guide"
	"handrail/app/inbound"
	sts "handrail/app/mtasts"
	"handrail/app/report"
	"handrail/app/served"
	"handrail/app/smtpprobe"
	"handrail/app/task"
	"handrail/app/tlsreport"
)

// The facts that later steps read. Stored with every visit.
const (
	factStand   = "stand"
	factVerdict = "verdict"
	factAgain   = "look-again"
	factMode    = "policy-mode"
	factMaxAge  = "policy-max-age"
	factMX      = "policy-mx"
	factID      = "record-id"
	factText    = "policy-text"
)

// lookSafe gathers the evidence and decides.
func (d Deps) lookSafe(ctx context.Context, v *guide.Visit, rep task.Report) (*report.Document, error) {
	s, err := d.state(ctx, v, rep)
	if err != nil {
		return nil, err
	}
	thresholds := tlsreport.Usual()
	e := tlsreport.Evidence{Now: d.Now().UTC(), Live: liveOf(s)}
	if p := s.Policy.Policy; p != nil {
		e.Since = served.HostsSince(served.Before(ctx, d.Memory, s.Domain.ASCII), p.MX)
	}
	f := tlsreport.Filter{Domain: s.Domain.ASCII, From: thresholds.From(e.Now, e.Since), To: tlsreport.Day(e.Now)}
	if e.Days, err = d.sums(ctx, tlsreport.ByDay, f); err != nil {
		return nil, err
	}
	if e.Organisations, err = d.sums(ctx, tlsreport.ByOrganisation, f); err != nil {
		return nil, err
	}
	if e.Failures, err = d.failures(ctx, f); err != nil {
		return nil, err
	}
	verdict := tlsreport.Decide(e, thresholds)
	doc := d.frame("Is enforce safe?", v)
	doc.Sources = append(doc.Sources, "the name servers, web host and mail hosts of the domain")
	doc.Blocks = append(doc.Blocks, verdictBlocks(verdict, thresholds)...)
	doc.Blocks = append(doc.Blocks, failureFindings(f.Domain, e.Failures))
	facts := []report.Fact{
		{Name: factVerdict, Label: "Verdict", Value: verdict.Line},
		{Name: factStand, Label: "Stand", Value: string(verdict.Stand)},
	}
	if !verdict.Again.IsZero() {
		facts = append(facts, report.Fact{Name: factAgain, Label: "Look again on", Value: verdict.Again.Format(time.RFC3339), Text: dayWords(verdict.Again)})
	}
	doc.Blocks = append(doc.Blocks, report.Facts{Title: "The facts in short", Rows: append(facts, policyFacts(s)...)})
	return doc, nil
}

// verdictBlocks show the verdict over its conditions.
func verdictBlocks(v tlsreport.Verdict, t tlsreport.Thresholds) []report.Block {
	findings := report.Findings{Title: v.Line}
	for _, c := range v.Conditions {
		item := report.Finding{Code: "condition-" + c.Code, Title: c.Text, Severity: report.OK, Text: c.Evidence + "."}
		if !c.At.IsZero() {
			item.Text = c.Evidence + ", last seen on " + dayWords(c.At) + "."
		}
		switch c.Stand {
		case tlsreport.Missing:
			item.Severity, item.Do, item.Guide = report.Problem, "Mend it with the guide to MTA-STS, then look again.", "mta-sts"
		case tlsreport.Waiting:
			item.Severity, item.Do = report.Note, "Wait until "+dayWords(c.Until)+"."
		case tlsreport.Open:
			item.Severity, item.Do = report.Unknown, "Look again, from another network if need be."
		}
		findings.Items = append(findings.Items, item)
	}
	return []report.Block{
		report.Text{Text: fmt.Sprintf("Handrail's own conditions: %d days with a report, %d organisations, and %d days without a failure of yours.", t.Days, t.Organisations, t.Quiet)},
		findings,
	}
}

// liveOf puts what was seen of the domain into plain rows.
func liveOf(s *inbound.State) tlsreport.Live {
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

func policyFacts(s *inbound.State) []report.Fact {
	p := s.Policy.Policy
	if p == nil {
		return []report.Fact{{Name: factMode, Label: "Mode of the policy", Value: s.PolicyState}}
	}
	facts := []report.Fact{
		{Name: factMode, Label: "Mode of the policy", Value: string(p.Mode)},
		{Name: factMaxAge, Label: "Seconds that senders remember it", Value: fmt.Sprint(p.MaxAge)},
		{Name: factMX, Label: "Hosts in the policy", Value: strings.Join(p.MX, " ")},
		{Name: factText, Label: "Text of the policy", Value: string(s.Policy.Body), Text: fmt.Sprintf("%d bytes", len(s.Policy.Body))},
	}
	if s.Record.Record != nil {
		facts = append(facts, report.Fact{Name: factID, Label: "Id in the record", Value: s.Record.Record.ID})
	}
	return facts
}
