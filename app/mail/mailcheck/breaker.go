package mailcheck

import (
	"context"
	"errors"
	"net"
	"os"
	"sync"

	"handrail/app"
)

// silentHosts is how many mail servers must stay silent, with none that answers, before the
// others are no longer tried: then the network blocks port 25.
const silentHosts = 24

// breaker ends the attempts to reach mail servers from a network that blocks them, so that a
// long list of domains does not wait for each. What is not tried is not tested.
type breaker struct {
	next app.Dial

	mu             sync.Mutex
	silent, spoken int
}

// NewBreaker returns next, or a plain dialer for nil, with a breaker in front of it for all mail servers of one run.
func NewBreaker(next app.Dial) app.Dial { return (&breaker{next: next.Or()}).dial }

func (b *breaker) dial(ctx context.Context, network, address string) (net.Conn, error) {
	b.mu.Lock()
	blocked := b.spoken == 0 && b.silent >= silentHosts
	b.mu.Unlock()
	if blocked {
		return nil, os.ErrDeadlineExceeded
	}
	conn, err := b.next(ctx, network, address)
	b.mu.Lock()
	defer b.mu.Unlock()
	var failed net.Error
	switch {
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &failed) && failed.Timeout():
		b.silent++
	case !errors.Is(err, context.Canceled):
		b.spoken++ // also a refusal is an answer
	}
	return conn, err
}
