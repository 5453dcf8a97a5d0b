package connectors

import (
	"net/netip"
	"strings"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/mail/connector"
)

func (d deps) firstAsks() []guide.Ask {
	answers := d.Files.Answers
	front := ask.Choice(askFront, ask.Words{Label: "Where does email for your domains go first?",
		Hint: "Use DNS, unless it shows something else than you know.",
		Help: "If another filter comes first, Exchange Online must refuse what does not come from it."},
		[]guide.Option{{Value: frontDNS, Label: "Use what DNS says"},
			{Value: frontUnknown, Label: "Not known which comes first"},
			{Value: frontExchange, Label: "Exchange Online comes first"},
			{Value: frontFilter, Label: "Another filter comes first"}})
	return []guide.Ask{front,
		script().Ask("", ask.FirstOf(func(*guide.Visit) string { return answers.Connectors })),
		certificateAsk(askCertificate, ask.Words{Label: "Which certificate does your server show?",
			Hint: "Drop its file here, paste it, or enter only the name on it.",
			Help: "Files may end in .cer, .crt, .pem or .p7b. Several servers: one file or name on each line."},
			answers.Certificate),
		certificateAsk(askNext, ask.Words{Label: "What is the next certificate?",
			Hint: "Its file or its name. Leave it empty if you do not know.",
			Help: "After a renewal with another name, a connector no longer knows your server."}, ""),
		ask.Optional(ask.Line(askAddress, ask.Words{Label: "From which address does your server connect?",
			Hint: "Its public IP address. For example 203.0.113.9.",
			Help: "Some connectors know a server by its address. Without it, Handrail cannot say whether these match."},
			ask.Checked(isAddress))),
	}
}

func isAddress(text string) error {
	if _, err := netip.ParseAddr(strings.TrimSpace(text)); err != nil {
		return app.Errorf(app.Invalid, "Enter one address, such as 203.0.113.9.", "This is not an IP address.")
	}
	return nil
}

// certificateAsk asks for certificates. A private key that was pasted is refused, and saved in
// no case.
func certificateAsk(name string, w ask.Words, first string) guide.Ask {
	return ask.Optional(ask.Lines(name, w, ask.Checked(noKey)), ask.First(first), ask.File,
		ask.Private(func(v *guide.Visit) bool { return !strings.Contains(v.Answer(name), keyFrame) }))
}

const keyFrame = "PRIVATE KEY-----"

// noKey refuses a private key, and pasted text without a certificate.
func noKey(text string) error {
	if strings.Contains(text, keyFrame) {
		return app.Errorf(app.Invalid, "Paste only the part from BEGIN CERTIFICATE to END CERTIFICATE.",
			"This text has the private key of your server. Give it to no one.")
	}
	if !strings.Contains(text, "-----BEGIN ") {
		return nil // names or paths, which are read later
	}
	_, err := connector.ReadCertificates([]byte(text))
	return err
}

func (d deps) senderAsks() []guide.Ask {
	days := connector.RuleOf("trace-days").Value
	return []guide.Ask{
		ask.Optional(ask.Lines(askSenders, ask.Words{Label: "What else sends email in your name?",
			Hint: "One on each line. For example: Scanner; scan@example.org; 203.0.113.9; password.",
			Help: "Go from room to room: scanners, alarms, web sites, church or club software, newsletters. Enter its " +
				"name, its email address, its IP address, and how it sends: password, direct, connector or oauth."})),
		ask.Choice(askTraceFrom, ask.Words{Label: "Where is the message trace?",
			Hint: "Microsoft’s list of emails shows addresses that no one remembers.",
			Help: "Handrail can read it from Microsoft, for up to " + days + " days. Your browser then asks for one more " +
				"permission. Handrail saves no subject and no recipient. Microsoft offers this only in its worldwide cloud."},
			[]guide.Option{{Value: traceFile, Label: "Use an exported trace, or none"},
				{Value: traceMicrosoft, Label: "Read it from Microsoft"}},
			ask.WhenOf(func(*guide.Visit) bool { return d.Tenant.MessageTrace != nil })),
		ask.Optional(ask.Lines(askTrace, ask.Words{Label: "Do you have a message trace?",
			Hint: "Enter the path of its file, or paste it. Leave it empty if you have none.",
			Help: "Export it in the Exchange admin center under Mail flow > Message trace, or with Get-MessageTraceV2. " +
				"It goes back up to " + days + " days."}),
			ask.First(d.Files.Answers.Trace), ask.File,
			ask.WhenOf(func(v *guide.Visit) bool { return v.Answer(askTraceFrom) != traceMicrosoft })),
	}
}

// askNames asks for the exact name of each connector. It offers a line for each one that
// matches; which server belongs to which connector is known to the person alone.
func (d deps) askNames() guide.Ask {
	return ask.Optional(ask.Lines(askNames, ask.Words{Label: "Which server belongs to which connector?",
		Hint: "One on each line: Connector = mail.example.org. A line without a name changes nothing.",
		Help: "Each connector should have the exact name of the certificate of its own server."},
		ask.CheckedIn(func(v *guide.Visit, text string) error { return d.checkNames(v, text) })),
		ask.FirstOf(func(v *guide.Visit) string { return d.load(v).offer() }))
}

func (d deps) askHeader() guide.Ask {
	a := ask.Optional(ask.Lines(askHeader, ask.Words{Label: "What is the header of a new email?",
		Hint: "Send an email through your server. Then paste its header, or drop its file here.",
		Help: "Handrail does not save this header. It is gone when you close the guide."}),
		ask.FirstOf(func(v *guide.Visit) string {
			if v.Outcomes[stepFix].State != guide.Completed {
				return ""
			}
			return d.Files.Answers.Test
		}), ask.File, ask.Private(func(*guide.Visit) bool { return false }))
	return a
}
