package mtasts

import (
	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/guide/terms"
	"handrail/app/mail/dns"
	"handrail/app/report"
)

func (d deps) domainStep() guide.Step {
	return guide.Step{
		ID:      stepDomain,
		Title:   "Choose the domain",
		Summary: "Each domain that receives email has its own policy.",
		Text: "A policy covers exactly one domain. A policy for example.org does not cover youth.example.org. " +
			"Start with the domain in most of your email addresses. Use this guide again for the others.",
		Terms: terms.Of(terms.Domain, terms.MTASTS, terms.DNS),
		Asks: []guide.Ask{ask.Line(askDomain, ask.Words{Label: "Domain",
			Hint: "The part of your email addresses after the @ sign. For example, example.org.",
			Help: "Handrail asks public servers about this domain. It does not sign in and changes nothing.",
		}, ask.Known(guide.KnownDomain),
			ask.Parsed(dns.CleanDomain, func(d dns.Domain) string { return d.Unicode }),
			ask.FirstOf(d.firstListed)), d.domainsAsk()},
	}
}

func (d deps) todayStep() guide.Step {
	return guide.Step{
		ID:      stepToday,
		Title:   "Check how you receive email",
		Summary: "See what a sending server finds when it has email for you.",
		Text: "Handrail asks the same questions as a server that has email for your domain. It only reads, and " +
			"changes nothing. " +
			"Many networks block email connections from a personal computer. “Not tested” does not mean that " +
			"anything is wrong.",
		MainLabel: "Continue to reports",
		Terms: terms.Of(terms.DNS, terms.MX, terms.TLS, terms.Certificate, terms.Policy, terms.TXT, terms.TLSRPT,
			terms.Mode, terms.MaxAge, terms.PolicyID, terms.SPF),
		Needs:     stepDomain,
		DependsOn: []string{askDomain, askDomains},
		Look:      d.lookToday,
		Ready:     gateToday,
	}
}

// gateToday returns nil for a domain that exists, or may exist.
func gateToday(_ *guide.Visit, doc *report.Document) error {
	if doc.Facts()[factMail] == kindGone {
		return app.Errorf(app.NotFound, "Check the spelling, and change the domain in the first step.",
			"This domain does not exist.")
	}
	return nil
}

// adviceForNoMail returns what a domain without email needs instead of a policy.
func adviceForNoMail(doc *report.Document, v *guide.Visit) []report.Block {
	domain := asciiOf(v)
	switch doc.Facts()[factMail] {
	case "refused":
		return []report.Block{report.Banner{Tone: report.Note, Lead: "This domain declares that it receives no email.",
			Text: "It needs no MTA-STS policy. Add the TXT record “v=spf1 -all”, so that no one may send in its name."}}
	case "none":
		return []report.Block{
			report.Banner{Tone: report.Note, Lead: "No server receives email for this domain.",
				Text: "If that is intended, publish the two records below. Senders then give up at once, and no one " +
					"may send in its name."},
			report.Code{Label: "Records for a domain without email",
				Text: domain + ". 3600 IN MX 0 .\n" + guide.TXTRecord(domain, domain, "v=spf1 -all").Zone,
				Explain: []string{"No server receives email for this domain (a null MX).",
					"No one may send email in this domain's name (SPF)."}},
		}
	}
	return nil
}
