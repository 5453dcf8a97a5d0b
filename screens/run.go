package screens

// This is the only file with a go statement and with fyne.Do. Jobs return data;
// everything that touches a widget happens in the callbacks, on the goroutine
// that draws.

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"fyne.io/fyne/v2"

	"handrail/app"
	"handrail/app/task"
)

// progressEvery is the least time between two deliveries of progress.
const progressEvery = 100 * time.Millisecond

// Background runs each job on a goroutine of its own and delivers its progress,
// at most ten times a second and always the last, and its end on the goroutine
// that draws. The zero value is ready for use.
type Background struct{}

// Start begins job. A panic in it becomes an error of code app.Internal.
func (Background) Start(job task.Job, onProgress func(task.Progress), onDone func(error)) (cancel func()) {
	ctx, stop := context.WithCancel(context.Background())
	m := &meter{deliver: onProgress, every: progressEvery, do: fyne.Do}
	go func() {
		err := guarded(ctx, job, m.report)
		stop()
		fyne.Do(func() {
			m.finish()
			if onDone != nil {
				onDone(err)
			}
		})
	}()
	return stop
}

// guarded runs job and turns a panic into an error with the stack behind it.
func guarded(ctx context.Context, job task.Job, report task.Report) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = &app.Error{
				Code: app.Internal, Message: "Handrail stopped this task because of an internal error.",
				Hint: "Try again. If it happens again, copy the technical details.",
				Err:  fmt.Errorf("panic: %v\n%s", p, debug.Stack()),
			}
		}
	}()
	return job(ctx, report)
}

// meter lets progress through at a bearable pace.
type meter struct {
	deliver func(task.Progress)
	every   time.Duration
	do      func(func())

	mu      sync.Mutex
	latest  *task.Progress // not yet delivered
	last    time.Time      // of the last delivery
	planned bool           // a delivery is on its way
	closed  bool
}

// report keeps p and plans its delivery. It may be called from any goroutine.
func (m *meter) report(p task.Progress) {
	if m.deliver == nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.latest = &p
	if m.planned || m.closed {
		return
	}
	m.planned = true
	time.AfterFunc(max(0, m.every-time.Since(m.last)), func() { m.do(m.hand) })
}

// hand delivers what came last, on the goroutine that draws.
func (m *meter) hand() {
	m.mu.Lock()
	p := m.latest
	m.latest, m.planned, m.last = nil, false, time.Now()
	m.mu.Unlock()
	if p != nil {
		m.deliver(*p)
	}
}

// finish delivers what is left and lets nothing through from then on.
func (m *meter) finish() {
	m.mu.Lock()
	m.closed = true
	m.mu.Unlock()
	m.hand()
}

// jobs are the jobs of one screen. Once it is left they are cancelled and
// nothing they find is delivered any more.
type jobs struct {
	runner  task.Runner
	left    bool
	started int
	cancels map[int]func() // of those that have not ended
}

// start begins a job of the screen.
func (j *jobs) start(job task.Job, onProgress func(task.Progress), onDone func(error)) (cancel func()) {
	return j.startThen(job, onProgress, onDone, nil)
}

// startThen begins a job of the screen; always is called after its end, also when
// the screen was left. always may be nil.
func (j *jobs) startThen(job task.Job, onProgress func(task.Progress), onDone func(error),
	always func()) (cancel func()) {
	j.started++
	id, ended := j.started, false
	cancel = j.runner.Start(job, func(p task.Progress) {
		if !j.left && onProgress != nil {
			onProgress(p)
		}
	}, func(err error) {
		ended = true
		delete(j.cancels, id)
		if !j.left && onDone != nil {
			onDone(err)
		}
		if always != nil {
			always()
		}
	})
	if !ended { // a runner of tests ends the job before Start returns
		if j.cancels == nil {
			j.cancels = map[int]func(){}
		}
		j.cancels[id] = cancel
	}
	return cancel
}

// leave stops every job of the screen.
func (j *jobs) leave() {
	j.left = true
	for _, cancel := range j.cancels {
		cancel()
	}
	j.cancels = nil
}

// pause waits inside a job; the error is that of ctx.
func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
