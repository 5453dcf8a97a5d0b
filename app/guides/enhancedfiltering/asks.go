package enhancedfiltering

import (
	"strings"

	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/mail/connector"
	"handrail/app/mail/dns"
	"handrail/app/mail/header"
	"handrail/app/mail/skiplist"
)

func (d deps) askDomain() guide.Ask {
	return ask.Line(askDomain, ask.Words{Label: "Which domain receives the email?",
		Hint: "Enter what is after the @ of your addresses. For example example.org.",
		Help: "Handrail asks DNS which mail servers take email for this domain."},
		ask.Known(guide.KnownDomain),
		ask.Parsed(dns.CleanDomain, func(d dns.Domain) string { return d.Unicode }), ask.FirstOf(d.offered))
}

// offered returns the domain to which the offered email went; usually there is none.
func (d deps) offered(*guide.Visit) string {
	path := d.Files.Answers.Through
	if path == "" {
		return ""
	}
	m, err := d.message(&guide.Visit{Answers: map[string]string{askMessage: path}}, askMessage)
	if err != nil || m == nil {
		return ""
	}
	for _, one := range skiplist.Recipients(m) {
		if _, domain, ok := strings.Cut(one, "@"); ok {
			return domain
		}
	}
	return ""
}

func (d deps) askExport() guide.Ask {
	return script(askExport).Ask("", ask.FirstOf(func(*guide.Visit) string { return d.Files.Answers.Filtering }))
}

// email returns a question for the header of an email, which is never saved.
func email(name string, w ask.Words, first func(*guide.Visit) string) guide.Ask {
	w.Help = "Handrail reads it on this computer and does not save it. It saves which servers were on the way."
	return ask.Optional(ask.Lines(name, w, ask.Checked(readable)), ask.FirstOf(first), ask.File,
		ask.Private(func(*guide.Visit) bool { return false }))
}

func (d deps) askMessage() guide.Ask {
	return email(askMessage, ask.Words{Label: "What is the header of one email?",
		Hint: "Use an email from outside. Paste its header, drop a file here, or leave it empty."},
		func(*guide.Visit) string { return d.Files.Answers.Through })
}

// askAfter offers a later email only once the commands were run.
func (d deps) askAfter() guide.Ask {
	return email(askAfter, ask.Words{Label: "What is the header of a new email?",
		Hint: "Use one that came after the change, to someone that it covers."}, func(v *guide.Visit) string {
		if v.Outcomes[stepScript].State != guide.Completed {
			return ""
		}
		return d.Files.Answers.ThroughLater
	})
}

// readable returns why a pasted text cannot be used. A file is read later.
func readable(answer string) error {
	if answer = strings.TrimSpace(answer); answer == "" || !header.IsText(answer) {
		return nil
	}
	_, err := header.Read([]byte(answer))
	return err
}

func firstAsk() guide.Ask {
	return ask.Choice(askFirst, ask.Words{Label: "Where does email from outside arrive first?",
		Hint: "If you are not sure, use what DNS says."},
		[]guide.Option{{Value: firstDNS, Label: "Use what DNS says"},
			{Value: string(skiplist.AtFilter), Label: "At a filter or at our own servers"},
			{Value: string(skiplist.AtMicrosoft), Label: "At Exchange Online"}}, ask.Following(askDomain))
}

func backAsk() guide.Ask {
	return ask.Choice(askBack, ask.Words{Label: "Does email leave Exchange Online and come back?",
		Hint: "For example for signatures, encryption, or a second filter.",
		Help: "Then an outbound connector or a mail flow rule sends email to that service."},
		[]guide.Option{{Value: string(connector.Unread), Label: "I do not know"},
			{Value: string(connector.No), Label: "It does not come back"},
			{Value: string(connector.Yes), Label: "It comes back"}})
}

func ownAsk() guide.Ask {
	return ask.Choice(askOwn, ask.Words{Label: "Does email pass your own mail servers before Exchange Online?",
		Hint: "For example Exchange Server in your building."},
		[]guide.Option{{Value: string(connector.Unread), Label: "I do not know"},
			{Value: string(connector.No), Label: "It does not pass our own servers"},
			{Value: string(connector.Yes), Label: "It passes our own servers"}})
}

func (d deps) connectorAsk() guide.Ask {
	return ask.Optional(ask.Line(askConnector, ask.Words{Label: "Which inbound connector does your filter use?",
		Hint: "Enter its name. Leave it empty if there is none."}),
		ask.FirstOf(func(v *guide.Visit) string { x := d.load(v); return x.likely(v) }), ask.Following(askExport,
			askOwn))
}

func howAsk() guide.Ask {
	return ask.Choice(askHow, ask.Words{Label: "What should Exchange Online skip?",
		Hint: "Use the list if your filter has more than one server in a row."},
		[]guide.Option{{Value: howList, Label: "The addresses in a list"},
			{Value: howLast, Label: "Only the last server", Hint: "The one that connects, whatever its address is."}})
}

// rangesAsk offers what the connector skips today, else the addresses that it takes email from.
func (d deps) rangesAsk() guide.Ask {
	return ask.Lines(askRanges, ask.Words{Label: "Which addresses does your filter send from?",
		Hint: "Paste the list of its maker. For example 203.0.113.0/24.",
		Help: "Use the list for your region. Handrail has no list of its own, because such lists go out of date."},
		ask.When(askHow, howList), ask.FirstOf(func(v *guide.Visit) string {
			x := d.load(v)
			c := x.named(v.Answer(askConnector))
			if c == nil {
				c = x.named(x.likely(v))
			}
			if c == nil {
				return ""
			}
			if len(c.SkipIPs.Values) > 0 {
				return strings.Join(c.SkipIPs.Values, "\n")
			}
			return strings.Join(c.SenderIPs.Values, "\n")
		}), ask.Following(askConnector))
}

// spfAsk asks before a name server learns the domain of the sender.
func (d deps) spfAsk() guide.Ask {
	return ask.Choice(askSPF, ask.Words{Label: "May Handrail ask DNS whether SPF then passes?",
		Hint: "DNS then learns the domain of the sender, and nothing else of the email."},
		[]guide.Option{{Value: spfNo, Label: "Do not ask DNS"},
			{Value: spfYes, Label: "Ask DNS about the sender’s domain"}},
		ask.WhenOf(func(v *guide.Visit) bool {
			return d.Mail.SPF != nil && strings.TrimSpace(v.Answer(askMessage)) != ""
		}))
}

func forAsk() guide.Ask {
	return ask.Choice(askFor, ask.Words{Label: "Who do you turn it on for?",
		Hint: "Begin with a few people, and send emails to them alone."},
		[]guide.Option{{Value: forPeople, Label: "For a few people first"},
			{Value: forEveryone, Label: "For everyone"}})
}

// pilotAsk offers the people of today, else those to whom the email went.
func (d deps) pilotAsk() guide.Ask {
	return ask.Lines(askPilot, ask.Words{Label: "Which people?",
		Hint: "Enter one address on each line. For example ann@example.org.",
		Help: "Handrail adds their other addresses, if the export has them."},
		ask.When(askFor, forPeople), ask.FirstOf(func(v *guide.Visit) string {
			x := d.load(v)
			if c := x.named(v.Answer(askConnector)); c != nil && len(c.SkipUsers.Values) > 0 {
				return strings.Join(c.SkipUsers.Values, "\n")
			}
			if m, _ := d.message(v, askMessage); m != nil {
				return strings.Join(skiplist.Recipients(m), "\n")
			}
			return ""
		}))
}
