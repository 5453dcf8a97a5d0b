package mailcheck

import (
	"cmp"
	"context"
	"sync"

	"handrail/app/mail/dns"
	"handrail/app/task"
)

// The budget of one check of several domains.
const (
	domainsOnce  = 16 // checked side by side
	questionOnce = 64 // DNS questions on their way
)

// AllFunc checks several domains side by side. It only reads. The states are in the order of the domains; the error is
// that of the context, or that no name server is known. With the error of the context, the states are those of the
// domains that were done; the others are nil.
type AllFunc func(context.Context, []dns.Domain, task.Report) ([]*State, error)

// SourceAll returns an AllFunc that asks the DNS client which open returns, again for each run.
func SourceAll(open func(context.Context) (*dns.Client, error), net Net) AllFunc {
	return func(ctx context.Context, all []dns.Domain, report task.Report) ([]*State, error) {
		client, err := open(ctx)
		if err = cmp.Or(err, net.Ready()); err != nil {
			return nil, err
		}
		return NewChecker(client, net).CheckAll(ctx, all, report)
	}
}

// CheckAll checks domains side by side. A question that several of them have is asked once, and a network that blocks
// mail servers is found out once. The only error is that of ctx.
func (c Checker) CheckAll(ctx context.Context, domains []dns.Domain, report task.Report) ([]*State, error) {
	c.Resolver, c.Prober.Dial = dns.NewShared(c.Resolver, questionOnce), NewBreaker(c.Prober.Dial)
	return SideBySide(ctx, domains, domainsOnce, report, func(d dns.Domain) (*State, error) {
		return c.Check(ctx, d, nil)
	})
}

// SideBySide calls check for domains, for at most once of them at a time, and reports how many are done. The states are
// in the order of the domains; with an error, which is that of ctx, those that were not done are nil.
func SideBySide[T any](ctx context.Context, domains []dns.Domain, once int, report task.Report,
	check func(dns.Domain) (*T, error)) ([]*T, error) {
	states := make([]*T, len(domains))
	slots := make(chan struct{}, once)
	var all sync.WaitGroup
	var mu sync.Mutex
	done := 0
	for i, d := range domains {
		select {
		case slots <- struct{}{}:
		case <-ctx.Done():
		}
		if ctx.Err() != nil {
			break
		}
		all.Go(func() {
			defer func() { <-slots }()
			s, err := check(d)
			if err != nil || ctx.Err() != nil { // what was cut short is not known
				return
			}
			states[i] = s
			mu.Lock()
			defer mu.Unlock()
			if done++; report != nil {
				report(task.Progress{Done: done, Total: len(domains), Note: "Checked " + d.Unicode})
			}
		})
	}
	all.Wait()
	return states, ctx.Err()
}

// EachOf returns an AllFunc that checks one domain after the other.
func EachOf(check Func) AllFunc {
	return func(ctx context.Context, domains []dns.Domain, report task.Report) (states []*State, err error) {
		for _, d := range domains {
			s, err := check(ctx, d, report)
			if err != nil {
				return append(states, make([]*State, len(domains)-len(states))...), err
			}
			states = append(states, s)
		}
		return states, nil
	}
}
