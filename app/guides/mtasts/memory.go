package mtasts

import (
	"context"
	"strings"
	"time"

	"handrail/app/guide"
	"handrail/app/inbound"
	"handrail/app/served"
)

// What is remembered beyond one visit, each with the domain as its subject.
const (
	memoPolicy = served.MemoPolicy // a policy seen served; key: hash of its text
	memoPair   = served.MemoPair   // an id seen with a policy; key: "id hash"
	memoMade   = "mta-sts-made"    // a text made here; key: hash of it, value: its id
)

// remember stores the policy that was seen published: senders may cache it for
// max_age seconds from now, and that date decides when a policy may go.
func (d Deps) remember(ctx context.Context, s *inbound.State) error {
	return served.Remember(ctx, d.Memory, s, d.Now())
}

// recall returns the memos of a kind; none where there is no memory or it cannot
// be read.
func (d Deps) recall(ctx context.Context, kind, domain string) []guide.Memo {
	if d.Memory == nil || domain == "" {
		return nil
	}
	memos, err := d.Memory.Recall(ctx, kind, domain)
	if err != nil {
		return nil
	}
	return memos
}

// servedBefore returns every policy seen published for the domain, oldest first,
// each with the id in its record.
func (d Deps) servedBefore(ctx context.Context, domain string) []Served {
	return served.Before(ctx, d.Memory, domain)
}

// standsFor returns the hash of the text that id was first seen with; "" where
// the id was never seen beside a policy.
func (d Deps) standsFor(ctx context.Context, domain, id string) string {
	hash, at := "", time.Time{}
	for _, m := range d.recall(ctx, memoPair, domain) {
		if i, h, _ := strings.Cut(m.Key, " "); i == id && (hash == "" || m.First.Before(at)) {
			hash, at = h, m.First
		}
	}
	return hash
}
