package runsheet

import (
	"context"
	"time"
)

// Press is what a person did on the day.
type Press string

// The presses.
const (
	Done   Press = "done"   // the item is over; the next one is on
	Undo   Press = "undo"   // takes back the last press that still counts
	Hold   Press = "hold"   // the time of the item stands still
	Resume Press = "resume" // and goes on
)

// Event is one press and when it came.
type Event struct {
	Press Press     `json:"press"`
	At    time.Time `json:"at"`
}

// Run is one real event or one rehearsal, with the sheet as it was when it
// began. Its state follows from Events alone.
type Run struct {
	ID        string    `json:"id"`
	Visit     string    `json:"visit"`
	Rehearsal bool      `json:"rehearsal,omitempty"`
	Title     string    `json:"title"`
	Start     time.Time `json:"start"` // the event's planned start
	Zone      string    `json:"zone"`  // clock times are shown there
	Items     []Item    `json:"items"`
	Events    []Event   `json:"events"`
}

// Runs keeps runs. SaveRun returns only once a kill loses nothing of it.
type Runs interface {
	SaveRun(ctx context.Context, r Run) error
	Runs(ctx context.Context, visit string) ([]Run, error) // earliest start first
	Run(ctx context.Context, id string) (Run, error)       // app.NotFound where there is none
}

// Row is an item with all that is known about its time. A zero time is unknown.
type Row struct {
	Slot
	Began, Ended       time.Time     // as it was; Ended only when done
	Held               time.Duration // how long it stood still
	ExpectedAt, Expect time.Time     // when it may begin and end, as things stand
}

// State is where a run stands at one moment.
type State struct {
	Rows    []Row
	Now     int           // the item that is on; len(Rows) when all are done
	Began   bool          // the item that is on has begun; else its time is still to come
	Held    bool          // it stands still
	Left    time.Duration // until it is over, or until it begins; negative: it is late
	Behind  time.Duration // how late the next item will be; negative: early
	End     time.Time     // when all may be over
	PlanEnd time.Time
}

// Over tells whether every item is done.
func (s State) Over() bool { return s.Now >= len(s.Rows) }

// Next gives the item after the one that is on; false at the end.
func (s State) Next() (Row, bool) {
	if s.Now+1 >= len(s.Rows) {
		return Row{}, false
	}
	return s.Rows[s.Now+1], true
}

// Do takes a press at now and tells whether it meant anything. A clock that was
// put back does not make an event end before it began.
func (r *Run) Do(p Press, now time.Time) bool {
	now = now.UTC().Truncate(time.Second)
	if n := len(r.Events); n > 0 && now.Before(r.Events[n-1].At) {
		now = r.Events[n-1].At
	}
	s := r.State(now)
	switch p {
	case Done:
		if s.Over() {
			return false
		}
	case Hold:
		if s.Over() || s.Held || !s.Began {
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

// counting gives the presses that were not taken back.
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

// State works out where the run stands at now.
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
	var last, since time.Time // the last item's end; the hold's begin
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
					row.Began = e.At // ticked before its time
				}
				last = e.At
				s.Now++
			}
		}
	}
	s.forecast(now.Truncate(time.Second), last, since)
	return s
}

// begins gives when an item begins after the one before it ended at last: at
// once, but a fixed one not before its time.
func begins(s Slot, i int, last time.Time) time.Time {
	if i == 0 || s.Fixed && s.Start.After(last) {
		return s.Start
	}
	return last
}

// forecast says when the rest may be expected.
func (s *State) forecast(now, last, since time.Time) {
	if s.Over() {
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
