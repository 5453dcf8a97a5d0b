// Package guidetest holds what the tests of guides share.
package guidetest

import (
	"context"
	"slices"
	"sync"

	"handrail/app/guide"
)

// Notes is a guide.ObservationStore in a slice. Fail, where set, is what Remember gives.
type Notes struct {
	Fail error

	mu  sync.Mutex
	all []guide.Observation
}

// Remember keeps m as guide.ObservationStore says.
func (n *Notes) Remember(_ context.Context, m guide.Observation) error {
	if n.Fail != nil {
		return n.Fail
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	for i, old := range n.all {
		if old.Kind == m.Kind && old.Subject == m.Subject && old.Key == m.Key {
			if m.Last.After(old.Last) {
				n.all[i].Last, n.all[i].Value = m.Last, m.Value
			}
			return nil
		}
	}
	n.all = append(n.all, m)
	return nil
}

// Recall gives the memos of a kind about a subject, the first seen first.
func (n *Notes) Recall(_ context.Context, kind, subject string) ([]guide.Observation, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	var some []guide.Observation
	for _, m := range n.all {
		if m.Kind == kind && m.Subject == subject {
			some = append(some, m)
		}
	}
	slices.SortStableFunc(some, func(a, b guide.Observation) int { return a.First.Compare(b.First) })
	return some, nil
}
