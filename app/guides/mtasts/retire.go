package mtasts

import (
	"context"
	"fmt"

	"handrail/app/mail/mailcheck"
	sts "handrail/app/mail/mtasts"
	"handrail/app/mail/policyhistory"
	"handrail/app/report"
)

// Taking a policy down (RFC 8461 section 8.3): publish mode none with a new id,
// keep both until every earlier policy has expired at every sender, then remove
// the record, and after it the policy.

// retireBlocks returns the order and the dates of taking a policy down.
func (d deps) retireBlocks(ctx context.Context, domain string) []report.Block {
	now := d.Now()
	all := policyhistory.History(ctx, d.Observations, domain)
	e := policyhistory.SafeRemoval(all, now)
	line := report.Timeline{Title: "When you can remove it"}
	switch {
	case e.Open:
		line.Items = append(line.Items,
			report.Event{Text: "Publish the policy in mode none, and give the record a new ID."},
			report.Event{At: e.Safe, Text: "No sender has an older policy cached, if you publish mode none today."})
	case !e.Since.IsZero():
		line.Items = append(line.Items, report.Event{At: e.Since, Done: true, Text: "Mode none is published."},
			report.Event{At: e.Safe, Done: !now.Before(e.Safe), Text: "No sender has an older policy cached."})
	default:
		line.Items = append(line.Items,
			report.Event{Text: "Publish the policy in mode none, and give the record a new ID."},
			report.Event{Text: "Wait until every older policy has expired."})
	}
	line.Items = append(line.Items,
		report.Event{Text: fmt.Sprintf("Remove the TXT record %s.", mailcheck.RecordName(domain))},
		report.Event{Text: fmt.Sprintf("Then remove the policy file, and the DNS record %s.",
			sts.PolicyHost(domain))})
	blocks := []report.Block{line}
	if len(all) > 0 {
		blocks = append(blocks, seenTable("Policies that Handrail saw", all))
	}
	return append(blocks,
		report.Text{Text: "Handrail knows only the policies that it saw. If senders could cache an earlier policy " +
			"for longer, wait longer. The limit is one year."})
}

// seenTable lists policies that were seen published.
func seenTable(title string, all []policyhistory.Policy) report.Table {
	t := report.Table{Title: title, Columns: []string{"Mode", "Cached for", "First seen", "Last seen"}}
	for _, p := range all {
		t.Rows = append(t.Rows, []string{p.Mode, ageWords(p.MaxAge), dateWords(p.First), dateWords(p.Last)})
	}
	return t
}
