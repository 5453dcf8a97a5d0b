package task

import "context"

// Inline runs each job to its end before Start returns. For tests.
type Inline struct{}

// Start runs job now.
func (Inline) Start(job Job, onProgress func(Progress), onDone func(error)) (cancel func()) {
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	err := job(ctx, func(p Progress) {
		if onProgress != nil {
			onProgress(p)
		}
	})
	if onDone != nil {
		onDone(err)
	}
	return func() {}
}

// Manual keeps each job until the test says Run, so that a screen can be looked
// at while a job is under way, or cancelled before it ends. For tests.
type Manual struct {
	jobs []*manualJob
}

type manualJob struct {
	job        Job
	onProgress func(Progress)
	onDone     func(error)
	cancelled  bool
}

// Start remembers job.
func (m *Manual) Start(job Job, onProgress func(Progress), onDone func(error)) (cancel func()) {
	j := &manualJob{job, onProgress, onDone, false}
	m.jobs = append(m.jobs, j)
	return func() { j.cancelled = true }
}

// Waiting returns how many jobs were started and have not run yet.
func (m *Manual) Waiting() int { return len(m.jobs) }

// Show delivers p to the oldest waiting job's listener without running the job.
func (m *Manual) Show(p Progress) {
	if len(m.jobs) > 0 && m.jobs[0].onProgress != nil {
		m.jobs[0].onProgress(p)
	}
}

// Run runs the oldest waiting job; a cancelled one gets a cancelled context. It
// reports whether there was one.
func (m *Manual) Run() bool {
	if len(m.jobs) == 0 {
		return false
	}
	j := m.jobs[0]
	m.jobs = m.jobs[1:]
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	if j.cancelled {
		stop()
	}
	err := ctx.Err()
	if err == nil {
		err = j.job(ctx, func(p Progress) {
			if j.onProgress != nil {
				j.onProgress(p)
			}
		})
	}
	if j.onDone != nil {
		j.onDone(err)
	}
	return true
}
