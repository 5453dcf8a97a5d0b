package tlsreports

import (
	"context"
	"fmt"
	"strings"
	"time"

	"handrail/app/guide"
	"handrail/app/inbound"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tlsshow"
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
	verdict, err := d.judge().Weigh(ctx, s)
	if err != nil {
		return nil, err
	}
	doc := d.frame("Check if enforce is safe", v)
	doc.Headline = verdict.Line
	doc.Sources = append(doc.Sources, "the name servers, policy host and mail servers of the domain")
	doc.Blocks = append(doc.Blocks, report.Text{Text: verdict.Ours()}, verdict.Findings(), tlsshow.Failures(s.Domain.ASCII, verdict.Failures))
	facts := []report.Fact{
		{Name: factVerdict, Label: "Verdict", Value: verdict.Line},
		{Name: factStand, Label: "Status", Value: string(verdict.Stand)},
	}
	if !verdict.Again.IsZero() {
		facts = append(facts, report.Fact{Name: factAgain, Label: "Check again on",
			Value: verdict.Again.Format(time.RFC3339), Text: tlsshow.Day(verdict.Again)})
	}
	doc.Blocks = append(doc.Blocks, report.Facts{Title: "Summary", Rows: append(facts, policyFacts(s)...)})
	return doc, nil
}

func policyFacts(s *inbound.State) []report.Fact {
	p := s.Policy.Policy
	if p == nil {
		return []report.Fact{{Name: factMode, Label: "Mode of the policy", Value: s.PolicyState}}
	}
	facts := []report.Fact{
		{Name: factMode, Label: "Mode of the policy", Value: string(p.Mode)},
		{Name: factMaxAge, Label: "Senders cache it, in seconds", Value: fmt.Sprint(p.MaxAge)},
		{Name: factMX, Label: "Mail servers in the policy", Value: strings.Join(p.MX, " ")},
		{Name: factText, Label: "Text of the policy", Value: string(s.Policy.Body), Text: fmt.Sprintf("%d bytes", len(s.Policy.Body))},
	}
	if s.Record.Record != nil {
		facts = append(facts, report.Fact{Name: factID, Label: "ID in the record", Value: s.Record.Record.ID})
	}
	return facts
}
