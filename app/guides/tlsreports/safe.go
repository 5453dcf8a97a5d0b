package tlsreports

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"

	"handrail/app/guide"
	"handrail/app/guide/frame"
	"handrail/app/mail/mailcheck"
	sts "handrail/app/mail/mtasts"
	"handrail/app/mail/tlsreport"
	"handrail/app/mail/tlsview"
	"handrail/app/report"
	"handrail/app/task"
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

func (d deps) sayStep() guide.Step {
	return guide.Step{
		ID:      stepSay,
		Title:   "See the results",
		Summary: "See deliveries for each day, who reports, and what failed.",
		Text: "The chart counts connections, not emails. In testing mode, senders report a failed check, but the " +
			"email arrives anyway. " +
			"For a day without a report, the result is unknown.",
		MainLabel: "Continue to the conditions",
		Needs:     stepRead,
		DependsOn: []string{askDomain},
		Look:      d.lookSay,
		Evidence:  evidence,
	}
}

// lookSay shows what the reports about a domain say.
func (d deps) lookSay(ctx context.Context, v *guide.Visit, _ task.Report) (*report.Document, error) {
	blocks, err := tlsview.Summary(ctx, d.Mail.Reports, tlsview.Question{Domain: domainOf(v).ASCII}, d.Now())
	if err != nil {
		return nil, err
	}
	doc := d.draft("What the reports say", v)
	doc.Add(blocks...)
	return doc.Done(), nil
}

func (d deps) safeStep() guide.Step {
	return guide.Step{
		ID:      stepSafe,
		Title:   "Check if enforce is safe",
		Summary: "See each condition and the evidence for it.",
		Text: "These are Handrail's own conditions, because the standard has none. You can change them under " +
			"Reports > Mail delivery reports. " +
			"You can wait safely: testing mode already reports every failure. Handrail shows reports with a failed " +
			"signature but does not count them.",
		MainLabel: "Continue to the plan",
		Needs:     stepSay,
		DependsOn: []string{askDomain},
		Look:      d.lookSafe,
		Evidence:  evidence,
		Wait:      d.waitSafe,
	}
}

// waitSafe returns the day on which the conditions can be met at the earliest.
func (d deps) waitSafe(_ context.Context, v *guide.Visit) (guide.Until, error) {
	u := guide.Until{Reason: cmp.Or(v.Fact(factVerdict), "Run the check first: nothing is known yet") + "."}
	again, err := time.Parse(time.RFC3339, v.Fact(factAgain))
	if err == nil && v.Fact(factStand) == string(tlsreport.Waiting) {
		u.At = again
	}
	return u, nil
}

// lookSafe gathers the evidence and decides.
func (d deps) lookSafe(ctx context.Context, v *guide.Visit, rep task.Report) (*report.Document, error) {
	s, err := d.state(ctx, v, rep)
	if err != nil {
		return nil, err
	}
	verdict, err := d.judge().Assess(ctx, s)
	if err != nil {
		return nil, err
	}
	doc := d.draft("Check if enforce is safe", v, "the name servers, policy host and mail servers of the domain")
	doc.Headline(verdict.Line)
	doc.Add(report.Text{Text: verdict.Ours()}, verdict.Findings(),
		tlsview.Failures(s.Domain.ASCII, verdict.Failures, tlsreport.Doubts{Rows: verdict.Policies}, verdict.Sessions()))
	doc.Fact(factVerdict, "Verdict", verdict.Line, "")
	doc.Fact(factStand, "Status", string(verdict.Stand), stateWords[string(verdict.Stand)])
	if !verdict.Again.IsZero() {
		doc.Fact(factAgain, "Check again on", verdict.Again.Format(time.RFC3339), tlsview.Day(verdict.Again))
	}
	addPolicy(doc, "", s)
	doc.Facts("Summary")
	return doc.Done(), nil
}

// stateWords are the states of facts, in words.
var stateWords = map[string]string{
	sts.Valid: "Correct", sts.Absent: "Not published", sts.Invalid: "Not correct", sts.Several: "More than one",
	mailcheck.Unreachable: "Cannot be fetched", mailcheck.Unknown: "Not tested",
	"yes": "Yes", "no": "No",
	string(tlsreport.Met): "Met", string(tlsreport.Missing): "Not met", string(tlsreport.Waiting): "Waiting",
}

// addPolicy adds the facts about the published policy, their names behind prefix.
func addPolicy(doc *frame.Draft, prefix string, s *mailcheck.State) {
	p := s.Policy.Policy
	if p == nil {
		doc.Fact(prefix+factMode, "Mode of the policy", s.PolicyState, stateWords[s.PolicyState])
		return
	}
	doc.Fact(prefix+factMode, "Mode of the policy", string(p.Mode), "")
	doc.Fact(prefix+factMaxAge, "Senders cache it, in seconds", fmt.Sprint(p.MaxAge), "")
	doc.Fact(prefix+factMX, "Mail servers in the policy", strings.Join(p.MX, " "), "")
	doc.Fact(prefix+factText, "Text of the policy", string(s.Policy.Body), fmt.Sprintf("%d bytes", len(s.Policy.Body)))
	if s.Record.Record != nil {
		doc.Fact(prefix+factID, "ID in the record", s.Record.Record.ID, "")
	}
}

// evidence names the reports about the domain of v: new ones change the answer.
func evidence(v *guide.Visit) string { return tlsview.Evidence(domainOf(v).ASCII) }
