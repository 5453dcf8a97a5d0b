package mtasts

import (
	"context"
	"strings"

	"handrail/app/guide"
	sts "handrail/app/mail/mtasts"
	"handrail/app/report"
)

// planKeep returns what changes when the published policy stays: nothing, or its record.
func (d deps) planKeep(ctx context.Context, v *guide.Visit) *guide.Plan {
	lines := seenOr(v, orNone(strings.Join(servedLines(v), ", ")))
	plan := &guide.Plan{
		Summary: "Nothing changes: you keep your policy.",
		Changes: []guide.Change{
			{Setting: "Policy", Now: policyNow(v), After: policyNow(v)},
			{Setting: "Mail servers in the policy", Now: lines, After: lines},
		},
		Affected: []guide.Affected{{Severity: report.OK, Text: "No one. Senders continue as they do today."}},
		NoUndo:   "There is nothing to undo.",
	}
	live, made := fact(v, factLiveID), d.made(ctx, v, nil).ID
	switch record := fact(v, "record"); {
	case record == "unknown":
		plan.Summary = "You keep your policy. Handrail could not find out whether it has a record."
		plan.Changes = append(plan.Changes, guide.Change{Setting: "ID in the record", Now: "Not known", After: "An ID"})
		plan.Affected = []guide.Affected{{Severity: report.Unknown, Text: "Not known. Check again before you publish."}}
	case record == "valid" && (made == "" || made == live), record == "", fact(v, "policy") != "valid":
		return plan
	case record == "valid":
		plan.Summary = "You keep your policy, and its record gets a new ID."
		plan.Changes = append(plan.Changes, guide.Change{Setting: "ID in the record", Now: live, After: "A new ID"})
		plan.Affected = []guide.Affected{{Severity: report.Note,
			Text: "Senders with an older policy cached read this one when the ID changes."}}
	default:
		plan.Summary = "You keep your policy, and publish its record. From then on, senders follow the policy."
		plan.Changes = append(plan.Changes, guide.Change{Setting: "Record", Now: "None that senders can use",
			After: "The record of this guide"})
		plan.Affected = affected(v, &sts.Policy{Mode: sts.Mode(fact(v, factMode)), MX: servedLines(v)})
	}
	plan.NoUndo, plan.Undo = "", "Use this guide again and select “Take the policy down safely”. Senders may cache it "+
		"for "+ageNow(v)+"."
	return plan
}
