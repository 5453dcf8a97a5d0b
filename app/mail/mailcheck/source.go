package mailcheck

import (
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
		if err != nil {
			return nil, err
		}
		return NewChecker(client, net).Check(ctx, d, report)
	}
}

// Once returns a Func that checks each domain only the first time and then returns
// the same State. A walk in the terminal is one check at one moment.
func Once(check Func) Func {
	var mu sync.Mutex
	seen := map[dns.Domain]*State{}
	return func(ctx context.Context, d dns.Domain, report task.Report) (*State, error) {
		mu.Lock()
		defer mu.Unlock()
		if s, ok := seen[d]; ok {
			return s, nil
		}
		s, err := check(ctx, d, report)
		if err == nil {
			seen[d] = s
		}
		return s, err
	}
}

// Nearby reports whether a name server, as host:port, is in the person's own
// network. Then its answers may name private addresses too.
func Nearby(server string) bool {
	a, err := netip.ParseAddrPort(server)
	return err == nil && app.IsPrivate(a.Addr())
}
