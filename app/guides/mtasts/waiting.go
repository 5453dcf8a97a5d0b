package mtasts

import (
	"context"
	"slices"
	"time"

	"handrail/app/guide"
	"handrail/app/mail/dns"
	"handrail/app/mail/mailcheck"
	"handrail/app/report"
)

// factWait is until when an older answer can hide what was just published (RFC 3339). Only a check that waits has it.
const factWait = "wait-until"

// hideable are the findings that an older answer causes.
var hideable = []string{"announced-nowhere", "announced-other", "announced-partly", "served-nothing"}

const (
	recordHidden = "The record is not visible yet. Name servers may still have the older answer."
	nameHidden   = "The new name is not visible yet. Name servers may still have the older answer."
)

// waitFor returns the Wait of a step whose check may come too early.
func waitFor(step, reason string) func(context.Context, *guide.Visit) (guide.Until, error) {
	return func(_ context.Context, v *guide.Visit) (guide.Until, error) {
		return v.UntilFact(step, factWait, reason), nil
	}
}

// recordFor returns for how long name servers can have an older answer about the record.
func recordFor(s *mailcheck.State) time.Duration {
	through := cachesThrough(s)
	if through.IsZero() {
		return 0
	}
	return through.Sub(s.At)
}

// nameFor returns for how long name servers can say that the policy host has no address; 0 where it has one.
func nameFor(s *mailcheck.State) time.Duration {
	if s.PolicyHost.Err != nil || s.PolicyHost.Status == dns.Found || s.PolicyHost.Dangling {
		return 0
	}
	return s.PolicyHost.TTL
}

// tooEarly makes of a check that found nothing yet one that waits: what was published in the step by can be hidden by an
// older answer until then. held is why the step is not done, nil where it is.
func tooEarly(doc *report.Document, v *guide.Visit, by string, ttl time.Duration, held error, reason string) {
	until := v.CachedUntil(by, ttl, doc.At)
	if held == nil || until.IsZero() || !onlyHidden(doc) {
		return
	}
	banner := report.Banner{Tone: report.Note, Lead: reason,
		Text: "Check again after " + momentOf(until) + ". Until then, this is not a problem."}
	for i, b := range doc.Blocks {
		switch b := b.(type) {
		case report.Banner:
			if i == 0 {
				doc.Blocks[0] = banner
			}
		case report.Findings:
			b.Items = slices.Clone(b.Items)
			for j := range b.Items {
				if slices.Contains(hideable, b.Items[j].Code) {
					b.Items[j].Severity = report.Note
				}
			}
			doc.Blocks[i] = b
		}
	}
	doc.Blocks = append(doc.Blocks, report.Facts{Title: "Waiting", Rows: []report.Fact{{Name: factWait,
		Label: "Check again after", Value: until.Format(time.RFC3339), Text: momentOf(until)}}})
}

// onlyHidden reports whether no finding is a problem but those that an older answer causes.
func onlyHidden(doc *report.Document) bool {
	return !slices.ContainsFunc(doc.Findings(), func(f report.Finding) bool {
		return f.Severity == report.Problem && !slices.Contains(hideable, f.Code)
	})
}
