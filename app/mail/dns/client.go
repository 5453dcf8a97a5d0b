package dns

import (
	"context"
	"errors"
	"net/netip"
	"slices"
	"time"

	"handrail/app"
)

// maxChain is how many CNAMEs are followed; longer chains are an error of the zone.
const maxChain = 8

// Config is the servers that a Client asks, and its limits.
type Config struct {
	Servers []string      // host:port; empty: those of this computer
	Dial    app.Dial      // nil: the network
	Timeout time.Duration // for each try; 0: 3 seconds
	Tries   int           // rounds through the servers; 0: 2
}

// Client asks real name servers. It may be used by many goroutines at once.
type Client struct{ config Config }

// NewClient makes a Client. The error is *app.Error: a server that cannot be
// read, or a computer that knows no name server.
func NewClient(c Config) (*Client, error) {
	if len(c.Servers) == 0 {
		found, err := System()
		if err != nil {
			return nil, err
		}
		c.Servers = found
	}
	servers := make([]string, 0, len(c.Servers))
	for _, s := range c.Servers {
		clean, err := ParseServer(s)
		if err != nil {
			return nil, err
		}
		servers = append(servers, clean)
	}
	c.Servers = servers
	if c.Timeout <= 0 {
		c.Timeout = 3 * time.Second
	}
	if c.Tries <= 0 {
		c.Tries = 2
	}
	return &Client{config: c}, nil
}

// Servers returns the servers asked, in order, as host:port.
func (c *Client) Servers() []string { return slices.Clone(c.config.Servers) }

// Lookup asks the servers, one after the other, until one returns a trustworthy
// answer (RFC 1035 section 7.2), and follows CNAMEs (RFC 1034 section 3.6.2).
func (c *Client) Lookup(ctx context.Context, name string, t Type) (Answer, error) {
	begin := time.Now()
	name, err := askable(name, t)
	if err != nil {
		return Answer{}, err
	}
	a := Answer{Name: name, Type: t}
	for at := name; ; {
		m, err := c.ask(ctx, at, t)
		if err != nil {
			return Answer{}, retitle(err, name)
		}
		first := len(a.Chain) == 0 && a.Server == ""
		a.Authentic = m.authentic && (first || a.Authentic)
		a.Server, a.Zone = m.server, m.zone
		a.Status, a.Records = m.status, m.records
		if first || m.ttl < a.TTL {
			a.TTL = m.ttl
		}
		for _, next := range m.chain {
			if next == name || slices.Contains(a.Chain, next) || len(a.Chain) >= maxChain {
				return Answer{}, &Error{Kind: Loop, Name: name, Type: t, Server: m.server}
			}
			a.Chain = append(a.Chain, next)
		}
		if m.status != "" {
			a.Took = time.Since(begin)
			return a, nil
		}
		at = a.Chain[len(a.Chain)-1] // the server gave the alias only
	}
}

// Ask puts one question to one server and wants that server's own knowledge:
// recursion is not desired (RFC 1034 section 4.3.1). CNAMEs are followed only as
// far as the one answer goes. From a server without the zone, the error is Refused.
func (c *Client) Ask(ctx context.Context, server netip.AddrPort, name string, t Type) (Answer, error) {
	begin := time.Now()
	name, err := askable(name, t)
	if err != nil {
		return Answer{}, err
	}
	var m message
	for range c.config.Tries {
		m, err = c.exchange(ctx, server.String(), question{name: name, kind: t})
		if err == nil || !worthRetry(err) || ctx.Err() != nil {
			break
		}
	}
	if err != nil {
		return Answer{}, err
	}
	a := Answer{Name: name, Type: t, Status: m.status, Records: m.records, Chain: m.chain,
		TTL: m.ttl, Authentic: m.authentic, Server: m.server, Zone: m.zone, Took: time.Since(begin)}
	if a.Status == "" {
		a.Status = NoData // an alias out of the zone: this server has no more to say
	}
	return a, nil
}

// ask goes through the servers, and again through those that were silent or garbled.
func (c *Client) ask(ctx context.Context, name string, t Type) (message, error) {
	var worst error
	servers := c.config.Servers
	for range c.config.Tries {
		var again []string
		for _, server := range servers {
			m, err := c.exchange(ctx, server, question{name: name, kind: t, recurse: true})
			if err == nil {
				return m, nil
			}
			if ctx.Err() != nil {
				return message{}, stopped(ctx, err)
			}
			if worst == nil || weight(err) > weight(worst) {
				worst = err
			}
			if worthRetry(err) {
				again = append(again, server)
			}
		}
		servers = again
	}
	return message{}, worst
}

// stopped returns the context's error when the person stopped it, else the failure itself.
func stopped(ctx context.Context, err error) error {
	if errors.Is(ctx.Err(), context.Canceled) {
		return ctx.Err()
	}
	return err
}

func worthRetry(err error) bool {
	var e *Error
	return errors.As(err, &e) && (e.Kind == Timeout || e.Kind == Malformed || e.Kind == Unreachable)
}

// weight returns the rank of a failure: an answer from a server outranks silence.
func weight(err error) int {
	var e *Error
	if !errors.As(err, &e) {
		return 0
	}
	return slices.Index([]Kind{Unreachable, Timeout, Refused, Malformed, ServFail}, e.Kind)
}

// retitle names the question that was asked, not the alias at which it failed.
func retitle(err error, name string) error {
	var e *Error
	if !errors.As(err, &e) || e.Name == name {
		return err
	}
	renamed := *e
	renamed.Err = errors.Join(errors.New("at its alias "+e.Name), e.Err)
	renamed.Name = name
	return &renamed
}
