package mtasts

import (
	"handrail/app/inbound"
	"handrail/app/report"
)

// Document tells how mail for a domain is received.
func Document(s *inbound.State, made Made) *report.Document {
	return &report.Document{Title: "How your mail is received today"}
}
