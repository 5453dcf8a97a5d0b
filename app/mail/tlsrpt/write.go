package tlsrpt

import (
	"encoding/json"
	"fmt"
	"time"

	"handrail/app/mail/tlsreport"
)

// The shape of a report in JSON (RFC 8460 section 4.4, with erratum 6241:
// mx-host is a list).
type (
	jsonReport struct {
		Organisation string       `json:"organization-name"`
		Range        jsonRange    `json:"date-range"`
		Contact      string       `json:"contact-info"`
		ID           string       `json:"report-id"`
		Policies     []jsonPolicy `json:"policies"`
	}
	jsonRange struct {
		Start string `json:"start-datetime"`
		End   string `json:"end-datetime"`
	}
	jsonPolicy struct {
		Policy   jsonPolicyHead `json:"policy"`
		Summary  jsonSummary    `json:"summary"`
		Failures []jsonFailure  `json:"failure-details,omitempty"`
	}
	jsonPolicyHead struct {
		Type   string   `json:"policy-type"`
		Text   []string `json:"policy-string,omitempty"`
		Domain string   `json:"policy-domain"`
		MX     []string `json:"mx-host,omitempty"`
	}
	jsonSummary struct {
		Succeeded int64 `json:"total-successful-session-count"`
		Failed    int64 `json:"total-failure-session-count"`
	}
	jsonFailure struct {
		Result      string `json:"result-type"`
		SendingIP   string `json:"sending-mta-ip,omitempty"`
		Host        string `json:"receiving-mx-hostname,omitempty"`
		Helo        string `json:"receiving-mx-helo,omitempty"`
		ReceivingIP string `json:"receiving-ip,omitempty"`
		Count       int64  `json:"failed-session-count"`
		Info        string `json:"additional-information,omitempty"`
		Reason      string `json:"failure-reason-code,omitempty"`
	}
)

// WriteReport returns the JSON of a report (RFC 8460 section 4.4).
func WriteReport(r *tlsreport.Report) []byte {
	out := jsonReport{
		Organisation: r.Organisation, Contact: r.Contact, ID: r.ID,
		Range:    jsonRange{r.Start.UTC().Format(time.RFC3339), r.End.UTC().Format(time.RFC3339)},
		Policies: []jsonPolicy{},
	}
	for _, p := range r.Policies {
		one := jsonPolicy{
			Policy:  jsonPolicyHead{p.Type, p.Text, p.Domain, p.MX},
			Summary: jsonSummary{p.Succeeded, p.Failed},
		}
		for _, f := range p.Failures {
			one.Failures = append(one.Failures, jsonFailure(f))
		}
		out.Policies = append(out.Policies, one)
	}
	raw, err := json.Marshal(out)
	if err != nil {
		panic("tlsrpt: texts and numbers always make JSON: " + err.Error())
	}
	return raw
}

// FileName returns the name of a report's file without an ending (RFC 8460 section
// 5.1): sender, domain and the seconds of begin and end.
func FileName(sender, domain string, start, end time.Time) string {
	return fmt.Sprintf("%s!%s!%d!%d", sender, domain, start.Unix(), end.Unix())
}
