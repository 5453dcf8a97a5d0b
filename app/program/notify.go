package program

import (
	"sync"

	"handrail/store"
)

// notifier passes on what the person must know about a file that is opened only
// while the program runs. What comes before anyone listens waits.
type notifier struct {
	mu      sync.Mutex
	waiting []store.Notice
	to      func(store.Notice)
}

// add passes notices on, in their order.
func (n *notifier) add(notices ...store.Notice) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, one := range notices {
		if n.to == nil {
			n.waiting = append(n.waiting, one)
			continue
		}
		n.to(one)
	}
}

// listen sets where notices go. The function is called by one goroutine at a time
// and must not wait.
func (n *notifier) listen(to func(store.Notice)) {
	n.mu.Lock()
	n.to = to
	waiting := n.waiting
	n.waiting = nil
	n.mu.Unlock()
	n.add(waiting...)
}

// OnNotice sets what is told of each file that cannot be used as it is and that is
// opened only while the program runs.
func (p *Program) OnNotice(tell func(store.Notice)) { p.later.listen(tell) }
