package guidetest

import (
	"context"
	"slices"
	"sync"

	"handrail/app/guide"
)

// Notes is a guide.ObservationStore in memory. Fail, where set, is what Remember returns.
type Notes struct {
	Fail error

	mu  sync.Mutex
	all []guide.Observation
}

// Remember saves m as guide.ObservationStore says.
func (n *Notes) Remember(ctx context.Context, m guide.Observation) error {
	if n.Fail != nil {
		return n.Fail
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	for i, old := range n.all {
		if old.Kind == m.Kind && old.Subject == m.Subject && old.Key == m.Key {
			if !m.Last.Before(old.Last) { // as the store does
				n.all[i].Last, n.all[i].Value = m.Last, m.Value
			}
			return nil
		}
	}
	n.all = append(n.all, m)
	return ctx.Err()
}

// Recall returns the observations of a kind about a subject, the first seen first.
func (n *Notes) Recall(ctx context.Context, kind, subject string) ([]guide.Observation, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	var some []guide.Observation
	for _, m := range n.all {
		if m.Kind == kind && m.Subject == subject {
			some = append(some, m)
		}
	}
	slices.SortStableFunc(some, func(a, b guide.Observation) int { return a.First.Compare(b.First) })
	return some, ctx.Err()
}

// Journal is a guide.Journal in memory. All are its entries, the oldest first.
type Journal struct {
	All []guide.JournalEntry

	mu sync.Mutex
}

// Record adds e.
func (j *Journal) Record(ctx context.Context, e guide.JournalEntry) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.All = append(j.All, e)
	return ctx.Err()
}

// Entries returns the entries of a visit, the oldest first; "" returns all.
func (j *Journal) Entries(ctx context.Context, visit string) ([]guide.JournalEntry, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	var some []guide.JournalEntry
	for _, e := range j.All {
		if visit == "" || e.Visit == visit {
			some = append(some, e)
		}
	}
	return some, ctx.Err()
}
