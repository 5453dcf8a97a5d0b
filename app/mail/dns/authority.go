package dns

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"
)

// Authorities returns the name servers of the zone that contains a name: those of
// the nearest name upwards with NS records (RFC 1034 section 4.2.1), each with its
// addresses, if any. The error is that of the first question without an answer.
func (c *Client) Authorities(ctx context.Context, name string) ([]Authority, error) {
	name, err := askable(name, NS)
	if err != nil {
		return nil, err
	}
	for at := name; strings.Contains(at, ".") || at == name; {
		a, err := c.Lookup(ctx, at, NS)
		if err != nil {
			return nil, err
		}
		if a.Status == Found && len(a.Chain) == 0 {
			return c.addresses(ctx, a.Records)
		}
		_, parent, found := strings.Cut(at, ".")
		if !found {
			break
		}
		if len(a.Chain) == 0 && strings.HasSuffix(parent, "."+a.Zone) && strings.Contains(a.Zone, ".") {
			parent = a.Zone // the negative answer told where the zone begins
		}
		at = parent
	}
	return nil, &Error{Kind: Refused, Name: name, Type: NS}
}

// addresses asks for the addresses of all servers at the same time.
func (c *Client) addresses(ctx context.Context, servers []Record) ([]Authority, error) {
	var (
		mu    sync.Mutex
		all   sync.WaitGroup
		list  []Authority
		first error
	)
	for _, ns := range servers {
		for _, t := range []Type{A, AAAA} {
			all.Go(func() {
				a, err := c.Lookup(ctx, ns.Host, t)
				mu.Lock()
				defer mu.Unlock()
				if err != nil && first == nil {
					first = err
				}
				for _, r := range a.Records {
					list = append(list, Authority{Host: ns.Host, Addr: r.Addr})
				}
			})
		}
	}
	all.Wait()
	if len(list) == 0 && first != nil {
		return nil, first
	}
	for _, ns := range servers {
		if !slices.ContainsFunc(list, func(a Authority) bool { return a.Host == ns.Host }) {
			list = append(list, Authority{Host: ns.Host})
		}
	}
	slices.SortFunc(list, func(a, b Authority) int {
		return cmp.Or(cmp.Compare(a.Host, b.Host), a.Addr.Compare(b.Addr))
	})
	return list, nil
}
