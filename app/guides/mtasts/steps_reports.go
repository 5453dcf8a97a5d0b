package mtasts

import (
	"context"
	"fmt"
	"strings"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/guide/terms"
	"handrail/app/mail/mailcheck"
	"handrail/app/mail/tlsrpt"
	"handrail/app/report"
)

func (d deps) reportsStep() guide.Step {
	return guide.Step{
		ID:      stepReports,
		Title:   "Request reports first",
		Summary: "Sending servers can report to you every day how deliveries went.",
		Text: "Request reports before you publish a policy. You then learn about problems while the policy is still " +
			"in testing mode. " +
			"Reports arrive by email as small attached files, about one a day from each large email service.",
		MainLabel: "I have added the record",
		Terms:     terms.Of(terms.TLSRPT, terms.TXT, terms.TTL),
		Needs:     stepToday,
		DependsOn: []string{askDomain, askRUA},
		Asks: []guide.Ask{ask.Line(askRUA, ask.Words{Label: "Address for the reports",
			Hint: "If possible in a different domain from the one you protect. For example, reports@example.net.",
			Help: "When email to your domain fails, a report to the same domain may fail too. An address in " +
				"another domain still receives it.",
		}, ask.Parsed(cleanRUA, strings.Clone), ask.FirstOf(defaultRUA), ask.Following(askDomain))},
		Hand: d.handReports,
	}
}

// cleanRUA returns the bare address, without "mailto:".
func cleanRUA(text string) (string, error) {
	text = strings.TrimSpace(text)
	if strings.ContainsAny(text, ", \t\n") {
		return "", app.Errorf(app.Invalid, "Enter only one address. Some senders use only the first.",
			"This is more than one address.")
	}
	clean, err := tlsrpt.CleanRUA(text)
	if err != nil {
		return "", err
	}
	return strings.TrimPrefix(clean, "mailto:"), nil
}

func defaultRUA(v *guide.Visit) string {
	for _, uri := range strings.Fields(fact(v, factRUA)) {
		if clean, err := cleanRUA(uri); err == nil {
			return clean
		}
	}
	if domain := asciiOf(v); domain != "" {
		return "tls-reports@" + domain
	}
	return ""
}

func (d deps) handReports(_ context.Context, v *guide.Visit) (*guide.Handover, error) {
	domain, rua := asciiOf(v), valueOr(v, askRUA, defaultRUA)
	if keptElsewhere(v) {
		return &guide.Handover{Nothing: leaveWords(v) + " Use this guide for your own domain."}, nil
	}
	if noMail(v) && fact(v, "policy") != "valid" {
		return &guide.Handover{Nothing: "This domain receives no email, so there is nothing to report."}, nil
	}
	r := reporting(domain, rua)
	h := &guide.Handover{Records: []guide.Record{r}, Done: "I have added the record"}
	warn := ruaWarning(domain, rua)
	switch fact(v, "reporting") {
	case "valid":
		if asksOnly(v, rua) {
			return &guide.Handover{Nothing: "Your record already requests reports to " + rua + ".", Blocks: warn}, nil
		}
		h.Blocks = append(h.Blocks,
			report.Text{Text: fmt.Sprintf("You already have a record with this name. Change its value, so that "+
				"there is only one record at %s.", r.Name)})
	case "invalid":
		h.Blocks = append(h.Blocks, report.Banner{Tone: report.Warning,
			Lead: "You have a record that senders cannot use.",
			Text: "Replace it. There can be only one record that begins with “v=TLSRPTv1” at " + r.Name + "."})
	case "unknown":
		h.Blocks = append(h.Blocks, report.Banner{Tone: report.Warning,
			Lead: "Handrail could not find out whether there is a record.",
			Text: "If there is one at " + r.Name + ", change its value. Senders use none of two records."})
	default:
		if fact(v, factOccupied) != "" {
			h.Blocks = append(h.Blocks, report.Banner{Tone: report.Warning, Lead: "Something else stands at this name.",
				Text: "Delete the CNAME record " + r.Name + " first. Beside it, no TXT record can be added."})
		}
		h.Blocks = append(h.Blocks,
			report.Text{Text: "Add this record where you manage your domain. It does not affect your email."})
	}
	h.Blocks = append(append(h.Blocks, report.Text{Text: hostHint(r, domain)}), warn...)
	h.Messages = []guide.Message{{To: "The person who manages your domain", Subject: "A TXT record for " + domain,
		Text: askWords(domain, r)}}
	return h, nil
}

// asksOnly reports whether the live record requests reports to rua and to no other address.
func asksOnly(v *guide.Visit, rua string) bool {
	uris := strings.Fields(fact(v, factRUA))
	if len(uris) != 1 {
		return false
	}
	clean, err := cleanRUA(uris[0])
	return err == nil && strings.EqualFold(clean, rua)
}

func ruaWarning(domain, rua string) []report.Block {
	_, at, _ := strings.Cut(rua, "@")
	if at = strings.ToLower(at); at != domain && !strings.HasSuffix(at, "."+domain) {
		return nil
	}
	return []report.Block{report.Banner{Tone: report.Warning, Lead: "The mailbox is inside the domain you protect.",
		Text: "When email to this domain fails, the reports about it may fail too. An address in another domain is " +
			"safer."}}
}

// reporting returns the TLS-RPT record. One address directly after the version: every
// known sender reads that form (RFC 8460 section 3).
func reporting(domain, rua string) guide.Record {
	return guide.TXTRecord(mailcheck.ReportingName(domain), domain, "v=TLSRPTv1; rua=mailto:"+ruaEscapes.Replace(rua))
}

// ruaEscapes replaces the characters that have a meaning in the record (RFC 8460
// section 3).
var ruaEscapes = strings.NewReplacer("%", "%25", ",", "%2C", "!", "%21", ";", "%3B")

// hostHint returns how to enter the name in a form; more for a subdomain, whose
// records are often managed with the domain above it.
func hostHint(r guide.Record, domain string) string {
	text := fmt.Sprintf("Most forms expect only “%s” as the name, because they add the rest automatically.", r.Host)
	if first, above, ok := strings.Cut(domain, "."); ok && strings.Contains(above, ".") {
		text += fmt.Sprintf(" If you manage %s instead, the name is “%s.%s”.", above, r.Host, first)
	}
	return text
}

// askWords returns a text for the person who manages the DNS records.
func askWords(domain string, r guide.Record) string {
	return fmt.Sprintf("Hello,\n\nCould you add this record for %s?\n\nType: %s\nName: %s\nValue: %s\nTTL: %d "+
		"seconds\n\n"+
		"As a line of a zone file:\n%s\n\nThank you.",
		domain, r.Type, r.Name, r.Value, int(r.TTL.Seconds()), r.Zone)
}
