// Package tlsreports is the guide to TLS reports (RFC 8460): it finds and reads
// what sending servers report about mail to a domain, shows whose mail would have
// been refused, and says when a policy can be enforced, made to last longer, or
// retired.
//
// Reports come once a day from each organisation that sends mail and cares to
// report. Nobody has to: a day without a report is unknown, not fine.
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
)

// Deps is what the guide needs of the world outside.
type Deps struct {
	// Check looks at the domain as a sending server would. It reads only.
	Check  func(context.Context, dns.Domain, task.Report) (*inbound.State, error)
	Memory guide.Memory    // policies seen earlier; nil keeps nothing
	Shelf  tlsreport.Shelf // reports kept; nil: there are none
	// Thresholds gives when reports are enough; nil is the usual.
	Thresholds func(context.Context) (tlsreport.Thresholds, error)
	// Import takes in files and folders; nil where nothing can be kept.
	Import func(ctx context.Context, paths []string, each func(intake.Result) error) (intake.Totals, error)
	// ImportMails takes in what is in the person's mailbox; nil where there is none.
	ImportMails func(ctx context.Context, place intake.Place, each func(intake.Result) error) (intake.Totals, error)
	MailFolder  string    // offered; may be empty
	Now         app.Clock // nil means time.Now
	// Folder is offered as the place of the reports; may be empty.
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

// Guide gives the guide.
func Guide(d Deps) guide.Guide {
	if d.Now == nil {
		d.Now = time.Now
	}
	return guide.Guide{
		ID:      ID,
		Title:   "Read TLS reports and decide",
		Outcome: "You know whether anyone's mail would be refused, and when your policy can be enforced or retired.",
		Topic:   "Mail",
		Article: "Enabling Better Mail Flow Security for Exchange Online",
		Minutes: 20,
		Needs: []guide.Need{
			{Title: "The reports", Text: "Mails or files that reporting organisations sent, saved in one folder or still in your Microsoft 365 mailbox. Handrail reads them as they came."},
			{Title: "A published policy", Text: "The guide to MTA-STS publishes one in testing mode. Without a policy, reports still show who encrypts."},
		},
		Subject: askDomain,
		Steps: []guide.Step{
			d.whereStep(), d.readStep(), d.sayStep(), d.safeStep(), d.nextStep(), d.publishStep(), d.publishedStep(),
		},
	}
}

// The words of the field that this guide uses.
var (
	termTLSRPT = guide.Term{Word: "TLS report (TLSRPT)", Meaning: "A daily account of encrypted deliveries to your domain, written by a sending organisation."}
	termMTASTS = guide.Term{Word: "MTA-STS", Meaning: "A policy that says which mail servers take your mail and that it must arrive encrypted."}
	termTXT    = guide.Term{Word: "TXT record", Meaning: "A line of text in the list of names of your domain."}
	termDANE   = guide.Term{Word: "DANE", Meaning: "Another way to insist on encryption, with certificates announced in the list of names."}
	termMode   = guide.Term{Word: "Mode", Meaning: "Testing only reports failures; enforce refuses to deliver; none asks for nothing."}
	termMaxAge = guide.Term{Word: "max_age", Meaning: "The seconds for which senders remember a policy after they read it."}
	termTLSA   = guide.Term{Word: "TLSA, DNSSEC and STARTTLS", Meaning: "What DANE announces, what signs it, and how a mail server offers encryption."}
)

func (d Deps) whereStep() guide.Step {
	return guide.Step{
		ID:    stepWhere,
		Title: "Where are the reports?",
		Lead:  "They come by mail to the address that your TXT record names.",
		Text: "Save the mails, or the files attached to them, into one folder, or let Handrail read the folder of your mailbox in which they lie. Handrail reads files from Outlook, other mail programs and archives, and tells them apart by their content. " +
			"It reads only, and moves or deletes nothing.",
		Main:      "Keep this and go on",
		Terms:     []guide.Term{termTLSRPT, termMTASTS, termTXT, termMode, termMaxAge, termDANE, termTLSA},
		DependsOn: []string{askDomain},
		Asks: []guide.Ask{
			{
				Name: askDomain, Label: "Domain", Kind: guide.Line,
				Hint: "The part of your mail addresses after the @ sign, such as example.org.",
				What: "Handrail shows reports about this domain. Reports about others are kept and set apart.",
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
				Name: askFrom, Label: "Where shall Handrail read them?", Kind: guide.Choice,
				What: "A mailbox is read through Microsoft 365. Handrail then asks for the permission to read mails; it moves, marks and deletes none.",
				Options: func(*guide.Visit) []guide.Option {
					return []guide.Option{{Value: fromFiles, Label: "In files that I saved"}, {Value: fromMails, Label: "In a folder of my Microsoft 365 mailbox"},
						{Value: fromSearch, Label: "Anywhere in my mailbox", Hint: "Handrail looks for them by the words in their subject."}}
				},
				Hint:    "Saved files work without signing in.",
				Default: func(*guide.Visit) string { return fromFiles },
				Valid: func(_ *guide.Visit, text string) error {
					if text != fromFiles && text != fromMails && text != fromSearch {
						return app.Errorf(app.Invalid, "Choose one of the three.", "Handrail reads files or a mailbox.")
					}
					return nil
				},
				When: func(*guide.Visit) bool { return d.ImportMails != nil },
			},
			{
				Name: askMails, Label: "Mail folder", Kind: guide.Line, DependsOn: []string{askFrom},
				Hint:    "As Outlook shows it. A folder inside another as Inbox/Reports.",
				What:    "Only mails with something attached are opened. Of a mail without a report nothing is kept.",
				Default: func(*guide.Visit) string { return d.MailFolder },
				When:    func(v *guide.Visit) bool { return d.mailed(v) && v.Answer(askFrom) == fromMails },
				Valid:   validFolder, Clean: strings.TrimSpace,
			},
			{
				Name: askWords, Label: "Words in the subject", Kind: guide.Line, DependsOn: []string{askFrom},
				Hint:    "Every report has these two, whoever sends it.",
				What:    "Mails of the last year with all these words in the subject and something attached are opened. Of a mail without a report nothing is kept.",
				Default: func(*guide.Visit) string { return tlsrpt.SubjectWords },
				When:    func(v *guide.Visit) bool { return d.mailed(v) && v.Answer(askFrom) == fromSearch },
				Valid:   validWords, Clean: strings.TrimSpace,
			},
			{
				Name: askFolder, Label: "Folder or file with reports", Kind: guide.Line, DependsOn: []string{askFrom},
				When:    func(v *guide.Visit) bool { return !d.mailed(v) },
				Hint:    "Leave it empty to use only what Handrail has read already.",
				What:    "Handrail reads everything in the folder and in the folders inside it. What is no report is listed and left alone.",
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

// mailed tells whether the reports are read from the person's mailbox.
func (d Deps) mailed(v *guide.Visit) bool {
	return d.ImportMails != nil && (v.Answer(askFrom) == fromMails || v.Answer(askFrom) == fromSearch)
}

// placeOf gives where in the mailbox they are.
func placeOf(v *guide.Visit) intake.Place {
	if v.Answer(askFrom) == fromSearch {
		return intake.Place{Words: v.Answer(askWords)}
	}
	return intake.Place{Folder: v.Answer(askMails)}
}

func validWords(_ *guide.Visit, text string) error {
	if strings.TrimSpace(text) == "" {
		return app.Errorf(app.Invalid, "Write what the subjects have in common, such as: "+tlsrpt.SubjectWords, "There is nothing to look for.")
	}
	return validFolder(nil, text)
}

func validFolder(_ *guide.Visit, text string) error {
	if strings.ContainsAny(text, "\x00\n\r") {
		return app.Errorf(app.Invalid, "Name one folder, such as C:\\Reports.", "This is more than the name of one folder.")
	}
	return nil
}

func (d Deps) readStep() guide.Step {
	return guide.Step{
		ID:    stepRead,
		Title: "Read them",
		Lead:  "Every report counts once, whatever way it came.",
		Text: "A file that cannot be read is listed with the reason, and the others go on. You can stop at any time and begin again: nothing is counted twice. " +
			"Where a mail was signed, Handrail tests whether it really is from its sender.",
		Main:      "Keep this and go on",
		Needs:     stepWhere,
		DependsOn: []string{askDomain, askFrom, askFolder, askMails, askWords},
		Look:      d.lookRead,
	}
}

func (d Deps) sayStep() guide.Step {
	return guide.Step{
		ID:    stepSay,
		Title: "What they say",
		Lead:  "Deliveries day by day, who reports, and what failed.",
		Text: "The picture counts connections, not mails. In testing mode a failed check is reported and the mail arrives all the same. " +
			"A day without a report is unknown.",
		Main:      "Keep this and go on",
		Needs:     stepRead,
		DependsOn: []string{askDomain},
		Look:      d.lookSay,
	}
}

func (d Deps) safeStep() guide.Step {
	return guide.Step{
		ID:    stepSafe,
		Title: "Is enforce safe?",
		Lead:  "Each condition with what it rests on.",
		Text: "The conditions are Handrail's own; the standard sets none, and you can change them under Reports, Mail delivery reports. Waiting costs nothing, for testing mode already reports every failure. " +
			"Reports whose signature failed are shown and never count.",
		Main:      "Keep this and go on",
		Needs:     stepSay,
		DependsOn: []string{askDomain},
		Look:      d.lookSafe,
		Wait:      d.waitSafe,
	}
}

// waitSafe gives the day on which the conditions can be met at the earliest.
func (d Deps) waitSafe(ctx context.Context, v *guide.Visit) (guide.Until, error) {
	if err := ctx.Err(); err != nil {
		return guide.Until{}, err
	}
	line := v.Fact(factVerdict)
	if line == "" {
		line = "Look first: nothing is known yet"
	}
	u := guide.Until{Reason: line + "."}
	if again, err := time.Parse(time.RFC3339, v.Fact(factAgain)); err == nil && v.Fact(factStand) == string(tlsreport.Waiting) {
		u.At = again
	}
	return u, nil
}

// domainOf gives the visit's domain; empty where none was typed.
func domainOf(v *guide.Visit) dns.Domain {
	clean, err := dns.CleanDomain(v.Answer(askDomain))
	if err != nil {
		return dns.Domain{}
	}
	return clean
}
