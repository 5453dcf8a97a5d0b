package drift

import (
	"sync"
	"time"

	"handrail/app/history"
)

// Effects remembers what followed from the changes of an organisation, because computing it reads everyone. It may be
// used from any goroutine; nil remembers nothing.
type Effects struct {
	mu  sync.Mutex
	all map[moments]effect
}

// mostKept is how many effects are remembered.
const mostKept = 200

// moments identifies the changes of one moment.
type moments struct {
	section   string
	at, since int64
	count     int
}

func momentOf(changes []history.Change) moments {
	c := changes[0]
	return moments{c.Section, c.At.UnixNano(), c.Since.UnixNano(), len(changes)}
}

// of returns the effect of changes, if it is known.
func (e *Effects) of(changes []history.Change) (known effect, ok bool) {
	if e == nil {
		return known, false
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	known, ok = e.all[momentOf(changes)]
	return known, ok
}

// keep remembers an effect that no section of the same refresh can change any more. now is the end of the time that was
// asked for.
func (e *Effects) keep(changes []history.Change, found effect, now time.Time) {
	if e == nil || now.Before(changes[0].At.Add(oneRefresh)) {
		return
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.all == nil || len(e.all) >= mostKept {
		e.all = map[moments]effect{}
	}
	e.all[momentOf(changes)] = found
}
