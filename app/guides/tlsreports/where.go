package tlsreports

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/guide/terms"
	"handrail/app/mail/dns"
	"handrail/app/mail/mailcheck"
	"handrail/app/mail/tlsreport"
	"handrail/app/mail/tlsrpt"
	"handrail/app/mail/tlsview"
	"handrail/app/report"
	"handrail/app/task"
)

// Where the reports are. Stored as the answer "from".
const (
	fromFiles  = "files"
	fromMails  = "mailbox"
	fromSearch = "search"
)

func (d deps) whereStep() guide.Step {
	return guide.Step{
		ID:      stepWhere,
		Title:   "Find the reports",
		Summary: "Senders email the reports to the address in your TXT record.",
		Text: "Save the emails or their attachments in one folder, or let Handrail read them in your mailbox. " +
			"Handrail recognises files from Outlook, other email programs and archives. It only reads, and moves or " +
			"deletes nothing.",
		MainLabel: "Continue to reading",
		Terms: terms.Of(terms.TLSRPT, terms.MTASTS, terms.TXT, terms.Mode, terms.MaxAge, terms.DANE, terms.TLSA,
			terms.DNS, terms.PolicyID),
		DependsOn: []string{askDomain},
		Asks:      d.asks(),
		Look:      d.lookWhere,
		Ready: func(_ *guide.Visit, doc *report.Document) error {
			if doc.Facts()[factGone] == mailcheck.No {
				return app.Errorf(app.NotFound, "Check the spelling, and change the domain above.",
					"This domain does not exist.")
			}
			return nil
		},
	}
}

// factGone is the fact about a domain that does not exist; other domains lack it.
const factGone = "domain-exists"

func (d deps) asks() []guide.Ask {
	return []guide.Ask{
		ask.Line(askDomain, ask.Words{Label: "Domain",
			Hint: "The part of your email addresses after the @ sign. For example, example.org.",
			Help: "Handrail shows reports about this domain. It saves reports about other domains separately.",
		}, ask.Known(guide.KnownDomain),
			ask.Parsed(dns.CleanDomain, func(d dns.Domain) string { return d.Unicode })),
		ask.Choice(askFrom, ask.Words{Label: "Where should Handrail read the reports from?",
			Hint: "For saved files, you do not need to sign in.",
			Help: "Handrail reads a mailbox through Microsoft 365 and asks for the permission to read emails. " +
				"It does not move, mark or delete them.",
		}, []guide.Option{
			{Value: fromFiles, Label: "Files that you saved"},
			{Value: fromMails, Label: "A folder in your Microsoft 365 mailbox"},
			{Value: fromSearch, Label: "All folders in your mailbox",
				Hint: "Handrail searches for words in the subject."},
		}, ask.WhenOf(func(*guide.Visit) bool { return d.Mail.ImportMailbox != nil })),
		ask.Optional(ask.Line(askMails, ask.Words{Label: "Mailbox folder",
			Hint: "The name that Outlook shows. For a folder in another folder, for example, Inbox/Reports.",
			Help: "Handrail opens only emails with attachments. It saves nothing from an email without a report.",
		}, ask.Checked(oneFolder), ask.First(d.Mail.MailFolder), d.readsFrom(fromMails))),
		ask.Line(askWords, ask.Words{Label: "Words in the subject",
			Hint: "Every report has these words in its subject, for every sender.",
			Help: "Handrail opens emails of the last year with all these words in the subject and an " +
				"attachment. It saves nothing from an email without a report.",
		}, ask.Checked(someWords), ask.First(tlsrpt.SubjectWords), d.readsFrom(fromSearch)),
		ask.Optional(ask.Line(askFolder, ask.Words{Label: "Folder or file with reports",
			Hint: "Leave this empty to use only the reports that Handrail has already read.",
			Help: "Handrail reads everything in the folder and its subfolders. It lists files that are not " +
				"reports and does not change them.",
		}, ask.Checked(oneFolder), ask.First(d.Mail.ReportsPath), d.readsFrom(fromFiles))),
	}
}

// fromOf returns where the reports are read from; without a mailbox, from files.
func (d deps) fromOf(v *guide.Visit) string {
	if from := v.Answer(askFrom); d.Mail.ImportMailbox != nil && (from == fromMails || from == fromSearch) {
		return from
	}
	return fromFiles
}

// readsFrom asks only if the reports are read from this place.
func (d deps) readsFrom(place string) ask.Part {
	return func(a *guide.Ask) {
		ask.Following(askFrom)(a)
		ask.WhenOf(func(v *guide.Visit) bool { return d.fromOf(v) == place })(a)
	}
}

func someWords(text string) error {
	if strings.TrimSpace(text) == "" {
		return app.Errorf(app.Invalid, "Enter words that all subjects contain. For example, "+tlsrpt.SubjectWords+".",
			"There are no words to search for.")
	}
	return oneFolder(text)
}

func oneFolder(text string) error {
	if strings.ContainsAny(text, "\x00\n\r") {
		return app.Errorf(app.Invalid, "Enter one folder. For example, C:\\Reports.",
			"This is more than the name of one folder.")
	}
	return nil
}

// lookWhere returns where reports are sent, and which ones Handrail has.
func (d deps) lookWhere(ctx context.Context, v *guide.Visit, rep task.Report) (*report.Document, error) {
	s, err := d.state(ctx, v, rep)
	if err != nil {
		return nil, err
	}
	domains, err := d.Mail.Reports.TLSSums(ctx, tlsreport.ByDomain, tlsreport.Filter{Forged: true})
	if err != nil {
		return nil, err
	}
	own, text := 0, "Handrail has not read any reports about this domain yet."
	others := report.Table{Title: "Reports about other domains", Columns: []string{"Domain", "Reports", "Last day"},
		Right: []bool{false, true, false}}
	for _, sum := range domains {
		if sum.Key == s.Domain.ASCII {
			own = sum.Reports
			text = fmt.Sprintf("Handrail has %s about this domain, from %s to %s.",
				tlsview.Count(own, "report", "reports"), tlsview.Day(sum.First), tlsview.Day(sum.Last))
			continue
		}
		others.Rows = append(others.Rows, []string{cmp.Or(sum.Key, "No domain given"), fmt.Sprint(sum.Reports),
			tlsview.Day(sum.Last)})
	}
	doc := d.draft("Find the reports", v)
	doc.Find(requested(s))
	doc.Findings("", "Findings")
	doc.Add(report.Text{Text: text}, others)
	doc.Fact("reporting", "TLS-RPT record", s.ReportingState, stateWords[s.ReportingState])
	if s.Gone() {
		doc.Fact(factGone, "Domain", mailcheck.No, "This domain does not exist")
	}
	doc.Fact("reports", "Reports about this domain", fmt.Sprint(own), noneYet(own))
	doc.Facts("Summary")
	return doc.Done(), nil
}

// noneYet returns how a number of reports reads: none is “None yet”, and "" the number itself.
func noneYet(n int) string {
	if n == 0 {
		return "None yet"
	}
	return ""
}

// addresses lists addresses for reports without their scheme, if it is that of email.
func addresses(rua []string) string {
	var all []string
	for _, a := range rua {
		if scheme, rest, found := strings.Cut(a, ":"); found && strings.EqualFold(scheme, "mailto") {
			a = rest
		}
		all = append(all, a)
	}
	return strings.Join(all, ", ")
}

// requested returns the finding about the TLS-RPT record.
func requested(s *mailcheck.State) report.Finding {
	f := report.Finding{Code: "reports-asked", Severity: report.OK, Subject: s.Domain.ASCII,
		Title: "Your domain requests reports"}
	switch {
	case s.Gone():
		f.Code, f.Severity, f.Title = "no-domain", report.Problem, "This domain does not exist"
		f.Text, f.Do = "DNS has no name servers for it. It may be misspelled.",
			"Change the domain in this step, or renew it where it was registered."
	case s.ReportingState == "valid" && s.Reporting.Record != nil:
		f.Text = "Reports go to " + addresses(s.Reporting.Record.RUA) + "."
	case s.ReportingState == mailcheck.Unknown:
		f.Code, f.Severity, f.Title = "reports-unknown", report.Unknown,
			"Handrail could not find out whether your domain requests reports"
		f.Text, f.Do = "The name servers gave no usable answer.", "Check your connection, then check again."
	default:
		f.Code, f.Severity, f.Title = "reports-not-asked", report.Warning, "Your domain does not request reports"
		f.Text = "There is no usable TXT record at " + mailcheck.ReportingName(s.Domain.ASCII) +
			", so senders do not send reports."
		f.Do, f.Guide, f.Step = "Add the record with the guide “Protect incoming email with MTA-STS”.", "mta-sts",
			"reports"
	}
	return f
}
