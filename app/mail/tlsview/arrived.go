package tlsview

import (
	"handrail/app/guide"
	"handrail/app/mail/tlsreport"
)

// Evidence names the reports about a domain (guide.Step.Evidence).
func Evidence(domain string) string { return "tlsrpt/" + tlsreport.CleanDomain(domain) }

// Arrived returns new reports as the data that guides rest on; about counts them
// by domain.
func Arrived(about map[string]int) guide.Evidence {
	e := guide.Evidence{New: map[string]int{}, One: "new report", Many: "new reports"}
	for domain, n := range about {
		e.New[Evidence(domain)] += n
	}
	return e
}
