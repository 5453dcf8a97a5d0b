package mailcheck

import (
	"cmp"
	"context"
	"net/netip"
	"sync"

	"handrail/app"
	"handrail/app/mail/dns"
	"handrail/app/task"
)

// Func checks everything that a sending server sees of a domain. It only reads.
type Func func(context.Context, dns.Domain, task.Report) (*State, error)

// Source returns a Func that asks the DNS client which open returns. open is called
// for each check, so that a new choice of name server and a new network count at
// once, and a computer without a name server still gets a program.
func Source(open func(context.Context) (*dns.Client, error), net Net) Func {
	return func(ctx context.Context, d dns.Domain, report task.Report) (*State, error) {
		client, err := open(ctx)
		if err = cmp.Or(err, net.Ready()); err != nil {
			return nil, err
		}
		return NewChecker(client, net).Check(ctx, d, report)
	}
}

// Once returns both functions so that they check each domain only the first time and then return the same State. A walk
// in the terminal is one check at one moment.
func Once(check Func, all AllFunc) (Func, AllFunc) {
	o := &once{seen: map[dns.Domain]*State{}, check: check, all: all}
	return o.one, o.several
}

type once struct {
	mu    sync.Mutex
	seen  map[dns.Domain]*State
	check Func
	all   AllFunc
}

func (o *once) one(ctx context.Context, d dns.Domain, report task.Report) (*State, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if s, ok := o.seen[d]; ok {
		return s, nil
	}
	s, err := o.check(ctx, d, report)
	if err == nil {
		o.seen[d] = s
	}
	return s, err
}

func (o *once) several(ctx context.Context, domains []dns.Domain, report task.Report) ([]*State, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	var left []dns.Domain
	for _, d := range domains {
		if o.seen[d] == nil {
			left = append(left, d)
		}
	}
	var err error
	if len(left) > 0 {
		var found []*State
		found, err = o.all(ctx, left, report)
		for i, s := range found {
			if s != nil {
				o.seen[left[i]] = s
			}
		}
	}
	states := make([]*State, len(domains))
	for i, d := range domains {
		states[i] = o.seen[d]
	}
	return states, err
}

// Nearby reports whether a name server, as host:port, is in the person's own
// network. Then its answers may name private addresses too.
func Nearby(server string) bool {
	a, err := netip.ParseAddrPort(server)
	return err == nil && app.IsPrivate(a.Addr())
}
