package mtasts

import (
	"context"
	"fmt"
	"strings"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/tlsrpt"
)

func (d Deps) reportsStep() guide.Step {
	return guide.Step{
		ID:    stepReports,
		Title: "Ask for reports first",
		Lead:  "Sending servers can tell you every day how it went.",
		Text: "Ask for reports before you publish a policy. Then you hear of trouble while the policy is still only being tested. " +
			"Reports come as small attached files, about one a day from each large mail service.",
		Main:      "I have added the record",
		Terms:     []guide.Term{termTLSRPT, termTXT, termTTL},
		Needs:     stepToday,
		DependsOn: []string{askDomain, askRUA},
		Asks: []guide.Ask{{
			Name: askRUA, Label: "Address for the reports", Kind: guide.Line,
			Hint:      "Best in another domain than the one you protect.",
			What:      "When encrypted mail to your domain fails, a report to the same domain may fail with it. An address elsewhere still gets it.",
			Default:   defaultRUA,
			DependsOn: []string{askDomain},
			Valid: func(_ *guide.Visit, text string) error {
				_, err := cleanRUA(text)
				return err
			},
			Clean: func(text string) string {
				if clean, err := cleanRUA(text); err == nil {
					return clean
				}
				return text
			},
		}},
		Hand: d.handReports,
	}
}

// cleanRUA gives the bare address, without "mailto:".
func cleanRUA(text string) (string, error) {
	text = strings.TrimSpace(text)
	if strings.ContainsAny(text, ", \t\n") {
		return "", app.Errorf(app.Invalid, "Write one address only. Some senders use no more than the first.", "This is more than one address.")
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

func (d Deps) handReports(ctx context.Context, v *guide.Visit) (*guide.Handover, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	domain, rua := asciiOf(v), valueOr(v, askRUA, defaultRUA)
	if noMail(v) && fact(v, "policy") != "valid" {
		return &guide.Handover{Nothing: "This domain takes no mail, so there is nothing to report."}, nil
	}
	r := reporting(domain, rua)
	h := &guide.Handover{Records: []guide.Record{r}, Done: "I have added the record"}
	warn := ruaWarning(domain, rua)
	switch fact(v, "reporting") {
	case "valid":
		if asksOnly(v, rua) {
			return &guide.Handover{Nothing: "Your record already asks for reports to " + rua + ".", Blocks: warn}, nil
		}
		h.Blocks = append(h.Blocks, report.Text{Text: fmt.Sprintf("A record with this name is there already. Change its value, so that only one record stands at %s.", r.Name)})
	case "invalid":
		h.Blocks = append(h.Blocks, report.Banner{Tone: report.Warning, Lead: "There is a record that senders cannot use.",
			Text: "Replace it. Only one record that begins with “v=TLSRPTv1” may stand at " + r.Name + "."})
	default:
		h.Blocks = append(h.Blocks, report.Text{Text: "Add this record where you manage your domain. It changes nothing for your mail."})
	}
	h.Blocks = append(append(h.Blocks, report.Text{Text: hostHint(r, domain)}), warn...)
	h.Words = []guide.Words{{To: "Whoever manages your domain", Subject: "A TXT record for " + domain, Text: askWords(domain, r)}}
	return h, nil
}

// asksOnly tells whether the live record asks for reports to rua, and nowhere else.
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
		Text: "When mail to this domain fails, the reports about it may fail too. An address in another domain is safer."}}
}

// askWords is a text to send to whoever manages the records.
func askWords(domain string, r guide.Record) string {
	return fmt.Sprintf("Hello,\n\ncould you add this record for %s?\n\nType: %s\nName: %s\nValue: %s\nTTL: %d seconds\n\nAs a line of a zone file:\n%s\n\nThank you.",
		domain, r.Type, r.Name, r.Value, int(r.TTL.Seconds()), r.Zone)
}
