package main

import (
	"context"

	"handrail/app/mail/dns"
	"handrail/app/mail/tlsimport"
	"handrail/app/mail/tlsrpt"
	"handrail/app/terminal"
)

// keys asks DNS for the keys of mail signatures, where the house asks for
// everything else. Reading reports must work offline too, so a name server that
// cannot be found out is no error before the first question.
func (h *house) keys(f terminal.Flags) tlsrpt.KeyLookup {
	return func(ctx context.Context, name string) ([]string, error) {
		client, err := h.dnsClient(ctx, f)
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

// dnsClient returns a client of the name server that the flags and settings name.
func (h *house) dnsClient(ctx context.Context, f terminal.Flags) (*dns.Client, error) {
	switch {
	case h.sample != nil:
		return h.sample.Client()
	case f.Resolver != "":
		server, err := dns.ParseServer(f.Resolver)
		if err != nil {
			return nil, err
		}
		return dns.NewClient(dns.Config{Servers: []string{server}})
	}
	return h.client(ctx)
}

// importer takes in TLS reports for the guides.
func (h *house) importer(f terminal.Flags) func(context.Context, []string, func(tlsimport.Result) error) (tlsimport.Totals, error) {
	return func(ctx context.Context, paths []string, each func(tlsimport.Result) error) (tlsimport.Totals, error) {
		in := h.intake(f)
		in.Each = each
		return in.Files(ctx, paths)
	}
}

// intake takes in what is mailed to the organisation.
func (h *house) intake(f terminal.Flags) tlsimport.Intake {
	return tlsimport.Intake{Keeper: h.store, Keys: h.keys(f), Now: f.Clock()}
}
