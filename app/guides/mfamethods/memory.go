package mfamethods

import (
	"context"
	"encoding/json"

	"handrail/app/guide"
	"handrail/app/mfa"
	"handrail/app/mfashow"
)

// memoPreview keeps what was foreseen for each person of a visit.
const memoPreview = "mfa-preview"

// foreseen is what a preview said: codes by the person's id.
type foreseen map[string][]string

// remember keeps what was foreseen, so that a later visit can compare. Those to
// whom nothing happens are left out.
func (d Deps) remember(ctx context.Context, v *guide.Visit, p *mfa.Preview) {
	if d.Memory == nil {
		return
	}
	all := foreseen{}
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
	// A memory that cannot take it costs the comparison, not the preview.
	_ = d.Memory.Remember(ctx, guide.Memo{Kind: memoPreview, Subject: v.ID, Key: changesOf(v).String(), Value: string(data), First: now, Last: now})
}

// recall gives what was foreseen last for the visit's change; nil where nothing was.
func (d Deps) recall(ctx context.Context, v *guide.Visit) foreseen {
	if d.Memory == nil {
		return nil
	}
	memos, err := d.Memory.Recall(ctx, memoPreview, v.ID)
	if err != nil {
		return nil
	}
	var all foreseen
	for _, m := range memos {
		if m.Key == changesOf(v).String() && json.Unmarshal([]byte(m.Value), &all) != nil {
			return nil
		}
	}
	return all
}

// titles says codes of outcomes in words.
func titles(codes []string) string {
	var all mfa.Outcome
	for _, code := range codes {
		all |= mfa.OutcomeOf(code)
	}
	return mfashow.Words(all)
}
