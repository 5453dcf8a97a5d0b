// Package policyhistory stores the policies that a domain was seen to publish, and
// calculates how long senders cache them. A sender caches a policy for max_age
// seconds after it read it (RFC 8461 section 3.2). So yesterday's policy still
// counts today, and nothing may be removed before the last cached copy has expired.
package policyhistory

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"handrail/app/guide"
	"handrail/app/mail/mailcheck"
	sts "handrail/app/mail/mtasts"
)

// What is remembered beyond one visit, each with the domain as its subject.
const (
	MemoPolicy = "mta-sts-policy" // a policy seen served; key: hash of its text
	MemoPair   = "mta-sts-id"     // an id seen with a policy; key: "id hash"
)

// Policy is a policy that was seen live at some time.
type Policy struct {
	Mode   string
	MX     []string
	MaxAge int64 // seconds
	First  time.Time
	Last   time.Time
	ID     string // the id in its record; "" where there was none
}

// Until returns when a sender's cached copy of p expires (RFC 8461 section 3.2).
func (p Policy) Until() time.Time { return p.Last.Add(time.Duration(p.MaxAge) * time.Second) }

// Names reports whether p has a line for each of hosts, which may be mx lines
// themselves.
func (p Policy) Names(hosts ...string) bool {
	policy := sts.Policy{MX: p.MX}
	for _, h := range hosts {
		if !slices.Contains(p.MX, h) && !policy.Covers(h) {
			return false
		}
	}
	return true
}

// memo is the value of a MemoPolicy.
type memo struct {
	Mode   string   `json:"mode"`
	MX     []string `json:"mx"`
	MaxAge int64    `json:"max_age"`
	Text   string   `json:"text"`
}

// Remember stores the published policy and the id in its record, of each state. It does nothing
// without memory or policy. now is used if a state has no time.
func Remember(ctx context.Context, memory guide.ObservationStore, now time.Time, states ...*mailcheck.State) error {
	if memory == nil {
		return nil
	}
	var all []guide.Observation
	for _, s := range states {
		some, err := memosOf(s, now)
		if err != nil {
			return err
		}
		all = append(all, some...)
	}
	if len(all) == 0 {
		return nil
	}
	return guide.RememberAll(ctx, memory, all)
}

// memosOf returns what is remembered of one state.
func memosOf(s *mailcheck.State, now time.Time) ([]guide.Observation, error) {
	p := s.Policy.Policy
	if s.PolicyState != "valid" || p == nil {
		return nil, nil
	}
	text := string(s.Policy.Body)
	value, err := json.Marshal(memo{string(p.Mode), p.MX, p.MaxAge, text})
	if err != nil {
		return nil, err
	}
	at := s.At
	if at.IsZero() {
		at = now.UTC()
	}
	policy := guide.Observation{Kind: MemoPolicy, Subject: s.Domain.ASCII, Key: TextHash(text),
		Value: string(value), First: at, Last: at}
	if s.RecordState != "valid" || s.Record.Record == nil {
		return []guide.Observation{policy}, nil
	}
	pair := policy
	pair.Kind, pair.Key, pair.Value = MemoPair, s.Record.Record.ID+" "+policy.Key, ""
	return []guide.Observation{policy, pair}, nil
}

// History returns every policy seen served for the domain, oldest first, each with
// the id that announced it; none where there is no memory or it cannot be read.
func History(ctx context.Context, memory guide.ObservationStore, domain string) []Policy {
	ids := map[string]string{} // hash of a text -> the id that stands for it
	first := map[string]bool{}
	for _, m := range Recall(ctx, memory, MemoPair, domain) {
		id, hash, _ := strings.Cut(m.Key, " ")
		if !first[id] { // the oldest pair says what an id stands for
			first[id] = true
			ids[hash] = id
		} else if ids[hash] == "" {
			ids[hash] = id
		}
	}
	var all []Policy
	for _, m := range Recall(ctx, memory, MemoPolicy, domain) {
		p := decode(m)
		if p.Mode == "" {
			continue
		}
		all = append(all, Policy{Mode: p.Mode, MX: p.MX, MaxAge: p.MaxAge, First: m.First, Last: m.Last,
			ID: ids[m.Key]})
	}
	slices.SortStableFunc(all, func(a, b Policy) int { return a.First.Compare(b.First) })
	return all
}

// HostsSince returns when a policy that names other hosts than mx was seen last:
// reports from before say nothing of these. Zero where none was seen.
func HostsSince(all []Policy, mx []string) time.Time {
	var at time.Time
	want := slices.Sorted(slices.Values(mx))
	for _, p := range all {
		if !slices.Equal(slices.Sorted(slices.Values(p.MX)), want) {
			at = later(at, p.Last)
		}
	}
	return at
}

// Text returns a policy of domain that was seen served, by the hash of its text,
// and when it was first seen; "" where it was not.
func Text(ctx context.Context, memory guide.ObservationStore, domain, hash string) (text string, first time.Time) {
	for _, m := range Recall(ctx, memory, MemoPolicy, domain) {
		if m.Key == hash && hash != "" {
			return decode(m).Text, m.First
		}
	}
	return "", time.Time{}
}

// StandsFor returns the hash of the text that id was first seen with; "" where
// the id was never seen beside a policy.
func StandsFor(ctx context.Context, memory guide.ObservationStore, domain, id string) string {
	return firstTexts(ctx, memory, domain)[id]
}

// OtherIDs returns the ids that were first seen with another text than the one
// with this hash.
func OtherIDs(ctx context.Context, memory guide.ObservationStore, domain, hash string) map[string]bool {
	others := map[string]bool{}
	for id, text := range firstTexts(ctx, memory, domain) {
		if text != hash {
			others[id] = true
		}
	}
	return others
}

// firstTexts returns for each id the hash of the text that it was first seen with.
func firstTexts(ctx context.Context, memory guide.ObservationStore, domain string) map[string]string {
	texts, at := map[string]string{}, map[string]time.Time{}
	for _, m := range Recall(ctx, memory, MemoPair, domain) {
		id, hash, ok := strings.Cut(m.Key, " ")
		if _, seen := texts[id]; ok && (!seen || m.First.Before(at[id])) {
			texts[id], at[id] = hash, m.First
		}
	}
	return texts
}

// TextHash returns a fingerprint of a policy text; "" for no text. Texts that differ
// only in how their lines end have the same one.
func TextHash(text string) string {
	if text == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(sts.Canonical(text)))
	return hex.EncodeToString(sum[:8])
}

// Recall returns the memos of a kind; none where there is no memory or it cannot be
// read.
func Recall(ctx context.Context, memory guide.ObservationStore, kind, domain string) []guide.Observation {
	if memory == nil || domain == "" {
		return nil
	}
	memos, err := memory.Recall(ctx, kind, domain)
	if err != nil {
		return nil
	}
	return memos
}

// decode reads the value of a MemoPolicy; empty where it cannot be read.
func decode(m guide.Observation) memo {
	var p memo
	if json.Unmarshal([]byte(m.Value), &p) != nil {
		return memo{}
	}
	return p
}
