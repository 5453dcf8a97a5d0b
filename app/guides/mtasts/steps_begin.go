package mtasts

import (
	"context"

	"handrail/app/dns"
	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/task"
)

func (d Deps) domainStep() guide.Step {
	return guide.Step{
		ID:    stepDomain,
		Title: "Which domain",
		Lead:  "Each domain that takes mail has a policy of its own.",
		Text: "A policy covers exactly one domain. One for example.org does not cover youth.example.org. " +
			"Begin with the domain in most of your mail addresses, and come back for the others.",
		Terms: []guide.Term{termDomain, termMTASTS},
		Asks: []guide.Ask{{
			Name: askDomain, Label: "Domain", Kind: guide.Line,
			Hint: "The part of your mail addresses after the @ sign, such as example.org.",
			What: "Handrail asks public servers about this domain. It signs in nowhere and changes nothing.",
			Valid: func(_ *guide.Visit, text string) error {
				_, err := dns.CleanDomain(text)
				return err
			},
			Clean: cleanDomain,
		}},
	}
}

// cleanDomain keeps the form that people read; what is wrong stays as typed.
func cleanDomain(text string) string {
	if d, err := dns.CleanDomain(text); err == nil {
		return d.Unicode
	}
	return text
}

func (d Deps) todayStep() guide.Step {
	return guide.Step{
		ID:    stepToday,
		Title: "How your mail is received today",
		Lead:  "What a sending server finds when it has mail for you.",
		Text: "Handrail asks the same questions as a server that has mail for your domain. All questions go out at once, and nothing is changed. " +
			"Many networks block mail connections from a desk. Then a line says “Could not test”, which does not mean that anything is wrong.",
		Main:      "Keep this and go on",
		Terms:     []guide.Term{termDNS, termMX, termTLS, termCert, termPolicy, termTXT, termTLSRPT, termMode, termMaxAge, termSPF},
		Needs:     stepDomain,
		DependsOn: []string{askDomain},
		Look: func(ctx context.Context, v *guide.Visit, rep task.Report) (*report.Document, error) {
			doc, err := d.look(ctx, v, rep, Document)
			if err == nil {
				doc.Blocks = append(adviceForNoMail(doc, v), doc.Blocks...)
			}
			return doc, err
		},
	}
}

// adviceForNoMail says what a domain without mail needs instead of a policy.
func adviceForNoMail(doc *report.Document, v *guide.Visit) []report.Block {
	domain := asciiOf(v)
	switch doc.Facts()[factMail] {
	case "refused":
		return []report.Block{report.Banner{Tone: report.Note, Lead: "This domain takes no mail, and says so.",
			Text: "It needs no MTA-STS policy. Say as well that nobody may send in its name, with the TXT record “v=spf1 -all”."}}
	case "none":
		return []report.Block{
			report.Banner{Tone: report.Note, Lead: "Nothing takes mail for this domain.",
				Text: "If that is meant, say so with the two records below. Then senders give up at once, and nobody can send in its name."},
			report.Code{Label: "Records for a domain without mail",
				Text:    domain + ". 3600 IN MX 0 .\n" + txtRecord(domain, domain, "v=spf1 -all").Zone,
				Explain: []string{"No server takes mail for this domain (a null MX).", "Nobody may send mail in this domain's name (SPF)."}},
		}
	}
	return nil
}
