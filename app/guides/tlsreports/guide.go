// Package tlsreports is the guide to TLS reports (RFC 8460). It reads what sending
// servers report about email to a domain, shows what a policy would have refused,
// and helps to decide when to enforce, extend or remove the policy.
//
// Reports come once a day from each organisation that sends email and supports
// them. No one has to: a day without a report is unknown, not good.
package tlsreports

import (
	"context"

	"handrail/app/guide"
	"handrail/app/guide/frame"
	"handrail/app/guides/services"
	"handrail/app/mail/dns"
	"handrail/app/mail/mailcheck"
	"handrail/app/mail/tlsreport"
	"handrail/app/mail/tlsview"
	"handrail/app/task"
)

// deps is what the guide needs of the outside.
type deps struct {
	services.Services
}

// ID of the guide. Stored with every visit.
const ID = "tls-reports"

// The steps. Stored with every visit.
const (
	stepWhere     = "where"
	stepRead      = "read"
	stepSay       = "say"
	stepSafe      = "safe"
	stepNext      = "next"
	stepPublish   = "publish"
	stepPublished = "published"
)

// The answers. Stored with every visit.
const (
	askDomain = "domain"
	askFrom   = "from"
	askFolder = "folder"
	askMails  = "mail-folder"
	askWords  = "mail-words"
	askAim    = "aim"
	askHosts  = "new-hosts"
)

// Guide returns the guide.
func Guide(s services.Services) guide.Guide {
	d := deps{Services: s.Timed()}
	if d.Mail.Reports == nil {
		d.Mail.Reports = tlsreport.Empty{}
	}
	return guide.Guide{
		ID:    ID,
		Title: "Decide when to enforce MTA-STS",
		Outcome: "You know whether senders would refuse to deliver any email, and when you can enforce or remove " +
			"your policy.",
		Topic:    "Email",
		Article:  "Enabling Better Mail Flow Security for Exchange Online",
		Minutes:  20,
		Problems: problems,
		Needs: []guide.Need{
			{Title: "An answer from your name server", Kind: guide.NeedsNames,
				Text: "Handrail reads DNS records. Some networks block this."},
			{Title: "The reports", Kind: guide.NeedsFile,
				Text: "Emails or files from reporting organisations, in one folder or in your Microsoft 365 " +
					"mailbox. Handrail reads them as they are."},
			{Title: "A published policy",
				Text: "The guide “Protect incoming email with MTA-STS” publishes one in testing mode. Without a " +
					"policy, reports still show who encrypts."},
		},
		Subject: askDomain,
		Steps: []guide.Step{
			d.whereStep(), d.readStep(), d.sayStep(), d.safeStep(), d.nextStep(), d.publishStep(), d.publishedStep(),
		},
	}
}

// draft returns an empty document about the visit's domain.
func (d deps) draft(title string, v *guide.Visit, sources ...string) *frame.Draft {
	return frame.New(frame.Head{Title: title, Subject: domainOf(v).Unicode, At: d.Now(),
		Sources: append([]string{tlsview.Source}, sources...)})
}

// judge returns the checker of the domain.
func (d deps) judge() tlsview.Assessor {
	return tlsview.Assessor{Check: d.Mail.Check, Memory: d.Observations, Shelf: d.Mail.Reports,
		Thresholds: d.Mail.Thresholds, Now: d.Now}
}

// state checks the domain, and saves the policy that was seen.
func (d deps) state(ctx context.Context, v *guide.Visit, rep task.Report) (*mailcheck.State, error) {
	return d.judge().Look(ctx, domainOf(v), rep)
}

// domainOf returns the visit's domain; empty where none was typed.
func domainOf(v *guide.Visit) dns.Domain {
	clean, err := dns.CleanDomain(v.Answer(askDomain))
	if err != nil {
		return dns.Domain{}
	}
	return clean
}
