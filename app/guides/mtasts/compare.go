package mtasts

import (
	"time"

	"handrail/app/inbound"
	"handrail/app/report"
)

// Made is what this visit made, to compare with what is out there. All may be
// empty: then nothing was made yet.
type Made struct {
	Policy string // the exact text of the policy file
	ID     string // the id the TXT record should announce
	RUA    string // the address that reports should go to
	Aim    string // start, change or retire
	Served []Served
}

// Served is a policy that was seen live at some time. Senders may hold it in
// their memory until Last plus MaxAge.
type Served struct {
	Mode   string
	MX     []string
	MaxAge int64 // seconds
	First  time.Time
	Last   time.Time
	ID     string // the id announced with it; "" where none was
}

// ServedDocument compares the policy on the web with the one made, byte for byte.
func ServedDocument(s *inbound.State, made Made) *report.Document {
	return &report.Document{Title: "Is it served right?"}
}

// AnnouncedDocument compares the TXT record with the one made, at the resolver
// and at every authoritative server.
func AnnouncedDocument(s *inbound.State, made Made) *report.Document {
	return &report.Document{Title: "Is it announced?"}
}
