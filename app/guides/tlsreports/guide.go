// Package tlsreports is the guide to TLS reports (RFC 8460). It reads what sending
// servers report about email to a domain, shows what a policy would have refused,
// and helps to decide when to enforce, extend or remove the policy.
//
// Reports come once a day from each organisation that sends email and supports
// them. No one has to: a day without a report is unknown, not good.
package tlsreports

import (
	"context"
	"time"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guide/frame"
	"handrail/app/mail/dns"
	"handrail/app/mail/mailcheck"
	"handrail/app/mail/tlsimport"
	"handrail/app/mail/tlsreport"
	"handrail/app/mail/tlsview"
	"handrail/app/task"
)

// Deps holds the services that the guide uses.
type Deps struct {
	// Check tests the domain as a sending server would. It only reads.
	Check  func(context.Context, dns.Domain, task.Report) (*mailcheck.State, error)
	Memory guide.Memory    // policies seen earlier; nil saves nothing
	Shelf  tlsreport.Shelf // saved reports; nil means none
	// Thresholds returns when there are enough reports; nil means the default.
	Thresholds func(context.Context) (tlsreport.Thresholds, error)
	// Import reads files and folders; nil where nothing can be saved.
	Import func(ctx context.Context, paths []string, each func(tlsimport.Result) error) (tlsimport.Totals, error)
	// ImportMails reads the person's mailbox; nil where there is none.
	ImportMails func(ctx context.Context, place tlsimport.Place, each func(tlsimport.Result) error) (tlsimport.Totals, error)
	MailFolder  string    // offered; may be empty
	Now         app.Clock // nil means time.Now
	// Folder is offered as the folder with the reports; may be empty.
	Folder string
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
func Guide(d Deps) guide.Guide {
	if d.Now == nil {
		d.Now = time.Now
	}
	if d.Shelf == nil {
		d.Shelf = tlsreport.Empty{}
	}
	return guide.Guide{
		ID:    ID,
		Title: "Decide when to enforce MTA-STS",
		Outcome: "You know whether senders would refuse to deliver any email, and when you can enforce or remove " +
			"your policy.",
		Topic:   "Mail",
		Article: "Enabling Better Mail Flow Security for Exchange Online",
		Minutes: 20,
		Needs: []guide.Need{
			{Title: "The reports",
				Text: "Emails or files from reporting organisations, in one folder or in your Microsoft 365 " +
					"mailbox. Handrail reads them as they are."},
			{Title: "A published policy",
				Text: "The guide “Protect incoming mail with MTA-STS” publishes one in testing mode. Without a " +
					"policy, reports still show who encrypts."},
		},
		Subject: askDomain,
		Steps: []guide.Step{
			d.whereStep(), d.readStep(), d.sayStep(), d.safeStep(), d.nextStep(), d.publishStep(), d.publishedStep(),
		},
	}
}

// draft returns an empty document about the visit's domain.
func (d Deps) draft(title string, v *guide.Visit, sources ...string) *frame.Draft {
	return frame.New(frame.Head{Title: title, Subject: domainOf(v).Unicode, At: d.Now(),
		Sources: append([]string{tlsview.Source}, sources...)})
}

// judge returns the checker of the domain.
func (d Deps) judge() tlsview.Judge {
	return tlsview.Judge{Check: d.Check, Memory: d.Memory, Shelf: d.Shelf, Thresholds: d.Thresholds, Now: d.Now}
}

// state checks the domain, and saves the policy that was seen.
func (d Deps) state(ctx context.Context, v *guide.Visit, rep task.Report) (*mailcheck.State, error) {
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
