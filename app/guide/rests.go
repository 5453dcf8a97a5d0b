package guide

import (
	"context"
	"slices"
	"sync"
)

// resting collects what a look rests on.
type resting struct {
	mu    sync.Mutex
	names []string
}

type restingKey struct{}

// withRests returns a context in which RestsOn notes names, and what was noted: sorted, never nil.
func withRests(ctx context.Context) (context.Context, func() []string) {
	r := &resting{names: []string{}}
	return context.WithValue(ctx, restingKey{}, r), func() []string {
		r.mu.Lock()
		defer r.mu.Unlock()
		slices.Sort(r.names)
		return slices.Clone(r.names)
	}
}

// RestsOn notes that the look that runs in ctx read something which can change, such as a section of the
// organisation's data. It does nothing where no look runs.
func RestsOn(ctx context.Context, name string) {
	r, ok := ctx.Value(restingKey{}).(*resting)
	if !ok {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if !slices.Contains(r.names, name) {
		r.names = append(r.names, name)
	}
}
