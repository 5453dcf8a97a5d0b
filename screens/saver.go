package screens

import (
	"context"
	"slices"

	"handrail/app/guide"
	"handrail/app/task"
)

// saver saves visits without making anyone wait. One save is under way at a
// time, so that an older state never lands on a newer one; of several that wait
// for one visit only the newest is written.
type saver struct {
	runner  task.Runner
	visits  guide.Visits
	running bool
	waiting []pending
	unsaved map[string]guide.Visit // could not be saved; not lost while the window is open
	idle    []func()
}

type pending struct {
	visit guide.Visit
	done  func(error)
}

// save stores v; done, which may be nil, receives the result. It is not called
// for a state that a newer one overtook.
func (s *saver) save(v guide.Visit, done func(error)) {
	next := pending{v, done}
	if i := slices.IndexFunc(s.waiting, func(p pending) bool { return p.visit.ID == v.ID }); i >= 0 {
		s.waiting[i] = next
		return
	}
	s.waiting = append(s.waiting, next)
	if !s.running {
		s.next()
	}
}

// next writes what waits longest, or calls those who wait for the end.
func (s *saver) next() {
	if len(s.waiting) == 0 {
		s.running = false
		idle := s.idle
		s.idle = nil
		for _, then := range idle {
			then()
		}
		return
	}
	p := s.waiting[0]
	s.waiting = s.waiting[1:]
	s.running = true
	s.runner.Start(func(ctx context.Context, _ task.Report) error {
		return s.visits.SaveVisit(ctx, p.visit)
	}, nil, func(err error) {
		s.note(p.visit, err)
		if p.done != nil {
			p.done(err)
		}
		s.next()
	})
}

// note remembers what could not be saved.
func (s *saver) note(v guide.Visit, err error) {
	if err == nil {
		delete(s.unsaved, v.ID)
		return
	}
	if s.unsaved == nil {
		s.unsaved = map[string]guide.Visit{}
	}
	s.unsaved[v.ID] = v
}

// whenIdle calls then once nothing is left to save: at once, or later.
func (s *saver) whenIdle(then func()) {
	if !s.running {
		then()
		return
	}
	s.idle = append(s.idle, then)
}

// forget drops what was kept of a deleted visit.
func (s *saver) forget(id string) { delete(s.unsaved, id) }
