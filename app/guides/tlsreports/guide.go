// Package tlsreports is the guide to TLS reports (RFC 8460). It reads what sending
// servers report about email to a domain, shows what a policy would have refused,
// and helps to decide when to enforce, extend or remove the policy.
//
// Reports come once a day from each organisation that sends email and supports
// them. No one has to: a day without a report is unknown, not good.
package tlsreports

import (
	"context"
	"strings"
	"time"

	"handrail/app"
	"handrail/app/dns"
	"handrail/app/guide"
	"handrail/app/inbound"
	"handrail/app/intake"
	"handrail/app/task"
	"handrail/app/tlsreport"
	"handrail/app/tlsrpt"
	"handrail/app/tlsshow"
)

// Deps holds the services that the guide uses.
type Deps struct {
	// Check tests the domain as a sending server would. It only reads.
	Check  func(context.Context, dns.Domain, task.Report) (*inbound.State, error)
	Memory guide.Memory    // policies seen earlier; nil saves nothing
	Shelf  tlsreport.Shelf // saved reports; nil means none
	// Thresholds returns when there are enough reports; nil means the default.
	Thresholds func(context.Context) (tlsreport.Thresholds, error)
	// Import reads files and folders; nil where nothing can be saved.
	Import func(ctx context.Context, paths []string, each func(intake.Result) error) (intake.Totals, error)
	// ImportMails reads the person's mailbox; nil where there is none.
	ImportMails func(ctx context.Context, place intake.Place, each func(intake.Result) error) (intake.Totals, error)
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

// The words of the field that this guide uses.
var (
	termTLSRPT = guide.Term{Word: "TLS report (TLS-RPT)",
		Meaning: "A daily report about encrypted deliveries to your domain, written by a sending organisation."}
	termMTASTS = guide.Term{Word: "MTA-STS", Meaning: "A policy that names your mail servers and requires encryption."}
	termTXT    = guide.Term{Word: "TXT record", Meaning: "A record that holds a line of text."}
	termDNS    = guide.Term{Word: "DNS", Meaning: "The public directory that holds your domain's records."}
	termID     = guide.Term{Word: "ID",
		Meaning: "A value in the policy's record. When it changes, senders read the policy again."}
	termDANE = guide.Term{Word: "DANE",
		Meaning: "Another way to require encryption, with certificates published in DNS."}
	termMode = guide.Term{Word: "Mode",
		Meaning: "How strict senders are: testing only reports, enforce refuses, none requires nothing."}
	termMaxAge = guide.Term{Word: "max_age", Meaning: "How many seconds senders may cache a policy after they read it."}
	termTLSA   = guide.Term{Word: "TLSA, DNSSEC and STARTTLS",
		Meaning: "The record that DANE publishes, the signature on it, and the command that starts encryption on a " +
			"mail server."}
)

func (d Deps) whereStep() guide.Step {
	return guide.Step{
		ID:    stepWhere,
		Title: "Find the reports",
		Lead:  "Senders email the reports to the address in your TXT record.",
		Text: "Save the emails or their attachments in one folder, or let Handrail read them in your mailbox. " +
			"Handrail recognises files from Outlook, other email programs and archives. It only reads, and moves or " +
			"deletes nothing.",
		Main: "Continue to reading",
		Terms: []guide.Term{termTLSRPT, termMTASTS, termTXT, termMode, termMaxAge, termDANE, termTLSA,
			termDNS, termID},
		DependsOn: []string{askDomain},
		Asks: []guide.Ask{
			{
				Name: askDomain, Label: "Domain", Kind: guide.Line,
				Hint: "The part of your email addresses after the @ sign. For example, example.org.",
				What: "Handrail shows reports about this domain. It saves reports about other domains separately.",
				Valid: func(_ *guide.Visit, text string) error {
					_, err := dns.CleanDomain(text)
					return err
				},
				Clean: func(text string) string {
					if clean, err := dns.CleanDomain(text); err == nil {
						return clean.Unicode
					}
					return text
				},
			},
			{
				Name: askFrom, Label: "Where should Handrail read the reports from?", Kind: guide.Choice,
				What: "Handrail reads a mailbox through Microsoft 365 and asks for the permission to read emails. " +
					"It does not move, mark or delete them.",
				Options: func(*guide.Visit) []guide.Option {
					return []guide.Option{
						{Value: fromFiles, Label: "Files that I saved"},
						{Value: fromMails, Label: "A folder in my Microsoft 365 mailbox"},
						{Value: fromSearch, Label: "All folders in my mailbox",
							Hint: "Handrail searches for words in the subject."},
					}
				},
				Hint:    "For saved files, you do not need to sign in.",
				Default: func(*guide.Visit) string { return fromFiles },
				Valid: func(_ *guide.Visit, text string) error {
					if text != fromFiles && text != fromMails && text != fromSearch {
						return app.Errorf(app.Invalid, "Select one of the options shown.",
							"This option is not available.")
					}
					return nil
				},
				When: func(*guide.Visit) bool { return d.ImportMails != nil },
			},
			{
				Name: askMails, Label: "Mailbox folder", Kind: guide.Line, DependsOn: []string{askFrom},
				Hint:    "The name that Outlook shows. For a folder in another folder, for example, Inbox/Reports.",
				What:    "Handrail opens only emails with attachments. It saves nothing from an email without a report.",
				Default: func(*guide.Visit) string { return d.MailFolder },
				When:    func(v *guide.Visit) bool { return d.mailed(v) && v.Answer(askFrom) == fromMails },
				Valid:   validFolder, Clean: strings.TrimSpace,
			},
			{
				Name: askWords, Label: "Words in the subject", Kind: guide.Line, DependsOn: []string{askFrom},
				Hint: "Every report has these words in its subject, for every sender.",
				What: "Handrail opens emails of the last year with all these words in the subject and an " +
					"attachment. It saves nothing from an email without a report.",
				Default: func(*guide.Visit) string { return tlsrpt.SubjectWords },
				When:    func(v *guide.Visit) bool { return d.mailed(v) && v.Answer(askFrom) == fromSearch },
				Valid:   validWords, Clean: strings.TrimSpace,
			},
			{
				Name: askFolder, Label: "Folder or file with reports", Kind: guide.Line, DependsOn: []string{askFrom},
				When: func(v *guide.Visit) bool { return !d.mailed(v) },
				Hint: "Leave this empty to use only the reports that Handrail has already read.",
				What: "Handrail reads everything in the folder and its subfolders. It lists files that are not " +
					"reports and does not change them.",
				Default: func(*guide.Visit) string { return d.Folder },
				Valid:   validFolder,
				Clean:   strings.TrimSpace,
			},
		},
		Look: d.lookWhere,
	}
}

// Where the reports are.
const (
	fromFiles  = "files"
	fromMails  = "mailbox"
	fromSearch = "search"
)

// mailed reports whether the reports are read from the person's mailbox.
func (d Deps) mailed(v *guide.Visit) bool {
	return d.ImportMails != nil && (v.Answer(askFrom) == fromMails || v.Answer(askFrom) == fromSearch)
}

// placeOf returns where in the mailbox they are.
func placeOf(v *guide.Visit) intake.Place {
	if v.Answer(askFrom) == fromSearch {
		return intake.Place{Words: v.Answer(askWords)}
	}
	return intake.Place{Folder: v.Answer(askMails)}
}

func validWords(_ *guide.Visit, text string) error {
	if strings.TrimSpace(text) == "" {
		return app.Errorf(app.Invalid, "Enter words that all subjects contain. For example, "+tlsrpt.SubjectWords+".",
			"There are no words to search for.")
	}
	return validFolder(nil, text)
}

func validFolder(_ *guide.Visit, text string) error {
	if strings.ContainsAny(text, "\x00\n\r") {
		return app.Errorf(app.Invalid, "Enter one folder. For example, C:\\Reports.",
			"This is more than the name of one folder.")
	}
	return nil
}

func (d Deps) readStep() guide.Step {
	return guide.Step{
		ID:    stepRead,
		Title: "Read the reports",
		Lead:  "Handrail counts every report once, even if you have it twice.",
		Text: "If Handrail cannot read a file, it lists the file with the reason and continues. " +
			"You can stop at any time and start again: nothing is counted twice. " +
			"If an email is signed, Handrail checks whether it really comes from its sender.",
		Main:      "Continue to the results",
		Needs:     stepWhere,
		DependsOn: []string{askDomain, askFrom, askFolder, askMails, askWords},
		Look:      d.lookRead,
	}
}

func (d Deps) sayStep() guide.Step {
	return guide.Step{
		ID:    stepSay,
		Title: "See the results",
		Lead:  "See deliveries for each day, who reports, and what failed.",
		Text: "The chart counts connections, not emails. In testing mode, senders report a failed check, but the " +
			"email arrives anyway. " +
			"For a day without a report, the result is unknown.",
		Main:      "Continue to the conditions",
		Needs:     stepRead,
		DependsOn: []string{askDomain},
		Look:      d.lookSay,
		Evidence:  evidence,
	}
}

func (d Deps) safeStep() guide.Step {
	return guide.Step{
		ID:    stepSafe,
		Title: "Check if enforce is safe",
		Lead:  "See each condition and the evidence for it.",
		Text: "These are Handrail's own conditions, because the standard has none. You can change them under " +
			"Reports > Mail delivery reports. " +
			"You can wait safely: testing mode already reports every failure. Handrail shows reports with a failed " +
			"signature but does not count them.",
		Main:      "Continue to the plan",
		Needs:     stepSay,
		DependsOn: []string{askDomain},
		Look:      d.lookSafe,
		Evidence:  evidence,
		Wait:      d.waitSafe,
	}
}

// evidence names the reports about the domain of v: new ones change the answer.
func evidence(v *guide.Visit) string { return tlsshow.Evidence(domainOf(v).ASCII) }

// waitSafe returns the day on which the conditions can be met at the earliest.
func (d Deps) waitSafe(ctx context.Context, v *guide.Visit) (guide.Until, error) {
	if err := ctx.Err(); err != nil {
		return guide.Until{}, err
	}
	line := v.Fact(factVerdict)
	if line == "" {
		line = "Run the check first: nothing is known yet"
	}
	u := guide.Until{Reason: line + "."}
	if again, err := time.Parse(time.RFC3339, v.Fact(factAgain)); err == nil && v.Fact(factStand) == string(tlsreport.Waiting) {
		u.At = again
	}
	return u, nil
}

// domainOf returns the visit's domain; empty where none was typed.
func domainOf(v *guide.Visit) dns.Domain {
	clean, err := dns.CleanDomain(v.Answer(askDomain))
	if err != nil {
		return dns.Domain{}
	}
	return clean
}
