package program

import (
	"context"
	"log/slog"

	"handrail/app/guide"
	"handrail/app/mail/tlsimport"
	"handrail/app/mail/tlsreport"
)

// sampleDomain is the sample’s own domain, as a person types it on Home.
const sampleDomain = "northgate.example"

// seedDomain enters the sample’s domain, once in the life of its folder.
func (p *Program) seedDomain(ctx context.Context) error {
	kept, err := p.Store.Settings(ctx)
	if err != nil || kept[guide.DomainSetting] != "" {
		return err
	}
	return p.Store.SetSetting(ctx, guide.DomainSetting, sampleDomain)
}

// seedMail reads the sample’s TLS reports where none were read yet, so that the page about mail delivery has something
// to show. A sample without them is a sample all the same.
func (p *Program) seedMail(ctx context.Context) {
	rows, err := p.Store.TLSReports(ctx, tlsreport.Filter{}, 0, 1)
	if err == nil && len(rows) == 0 && p.mailbox != "" {
		_, err = p.importFiles(ctx, []string{p.mailbox}, func(tlsimport.Result) error { return nil })
	}
	if err != nil && ctx.Err() == nil {
		slog.Warn("The sample's reports could not be read", "err", err)
	}
}
