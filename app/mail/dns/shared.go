package dns

import (
	"context"
	"sync"
)

// Shared is a Resolver for one run over many names: each question is asked once, and
// only so many are on their way at a time, so that a long list of domains is no burden
// for the resolver behind it. A failure is remembered like an answer; a question whose
// asker gave up is asked again for the next one. Make one with NewShared.
type Shared struct {
	next  Resolver
	slots chan struct{}
	mu    sync.Mutex
	known map[sharedKey]*sharedCall
	count int
}

type sharedKey struct {
	name string
	kind Type
}

// sharedCall is one question; answer and err are set once done is closed.
type sharedCall struct {
	done   chan struct{}
	answer Answer
	err    error
	gaveUp bool // the asker's context ended first, so the answer says nothing
}

// NewShared returns a Shared in front of next with at most atOnce questions on their way.
func NewShared(next Resolver, atOnce int) *Shared {
	return &Shared{next: next, slots: make(chan struct{}, max(atOnce, 1)), known: map[sharedKey]*sharedCall{}}
}

// Asked returns how many questions went to the resolver behind s.
func (s *Shared) Asked() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.count
}

// Lookup returns the answer of the one question that all callers share.
func (s *Shared) Lookup(ctx context.Context, name string, t Type) (Answer, error) {
	name, err := askable(name, t)
	if err != nil {
		return Answer{}, err
	}
	key := sharedKey{name, t}
	for {
		s.mu.Lock()
		call, waiting := s.known[key]
		if !waiting {
			call = &sharedCall{done: make(chan struct{})}
			s.known[key] = call
		}
		s.mu.Unlock()
		if !waiting {
			s.ask(ctx, key, call)
		}
		select {
		case <-call.done:
		case <-ctx.Done():
			return Answer{}, ctx.Err()
		}
		if !call.gaveUp || ctx.Err() != nil {
			return call.answer, call.err
		}
	}
}

// ask puts the question once there is a slot. Where the asker gave up, it is forgotten.
func (s *Shared) ask(ctx context.Context, key sharedKey, call *sharedCall) {
	defer close(call.done)
	select {
	case s.slots <- struct{}{}:
		defer func() { <-s.slots }()
		s.mu.Lock()
		s.count++
		s.mu.Unlock()
		call.answer, call.err = s.next.Lookup(ctx, key.name, key.kind)
	case <-ctx.Done():
		call.err = ctx.Err()
	}
	if call.gaveUp = call.err != nil && ctx.Err() != nil; call.gaveUp {
		s.mu.Lock()
		delete(s.known, key)
		s.mu.Unlock()
	}
}
