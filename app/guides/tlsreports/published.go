package tlsreports

import (
	"context"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/inbound"
	"handrail/app/report"
	"handrail/app/task"
)

func (d Deps) publishedStep() guide.Step {
	return guide.Step{
		ID:    stepPublished,
		Title: "Check the change",
		Lead:  "Handrail reads the policy and the record as senders do.",
		Text: "A changed record may appear late, because other servers may cache the old one for an hour or more. " +
			"A changed policy is visible at once.",
		Main:      "Save the report",
		Needs:     stepPublish,
		DependsOn: []string{askDomain, askAim, askHosts},
		Look:      d.lookPublished,
		Gate: func(_ *guide.Visit, doc *report.Document) error {
			switch doc.Facts()["published"] {
			case inbound.Yes:
				return nil
			case inbound.Unknown:
				return app.Errorf(app.Unreachable, "Check your connection, then check again.",
					"Handrail could not find out whether the change is published.")
			}
			return app.Errorf(app.NotFound, "Fix the problems in the list, then check again.",
				"Senders do not see the new policy yet.")
		},
	}
}

// lookPublished compares what is served and announced with what was made.
func (d Deps) lookPublished(ctx context.Context, v *guide.Visit, rep task.Report) (*report.Document, error) {
	s, err := d.state(ctx, v, rep)
	if err != nil {
		return nil, err
	}
	doc := d.frame("Check the change", v)
	p, changes := made(v)
	text, id := p.String(), madeID(v)
	item := report.Finding{Code: "published", Severity: report.OK, Subject: s.Domain.ASCII, Title: "Senders see what you decided"}
	known := inbound.Yes
	live := ""
	if s.Record.Record != nil {
		live = s.Record.Record.ID
	}
	switch {
	case !changes:
		item.Title, item.Text = "The policy does not change", "You did not need to publish anything."
	case s.PolicyState == inbound.Unknown || s.RecordState == inbound.Unknown:
		known = inbound.Unknown
		item.Code, item.Severity, item.Title = "published-unknown", report.Unknown,
			"Handrail could not find out what senders see"
		item.Text, item.Do = "The name servers gave no usable answer.", "Check your connection, then check again."
	case string(s.Policy.Body) != text:
		known = inbound.No
		item.Code, item.Severity, item.Title = "policy-not-published", report.Problem,
			"The published policy is not the new one"
		item.Text, item.Do, item.Step = "Senders still read the older policy, or another one.",
			"Replace the file with the policy you made.", stepPublish
	case live != id:
		known = inbound.No
		item.Code, item.Severity, item.Title = "record-not-published", report.Warning,
			"The record does not have the new ID"
		item.Text, item.Do, item.Step = "Senders that have the older policy cached do not read the new one.",
			"Set the ID to "+id+", or wait an hour.", stepPublish
	}
	doc.Blocks = append(doc.Blocks, report.Findings{Title: "What was found", Items: []report.Finding{item}})
	if changes {
		doc.Blocks = append(doc.Blocks, report.Code{Label: "The policy you made", Text: text})
	}
	facts := append([]report.Fact{{Name: "published", Label: "Published as you made it", Value: known}}, liveFacts(s)...)
	doc.Blocks = append(doc.Blocks, report.Facts{Title: "Summary", Rows: facts})
	return doc, nil
}

// liveFacts are what senders see now. Their names differ from those of the
// decision, which stays as it was made.
func liveFacts(s *inbound.State) []report.Fact {
	facts := policyFacts(s)
	for i := range facts {
		facts[i].Name = "live-" + facts[i].Name
	}
	return facts
}
