package tlsrpt

import (
	"context"

	"handrail/app/mail/dns"
)

// KeysFromDNS returns a KeyLookup that asks the client which open returns. open is
// called for each question, because reading reports must work offline too: a name
// server that cannot be found is an error of the question, not of the start.
func KeysFromDNS(open func(context.Context) (*dns.Client, error)) KeyLookup {
	return func(ctx context.Context, name string) ([]string, error) {
		client, err := open(ctx)
		if err != nil {
			return nil, err
		}
		answer, err := client.Lookup(ctx, name, dns.TXT)
		if err != nil {
			return nil, err
		}
		var texts []string
		for _, r := range answer.Records {
			texts = append(texts, r.TXT())
		}
		return texts, nil
	}
}
