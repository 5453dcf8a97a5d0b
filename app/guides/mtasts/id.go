package mtasts

import (
	"context"
	"time"

	"handrail/app/guide"
	"handrail/app/mail/mailcheck"
	sts "handrail/app/mail/mtasts"
	"handrail/app/mail/policyhistory"
)

// memoMade is a text made here, remembered beyond one visit with the domain as its
// subject; key: hash of the text, value: its id.
const memoMade = "mta-sts-made"

// The rule of ids (RFC 8461 section 3.1): senders read the policy again when the
// id changes, and only then. So the id changes when and only when the text does.
// The id in the live record stays where it already belongs to the text. A new
// text gets its id from the time at which it was confirmed, and keeps it.

// made returns what the visit makes, with the id by that rule and all that was
// seen served earlier. s is the result of the latest check; nil where there is none.
func (d deps) made(ctx context.Context, v *guide.Visit, s *mailcheck.State) Made {
	m := madeOf(v)
	domain := asciiOf(v)
	m.Served = policyhistory.History(ctx, d.Observations, domain)
	if m.ID == "" {
		return m
	}
	live, hash := liveID(v), policyhistory.TextHash(m.Policy)
	if hash == "" {
		hash = fact(v, factHash)
	}
	if s != nil {
		live = meantID(s)
		if s.RecordState == "valid" && s.Record.Record != nil {
			live = s.Record.Record.ID
		}
		if m.Policy == "" {
			hash = policyhistory.TextHash(string(s.Policy.Body))
		}
	}
	stands := policyhistory.StandsFor(ctx, d.Observations, domain, live)
	switch {
	case live != "" && stands != "" && stands == hash:
		m.ID = live
	case live != "" && stands == "" && m.ID == live:
		// the visit alone says that the text did not change
	default:
		m.ID = d.newID(ctx, v, hash, live)
	}
	return m
}

// newID returns the id of a text that the live record does not belong to. It is
// made once for a text and found again later.
func (d deps) newID(ctx context.Context, v *guide.Visit, hash, live string) string {
	domain := asciiOf(v)
	taken := policyhistory.OtherIDs(ctx, d.Observations, domain, hash)
	for _, m := range policyhistory.Recall(ctx, d.Observations, memoMade, domain) {
		if m.Key == hash && !taken[m.Value] {
			return m.Value
		}
		taken[m.Value] = true
	}
	taken[live] = true
	at := confirmedAt(v)
	for taken[sts.NewID(at)] {
		at = at.Add(time.Second)
	}
	id := sts.NewID(at)
	if d.Observations != nil && hash != "" && v.Outcomes[stepPolicy].State == guide.Completed {
		memo := guide.Observation{Kind: memoMade, Subject: domain, Key: hash, Value: id, First: at, Last: at}
		if d.Observations.Remember(ctx, memo) != nil {
			return id // it is the same again as long as the answer stands
		}
	}
	return id
}

// visitID returns the id that follows from the visit alone.
func visitID(v *guide.Visit, m Made) string {
	live := liveID(v)
	today, policy := v.Outcomes[stepToday], v.Outcomes[stepPolicy]
	before := policy.State != guide.Completed || !today.At.After(policy.At)
	if live != "" && (m.Policy == "" || before && policyhistory.TextHash(m.Policy) == today.Facts[factHash]) {
		return live
	}
	return sts.NewID(confirmedAt(v))
}

// confirmedAt returns the time at which the policy was confirmed.
func confirmedAt(v *guide.Visit) time.Time {
	if o := v.Outcomes[stepPolicy]; o.State == guide.Completed {
		return o.At
	}
	return v.Started
}
