package mtasts

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"handrail/app/guide"
	"handrail/app/inbound"
)

// What is remembered beyond one visit, each with the domain as its subject.
const (
	memoPolicy = "mta-sts-policy" // a policy seen served; key: hash of its text
	memoPair   = "mta-sts-id"     // an id seen with a policy; key: "id hash"
	memoMade   = "mta-sts-made"   // a text made here; key: hash of it, value: its id
)

// servedMemo is the value of a memoPolicy.
type servedMemo struct {
	Mode   string   `json:"mode"`
	MX     []string `json:"mx"`
	MaxAge int64    `json:"max_age"`
	Text   string   `json:"text"`
}

// remember keeps the policy that was seen served: senders may hold it for
// max_age seconds from now, and that date decides when a policy may go.
func (d Deps) remember(ctx context.Context, s *inbound.State) error {
	p := s.Policy.Policy
	if d.Memory == nil || s.PolicyState != "valid" || p == nil {
		return nil
	}
	text := string(s.Policy.Body)
	value, err := json.Marshal(servedMemo{string(p.Mode), p.MX, p.MaxAge, text})
	if err != nil {
		return err
	}
	at := s.At
	if at.IsZero() {
		at = d.Now().UTC()
	}
	m := guide.Memo{Kind: memoPolicy, Subject: s.Domain.ASCII, Key: textHash(text), Value: string(value), First: at, Last: at}
	if err := d.Memory.Remember(ctx, m); err != nil {
		return err
	}
	if s.RecordState != "valid" || s.Record.Record == nil {
		return nil
	}
	m.Kind, m.Key, m.Value = memoPair, s.Record.Record.ID+" "+m.Key, ""
	return d.Memory.Remember(ctx, m)
}

// recall gives the memos of a kind; none where there is no memory or it cannot
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

// servedBefore gives every policy seen served for the domain, oldest first,
// each with the id that announced it.
func (d Deps) servedBefore(ctx context.Context, domain string) []Served {
	ids := map[string]string{} // hash of a text -> the id that stands for it
	first := map[string]bool{}
	for _, m := range d.recall(ctx, memoPair, domain) {
		id, hash, _ := strings.Cut(m.Key, " ")
		if !first[id] { // the oldest pair says what an id stands for
			first[id] = true
			ids[hash] = id
		} else if ids[hash] == "" {
			ids[hash] = id
		}
	}
	var all []Served
	for _, m := range d.recall(ctx, memoPolicy, domain) {
		p := decodeMemo(m)
		if p.Mode == "" {
			continue
		}
		all = append(all, Served{Mode: p.Mode, MX: p.MX, MaxAge: p.MaxAge, First: m.First, Last: m.Last, ID: ids[m.Key]})
	}
	slices.SortStableFunc(all, func(a, b Served) int { return a.First.Compare(b.First) })
	return all
}

// decodeMemo reads the value of a memoPolicy; empty where it cannot be read.
func decodeMemo(m guide.Memo) servedMemo {
	var p servedMemo
	if json.Unmarshal([]byte(m.Value), &p) != nil {
		return servedMemo{}
	}
	return p
}

// standsFor gives the hash of the text that id was first seen with; "" where
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
