// Package mtasts is the guide to MTA-STS (RFC 8461): it takes one mail domain
// from nothing to a policy in testing mode that sending servers can read, and
// later through changes and a safe end of it.
//
// A policy is a small text on the web, at
// https://mta-sts.<domain>/.well-known/mta-sts.txt. It says which mail servers
// take the domain's mail and that they must be reached encrypted. A TXT record at
// _mta-sts.<domain> announces it; its id tells senders when to read the text
// again. Senders keep the policy for max_age seconds, so the order of every
// change matters: text first, record second, and nothing is taken down before
// the last copy has run out.
package mtasts

import (
	"context"
	"time"

	"handrail/app"
	"handrail/app/dns"
	"handrail/app/guide"
	"handrail/app/inbound"
	"handrail/app/task"
)

// Deps is what the guide needs of the world outside.
type Deps struct {
	// Check looks at the domain as a sending server would. It reads only.
	Check  func(context.Context, dns.Domain, task.Report) (*inbound.State, error)
	Memory guide.Memory // policies seen earlier; nil keeps nothing
	Now    app.Clock    // nil means time.Now
}

// ID of the guide. Stored with every visit.
const ID = "mta-sts"

// The steps. Stored with every visit.
const (
	stepDomain    = "domain"
	stepToday     = "today"
	stepReports   = "reports"
	stepPolicy    = "policy"
	stepHost      = "host"
	stepServed    = "served"
	stepAnnounce  = "announce"
	stepAnnounced = "announced"
	stepWatch     = "watch"
	stepRecord    = "record"
)

// The answers. Stored with every visit.
const (
	askDomain  = "domain"
	askRUA     = "rua"
	askAim     = "aim"
	askMX      = "mx"
	askMode    = "mode"
	askMaxAge  = "max_age"
	askHosting = "hosting"
)

// Guide gives the guide.
func Guide(d Deps) guide.Guide {
	if d.Now == nil {
		d.Now = time.Now
	}
	return guide.Guide{
		ID:      ID,
		Title:   "Protect incoming mail with MTA-STS",
		Outcome: "Sending servers learn that mail for your domain must arrive encrypted, at your own mail servers.",
		Topic:   "Mail",
		Article: "Enabling Better Mail Flow Security for Exchange Online",
		Minutes: 45,
		Needs: []guide.Need{
			{Title: "Access to your domain's records", Text: "The account at the company where you manage the domain, or somebody who has it."},
			{Title: "A place on the web", Text: "One small text file must be served over a secure connection. A free service will do."},
			{Title: "An address for reports", Text: "A mailbox that you read, best in another domain than the one you protect."},
		},
		Subject: askDomain,
		Steps: []guide.Step{
			d.domainStep(), d.todayStep(), d.reportsStep(), d.policyStep(), d.hostStep(),
			d.servedStep(), d.announceStep(), d.announcedStep(), d.watchStep(), d.recordStep(),
		},
		Resume: d.resume(),
	}
}
