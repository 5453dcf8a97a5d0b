// Package task is work that takes time: a Job gets a context to stop it and a
// Report to report how far it is. A Runner decides where it runs: in the
// background of a window, or in a test at once (Inline) or by hand (Manual).
package task

import "context"

// Progress is how far a job is. Total 0 means that the end is not known.
// Lines are all results so far, oldest first; a reporter only ever appends.
type Progress struct {
	Done, Total int
	Note        string // what is happening now, in words
	Lines       []Line
}

// Line is one result that arrived while the job continues.
type Line struct {
	State string // a severity of package report: ok, note, warning, problem, unknown
	Title string
}

// Report receives the progress of a job. It may be called from any goroutine of
// the job and never blocks for long.
type Report func(Progress)

// Job is a piece of work. It returns soon after ctx is cancelled.
type Job func(ctx context.Context, report Report) error

// Runner starts jobs. onProgress and onDone may be nil; onDone is called
// exactly once, also after cancel. cancel may be called any number of times.
type Runner interface {
	Start(job Job, onProgress func(Progress), onDone func(error)) (cancel func())
}
