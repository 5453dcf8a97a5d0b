package runsheet

import (
	"context"
	"time"
)

// Action is an action of the person on the event day.
type Action string

// The presses. Stored with every run.
const (
	Done   Action = "done"   // the item is over; the next one starts
	Undo   Action = "undo"   // undoes the last press that still counts
	Hold   Action = "hold"   // pauses the time of the item
	Resume Action = "resume" // continues after Hold
)

// Event is one press and its time.
type Event struct {
	Press Action    `json:"press"`
	At    time.Time `json:"at"`
}

// Run is a real event or a rehearsal, with the sheet as it was at the start. Its state
// follows from Events alone.
type Run struct {
	ID        string    `json:"id"`
	Visit     string    `json:"visit"`
	Rehearsal bool      `json:"rehearsal,omitempty"`
	Title     string    `json:"title"`
	Start     time.Time `json:"start"` // the event's planned start
	Zone      string    `json:"zone"`  // the zone of clock times that are shown
	Items     []Item    `json:"items"`
	Events    []Event   `json:"events"`
}

// Runs stores runs. When SaveRun returns nil, the data is on disk.
type Runs interface {
	SaveRun(ctx context.Context, r Run) error
	Runs(ctx context.Context, visit string) ([]Run, error) // earliest start first
	Run(ctx context.Context, id string) (Run, error)       // app.NotFound if there is none
}

// Row is an item with its planned, actual and expected times. A zero time is unknown.
type Row struct {
	Slot
	Began, Ended       time.Time     // actual; Ended only when done
	Held               time.Duration // how long it was paused
	ExpectedAt, Expect time.Time     // when it is expected to begin and end
}

// State is the state of a run at one moment.
type State struct {
	Rows    []Row
	Now     int           // the current item; len(Rows) when all are done
	Began   bool          // the current item has begun
	Held    bool          // the current item is paused
	Left    time.Duration // until it is over, or until it begins; negative: it is late
	Behind  time.Duration // how late the next item will be; negative: early
	End     time.Time     // expected end of everything
	PlanEnd time.Time
}

// PlannedEnd returns when the last item ends by the plan. An item may end after those below it.
func (r Run) PlannedEnd() (end time.Time) {
	for _, s := range Plan(r.Items, r.Start) {
		if s.End.After(end) {
			end = s.End
		}
	}
	return end
}

// earlyBy is how long before its first item an event is not run yet.
const earlyBy = 12 * time.Hour

// Early reports whether now is so long before the first item of r that a person can only rehearse.
func (r Run) Early(now time.Time) bool {
	return len(r.Items) > 0 && r.Start.Add(Offset(r.Items, 0)).Sub(now) > earlyBy
}

// Finished reports whether every item is done.
func (s State) Finished() bool { return s.Now >= len(s.Rows) }

// Next returns the item after the current one; false at the end.
func (s State) Next() (Row, bool) {
	if s.Now+1 >= len(s.Rows) {
		return Row{}, false
	}
	return s.Rows[s.Now+1], true
}

// Apply records a press at now and reports whether it had an effect. A press is never earlier
// than the last one, even if the clock was set back.
func (r *Run) Apply(p Action, now time.Time) bool {
	now = now.UTC().Truncate(time.Second)
	if n := len(r.Events); n > 0 && now.Before(r.Events[n-1].At) {
		now = r.Events[n-1].At
	}
	s := r.State(now)
	switch p {
	case Done:
		if s.Finished() {
			return false
		}
	case Hold:
		if s.Finished() || s.Held || !s.Began {
			return false
		}
	case Resume:
		if !s.Held {
			return false
		}
	case Undo:
		if len(r.counting()) == 0 {
			return false
		}
	default:
		return false
	}
	r.Events = append(r.Events, Event{p, now})
	return true
}

// counting returns the presses that were not undone.
func (r *Run) counting() []Event {
	var all []Event
	for _, e := range r.Events {
		if e.Press != Undo {
			all = append(all, e)
		} else if len(all) > 0 {
			all = all[:len(all)-1]
		}
	}
	return all
}

// State returns the state of the run at now.
func (r *Run) State(now time.Time) State {
	slots := Plan(r.Items, r.Start)
	s := State{Rows: make([]Row, len(slots))}
	for i := range slots {
		s.Rows[i].Slot = slots[i]
	}
	if len(slots) == 0 {
		return s
	}
	s.PlanEnd = slots[len(slots)-1].End
	var last, since time.Time // end of the last item; start of the pause
	for _, e := range r.counting() {
		if s.Now >= len(s.Rows) {
			break
		}
		row := &s.Rows[s.Now]
		switch e.Press {
		case Hold:
			since = e.At
		case Resume, Done:
			if !since.IsZero() {
				row.Held += e.At.Sub(since)
				since = time.Time{}
			}
			if e.Press == Done {
				row.Began, row.Ended = begins(row.Slot, s.Now, last), e.At
				if row.Began.After(e.At) {
					row.Began = e.At // done before its time
				}
				last = e.At
				s.Now++
			}
		}
	}
	s.forecast(now.Truncate(time.Second), last, since)
	return s
}

// begins returns when item i begins if the item before it ended at last: at once, but a
// fixed item not before its time.
func begins(s Slot, i int, last time.Time) time.Time {
	if i == 0 || s.Fixed && s.Start.After(last) {
		return s.Start
	}
	return last
}

// forecast sets the expected times of the current and the later items.
func (s *State) forecast(now, last, since time.Time) {
	if s.Finished() {
		s.End = last
		s.Behind = last.Sub(s.PlanEnd)
		return
	}
	row := &s.Rows[s.Now]
	row.ExpectedAt = begins(row.Slot, s.Now, last)
	s.Began = !now.Before(row.ExpectedAt)
	length := row.Length + row.Held
	if s.Held = !since.IsZero(); s.Held {
		length += max(0, now.Sub(since))
		row.Held += max(0, now.Sub(since))
	}
	end := row.ExpectedAt.Add(length)
	s.Left = end.Sub(now)
	if !s.Began {
		s.Left = row.ExpectedAt.Sub(now)
	} else {
		row.Began = row.ExpectedAt
		if end.Before(now) {
			end = now
		}
	}
	row.Expect = end
	for i := s.Now + 1; i < len(s.Rows); i++ {
		r := &s.Rows[i]
		if r.ExpectedAt = end; r.Fixed && r.Start.After(end) {
			r.ExpectedAt = r.Start
		}
		end = r.ExpectedAt.Add(r.Length)
		r.Expect = end
	}
	s.End = end
	if next, ok := s.Next(); ok {
		s.Behind = next.ExpectedAt.Sub(next.Start)
		return
	}
	s.Behind = row.Expect.Sub(row.End)
}
