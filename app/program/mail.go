package program

import (
	"context"
	"log/slog"

	"handrail/app"
	"handrail/app/event/teamslink"
	"handrail/app/guide"
	"handrail/app/mail/dns"
	"handrail/app/mail/health"
	"handrail/app/mail/mailcheck"
	"handrail/app/mail/tlsimport"
	"handrail/app/mail/tlsreport"
	"handrail/app/mail/tlsrpt"
	"handrail/app/sample"
	"handrail/app/terminal"
	"handrail/app/webproxy"
)

// openMail decides which name server is asked and how servers are reached, and
// starts the servers of the sample.
func (p *Program) openMail(context.Context) (err error) {
	net := mailcheck.Net{Now: p.flags.Clock(), Proxy: webproxy.System()}
	switch f := p.flags; {
	case f.Sample:
		net.Proxy = nil // its servers are on this computer
		if err := p.startSample(); err != nil {
			return err
		}
		net.Dial, net.Roots, net.AllowPrivate = p.Sample.Dial, p.Sample.Roots, true
		if !p.Store.ReadOnly() {
			if p.mailbox, err = sample.WriteMailbox(p.Folder, f.Clock()()); err != nil {
				return err
			}
		}
	case f.Resolver != "":
		server, err := dns.ParseServer(f.Resolver)
		if err != nil {
			return err
		}
		if net.AllowPrivate = mailcheck.Nearby(server); net.AllowPrivate {
			net.Proxy = nil
		}
	}
	p.Check, p.CheckAll = mailcheck.Source(p.client, net), mailcheck.SourceAll(p.client, net)
	p.Health = health.Source(p.client, net)
	p.receivers = mailcheck.ReceiversBy(p.client, nil)
	if notes, kept := p.notes(); kept {
		p.Check, p.CheckAll, p.Health = notes.Check(p.Check), notes.CheckAll(p.CheckAll), notes.Health(p.Health)
		p.receivers = mailcheck.ReceiversBy(p.client, notes.Receivers)
	}
	if p.once {
		p.Check, p.CheckAll = mailcheck.Once(p.Check, p.CheckAll)
	}
	return nil
}

// startSample starts the sample's servers and repeats what was done there earlier.
func (p *Program) startSample() (err error) {
	if p.Sample, err = sample.Start(p.flags.Clock()); err != nil {
		return err
	}
	path := p.actions("practice")
	if path == "" {
		return nil
	}
	if err := p.Sample.Keep(path); err != nil {
		slog.Warn("The sample organisation cannot read what was done in it", "err", err)
	}
	return nil
}

// client returns a client of the name server that the flags name, else the settings,
// else this computer. The settings are read each time.
func (p *Program) client(ctx context.Context) (*dns.Client, error) {
	if p.Sample != nil {
		return p.Sample.Client()
	}
	server := p.flags.Resolver
	if server == "" {
		settings, err := p.Store.Settings(ctx)
		if err != nil {
			return nil, err
		}
		if server = settings[guide.ResolverSetting]; server == "" {
			return dns.NewClient(dns.Config{})
		}
	}
	server, err := dns.ParseServer(server)
	if err != nil {
		return nil, err
	}
	return dns.NewClient(dns.Config{Servers: []string{server}})
}

// AskNames asks the name server for a name that exists, and returns why it does not answer.
func (p *Program) AskNames(ctx context.Context) error {
	c, err := p.client(ctx)
	if err != nil {
		return err
	}
	name := "microsoft.com"
	if p.Sample != nil {
		name = "northgate.example"
	}
	if _, err := c.Lookup(ctx, name, dns.NS); err != nil {
		return &app.Error{Code: app.Unreachable, Message: "Your name server does not answer.",
			Hint: "Check your internet connection, and the name server in Settings.", Err: err}
	}
	return nil
}

// Thresholds returns when TLS reports are enough to decide.
func (p *Program) Thresholds(ctx context.Context) (tlsreport.Thresholds, error) {
	settings, err := p.Store.Settings(ctx)
	return tlsreport.ThresholdsOf(settings[tlsreport.ThresholdsSetting]), err
}

// MailFolder returns the mail folder that is offered for reading TLS reports.
func (p *Program) MailFolder() string {
	if p.Sample != nil {
		return sample.MailFolder
	}
	return "Inbox"
}

// Mailbox returns the sample's file with TLS reports, or "".
func (p *Program) Mailbox() string { return p.mailbox }

// Intake reads what is mailed to the organisation; its callbacks are the caller's.
func (p *Program) Intake() tlsimport.Intake {
	return tlsimport.Intake{Keeper: p.Store, Keys: p.keys(), Now: p.flags.Clock()}
}

// keys asks DNS for the keys of mail signatures.
func (p *Program) keys() tlsrpt.KeyLookup { return tlsrpt.KeysFromDNS(p.client) }

func (p *Program) importFiles(ctx context.Context, paths []string, each func(tlsimport.Result) error) (tlsimport.Totals,
	error) {
	in := p.Intake()
	in.Each = each
	return in.Files(ctx, paths)
}

func (p *Program) importMailbox(ctx context.Context, at tlsimport.MailLocation,
	each func(tlsimport.Result) error) (tlsimport.Totals, error) {
	in := p.Intake()
	in.Each = each
	return p.ImportMails(ctx, at, in)
}

// ImportMails reads TLS reports from the person's mailbox with in.
func (p *Program) ImportMails(ctx context.Context, at tlsimport.MailLocation, in tlsimport.Intake) (tlsimport.Totals,
	error) {
	box, err := p.graph.Mailbox(ctx, at)
	if err != nil {
		return tlsimport.Totals{}, err
	}
	return in.Mailbox(ctx, box.Source(), box)
}

// linkTarget asks where short links redirect to; in the sample there is no one to ask.
func linkTarget(f terminal.Flags) func(context.Context, string) (string, error) {
	if f.Sample {
		return nil
	}
	return func(ctx context.Context, link string) (string, error) {
		return teamslink.Target(ctx, nil, link)
	}
}
