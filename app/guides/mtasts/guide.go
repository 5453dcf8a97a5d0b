// Package mtasts is the guide to MTA-STS (RFC 8461). For one mail domain, it
// publishes a policy in testing mode, checks that sending servers can read it,
// and later changes it or takes it down safely.
//
// A policy is a small text on the web, at
// https://mta-sts.<domain>/.well-known/mta-sts.txt. It says which mail servers
// receive the domain's email and that senders must use encryption. A TXT record at
// _mta-sts.<domain> shows that there is a policy; senders read the policy again
// when its id changes. Senders cache the policy for max_age seconds, so the order
// of every change matters: policy first, record second, and nothing is removed
// before the last cached copy has expired.
package mtasts

import (
	"handrail/app/guide"
	"handrail/app/guides/services"
)

// deps is what the guide needs of the outside.
type deps struct {
	services.Services
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
	askDomains = "domains"
	askRUA     = "rua"
	askAim     = "aim"
	askMX      = "mx"
	askMode    = "mode"
	askMaxAge  = "max_age"
	askHosting = "hosting"
)

// Guide returns the guide.
func Guide(s services.Services) guide.Guide {
	d := deps{Services: s.Timed()}
	return guide.Guide{
		ID:       ID,
		Title:    "Protect incoming email with MTA-STS",
		Outcome:  "Sending servers know to use encryption and your own mail servers.",
		Topic:    "Email",
		Article:  "Enabling Better Mail Flow Security for Exchange Online",
		Minutes:  45,
		Problems: problems,
		Needs: []guide.Need{
			{Title: "An answer from your name server", Kind: guide.NeedsNames,
				Text: "Handrail reads DNS records. Some networks block this."},
			{Title: "Access to your DNS records",
				Text: "An account at the company where you manage the domain, or someone who has one."},
			{Title: "Web space for one file",
				Text: "You publish one small text file on a web server with a secure connection. A free service is " +
					"enough."},
			{Title: "An address for reports",
				Text: "A mailbox that you read, if possible in a different domain from the one you protect."},
		},
		Subject: askDomain,
		Steps: []guide.Step{
			d.domainStep(), d.todayStep(), d.reportsStep(), d.policyStep(), d.hostStep(),
			d.servedStep(), d.announceStep(), d.announcedStep(), d.watchStep(), d.recordStep(),
		},
		Resume: d.resume(),
	}
}
