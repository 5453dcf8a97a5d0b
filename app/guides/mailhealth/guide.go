// Package mailhealth is the guide that checks a domain’s email from outside and puts the
// result on one page: who receives it, who may send in its name, and whether delivery is
// encrypted. It only reads. The rules are in app/mail/health.
package mailhealth

import (
	"strings"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/guide/terms"
	"handrail/app/guides/services"
	"handrail/app/mail/dns"
	"handrail/app/mail/domainlist"
)

// deps is what the guide needs of the outside.
type deps struct{ services.Services }

// ID of the guide. Stored with every visit.
const ID = "mail-health"

// The steps. Stored with every visit.
const (
	stepCheck   = "check"
	stepRecords = "records"
)

// The answers. Stored with every visit.
const (
	askDomain    = "domain"
	askDomains   = "domains"
	askSelectors = "selectors"
)

// Guide returns the guide.
func Guide(s services.Services) guide.Guide {
	d := deps{s.Timed()}
	chosen := []string{askDomain, askDomains, askSelectors}
	return guide.Guide{
		ID: ID, Title: "Check the health of your email", Topic: "Email", Minutes: 5, Subject: askDomain,
		Outcome:  "You know whether email works, whether others can send in your name, and what repairs it.",
		Problems: problems,
		Needs: []guide.Need{
			{Title: "An answer from your name server", Kind: guide.NeedsNames,
				Text: "Handrail reads DNS records. Some networks block this."},
			{Title: "The name of your domain",
				Text: "Handrail asks public servers about it. It does not sign in and changes nothing."}},
		Steps: []guide.Step{
			{ID: stepCheck, Title: "Check your email",
				Summary: "See what receivers and senders find about your domain.",
				Text: "Each line is one part: fine, to do, optional or not tested. A part that could not be tested is " +
					"never shown as fine or as missing. You can save or print this page.",
				NextLabel: "Check the email", MainLabel: "Continue to the records", DependsOn: chosen,
				Asks: []guide.Ask{d.domain(), d.domains(), selectors()}, Look: d.look, Terms: glossary()},
			{ID: stepRecords, Title: "Publish the records", Summary: "Copy each record to your DNS provider.",
				Text: "Handrail shows only records whose correct value it knows. For the other lines, follow what the " +
					"page says.",
				Needs: stepCheck, DependsOn: chosen, Hand: hand, Terms: glossary()},
		},
	}
}

func glossary() []guide.Term {
	return terms.With([]terms.Key{terms.Domain, terms.DNS, terms.MX, terms.TXT, terms.SPF, terms.MTASTS, terms.TLSRPT,
		terms.TLS, terms.DANE, terms.TLSA, terms.Certificate},
		guide.Term{Word: "DKIM",
			Meaning: "A signature in each email. Its public key is in DNS, at a name called selector."},
		guide.Term{Word: "DMARC (v=DMARC1)",
			Meaning: "A record that says what receivers should do with forged email, and where they send reports."})
}

func (d deps) domain() guide.Ask {
	return ask.Line(askDomain, ask.Words{Label: "Domain",
		Hint: "The part of your email addresses after the @ sign. For example, example.org.",
		Help: "For a subdomain that sends email, check the subdomain too.",
	}, ask.Known(guide.KnownDomain), ask.Parsed(dns.CleanDomain, func(d dns.Domain) string { return d.Unicode }),
		ask.FirstOf(func(v *guide.Visit) string {
			if all, err := d.listed(v.Answer(askDomains)); err == nil && len(all.Domains) > 0 {
				return all.Domains[0].Unicode
			}
			return ""
		}))
}

func (d deps) domains() guide.Ask {
	return ask.Optional(ask.Lines(askDomains, ask.Words{Label: "Which other domains?",
		Hint: "One on each line, or the path of a text file. Leave this empty to check one domain.",
		Help: "Handrail checks them side by side.",
	}, ask.Checked(func(text string) error {
		_, err := d.listed(text)
		return err
	})))
}

func selectors() guide.Ask {
	return ask.Optional(ask.Lines(askSelectors, ask.Words{Label: "Which DKIM selectors do you know?",
		Hint: "One on each line. Leave this empty to check only those of Microsoft 365.",
		Help: "A selector is behind “s=” in the DKIM-Signature header of an email that you sent.",
	}, ask.Checked(func(text string) error {
		for _, name := range names(text) {
			if strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789-_.") != "" || len(name) > 63 {
				return app.Errorf(app.Invalid, "Enter only what is behind “s=”. For example, selector1.",
					"“%.40s” is not a selector.", name)
			}
		}
		return nil
	})))
}

// names returns the entries of a text, with blanks, commas, semicolons or lines between
// them, in lower case.
func names(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return strings.ContainsRune(" \t\r\n,;", r) })
}

// listed returns the domains in a text or in the file that it names, each once.
func (d deps) listed(text string) (domainlist.List, error) {
	return domainlist.Of(text, d.Files.Read)
}

// chosen returns the domains of a visit, its own first, and the lines that are none.
func (d deps) chosen(v *guide.Visit) ([]dns.Domain, []domainlist.Wrong, error) {
	own, err := dns.CleanDomain(v.Answer(askDomain))
	if err != nil {
		return nil, nil, err
	}
	listed, err := d.listed(v.Answer(askDomains))
	if err != nil {
		return nil, nil, err
	}
	return listed.With(own), listed.Wrong, nil
}
