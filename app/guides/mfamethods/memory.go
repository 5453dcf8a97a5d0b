package mfamethods

import (
	"context"
	"encoding/json"

	"handrail/app/guide"
	"handrail/app/identity/mfa"
	"handrail/app/identity/mfaview"
)

// memoPreview is the kind of the memo that holds the preview of a visit. Stored.
const memoPreview = "mfa-preview"

// expectedOutcomes holds the outcome codes of a preview, by the id of the person.
type expectedOutcomes map[string][]string

// remember saves the preview p for a later comparison. It omits people whose only
// outcome is NoChange.
func (d deps) remember(ctx context.Context, v *guide.Visit, p *mfa.Preview) {
	if d.Observations == nil {
		return
	}
	all := expectedOutcomes{}
	for i := range p.Results {
		if s := p.Results[i].Shown(); !s.Has(mfa.NoChange) {
			all[p.Question.Organisation.People[i].ID] = s.Codes()
		}
	}
	data, err := json.Marshal(all)
	if err != nil {
		return
	}
	now := d.Now().UTC()
	_ = d.Observations.Remember(ctx, guide.Observation{Kind: memoPreview, Subject: v.ID, Key: changesOf(v).String(),
		Value: string(data), First: now, Last: now}) // without it only the later comparison is missing
}

// recall returns the last saved preview of the visit's change, or nil.
func (d deps) recall(ctx context.Context, v *guide.Visit) expectedOutcomes {
	if d.Observations == nil {
		return nil
	}
	memos, err := d.Observations.Recall(ctx, memoPreview, v.ID)
	if err != nil {
		return nil
	}
	var all expectedOutcomes
	for _, m := range memos {
		if m.Key == changesOf(v).String() && json.Unmarshal([]byte(m.Value), &all) != nil {
			return nil
		}
	}
	return all
}

// titles returns the titles of outcomes for their codes.
func titles(codes []string) string {
	var all mfa.Outcome
	for _, code := range codes {
		all |= mfa.OutcomeOf(code)
	}
	return mfaview.OutcomeNames(all)
}
