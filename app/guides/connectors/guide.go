// Package connectors is the guide to the inbound connectors of Exchange Online: which
// organisation and which connector the certificate of a server leads to, whether its name is
// right, and who will be refused. Microsoft has no interface for connectors that a small
// organisation could use at once, so the guide reads what Exchange Online PowerShell exports,
// and returns the commands in separate blocks. The rules are in app/mail/connector.
package connectors

import (
	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guide/export"
	"handrail/app/guide/frame"
	"handrail/app/guide/terms"
	"handrail/app/guides/services"
	"handrail/app/mail/connector"
	"handrail/app/report"
)

// deps is what the guide needs of the outside.
type deps struct {
	services.Services
	exports *export.Memory[data]
}

// ID of the guide. Stored with every visit.
const ID = "connectors"

// The steps. Stored with every visit.
const (
	stepExport       = "export"
	stepCertificates = "certificates"
	stepMatch        = "match"
	stepName         = "name"
	stepRefused      = "refused"
	stepFix          = "fix"
	stepAgain        = "again"
	stepRecord       = "record"
)

// The answers. Stored with every visit.
const (
	askFront       = "front"
	askExport      = "export"
	askCertificate = "certificate"
	askNext        = "next"
	askAddress     = "address"
	askSenders     = "senders"
	askTraceFrom   = "trace-from"
	askTrace       = "trace"
	askNames       = "names"
	askHeader      = "header"

	frontDNS      = "dns"
	frontUnknown  = "unknown"
	frontExchange = "exchange"
	frontFilter   = "filter"

	traceFile      = "file"
	traceMicrosoft = "microsoft"
)

// Guide returns the guide.
func Guide(s services.Services) guide.Guide {
	d := deps{s.Timed(), &export.Memory[data]{}}
	rests := []string{askFront, askExport, askCertificate, askNext, askAddress}
	refused := append(append([]string{}, rests...), askSenders, askTraceFrom, askTrace)
	fixed := append(append([]string{}, rests...), askNames)
	every := append(append([]string{}, refused...), askNames, askHeader)
	return guide.Guide{
		ID: ID, Title: "Fix the inbound connector", Topic: "Email", Minutes: 25, Subject: askFront, About: "about",
		Article:  "Mail Flow To The Correct Exchange Online Connector",
		Outcome:  "You know which inbound connectors your server’s certificate matches, and who will be refused.",
		Problems: problems,
		Needs: []guide.Need{{Title: "Exchange Administrator", Roles: []string{"Exchange Administrator"},
			Text: "You need this admin role to read the connectors and to change them."},
			{Title: "The certificate of your server", Kind: guide.NeedsFile,
				Text: "The file without its key, or only the name on it."}},
		Ends: []guide.End{{Code: "password-off", Title: "Last day on which devices can send email with a password",
			On: connector.PasswordOff(), Step: stepRefused, Why: "After this day, Exchange Online refuses SMTP AUTH with " +
				"a password by default. An administrator can switch it on again."}},
		Steps: []guide.Step{
			{ID: stepExport, Title: "Export your settings",
				Summary:   "Run one read-only script. The next step uses its output.",
				MainLabel: "Continue to the certificates", Hand: d.handScript, Aside: true, Terms: glossary()},
			{ID: stepCertificates, Title: "Add certificates",
				Summary:   "See your connectors and your server’s certificate.",
				NextLabel: "Show the connectors", MainLabel: "Continue to what matches", Needs: stepExport,
				DependsOn: rests,
				Asks:      d.firstAsks(), Look: d.lookCertificates, Ready: ready, Terms: glossary()},
			{ID: stepMatch, Title: "See what matches",
				Summary:   "See which organisation and which connectors it leads to.",
				MainLabel: "Continue to the name", Needs: stepCertificates, DependsOn: rests, Look: d.lookMatch,
				Terms: glossary()},
			{ID: stepName, Title: "Check the name", Summary: "See whether the name on the certificate is your domain.",
				MainLabel: "Continue to who is refused", Needs: stepMatch, DependsOn: rests, Look: d.lookName,
				Terms: glossary()},
			{ID: stepRefused, Title: "Check who is refused", Summary: "See what becomes of scanners and web sites.",
				NextLabel: "Show who is refused", MainLabel: "Continue to the fix", Needs: stepMatch, DependsOn: refused,
				Asks: d.senderAsks(), Look: d.lookRefused, Terms: glossary()},
			{ID: stepFix, Title: "Fix in order", Summary: "First the domain, then the connector, then the server.",
				NextLabel: "Show the commands", Needs: stepMatch, DependsOn: fixed, Asks: []guide.Ask{d.askNames()},
				Hand: d.handFix, Terms: glossary()},
			{ID: stepAgain, Title: "Check a new email", Summary: "See from its header which connector took it.",
				NextLabel: "Check the header", MainLabel: "Continue to the record", Needs: stepFix,
				DependsOn: append(append([]string{}, fixed...), askHeader), Asks: []guide.Ask{d.askHeader()},
				Look:  d.lookAgain,
				Terms: glossary()},
			{ID: stepRecord, Title: "Save the record", Summary: "See what you found and what you changed.",
				MainLabel: "Save the record", Needs: stepMatch, DependsOn: every, Look: d.lookRecord, Terms: glossary()},
		},
	}
}

func glossary() []guide.Term {
	return terms.With([]terms.Key{terms.TLS, terms.MX, terms.DNS, terms.Certificate, terms.SPF},
		guide.Term{Word: "Inbound connector",
			Meaning: "A rule by which Exchange Online knows the email of a certain server."},
		guide.Term{Word: "Accepted domain", Meaning: "A domain that is added to your organisation and verified."},
		guide.Term{Word: "IP address", Meaning: "The number by which servers on the internet reach each other."},
		guide.Term{Word: "SMTP AUTH", Meaning: "How a scanner or a program signs in to send email."},
		guide.Term{Word: "Direct Send",
			Meaning: "Email in the name of your domain that comes without signing in and through no connector."},
		guide.Term{Word: "Message trace", Meaning: "Exchange Online’s list of the emails of the last days."},
		guide.Term{Word: "PFX", Meaning: "A file with a certificate and its private key."},
		guide.Term{Word: "Enhanced Filtering",
			Meaning: "A setting that lets Exchange Online look past your own filter to the real sender."})
}

// ready holds the person back until the connectors are known.
func ready(_ *guide.Visit, doc *report.Document) error {
	if doc.Facts()["inbound"] != string(report.Unknown) {
		return nil
	}
	return app.Errorf(app.NotFound, "Run the script of the step before, and enter its whole output.",
		"Handrail does not know your connectors yet.")
}

// draft returns a document of the guide.
func (d deps) draft(title string, more ...string) *frame.Draft {
	return frame.New(frame.Head{Title: title, At: d.Now(), Sources: append([]string{frame.FromImport}, more...)})
}
