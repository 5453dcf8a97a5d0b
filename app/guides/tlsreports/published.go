package tlsreports

import (
	"context"
	"time"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/mail/mailcheck"
	sts "handrail/app/mail/mtasts"
	"handrail/app/report"
	"handrail/app/task"
)

// factWait is until when an older answer can hide the changed record (RFC 3339). Only a check that waits has it.
const factWait = "wait-until"

const recordHidden = "The changed record is not visible yet. Name servers may still have the older answer."

func (d deps) publishStep() guide.Step {
	return guide.Step{
		ID:      stepPublish,
		Title:   "Publish the change",
		Summary: "Publish the policy first, then the record.",
		Text: "The order matters: senders read the policy when the ID in the record changes. " +
			"If you change the record first, they cache the old policy under the new ID.",
		MainLabel: "I have published both",
		Needs:     stepNext,
		DependsOn: []string{askDomain, askAim, askHosts},
		Hand:      d.hand,
	}
}

func (d deps) hand(_ context.Context, v *guide.Visit) (*guide.Handover, error) {
	p, changes := made(v)
	if !changes {
		return &guide.Handover{Nothing: "The policy does not change, so you do not need to publish anything."}, nil
	}
	domain := domainOf(v).ASCII
	return &guide.Handover{
		Blocks: []report.Block{
			report.Text{Text: "1. Replace the text of " + sts.PolicyURL(domain) + " with this one, and nothing else."},
			report.Code{Label: "The new policy", Text: p.String()},
			report.Text{Text: "2. Then change the value of the TXT record below."},
		},
		Records: []guide.Record{guide.TXTRecord(mailcheck.RecordName(domain), domain,
			sts.Record{ID: madeID(v)}.String())},
		Bundles: []guide.Bundle{{ID: "policy", Title: "The policy as a file",
			Summary: "For the administrator of the policy host.",
			Steps:   []string{"Replace the old file with this one.", "Open its address in a browser, and compare."},
			Files:   []guide.File{{Path: sts.PolicyPath, Data: []byte(p.String())}}}},
		Done: "I have published both",
	}, nil
}

func (d deps) publishedStep() guide.Step {
	return guide.Step{
		ID:      stepPublished,
		Title:   "Check the change",
		Summary: "Handrail reads the policy and the record as senders do.",
		Text: "A changed record may appear late, because other servers may cache the old one for an hour or more. " +
			"A changed policy is visible at once.",
		MainLabel: "Save the report",
		Needs:     stepPublish,
		DependsOn: []string{askDomain, askAim, askHosts},
		Look:      d.lookPublished,
		Wait: func(_ context.Context, v *guide.Visit) (guide.Until, error) {
			return v.UntilFact(stepPublished, factWait, recordHidden), nil
		},
		Ready: func(_ *guide.Visit, doc *report.Document) error {
			switch doc.Facts()["published"] {
			case mailcheck.Yes:
				return nil
			case mailcheck.Unknown:
				return app.Errorf(app.Unreachable, "Check your connection, then check again.",
					"Handrail could not find out whether the change is published.")
			}
			return app.Errorf(app.NotFound, "Fix the problems in the list, then check again.",
				"Senders do not see the new policy yet.")
		},
	}
}

// lookPublished compares what is published with what was made. What senders see now
// has fact names of its own: the decision stays as it was made.
func (d deps) lookPublished(ctx context.Context, v *guide.Visit, rep task.Report) (*report.Document, error) {
	s, err := d.state(ctx, v, rep)
	if err != nil {
		return nil, err
	}
	p, changes := made(v)
	found, published := report.Finding{Code: "published", Severity: report.OK, Title: "The policy does not change",
		Text: "You did not need to publish anything."}, mailcheck.Yes
	if changes {
		found, published = compare(s, p.String(), madeID(v))
	}
	found.Subject = s.Domain.ASCII
	var until time.Time
	if found.Code == "record-not-published" {
		until = v.CachedUntil(stepPublish, s.RecordAnswer.TTL, d.Now())
	}
	if !until.IsZero() {
		found.Severity, found.Title, found.Text = report.Note, "The record does not have the new ID yet", recordHidden
		found.Do = "Check again after " + until.UTC().Format("2 January 2006 15:04 UTC") + "."
	}
	doc := d.draft("Check the change", v)
	doc.Find(found)
	doc.Findings("", "Findings")
	if changes {
		doc.Add(report.Code{Label: "The policy you made", Text: p.String()})
	}
	doc.Fact("published", "Published as planned", published, stateWords[published])
	if !until.IsZero() {
		doc.Fact(factWait, "Check again after", until.UTC().Format(time.RFC3339), "")
	}
	addPolicy(doc, "live-", s)
	doc.Facts("Summary")
	return doc.Done(), nil
}

// compare returns whether senders see this text and this id: yes, no or unknown.
func compare(s *mailcheck.State, text, id string) (report.Finding, string) {
	live := ""
	if s.Record.Record != nil {
		live = s.Record.Record.ID
	}
	switch {
	case s.PolicyState == mailcheck.Unknown || s.RecordState == mailcheck.Unknown:
		return report.Finding{Code: "published-unknown", Severity: report.Unknown,
			Title: "Handrail could not find out what senders see",
			Text:  "Handrail could not check the policy or its record from here.",
			Do:    "Check your connection, then check again."}, mailcheck.Unknown
	case s.PolicyState != sts.Valid:
		return report.Finding{Code: "policy-not-published", Severity: report.Problem,
			Title: "The new policy is not published",
			Text:  "Senders cannot read any policy at " + sts.PolicyURL(s.Domain.ASCII) + " at the moment.",
			Do:    "Publish the policy you made at this address.", Step: stepPublish}, mailcheck.No
	case sts.Canonical(string(s.Policy.Body)) != sts.Canonical(text):
		return report.Finding{Code: "policy-not-published", Severity: report.Problem,
			Title: "The published policy is not the new one",
			Text:  "Senders still read the older policy, or another one.",
			Do:    "Replace the file with the policy you made.", Step: stepPublish}, mailcheck.No
	case live != id:
		return report.Finding{Code: "record-not-published", Severity: report.Warning,
			Title: "The record does not have the new ID",
			Text:  "Senders that have the older policy cached do not read the new one.",
			Do:    "Set the ID to " + id + ".", Step: stepPublish}, mailcheck.No
	}
	return report.Finding{Code: "published", Severity: report.OK, Title: "Senders see what you decided"}, mailcheck.Yes
}
